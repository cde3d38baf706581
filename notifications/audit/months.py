"""What an auditor's lists are made of: the facts of one county-month, read once, in a number of queries that no number of facts changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import County
from accounts.periods import Month
from accounts.profiles import all_of
from bookings.models import Booking, Consent, ConsularNotice, Detainer, Handover, IceCall, IceVisit, ReleaseStep
from bookings.models.moments import span
from bookings.rules.consent import ConsentFacts
from notifications.gather import cases, needed
from notifications.models import Answer, Attempt, ReleaseTiming
from notifications.rules.clock import Case, Clocks, clocks

# Facts of contact with ICE, and the moment by which each falls into a month.
CONTACT: dict[Any, str] = {
    IceCall: "called",
    Consent: "asked",
    Detainer: "received",
    IceVisit: "requested",
    Attempt: "tried",
    Answer: "answered",
    Handover: "handed",
}
DATED: dict[Any, str] = {Booking: "booked", **CONTACT, ReleaseStep: "occurred", ConsularNotice: "advised"}


@dataclass
class CountyMonth:
    """One month of one county, as an auditor reads it."""

    county: County
    month: Month

    @property
    def zone(self) -> ZoneInfo:
        return self.county.zone

    @cached_property
    def bookings(self) -> dict[int, Booking]:
        """Those with a contact with ICE, or a release that was timed, in the month, by id."""
        start, end = self.month.bounds(self.zone)
        timed = ReleaseTiming.objects.filter(county=self.county, t7_at__gte=start, t7_at__lt=end)
        ids: set[int] = set(timed.values_list("booking", flat=True))
        for model in CONTACT:
            ids.update(self.facts(model).values_list("booking", flat=True))
        found = Booking.objects.counted().filter(pk__in=ids).select_related("county").order_by("booked_at", "pk")
        return {one.pk: one for one in found}

    @cached_property
    def cases(self) -> dict[int, Case]:
        return cases(self.bookings.values())

    @cached_property
    def clocks(self) -> dict[int, Clocks]:
        return {pk: clocks(case) for pk, case in self.cases.items()}

    @cached_property
    def profile(self) -> Any:
        return all_of(self.county)

    def facts(self, model: Any) -> Any:
        """Current facts of a kind in the month, oldest first; of mails that a task sends, none."""
        found = model.objects.counted().within(DATED[model], self.county, self.month)
        if model is Attempt:
            found = found.filter(task="")
        return found.order_by(f"{DATED[model]}_at", "pk")

    def of_booking(self, model: Any) -> list[Any]:
        """The same, each knowing its booking."""
        return list(self.facts(model).select_related("booking", "recorded_by"))

    def within(self, moment: Any) -> bool:
        start, end = self.month.bounds(self.zone)
        return bool(start <= moment < end)

    def left(self) -> Iterable[tuple[Booking, Case, Clocks]]:
        """Those who left in the month."""
        for pk, at in self.clocks.items():
            if at.t7 is not None and self.within(at.t7.when.at):
                yield self.bookings[pk], self.cases[pk], at


def consents_of(bookings: Iterable[int]) -> dict[int, list[Consent]]:
    found: dict[int, list[Consent]] = {}
    for row in Consent.objects.current().filter(booking__in=set(bookings)).order_by("pk"):
        found.setdefault(row.booking_id, []).append(row)
    return found


def about(rows: Iterable[Consent], fact: Any) -> list[ConsentFacts]:
    """What was said that may be about this call or visit: of it, or of none in particular."""
    name, other = ("call_id", "visit_id") if isinstance(fact, IceCall) else ("visit_id", "call_id")
    mine = [one for one in rows if getattr(one, other) is None and getattr(one, name) in (None, fact.pk)]
    return [ConsentFacts(needed(one, "asked"), one.answer, one.pk) for one in mine]


def held(month: CountyMonth) -> list[Any]:
    """Visits that started, and calls that put the person on the phone."""
    visits = [one for one in month.of_booking(IceVisit) if one.started_at]
    calls = [one for one in month.of_booking(IceCall) if one.put_on_phone == "yes"]
    return [*calls, *visits]


def start_of(fact: Any) -> Any:
    return (span(fact, "phone") or span(fact, "called")) if isinstance(fact, IceCall) else span(fact, "started")
