"""What the journal says of a fact: its values, sealed under the booking's key, and the months it touches."""

import json
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, Field
from django.db.models.expressions import RawSQL

from accounts import journal
from accounts.crypto import Sealer
from accounts.models import AuditEntry, User
from accounts.periods import Month
from accounts.sealing import sealer
from bookings.kinds import KINDS
from bookings.models import Booking, Fact
from bookings.models.moments import moments_in

BOOKKEEPING = frozenset(
    {"id", "county", "recorded_at", "recorded_by", "batch", "version", "public_id", "number_hash", "import_digest", "to_check"}
)


def facts_of(fact: Fact) -> dict[str, Any]:
    """The recorded values of a fact, by field name. The sealed number goes in as it is stored."""
    return {field.name: plain(field.value_from_object(fact)) for field in fields(type(fact))}


def fields(model: type[Fact]) -> "list[Field[Any, Any]]":
    return [field for field in model._meta.concrete_fields if field.name not in BOOKKEEPING]


def plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return str(value) if isinstance(value, UUID | Decimal) else value


def payload(before: Any, after: Any, reason: str = "") -> str:
    return json.dumps({"before": before, "after": after, "reason": reason}, separators=(",", ":"), ensure_ascii=False)


def months_of(booking: Booking) -> tuple[Month, Month]:
    """The county-months from a booking's first to its last dated fact."""
    zone = booking.county.zone
    dated = [Month.of(moment, zone) for moment in [*starts(booking), *extremes(booking)] if moment is not None]
    return min(dated), max(dated)


def extremes(booking: Booking) -> tuple[datetime | None, datetime | None]:
    """The first and the last moment of the current facts of a booking, in one query."""
    sql, times = moments_sql(tuple(KINDS.values()))
    first, last = (f"(SELECT {end}(at) FROM ({sql}) AS moments)" for end in ("MIN", "MAX"))  # noqa: S608 - our names, and %s for the id
    ends = [RawSQL(end, [booking.pk] * times, DateTimeField()) for end in (first, last)]  # noqa: S611
    return Booking.objects.filter(pk=booking.pk).values_list(*ends).get()


@cache
def moments_sql(models: tuple[type[Fact], ...]) -> tuple[str, int]:
    """Every moment of a booking's facts, and how often its id stands in it. Written once: building it takes longer than asking it."""
    asked = [(model._meta.db_table, f"{name}_at") for model in models for name in moments_in(model)]
    parts = [f"SELECT {at} AS at FROM {table} WHERE booking_id = %s AND NOT entered_in_error" for table, at in asked]  # noqa: S608 - our names
    return " UNION ALL ".join(parts), len(parts)


def starts(fact: Fact) -> list[datetime | None]:
    return [getattr(fact, f"{name}_at") for name in moments_in(type(fact))]


def widened(months: tuple[Month, Month], fact: Fact, booking: Booking) -> tuple[Month, Month]:
    """The months before a change, and those of the changed fact as it stands now; entered in error, it has none."""
    counts = isinstance(fact, Booking) or not fact.entered_in_error
    now = [Month.of(moment, booking.county.zone) for moment in starts(fact) if moment is not None and counts]
    return min([months[0], *now]), max([months[1], *now])


def actor(by: User | None, otherwise: str = "command") -> str:
    """Who wrote, as the journal says it."""
    return f"user:{by.pk}" if by else otherwise


def note(
    verb: str,
    fact: Fact,
    booking: Booking,
    *,
    by: str,
    origin: str,
    months: tuple[Month, Month],
    before: Any,
    after: Any,
    reason: str = "",
    key: Sealer | None = None,
    batch: int | None = None,
) -> AuditEntry:
    """Write the journal entry of one change to one fact of a booking. `batch` is the file that makes the change, if one does."""
    return journal.write(
        journal.Note(
            by=by,
            verb=verb,
            noun=fact._meta.label,
            origin=origin,
            object_id=fact.pk,
            county_id=booking.county_id,
            booking=booking.public_id,
            months=months,
            batch=batch,
            sealed=(key or sealer(booking.public_id)).seal(payload(before, after, reason)),
        )
    )
