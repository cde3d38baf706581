"""What staff time and holds cost, by the dated rates (`ListItem`, list "rate") that were in force on the day. In whole cents: rates are
exact decimals, a month's sum is rounded once."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from django.db.models import Sum

from bookings.models import List, ListItem
from reports.measures.record.clock import Release
from reports.measures.record.period import Period
from reports.measures.record.quality import TASKS, Work, counted

HOUR, JAIL_DAY = "hour", "jail_day"
MINUTES_IN = {HOUR: 60, JAIL_DAY: 24 * 60}
# Beside the single rate stand a low and a high one.
ENDS = ("", "_low", "_high")
MOST = 10_000
Rates = dict[str, list[tuple[date, date | None, Decimal]]]


class Cost(NamedTuple):
    """`rate` is the code of the rate by which it was computed. There is none where a rate was missing on a day that needs one."""

    rate: str
    cents: int


def costs(period: Period, works: Iterable[Work], releases: Iterable[Release]) -> list[Cost]:
    """One query for the rates; the minutes are read again, by day, only if a rate changed within the month."""
    rates = rates_of(period)
    if not rates:
        return []
    days = starts(period, rates)
    spent = {HOUR: worked(period, days, works), JAIL_DAY: held(period, days, releases)}
    found = ((f"{base}{end}", priced(rates.get(f"{base}{end}", []), spent[base], MINUTES_IN[base])) for base in spent for end in ENDS)
    return [Cost(code, cents) for code, cents in found if cents is not None]


def rates_of(period: Period) -> Rates:
    """Those in force on any day of the month, the newest last. What is no number is no rate."""
    first, following = period.month.first_day, period.month.shift(1).first_day
    items = ListItem.objects.filter(list=List.RATE, in_force_from__lt=following).exclude(in_force_until__lte=first)
    found: Rates = {}
    for code, start, until, text in items.order_by("in_force_from").values_list("code", "in_force_from", "in_force_until", "value"):
        if (rate := amount(text)) is not None:
            found.setdefault(code, []).append((start, until, rate))
    return found


def amount(text: str) -> Decimal | None:
    """An hour or a jail-day that costs more than this was mistyped, and would not fit its cell."""
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() and 0 <= found < MOST else None


def starts(period: Period, rates: Rates) -> list[date]:
    """The days of the month on which a rate began or ended, its first day before them."""
    first, following = period.month.first_day, period.month.shift(1).first_day
    changes = {day for some in rates.values() for start, until, _rate in some for day in (start, until) if day and first < day < following}
    return [first, *sorted(changes)]


def worked(period: Period, days: list[date], works: Iterable[Work]) -> Counter[date]:
    if len(days) == 1:
        return Counter({days[0]: sum(row.minutes for row in works)})
    return Counter({part.month_day: sum(map(part.minutes, TASKS)) for part in parts(period, days)})


class Part(NamedTuple):
    """From one change of a rate to the next, by the county's clock."""

    month_day: date
    period: Period

    def minutes(self, task: str) -> int:
        moment = TASKS[task][1]
        found = counted(task, self.period).filter(**self.period.within(moment)).aggregate(minutes=Sum("staff_minutes"))
        return found["minutes"] or 0


def parts(period: Period, days: list[date]) -> list[Part]:
    edges = [*(midnight(period, day) for day in days), period.end]
    return [Part(day, Period(period.county, period.month, *span)) for day, span in zip(days, pairwise(edges), strict=True)]


def midnight(period: Period, day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=period.county.zone).astimezone(UTC)


def held(period: Period, days: list[date], releases: Iterable[Release]) -> Counter[date]:
    """By the day of the release."""
    found: Counter[date] = Counter()
    for row in releases:
        if row.held is not None:
            found[days[bisect_right(days, row.left.astimezone(period.county.zone).date()) - 1]] += row.held
    return found


def priced(rates: list[tuple[date, date | None, Decimal]], spent: Counter[date], minutes: int) -> int | None:
    """None where a rate is missing for minutes that were spent, or where there is none at all: unknown is not zero."""
    total = Fraction(0)
    for day, number in spent.items():
        rate = next((rate for start, until, rate in reversed(rates) if start <= day and (until is None or day < until)), None)
        if rate is None and (number or len(spent) == 1):
            return None
        total += Fraction(rate or 0) * number / minutes
    return int(total * 100 + Fraction(1, 2)) if rates else None
