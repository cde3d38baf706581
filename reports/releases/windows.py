"""The window of an act's groups: a month, a quarter or a year, fixed before the year. Pure."""

from typing import NamedTuple

from accounts.periods import Month

LENGTHS = {"month": 1, "quarter": 3, "year": 12}


class Window(NamedTuple):
    """`period` as it is published: 2026-10, 2026-Q4 or 2026."""

    period: str
    first: Month
    last: Month

    @property
    def months(self) -> list[Month]:
        return list(self.first.until(self.last))


def window_of(kind: str, month: Month) -> Window:
    """The window of that kind in which a month lies."""
    length = LENGTHS[kind]
    place = (month.number - 1) // length
    first = Month(month.year, place * length + 1)
    names = {"month": str(month), "quarter": f"{month.year}-Q{place + 1}", "year": str(month.year)}
    return Window(names[kind], first, first.shift(length - 1))
