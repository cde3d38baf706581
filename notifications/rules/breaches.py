"""What an auditor looks for (domain 6.6). Pure: facts in, findings out; no clock, no database, no verdict.

AU-6 handovers nobody told the person of, tellings to ICE while a copy was not served, intervals that are certainly negative; AU-7 late
entries; AU-8 eligible long before ICE was told or came; AU-9 the policy of the day; AU-10 a sample that anybody can draw again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from accounts.periods import Month
from bookings.models import StepKind
from bookings.spans import Span, gap
from notifications.rules.clock import Case, Clocks, Mark, Paper, first, not_after
from notifications.rules.intervals import Reading, Value

HOUR = timedelta(hours=1)


def handed_untold(at: Clocks) -> bool:
    """ICE took the person, and nothing told them of the release that was not certainly later."""
    return at.t8 is not None and (at.t5 is None or at.t8.when.certainly_before(at.t5.when))


def told_unserved(case: Case, at: Clocks) -> list[Paper]:
    """Detainers that were there when ICE was first told of the release, and of which the person had certainly no copy then."""
    if at.t2 is None:
        return []
    told = at.t2.when
    there = [one for one in case.papers if not told.certainly_before(one.when) and not any(end.certainly_before(told) for end in one.ends)]
    return [one for one in there if one.served is None or told.certainly_before(one.served)]


def negative(values: dict[str, Value]) -> list[tuple[str, Value]]:
    """Intervals whose end certainly came before their start."""
    known = ((code, value) for code, value in sorted(values.items()) if value.state == Reading.KNOWN)
    return [(code, value) for code, value in known if value.high is not None and value.high < 0]


@dataclass(frozen=True, slots=True)
class Waited:
    """Somebody was eligible, and ICE was told or came much later. Lengths are the shortest that are possible."""

    eligible: Mark
    told: Mark | None
    came: Mark | None
    to_told: timedelta | None
    to_came: timedelta | None
    same_hour: bool


def waited(case: Case, at: Clocks, hours: int) -> Waited | None:
    """Eligible for at least so many hours before ICE was told, or before it came. `same_hour`: let go within an hour of its coming."""
    if at.t0 is None:
        return None
    start, came = at.t0.when, arrival(case, at)
    to_told = longest(start, at.t2)
    to_came = longest(start, came)
    if max(to_told or timedelta(), to_came or timedelta()) < hours * HOUR:
        return None
    same = came is not None and at.t7 is not None and within_an_hour(came.when, at.t7.when)
    return Waited(at.t0, at.t2, came, to_told, to_came, same)


def arrival(case: Case, at: Clocks) -> Mark | None:
    """When ICE was first seen for this release, else when it took the person."""
    seen = first(one for one in case.steps if one.kind == StepKind.ICE_ARRIVED and not_after(one, at.t7))
    return seen or at.t8


def longest(start: Span, end: Mark | None) -> timedelta | None:
    return gap(start, end.when).low if end else None


def within_an_hour(one: Span, other: Span) -> bool:
    low, high = gap(one, other).low, gap(one, other).high
    return low >= -HOUR and high <= HOUR


def closes(month: Month, days: int, zone: ZoneInfo) -> datetime:
    """The first moment after the late-entry days of a month, by the county's clock: what is recorded from then on is late."""
    return datetime.combine(month.shift(1).first_day + timedelta(days=days), time(), zone)


def is_late(occurred: Span, recorded: datetime, days: int, zone: ZoneInfo) -> bool:
    """By the last month in which it can have happened, so that a coarse time makes nothing late."""
    last = Month.of(occurred.until - timedelta(microseconds=1), zone)
    return recorded >= closes(last, days, zone)


@dataclass(frozen=True, slots=True)
class Rule:
    """A policy of the county, from a day until a day that is not included."""

    rule: str
    title: str
    start: date
    end: date | None


def in_force(policies: Iterable[Rule], rule: str, day: date) -> Rule | None:
    return next((one for one in policies if one.rule == rule and one.start <= day and (one.end is None or day < one.end)), None)


def sample(ids: Iterable[str], seed: str, size: int) -> list[str]:
    """So many of some ids, in an order that only the seed and the ids decide: a second person draws the same."""
    return sorted(set(ids), key=lambda one: sha256(f"{seed}:{one}".encode()).digest())[:size]


def fingerprint(ids: Iterable[str]) -> str:
    """Of what a sample was drawn from: the first 16 digits of a digest of the sorted ids."""
    return sha256("\n".join(sorted(set(ids))).encode()).hexdigest()[:16]
