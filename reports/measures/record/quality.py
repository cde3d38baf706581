"""How well the record is kept: minutes of staff, late entries, signed nil returns, days under a known gap."""

from datetime import timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Q, Sum

from bookings.models import (
    Booking,
    Consent,
    ConsularNotice,
    Detainer,
    FederalRequest,
    FingerprintCheck,
    Handover,
    IceCall,
    IceVisit,
    NilReturn,
    ReleaseStep,
)  # fmt: skip
from notifications.models import Answer, Attempt
from reports.measures.record.period import Period


class Work(NamedTuple):
    """One kind of fact: how many there are, of how many the minutes are known, and how many minutes."""

    task: str
    facts: int
    timed: int
    minutes: int


class Entry(NamedTuple):
    """One fact of contact with ICE: of which kind, and how late it was written down."""

    task: str
    delay: str
    pk: int


# Kind of fact, its table, and the moment by which it falls into a month.
TASKS: dict[str, tuple[Any, str]] = {
    "booking": (Booking, "booked"),
    "fingerprints": (FingerprintCheck, "sent"),
    "release_step": (ReleaseStep, "occurred"),
    "consular": (ConsularNotice, "advised"),
    "call": (IceCall, "called"),
    "consent": (Consent, "asked"),
    "detainer": (Detainer, "received"),
    "visit": (IceVisit, "requested"),
    "request": (FederalRequest, "received"),
    "telling": (Attempt, "tried"),
    "answer": (Answer, "answered"),
    "handover": (Handover, "handed"),
}
WITH_ICE = ("call", "consent", "detainer", "visit", "request", "telling", "answer", "handover")
ABOUT = Q(booking=None) | Q(booking__entered_in_error=False) & ~Q(booking__kind="held_for_ice")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def counted(task: str, period: Period) -> Any:
    """Facts that are no mistake, of bookings that figures speak of. A request may be about nobody; a mail that a task sends costs nobody
    time, and nobody enters it."""
    model, moment = TASKS[task]
    facts: Any = model.objects.counted() if model is not FederalRequest else FederalRequest.objects.current().filter(ABOUT)
    if model is Attempt:
        facts = facts.filter(task="")
    return facts.within(moment, period.county, period.month)


def works_and_entries(period: Period) -> tuple[list[Work], list[Entry]]:
    """Of contact with ICE every fact is read, since there are few; of the rest the database counts."""
    works, entries = [], []
    for task in TASKS:
        if task in WITH_ICE:
            rows = list(counted(task, period).values_list(f"{TASKS[task][1]}_until", "recorded_at", "staff_minutes", "pk"))
            entries += [Entry(task, delay(recorded - until), pk) for until, recorded, _minutes, pk in rows]
            known = [minutes for _until, _recorded, minutes, _pk in rows if minutes is not None]
            works.append(Work(task, len(rows), len(known), sum(known)))
        else:
            works.append(_summed(task, counted(task, period)))
    return works, entries


def _summed(task: str, facts: Any) -> Work:
    found = facts.aggregate(facts=Count("pk"), timed=Count("staff_minutes"), minutes=Sum("staff_minutes"))
    return Work(task, found["facts"], found["timed"], found["minutes"] or 0)


def delay(waited: timedelta) -> str:
    """In what time a fact was written down. Fixed, so that a new rule of the county moves no old figure."""
    if waited <= HOUR:
        return "hour"
    if waited <= DAY:
        return "day"
    return "ten_days" if waited <= 10 * DAY else "later"


def nil_returns(period: Period) -> list[str]:
    found = NilReturn.objects.filter(county=period.county, entered_in_error=False, **period.within("period"))
    return ["month" if whole else "shift" for whole in found.values_list("whole_month", flat=True)]
