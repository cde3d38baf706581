"""Detainers: those received in the month, and those open at its two ends."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from bookings.models import Booking, BookingKind, Charge, Detainer, Handover
from bookings.rules.conviction import ChargeFacts, Conviction, conviction
from bookings.rules.outcome import Candidate, DetainerFacts, Outcome, handover_belongs_to, outcome
from bookings.spans import MINUTE, Span, gap
from reports.measures.record.period import Period, known, optional

BOXES = ("final_order", "pendency", "biometric", "statements")


@dataclass(frozen=True, slots=True)
class Paper:
    """One detainer. `outcome` is as things stand now, `then` as of the month's end; `open_before` and `open_after` are the two ends.

    `served` is the time to the copy in whole minutes, both bounds; None where it was not served.
    """

    received: bool
    open_before: bool
    open_after: bool
    outcome: Outcome
    then: Outcome
    form: str
    warrant: str
    trigger: str
    came_from: str
    reason: str
    served: tuple[int, int] | None
    decision: str
    basis: str
    told: bool
    conviction: Conviction
    pk: int


def papers(period: Period) -> list[Paper]:
    """Of everybody who was in the jail in the month or received one in it: more could not have been open."""
    return [row for booking in bookings(period) for row in of_booking(period, booking) if row.received or row.open_before or row.open_after]


def bookings(period: Period) -> Iterator[Booking]:
    asked = Detainer.objects.current().once().prefetch_related(Prefetch("superseded_by", Detainer.objects.current()))
    there = Q(received_at__gte=period.start) | Q(booking__released_at=None) | Q(booking__released_at__gte=period.start)
    wanted = Detainer.objects.counted().filter(there, county=period.county, received_at__lt=period.end)
    yield from Booking.objects.filter(pk__in=wanted.values("booking")).prefetch_related(
        Prefetch("detainers", asked), Prefetch("handovers", Handover.objects.current()), Prefetch("charges", Charge.objects.current())
    )


def of_booking(period: Period, booking: Booking) -> Iterator[Paper]:
    owner = _owner(booking)
    for one in booking.detainers.all():
        facts = _facts(booking, one, owner)
        yield _paper(period, booking, one, facts)


def _paper(period: Period, booking: Booking, one: Detainer, facts: DetainerFacts) -> Paper:
    then = outcome(facts, period.end)
    return Paper(
        received=period.holds(one.received_at),
        open_before=one.received_at < period.start and outcome(facts, period.start) == Outcome.IN_CUSTODY,
        open_after=one.received_at < period.end and then == Outcome.IN_CUSTODY,
        outcome=outcome(facts),
        then=then,
        form=one.form,
        warrant=one.warrant,
        trigger=one.trigger,
        came_from=one.came_from,
        reason=_reason(one),
        served=_served(one),
        decision=one.decision,
        basis=one.decision_basis,
        told=one.told_at is not None,
        conviction=status(booking, known(one, "received")),
        pk=one.pk,
    )


def _reason(one: Detainer) -> str:
    """The box of the form; more than one is a group of its own, so that reasons add up."""
    ticked = [box for box in BOXES if getattr(one, box)]
    if len(ticked) > 1:
        return "several"
    return ticked[0] if ticked else "box_2" if one.dhs_transferred else "none"


def _served(one: Detainer) -> tuple[int, int] | None:
    served = optional(one, "served")
    if served is None:
        return None
    took = gap(known(one, "received"), served)
    return took.low // MINUTE, took.high // MINUTE


def _owner(booking: Booking) -> int | None:
    """The detainer on which the booking's handover was made, if there is a handover."""
    candidates = [
        Candidate(one.pk, known(one, "received"), optional(one, "withdrawn"), _superseded(one)) for one in booking.detainers.all()
    ]
    return next((handover_belongs_to(candidates, known(made, "handed"), made.detainer_id) for made in booking.handovers.all()), None)


def _facts(booking: Booking, one: Detainer, owner: int | None) -> DetainerFacts:
    return DetainerFacts(
        received=known(one, "received"),
        decision=one.decision,
        decided=optional(one, "decided"),
        withdrawn=optional(one, "withdrawn"),
        superseded=_superseded(one),
        expired=optional(one, "expired"),
        released=optional(booking, "released"),
        release_kind=booking.release_kind,
        handed=next((optional(made, "handed") for made in booking.handovers.all()), None),
        handed_on_this=owner == one.pk,
    )


def _superseded(one: Detainer) -> Span | None:
    return min((known(other, "received") for other in one.superseded_by.all()), key=lambda moment: moment.at, default=None)


def status(booking: Booking, moment: Span) -> Conviction:
    """Conviction status as of a moment, from the booking's prefetched charges."""
    facts = [ChargeFacts(charge.disposition, charge.level, optional(charge, "disposed")) for charge in booking.charges.all()]
    return conviction(facts, moment, sentenced=booking.kind == BookingKind.SENTENCE)
