"""The timings of a county's releases in a period, with what they are cut by. Office only; one query a kind, whatever the data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import County
from accounts.periods import Month
from bookings.models import Booking, Policy, Stay
from bookings.querysets import HELD_FOR_ICE
from bookings.spans import MINUTE
from notifications.models import ReleaseTiming
from notifications.rules.baseline import Baseline, baseline
from notifications.rules.intervals import Reading, Value

PROCESSING = "LT-006"


@dataclass(frozen=True, slots=True)
class Release:
    """One release, or one that is under way: its intervals, and the groups that it falls in."""

    values: dict[str, Value]
    interest: bool
    complete: bool
    reason: str
    kind: str
    channel: str
    answer: str
    out: datetime
    out_exact: bool
    handed: bool
    facility: str
    policy: str


def releases(county: County, first: Month, last: Month) -> list[Release]:
    """The releases from the first to the last month, both included, by the county's clock. People held for ICE by contract are none."""
    start, _ = first.bounds(county.zone)
    _, end = last.bounds(county.zone)
    rows = list(timings(county, start, end))
    where, rules = facilities(rows), policies(county)
    return [release(row, county, where.get(row.booking_id, ""), rules) for row in rows]


def timings(county: County, start: datetime, end: datetime) -> QuerySet[ReleaseTiming]:
    found = ReleaseTiming.objects.filter(county=county, t7_at__gte=start, t7_at__lt=end, booking__entered_in_error=False)
    return found.exclude(booking__kind=HELD_FOR_ICE).select_related("booking").defer("facts").order_by("t7_at", "pk")


def release(row: ReleaseTiming, county: County, facility: str, rules: list[Policy]) -> Release:
    if row.t7_at is None:
        raise ValueError("A release has a time.")
    booking: Booking = row.booking
    return Release(
        values={code: Value(*found) for code, found in row.intervals.items()},
        interest=row.ice_interest,
        complete=all(exact(row, name) for name in ("t0", "t2", "t7")),
        reason=row.reason,
        kind=booking.release_kind or ("ice" if row.t8_at else ""),
        channel=row.channel,
        answer=row.answer,
        out=row.t7_at.astimezone(county.zone),
        out_exact=exact(row, "t7"),
        handed=row.t8_at is not None,
        facility=facility,
        policy=in_force(rules, row.t7_at.astimezone(county.zone)),
    )


def exact(row: ReleaseTiming, name: str) -> bool:
    at, until = getattr(row, f"{name}_at"), getattr(row, f"{name}_until")
    return at is not None and until - at <= MINUTE


def facilities(rows: Iterable[ReleaseTiming]) -> dict[int, str]:
    """The building in which each person was last."""
    ids = [row.booking_id for row in rows]
    stays = Stay.objects.current().filter(booking__in=ids).select_related("facility").order_by("began_at", "pk")
    return {stay.booking_id: stay.facility.name for stay in stays}


def policies(county: County) -> list[Policy]:
    return list(Policy.objects.filter(county=county, rule="tell_ice", entered_in_error=False).order_by("in_force_from"))


def in_force(rules: Iterable[Policy], local: datetime) -> str:
    """The policy on telling ICE that was in force on the day of the release."""
    day = local.date()
    fits = (one for one in rules if one.in_force_from <= day and (one.in_force_until is None or day < one.in_force_until))
    return next((one.title for one in fits), "")


def baselines(county: County, first: Month, last: Month) -> dict[tuple[Month, str], Baseline | None]:
    """The usual release processing before each month of the period, by reason: without ICE interest, twelve months before."""
    start, _ = first.shift(-12).bounds(county.zone)
    _, end = last.bounds(county.zone)
    plain = timings(county, start, end).filter(ice_interest=False).values_list("t7_at", "reason", f"intervals__{PROCESSING}")
    by_month: dict[tuple[Month, str], list[int]] = {}
    for out, reason, value in plain:
        if out is not None and value and value[0] == Reading.KNOWN and value[1] == value[2]:
            by_month.setdefault((Month.of(out, county.zone), reason), []).append(value[1])
    reasons = {reason for _month, reason in by_month}
    return {(month, reason): baseline(before(by_month, month, reason)) for month in first.until(last) for reason in reasons}


def before(by_month: dict[tuple[Month, str], list[int]], month: Month, reason: str) -> list[int]:
    return [minutes for earlier in month.shift(-12).until(month.shift(-1)) for minutes in by_month.get((earlier, reason), ())]
