"""The 48-hour clock of a detainer, by both readings of it.

8 CFR 287.7(d) counts "48 hours, excluding Saturdays, Sundays, and holidays"; the forms in use since 2015 ask for a hold "not to
exceed 48 hours" and name no exclusion. Which clock runs is a property of the form. Whether an hour of a partly excluded day
counts is not settled: here every minute that falls on a working day counts, and no other (domain.md 3.4).
Elapsed time is counted in UTC, so a night in which the clocks change has its true length.
"""

from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import cache
from zoneinfo import ZoneInfo

from holidays import country_holidays

from bookings.models import Form
from bookings.spans import Span

HOLD = timedelta(hours=48)


class ClockRule(Enum):
    FLAT = "flat"
    WORKING_MINUTES = "working_minutes"


CLOCKS = {
    Form.I_247.value: ClockRule.WORKING_MINUTES,
    Form.I_247A.value: ClockRule.FLAT,
    Form.I_247D.value: ClockRule.FLAT,
    Form.I_247X.value: ClockRule.FLAT,
}


def clock_rule(form: str) -> ClockRule | None:
    """The clock a form starts; none for a form that asks for notice and no hold (I-247N, I-247G), and for one not known."""
    return CLOCKS.get(form)


def hold_ends(otherwise_released: datetime, rule: ClockRule, zone: ZoneInfo) -> datetime:
    """When 48 hours are over (UTC), counted from the aware moment at which the person would otherwise have been released."""
    start = otherwise_released.astimezone(UTC)
    return start + HOLD if rule is ClockRule.FLAT else _working_end(start, zone)


def _working_end(start: datetime, zone: ZoneInfo) -> datetime:
    left, day = HOLD, start.astimezone(zone).date()
    while True:
        span = Span.local_day(day, zone)
        begin = max(start, span.at)
        if is_working_day(day):
            if left <= span.until - begin:
                return begin + left
            left -= span.until - begin
        day += timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Monday to Friday, and no federal holiday nor the day on which one is observed (5 USC 6103)."""
    return day.weekday() < 5 and day not in _federal_holidays(day.year)


@cache
def _federal_holidays(year: int) -> frozenset[date]:
    return frozenset(country_holidays("US", years=year))


def elapsed_hours(start: datetime, end: datetime) -> float:
    """Hours that truly passed between two aware moments."""
    return (end.astimezone(UTC) - start.astimezone(UTC)) / timedelta(hours=1)
