"""What must happen by when (dated defaults in the county's profile). Pure: a case in, deadlines out; no clock."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bookings.rules.hours import clock_rule, hold_ends
from bookings.spans import MINUTE
from notifications.models.deadline import DeadlineRule
from notifications.rules.clock import Case, Clocks, Mark, in_force


@dataclass(frozen=True, slots=True)
class Hours:
    """The county's deadlines in force, in hours."""

    to_serve: int = 24
    to_tell: int = 1
    eligible: int = 6


@dataclass(frozen=True, slots=True)
class Due:
    """One deadline. `start` is the fact that started it; `met` whether what was waited for is on record."""

    rule: str
    start: Mark
    due: datetime
    met: bool


HoursAt = Callable[[datetime], Hours]


def deadlines(case: Case, clocks: Clocks, hours: HoursAt, *, represented: bool, holds: dict[int, str], zone: ZoneInfo) -> Iterator[Due]:
    """Every deadline that the facts started, by the hours in force when each started.

    `holds` gives the form of each detainer that asks to hold, by its key. A coarse start is taken at its latest, so that nothing
    is called overdue that may not be.
    """
    for paper in case.papers:
        met = paper.served is not None or bool(paper.ends) or clocks.over
        yield Due(DeadlineRule.NOT_SERVED, paper, after(paper, hours(paper.when.at).to_serve), met)
    if (told := clocks.t3) is not None:
        met = clocks.t5 is not None and (clocks.t6 is not None or not represented)
        yield Due(DeadlineRule.NOT_TOLD, told, after(told, hours(told.when.at).to_tell), met)
    if (eligible := clocks.t0) is not None and clocks.t2 is not None:
        yield Due(DeadlineRule.ELIGIBLE_LONG, eligible, after(eligible, hours(eligible.when.at).eligible), clocks.over)
    yield from holding(case, clocks, holds, zone)


def holding(case: Case, clocks: Clocks, holds: dict[int, str], zone: ZoneInfo) -> Iterator[Due]:
    """The 48 hours of a detainer run from the moment the person would otherwise be released (8 CFR 287.7(d), Form I-247A)."""
    paper = next((one for one in case.papers if one.key in holds and in_force(one, clocks.t7)), None)
    rule = clock_rule(holds[paper.key]) if paper else None
    if clocks.t0 is None or rule is None:
        return
    start = clocks.t0.when.at
    yield Due(DeadlineRule.HOLD_STARTS, clocks.t0, start, clocks.over)
    yield Due(DeadlineRule.HOLD_ENDS, clocks.t0, hold_ends(start, rule, zone), clocks.over)


def after(mark: Mark, hours: int) -> datetime:
    return max(mark.when.at, mark.when.until - MINUTE) + timedelta(hours=hours)
