"""What the board shows of one county: what is open, what is overdue, what came today. A fixed number of queries, whatever the data."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.formats import date_format

from accounts.models import County, CountyProfile
from bookings.models import Booking, Charge, Detainer, Disposition, Handover, IceCall, IceVisit, ReleaseStep, StepKind
from bookings.spans import Span
from bookings.wording import day, whole_minute

MOST = 100
WEEK = 7
ON_THE_WAY = (StepKind.ELIGIBLE, StepKind.STAFF_KNEW, StepKind.ABOUT_TO_TELL, StepKind.CLEARED, StepKind.CALLED_OFF)
STILL_OPEN = (Disposition.PENDING, Disposition.UNKNOWN)


def elapsed(since: datetime, now: datetime) -> str:
    """Hours and minutes, as in 0:52 or 26:05."""
    minutes = int((now - since) / timedelta(minutes=1))
    return f"{minutes // 60}:{minutes % 60:02d}"


@dataclass(frozen=True)
class UnderWay:
    """Someone eligible and not released: since when, and what was done since."""

    booking: Booking
    since: datetime
    reason: str
    done: list[str] = field(default_factory=list)


def under_way(steps: Iterable[ReleaseStep]) -> UnderWay | None:
    """The last step "eligible" that no "called off" follows (t0 of the release clock), and the kinds of step after it."""
    ordered = sorted(steps, key=lambda step: (step.occurred_at, step.pk))
    start = next((step for step in reversed(ordered) if step.kind in {StepKind.ELIGIBLE, StepKind.CALLED_OFF}), None)
    if start is None or start.kind == StepKind.CALLED_OFF:
        return None
    after = [step.kind for step in ordered[ordered.index(start) + 1 :]]
    return UnderWay(start.booking, start.occurred_at, start.get_reason_display(), after)


def releases(county: County) -> list[UnderWay]:
    steps = ReleaseStep.objects.current().filter(county=county, booking__released_at=None, booking__entered_in_error=False)
    by_booking: dict[int, list[ReleaseStep]] = {}
    for step in steps.filter(kind__in=ON_THE_WAY).select_related("booking"):
        by_booking.setdefault(step.booking_id, []).append(step)
    found = [one for one in map(under_way, by_booking.values()) if one is not None]
    return sorted(found, key=lambda one: one.since)


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
    """One list of the board: all that it holds, in order, and how one of it is shown."""

    found: Any
    row: Callable[[Any], dict[str, Any]]

    def part(self) -> dict[str, Any]:
        """What the board shows: the first of them, and how many there are."""
        shown = [self.row(one) for one in self.found[:MOST]]
        return {"rows": shown, "total": len(shown) if len(shown) < MOST else Paginator(self.found, MOST).count}


def listings(county: County, profile: CountyProfile, now: datetime) -> dict[str, Listing]:
    serve, release = timedelta(hours=profile.hours_to_serve), timedelta(hours=profile.hours_eligible)
    return {
        "releases": Listing(releases(county), lambda one: release_row(one, county, now, release)),
        "papers": Listing(unserved(county), lambda one: paper_row(one, county, now, serve)),
        "visits": Listing(visits(county), lambda one: visit_row(one, county)),
    }


def board(county: County, profile: CountyProfile, now: datetime) -> dict[str, Any]:
    return {name: one.part() for name, one in listings(county, profile, now).items()} | {
        "today": today(county, now),
        "in_custody": Booking.objects.counted().in_custody().filter(county=county).count(),
        "follow_up": to_follow_up(county).count(),
        "profile": profile,
    }


def release_row(one: UnderWay, county: County, now: datetime, limit: timedelta) -> dict[str, Any]:
    return {
        "key": one.booking.case_key,
        "booking": one.booking,
        "since": when(one.since, county, now),
        "at": one.since,
        "elapsed": elapsed(one.since, now),
        "reason": one.reason,
        "done": [str(StepKind(kind).label) for kind in one.done],
        "knew": StepKind.STAFF_KNEW in one.done,
        "cleared": StepKind.CLEARED in one.done,
        "overdue": now - one.since > limit,
    }


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


def when(moment: datetime, county: County, now: datetime) -> str:
    """The time alone if it is today's, with the weekday if it is of the last days."""
    local, days = moment.astimezone(county.zone), (now.astimezone(county.zone).date() - moment.astimezone(county.zone).date()).days
    if days == 0:
        return f"{local:%H:%M}"
    return f"{date_format(local, 'l')} {local:%H:%M}" if 0 < days < WEEK else whole_minute(moment, county.zone)


def follow_up_row(one: Handover, county: County) -> dict[str, Any]:
    charges = [charge for charge in one.booking.charges.all() if not charge.entered_in_error and charge.disposition in STILL_OPEN]
    return {"key": one.booking.case_key, "booking": one.booking, "handed": day(one.handed_at, county.zone), "charges": charges}
