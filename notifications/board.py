"""What the board shows of one county: what is open, what is overdue, what came today. A fixed number of queries, whatever the data."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import County, CountyProfile
from bookings.models import Booking, Charge, Detainer, Disposition, Handover, IceCall, IceVisit
from bookings.spans import Span
from bookings.wording import day, whole_minute
from notifications.machine import machine
from notifications.overdue import alert_row, overdue, overdue_rows, wrong_alerts
from notifications.under_way import elapsed, release_rows, releases, when

MOST = 100
STILL_OPEN = (Disposition.PENDING, Disposition.UNKNOWN)


def unserved(county: County) -> QuerySet[Detainer]:
    """Active detainers of people in custody whose copy was not served, longest ago first."""
    active = Detainer.objects.current().once().filter(county=county, withdrawn_at=None, expired_at=None, served_at=None)
    return _in_custody(active).order_by("received_at", "pk")


def visits(county: County) -> QuerySet[IceVisit]:
    planned = _in_custody(IceVisit.objects.current().filter(county=county, started_at=None))
    return planned.order_by("planned_at", "requested_at", "pk")


def _in_custody(facts: QuerySet[Any]) -> QuerySet[Any]:
    return facts.filter(booking__released_at=None, booking__entered_in_error=False).select_related("booking")


def today(county: County, now: datetime) -> dict[str, int]:
    start = Span.local_day(now.astimezone(county.zone).date(), county.zone).at
    return {
        "booked": Booking.objects.current().filter(county=county, booked_at__gte=start).count(),
        "calls": IceCall.objects.current().filter(county=county, called_at__gte=start).count(),
        "detainers": Detainer.objects.counted().filter(county=county, received_at__gte=start).count(),
        "visits": IceVisit.objects.current().filter(county=county, requested_at__gte=start).count(),
    }


def to_follow_up(county: County) -> QuerySet[Handover]:
    """People handed over whose charges were open then and still are, longest ago first."""
    open_charges = Charge.objects.current().filter(booking=OuterRef("booking"), disposition__in=STILL_OPEN)
    handed: QuerySet[Handover] = Handover.objects.counted().filter(county=county)
    return handed.filter(Exists(open_charges)).select_related("booking").prefetch_related("booking__charges").order_by("handed_at", "pk")


@dataclass(frozen=True)
class Listing:
    """One list of the board: all that it holds, in order, and how some of it is shown."""

    found: Any
    rows: Callable[[Iterable[Any]], list[dict[str, Any]]]

    def part(self) -> dict[str, Any]:
        """What the board shows: the first of them, and how many there are."""
        shown = self.rows(self.found[:MOST])
        return {"rows": shown, "total": len(shown) if len(shown) < MOST else Paginator(self.found, MOST).count}


def each(row: Callable[[Any], dict[str, Any]]) -> Callable[[Iterable[Any]], list[dict[str, Any]]]:
    return lambda found: [row(one) for one in found]


def listings(county: County, profile: CountyProfile, now: datetime) -> dict[str, Listing]:
    serve = timedelta(hours=profile.hours_to_serve)
    return {
        "overdue": Listing(overdue(county, now), lambda found: overdue_rows(found, county, now)),
        "alerts": Listing(wrong_alerts(county), each(lambda one: alert_row(one, county, now))),
        "releases": Listing(releases(county), lambda found: release_rows(found, county, now, profile)),
        "papers": Listing(unserved(county), each(lambda one: paper_row(one, county, now, serve))),
        "visits": Listing(visits(county), each(lambda one: visit_row(one, county))),
    }


def board(county: County, profile: CountyProfile, now: datetime) -> dict[str, Any]:
    return {name: one.part() for name, one in listings(county, profile, now).items()} | {
        "today": today(county, now),
        "in_custody": Booking.objects.counted().in_custody().filter(county=county).count(),
        "follow_up": to_follow_up(county).count(),
        "profile": profile,
        "day": day_of(county, now),
        "machine": machine(now),
    }


def day_of(county: County, now: datetime) -> str:
    """Today by the county's clock, as a date input takes it."""
    return now.astimezone(county.zone).date().isoformat()


def digest(shown: dict[str, Any]) -> str:
    """Whether a page that shows this has to change: all that it says, without the clocks that run by themselves."""
    return sha256(json.dumps(_standing(shown), default=str, sort_keys=True).encode()).hexdigest()[:16]


def _standing(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: _standing(value) for name, value in part.items() if name != "elapsed"}
    return [_standing(one) for one in part] if isinstance(part, list) else part


def paper_row(one: Detainer, county: County, now: datetime, limit: timedelta) -> dict[str, Any]:
    return {
        "key": one.booking.case_key,
        "booking": one.booking,
        "detainer": one,
        "since": when(one.received_at, county, now),
        "at": one.received_at,
        "elapsed": elapsed(one.received_at, now),
        "overdue": now - one.received_at > limit,
    }


def visit_row(one: IceVisit, county: County) -> dict[str, Any]:
    planned = whole_minute(one.planned_at, county.zone) if one.planned_at else ""
    return {"key": one.booking.case_key, "booking": one.booking, "visit": one, "how": one.get_kind_display(), "planned": planned}


def follow_up_row(one: Handover, county: County) -> dict[str, Any]:
    charges = [charge for charge in one.booking.charges.all() if not charge.entered_in_error and charge.disposition in STILL_OPEN]
    return {"key": one.booking.case_key, "booking": one.booking, "handed": day(one.handed_at, county.zone), "charges": charges}
