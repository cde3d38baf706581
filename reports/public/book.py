"""Figures laid out so that a page can ask for one. Pure: what is not among them is no data, never zero."""

from collections.abc import Iterable, Iterator, Sequence

from accounts.periods import Month
from reports.figures import Figure, Status
from reports.measures import DEFINITIONS

REST = "~rest"


class Book:
    """The published figures of one county, by measure, grouping, group and period."""

    def __init__(self, county: str, figures: Iterable[Figure]) -> None:
        self.county = county
        self.all = list(figures)
        self._found = {(one.measure, one.by, one.group, one.period): one for one in self.all}

    def figure(self, measure: str, period: Month | str, by: str = "", group: str = "") -> Figure:
        return self._found.get((measure, by, group, str(period))) or self._missing(measure, str(period), by, group)

    def series(self, measure: str, months: Iterable[Month], by: str = "", group: str = "") -> list[Figure]:
        return [self.figure(measure, month, by, group) for month in months]

    def groups(self, measure: str, by: str, period: str) -> list[Figure]:
        """All groups of one window, in their published order, the rest row last."""
        found = [one for one in self.all if (one.measure, one.by, one.period) == (measure, by, period)]
        return sorted(found, key=lambda one: one.group == REST)

    def last_window(self, measure: str, by: str) -> str | None:
        """The latest period of a grouping: a month, a quarter such as 2026-Q3, or a year."""
        return max((one.period for one in self.all if (one.measure, one.by) == (measure, by)), key=window_end, default=None)

    def has(self, measure: str) -> bool:
        return any(one.measure == measure and not one.by and one.value is not None for one in self.all)

    def _missing(self, measure: str, period: str, by: str, group: str) -> Figure:
        unit = str(DEFINITIONS[measure].unit)
        return Figure(measure, self.county, period, by, group, None, None, Status.NO_DATA, unit, self.county, None)


def window_end(period: str) -> tuple[int, int]:
    """Year and last month of a published window, so that windows of different lengths can be ordered."""
    year, _dash, rest = period.partition("-")
    if not rest:
        return int(year), 12
    return int(year), 3 * int(rest[1:]) if rest.startswith("Q") else int(rest)


def releases_of(figures: Iterable[Figure]) -> list[int]:
    return sorted({one.release for one in figures if one.release is not None})


def months_of(year: int, last: Month) -> Iterator[Month]:
    """January to the month of the same number, in a year."""
    return Month(year, 1).until(Month(year, last.number))


def whole(figures: Sequence[Figure]) -> bool:
    return all(one.value is not None for one in figures)
