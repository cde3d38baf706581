"""Bookings that ended in the month, each in one class: how deep ICE was in it. And what left the jail by what door."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Prefetch, Q

from bookings.models import Booking, Charge, Detainer, FederalRequest, Handover, IceCall, IceVisit, Level
from bookings.rules.conviction import Conviction
from bookings.spans import MINUTE
from notifications.models import Attempt
from notifications.models.notification import Recipient
from reports.measures.record.detainers import status
from reports.measures.record.people import COLUMNS, Person
from reports.measures.record.period import Period, known

HEAVIEST = (Level.FELONY, Level.GROSS_MISDEMEANOR, Level.MISDEMEANOR, Level.INFRACTION, Level.UNKNOWN, Level.HOLD)
RANK = {level.value: place for place, level in enumerate(HEAVIEST)}
TAKEN, DETAINER, CONTACT, NONE = "handed_over", "detainer", "contact", "none"


class Ended(NamedTuple):
    """`contact` is its class; `conviction` its status as of the handover, or of the first detainer, in those two classes."""

    person: Person
    contact: str
    level: str
    conviction: Conviction | None
    minutes: int
    with_detainer: bool
    release_kind: str


def ended(period: Period) -> list[Ended]:
    """Those released in the month, and those whom ICE took in it and of whom nobody wrote a release."""
    mine = Booking.objects.counted().filter(county=period.county)
    released = mine.filter(**period.within("released"))
    handed = Handover.objects.current().filter(county=period.county, **period.within("handed"))
    rows = [
        *released.values_list(*COLUMNS, "release_kind", "booked_at", "released_at"),
        *mine.filter(released_at=None, handovers__in=handed).values_list(*COLUMNS, "release_kind", "booked_at", "handovers__handed_at"),
    ]
    gone = Q(**{f"booking__{name}": value for name, value in period.within("released").items()})
    kinds = classes(period, gone | Q(booking__in=handed.values("booking")))
    levels = heaviest(Charge.objects.current().filter(gone, county=period.county).values_list("booking_id", "level"))
    statuses = convictions(kinds)
    return [_ended(row, kinds, levels, statuses) for row in rows]


def _ended(row: tuple[Any, ...], kinds: dict[int, str], levels: dict[int, int], statuses: dict[int, tuple[Conviction, bool]]) -> Ended:
    *values, kind, booked, out = row
    person = Person._make(values)
    known_status, paper = statuses.get(person.pk, (None, False))
    level = levels.get(person.pk)
    return Ended(
        person,
        kinds.get(person.pk, NONE),
        "none" if level is None else HEAVIEST[level].value,
        known_status,
        minutes(booked, out),
        paper,
        kind,
    )


def minutes(start: datetime, end: datetime) -> int:
    return max((end - start) // MINUTE, 0)


def heaviest(charges: Iterable[tuple[int, str]]) -> dict[int, int]:
    """The rank of the heaviest charge of each booking."""
    found: dict[int, int] = {}
    for booking, level in charges:
        rank = RANK[level]
        if rank < found.get(booking, 99):
            found[booking] = rank
    return found


def classes(period: Period, gone: Q) -> dict[int, str]:
    """The deepest contact of each booking that had any; the deepest comes last and stays."""
    found: dict[int, str] = {}
    for contact, facts in contacts():
        ids = facts.filter(gone, county=period.county).values_list("booking_id", flat=True)
        found.update(dict.fromkeys(ids, contact))
    return found


def contacts() -> Iterator[tuple[str, Any]]:
    yield CONTACT, IceCall.objects.current()
    yield CONTACT, IceVisit.objects.current()
    yield CONTACT, FederalRequest.objects.current()
    yield CONTACT, Attempt.objects.current().filter(recipient=Recipient.ICE)
    yield DETAINER, Detainer.objects.current().once()
    yield TAKEN, Handover.objects.current()


def convictions(kinds: dict[int, str]) -> dict[int, tuple[Conviction, bool]]:
    """One moment a class: the handover, or the first detainer. And whether there was a detainer."""
    ids = [pk for pk, contact in kinds.items() if contact in (TAKEN, DETAINER)]
    found = Booking.objects.filter(pk__in=ids).prefetch_related(
        Prefetch("charges", Charge.objects.current()),
        Prefetch("handovers", Handover.objects.current()),
        Prefetch("detainers", Detainer.objects.current().once().order_by("received_at", "pk")),
    )
    return {one.pk: (_conviction(one), bool(one.detainers.all())) for one in found}


def _conviction(one: Booking) -> Conviction:
    made = next(iter(one.handovers.all()), None)
    moment = known(made, "handed") if made else known(one.detainers.all()[0], "received")
    return status(one, moment)
