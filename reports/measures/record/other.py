"""Consular notices, fingerprint checks, and requests that are no detainer."""

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Q

from bookings.models import ConsularNotice, FederalRequest, FingerprintCheck
from reports.measures.record.period import Period

NO_DHS = Q(dhs_at=None)
NO_FBI = NO_DHS & Q(fbi_at=None)
NO_STATE = NO_FBI & Q(state_at=None)
# The last answer on record decides.
STAGES = {
    "dhs": Q(dhs_at__isnull=False),
    "fbi": NO_DHS & Q(fbi_at__isnull=False),
    "state": NO_FBI & Q(state_at__isnull=False),
    "sent": NO_STATE,
}


class Advised(NamedTuple):
    answer: str
    duty: str
    pk: int


class Told(NamedTuple):
    channel: str
    duty: str
    consulate: str
    pk: int


class Request(NamedTuple):
    kind: str
    channel: str
    answer: str
    pk: int


@dataclass(frozen=True, slots=True)
class Check:
    """A kind of fingerprint check and how many of it there were: how far the answers came, and what DHS said."""

    match: str
    reached: str
    number: int


def advised(period: Period) -> list[Advised]:
    found = ConsularNotice.objects.counted().within("advised", period.county, period.month)
    return [Advised(*row) for row in found.values_list("answer", "duty", "pk")]


def consulates_told(period: Period) -> list[Told]:
    found = ConsularNotice.objects.counted().within("told", period.county, period.month)
    return [Told(*row) for row in found.values_list("channel", "duty", "consulate", "pk")]


def requests(period: Period) -> list[Request]:
    """Also of nobody in particular; not of people held for ICE by contract."""
    about = Q(booking=None) | Q(booking__entered_in_error=False) & ~Q(booking__kind="held_for_ice")
    found = FederalRequest.objects.current().filter(about).within("received", period.county, period.month)
    return [Request(*row) for row in found.values_list("kind", "channel", "answer", "pk")]


def checks(period: Period) -> list[Check]:
    """Counted by the database: there is one for nearly every booking."""
    sent = FingerprintCheck.objects.counted().within("sent", period.county, period.month)
    rows = sent.values("match").annotate(**{stage: Count("pk", filter=only) for stage, only in STAGES.items()}).order_by()
    return [Check(row["match"], stage, row[stage]) for row in rows for stage in STAGES if row[stage]]
