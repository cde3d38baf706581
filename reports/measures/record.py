"""What the record says of one county-month, read once, so that all its measures speak of the same moment.

Bookings held for ICE by contract and facts entered in error are outside (`counted`). Months are cut in the county's zone
by the start of a moment. The number of queries does not depend on how much there is.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Prefetch

from accounts.models import County
from accounts.periods import Month
from bookings.models import Booking, BookingKind, Charge, Detainer, Handover
from bookings.models.moments import span
from bookings.rules.birthplace import BirthGroup, birth_group
from bookings.rules.conviction import ChargeFacts, Conviction, conviction
from bookings.rules.outcome import Candidate, DetainerFacts, Outcome, handover_belongs_to, outcome
from bookings.spans import Span


@dataclass(frozen=True)
class Record:
    """`births` of the bookings of the month, `outcomes` of the detainers received in it, `convictions` as of each handover made in it."""

    births: Counter[BirthGroup]
    outcomes: tuple[Outcome, ...]
    convictions: tuple[Conviction, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.births or self.outcomes or self.convictions)


def load(county: County, month: Month) -> Record:
    return Record(births(county, month), tuple(outcomes(county, month)), tuple(convictions(county, month)))


def births(county: County, month: Month) -> Counter[BirthGroup]:
    answers = (
        Booking.objects.counted().booked_in(county, month).values_list("birth_answer", "birth_country").annotate(Count("pk")).order_by()
    )
    found: Counter[BirthGroup] = Counter()
    for answer, country, count in answers:
        found[birth_group(answer, country)] += count
    return found


def outcomes(county: County, month: Month) -> Iterator[Outcome]:
    """The outcome, as things stand, of each detainer received in the month."""
    received = Detainer.objects.counted().received_in(county, month)
    start, end = month.bounds(county.zone)
    asked = Detainer.objects.current().once().prefetch_related(Prefetch("superseded_by", Detainer.objects.current()))
    bookings = Booking.objects.filter(pk__in=received.values("booking")).prefetch_related(
        Prefetch("detainers", asked), Prefetch("handovers", Handover.objects.current())
    )
    for booking in bookings:
        owner = _owner(booking)
        yield from (outcome(_facts(booking, one, owner)) for one in booking.detainers.all() if start <= one.received_at < end)


def _owner(booking: Booking) -> int | None:
    """The detainer on which the booking's handover was made, if there is a handover."""
    candidates = [Candidate(one.pk, _known(one, "received"), span(one, "withdrawn"), _superseded(one)) for one in booking.detainers.all()]
    return next((handover_belongs_to(candidates, _known(made, "handed"), made.detainer_id) for made in booking.handovers.all()), None)


def _facts(booking: Booking, one: Detainer, owner: int | None) -> DetainerFacts:
    return DetainerFacts(
        received=_known(one, "received"),
        decision=one.decision,
        decided=span(one, "decided"),
        withdrawn=span(one, "withdrawn"),
        superseded=_superseded(one),
        expired=span(one, "expired"),
        released=span(booking, "released"),
        release_kind=booking.release_kind,
        handed=next((span(made, "handed") for made in booking.handovers.all()), None),
        handed_on_this=owner == one.pk,
    )


def _superseded(one: Detainer) -> Span | None:
    return min((_known(other, "received") for other in one.superseded_by.all()), key=lambda moment: moment.at, default=None)


def _known(fact: Detainer | Handover, name: str) -> Span:
    """A moment that the database guarantees."""
    return Span(getattr(fact, f"{name}_at"), getattr(fact, f"{name}_until"))


def convictions(county: County, month: Month) -> Iterator[Conviction]:
    """The conviction status, as of the handover, of each person handed over in the month."""
    charges = Prefetch("booking__charges", Charge.objects.current())
    for made in Handover.objects.counted().made_in(county, month).select_related("booking").prefetch_related(charges):
        facts = [ChargeFacts(charge.disposition, charge.level, span(charge, "disposed")) for charge in made.booking.charges.all()]
        yield conviction(facts, _known(made, "handed"), sentenced=made.booking.kind == BookingKind.SENTENCE)
