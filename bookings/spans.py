"""A moment is a span: what is known of when something happened, half-open and in UTC.

"13:40" is one minute, "on 3 May" is that local day, "some time in the booking" runs from booking to release.
An interval between two moments therefore has bounds (`Gap`). Pure: no clock, no database.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)


class NoSuchTime(ValueError):
    """A local time that the clocks skipped in spring."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Bounds of a duration: at least `low`, at most `high`. Negative where the later moment came first."""

    low: timedelta
    high: timedelta

    @property
    def width(self) -> timedelta:
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Span:
    """From `at` (included) to `until` (not included)."""

    at: datetime
    until: datetime

    def __post_init__(self) -> None:
        if self.at.tzinfo is None or self.until.tzinfo is None:
            raise ValueError("A span needs times with a zone.")
        if not self.at < self.until:
            raise ValueError("A span ends after it starts.")

    @classmethod
    def minute(cls, moment: datetime) -> "Span":
        """The minute in which an aware moment falls."""
        if moment.tzinfo is None:
            raise ValueError("A moment without a zone falls in no minute.")
        start = moment.astimezone(UTC).replace(second=0, microsecond=0)
        return cls(start, start + MINUTE)

    @classmethod
    def local_minute(cls, wall: datetime, zone: ZoneInfo) -> "Span":
        """A minute read off the county's wall clock. One that came twice (autumn) is the span of both; one skipped (spring) is refused."""
        if wall.tzinfo is not None:
            raise ValueError("A time read off a wall clock has no zone of its own.")
        first = wall.replace(second=0, microsecond=0, fold=0)
        offset, again = _offset(zone, first), _offset(zone, first.replace(fold=1))
        if offset == again:
            start = (first - offset).replace(tzinfo=UTC)
            return cls(start, start + MINUTE)
        if offset < again:
            raise NoSuchTime(f"{wall:%Y-%m-%d %H:%M} never was: the clocks were put forward over it.")
        return cls((first - offset).replace(tzinfo=UTC), (first - again).replace(tzinfo=UTC) + MINUTE)

    @classmethod
    def local_day(cls, day: date, zone: ZoneInfo) -> "Span":
        """A whole day by the county's clock: 23, 24 or 25 hours."""
        following = day + timedelta(days=1)
        return cls(_midnight(day, zone), _midnight(following, zone))

    @property
    def is_exact(self) -> bool:
        return self.until - self.at <= MINUTE

    def certainly_before(self, other: "Span") -> bool:
        """Whether every reading of both puts this one first (or in the same instant)."""
        return self.until <= other.at

    def possibly_before(self, moment: datetime) -> bool:
        return self.at < moment


def gap(earlier: Span, later: Span) -> Gap:
    """How long from one moment to another, with bounds. Both are in UTC, so a clock change in between is counted truly."""
    return Gap(later.at - _last_minute(earlier), _last_minute(later) - earlier.at)


def _last_minute(span: Span) -> datetime:
    """The latest minute it can have been; a span shorter than a minute is the minute it starts in."""
    return max(span.at, span.until - MINUTE)


def _offset(zone: ZoneInfo, wall: datetime) -> timedelta:
    return zone.utcoffset(wall) or timedelta()


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
