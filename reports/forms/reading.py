"""From rows to what the forms read: the bookings that a period touches, one query a kind whatever the data.

Bookings held for ICE under contract and facts entered in error are outside, as in every figure.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q

from accounts.models import County
from accounts.periods import Month
from bookings.models import (
    Booking,
    BookingKind,
    Charge,
    Detainer,
    FederalRequest,
    Handover,
    IceCall,
    IceVisit,
    Level,
    List,
    ListItem,
    NilReturn,
    ReleaseStep,
    StartedBy,
    StepKind,
)
from bookings.models.moments import span
from bookings.rules.conviction import ChargeFacts
from bookings.rules.outcome import Candidate, handover_belongs_to
from bookings.spans import Span
from notifications import gather
from notifications.models import Attempt, Recipient
from notifications.rules.clock import Clocks, clocks
from reports.forms import asked
from reports.forms.period import Period
from reports.forms.record import Case, Handed, Notice, Paper, Record
from reports.models import MeasureCell

REASONED_WARRANT = "I-200"


def read(county: County, period: Period, now: datetime) -> Record:
    """Everything of a county that the forms of a period speak of."""
    found = list(bookings(county, period))
    timed, bases = gather.cases(found), legal_bases()
    return Record(
        county=county.name,
        zone=county.zone,
        period=period,
        as_of=now,
        cases=tuple(case(one, clocks(timed[one.pk]), bases) for one in found),
        general=tuple(map(asked.request, general(county, period))),
        gaps=gaps(county, period, now),
        reasons=crosswalk(county),
    )


def bookings(county: County, period: Period) -> Iterator[Booking]:
    """The bookings of which something that a form counts falls in the period, with all their facts."""
    start, end = period.bounds(county.zone)
    touched = Q()
    for model, moment, only in touching():
        within = {"county": county, f"{moment}_at__gte": start, f"{moment}_at__lt": end, "entered_in_error": False}
        touched |= Q(pk__in=model._default_manager.filter(**within, **only).values("booking"))
    yield from Booking.objects.counted().in_county(county).filter(touched).order_by("pk").prefetch_related(*facts())


def touching() -> list[tuple[Any, str, dict[str, Any]]]:
    return [
        (Detainer, "received", {}),
        (Handover, "handed", {}),
        (FederalRequest, "received", {"booking__isnull": False}),
        (IceVisit, "requested", {}),
        (IceCall, "called", {}),
        (Attempt, "tried", {"recipient": Recipient.ICE}),
        (ReleaseStep, "occurred", {"kind": StepKind.ELIGIBLE, "booking__detainers__entered_in_error": False}),
    ]


def facts() -> list[Prefetch]:
    tries = Attempt.objects.current().filter(recipient=Recipient.ICE, notification__entered_in_error=False)
    superseding = Prefetch("superseded_by", Detainer.objects.current())
    return [
        Prefetch("detainers", Detainer.objects.current().once().order_by("pk").prefetch_related(superseding)),
        Prefetch("handovers", Handover.objects.current()),
        Prefetch("releasesteps", ReleaseStep.objects.current().order_by("occurred_at", "pk")),
        Prefetch("charges", Charge.objects.current()),
        Prefetch("federalrequests", FederalRequest.objects.current()),
        Prefetch("icevisits", IceVisit.objects.current()),
        Prefetch("icecalls", IceCall.objects.current()),
        Prefetch("attempts", tries.select_related("notification").order_by("tried_at", "pk")),
    ]


def general(county: County, period: Period) -> Any:
    """Requests about nobody in particular."""
    start, end = period.bounds(county.zone)
    return FederalRequest.objects.current().filter(county=county, booking=None, received_at__gte=start, received_at__lt=end)


def case(booking: Booking, timed: Clocks, bases: dict[str, str]) -> Case:
    steps: list[ReleaseStep] = list(booking.releasesteps.all())
    charges = list(booking.charges.all())
    bail = [span(step, "occurred") for step in steps if step.kind == StepKind.BAIL_ACCEPTED]
    return Case(
        person=booking.person_key or f"booking {booking.pk}",
        released=span(booking, "released"),
        release_kind=booking.release_kind,
        release_label=booking.get_release_kind_display(),
        clocks=timed,
        papers=tuple(paper(one) for one in booking.detainers.all()),
        handed=next((handed(booking, one) for one in booking.handovers.all()), None),
        bail=bail[-1] if bail else None,
        disavowed=any(step.kind == StepKind.ICE_DISAVOWED for step in steps),
        requests=tuple(asked.of_booking(booking)),
        notices=tuple(notices(booking, bases)),
        charges=tuple(map(charge, charges)),
        felonies=tuple(charge(one) for one in charges if one.level == Level.FELONY),
        sentenced=booking.kind == BookingKind.SENTENCE,
    )


def charge(one: Charge) -> ChargeFacts:
    return ChargeFacts(one.disposition, one.level, span(one, "disposed"))


def paper(one: Detainer) -> Paper:
    ends = (span(one, "withdrawn"), span(one, "expired"), superseded(one))
    return Paper(
        key=one.pk,
        received=gather.needed(one, "received"),
        form=one.form,
        form_label=one.get_form_display(),
        warrant=one.warrant,
        warrant_label=one.get_warrant_display(),
        boxes=frozenset(name for name in ("final_order", "pendency", "biometric", "statements") if getattr(one, name)),
        asks_hold=one.asks_hold,
        decision=one.decision,
        ends=tuple(end for end in ends if end),
        expired=span(one, "expired"),
    )


def superseded(one: Detainer) -> Span | None:
    """When the paper that put itself in its place came."""
    return min((gather.needed(other, "received") for other in one.superseded_by.all()), key=lambda moment: moment.at, default=None)


def handed(booking: Booking, made: Handover) -> Handed:
    when = gather.needed(made, "handed")
    papers = [Candidate(one.pk, gather.needed(one, "received"), span(one, "withdrawn"), superseded(one)) for one in booking.detainers.all()]
    return Handed(when=when, mode=made.mode, agency=made.receiving_agency, paper=handover_belongs_to(papers, when, made.detainer_id))


def notices(booking: Booking, bases: dict[str, str]) -> Iterator[Notice]:
    """Each telling of a release once, at its first try; each call of the jail in which it told something."""
    for tries in by_telling(booking.attempts.all()):
        first = tries[0]
        reached = any(one.outcome in asked.REACHED for one in tries)
        basis = first.notification.legal_basis
        yield Notice(when=gather.needed(first, "tried"), way="telling", basis=basis, basis_label=bases.get(basis, basis), reached=reached)
    for call in booking.icecalls.all():
        if call.started_by == StartedBy.JAIL and asked.told(call):
            basis = call.legal_basis
            yield Notice(when=gather.needed(call, "called"), way="call", basis=basis, basis_label=bases.get(basis, basis))


def by_telling(tries: Iterable[Attempt]) -> Iterable[list[Attempt]]:
    found: dict[int, list[Attempt]] = {}
    for one in tries:
        found.setdefault(one.notification_id, []).append(one)
    return found.values()


def legal_bases() -> dict[str, str]:
    return dict(ListItem.objects.filter(list=List.LEGAL_BASIS).order_by("in_force_from").values_list("code", "label"))


def crosswalk(county: County) -> Callable[[Paper], frozenset[str]]:
    """The reasons of a paper as New York City counts them, by the list in force on the day it was received."""
    items = list(ListItem.objects.filter(list=List.REASON_CROSSWALK))

    def reasons(one: Paper) -> frozenset[str]:
        given = one.boxes | ({"warrant"} if one.warrant == REASONED_WARRANT else set())
        day = one.received.at.astimezone(county.zone).date()
        there = (item for item in items if item.in_force_from <= day and (item.in_force_until is None or day < item.in_force_until))
        return frozenset(item.value for item in there if item.code in given)

    return reasons


def gaps(county: County, period: Period, now: datetime) -> tuple[Month, ...]:
    """The months, begun by now, of which there is neither a figure nor a signed nil return."""
    days = [month.first_day for month in period.months]
    kept = {
        Month.of_date(day) for day in MeasureCell.objects.filter(county=county, month__in=days).values_list("month", flat=True).distinct()
    }
    start, end = period.bounds(county.zone)
    signed = NilReturn.objects.filter(county=county, entered_in_error=False, period_at__lt=end, period_until__gt=start)
    spans = [gather.needed(one, "period") for one in signed]
    return tuple(
        month for month in period.months if month not in kept and not is_signed(month, county, spans) and begun(month, county, now)
    )


def is_signed(month: Month, county: County, signed: list[Span]) -> bool:
    start, end = month.bounds(county.zone)
    return any(one.at <= start and end <= one.until for one in signed)


def begun(month: Month, county: County, now: datetime) -> bool:
    return month.bounds(county.zone)[0] <= now
