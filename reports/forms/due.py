"""When a form is due: a pure rule that each form declares, and the calendar that follows from them."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.periods import Month
from reports.forms.period import Period, offered

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Due:
    """On a day of the month that comes so many months after the period's last one; 31 is the last day of any month.

    `moves`: the law itself says that a day on a weekend moves to the Monday. Where it says nothing the day stands: early is never late.
    """

    months: int
    day: int
    moves: bool = False

    def on(self, period: Period) -> date:
        month = period.last.shift(self.months)
        found = date(month.year, month.number, min(self.day, monthrange(month.year, month.number)[1]))
        return found + timedelta(days=7 - found.weekday()) if self.moves and found.weekday() >= SATURDAY else found


@dataclass(frozen=True, slots=True)
class Date:
    """A form, the period that it covers, and the day by which it is due. `rule` is the place of the form among those asked for."""

    place: int
    period: Period
    due: date


def calendar(rules: Iterable[tuple[str, Due | None]], today: date, fiscal_month: int, back: int = 366, ahead: int = 400) -> list[Date]:
    """Every due day from `back` days ago to `ahead` days on, in order. `rules`: each form's usual kind of period, and its rule."""
    found = (one for place, (usual, rule) in enumerate(rules) if rule for one in days(place, usual, rule, today, fiscal_month))
    within = (one for one in found if -back <= (one.due - today).days <= ahead)
    return sorted(within, key=lambda one: (one.due, one.place))


def days(place: int, usual: str, rule: Due, today: date, fiscal_month: int) -> Iterator[Date]:
    """Of the periods that a page offers now, and of those that it will offer in a year."""
    now = Month.of_date(today.replace(day=1))
    periods = {one.code: one for latest in (now, now.shift(12)) for one in dict(offered(latest, fiscal_month))[usual]}
    return (Date(place, one, rule.on(one)) for one in periods.values())
