"""The periods that forms are made for: whole months by the county's clock, under a name that stands in addresses.

`2026-10` a month, `2026-Q3` a quarter, `2026` a calendar year, `JUL2026` twelve months to June 30, `FY2026` the county's fiscal year,
`FFY2026` the federal one (October to September). Years that straddle two are named by the one in which they end.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.periods import Month

CODE = re.compile(r"(?P<month>[0-9]{4}-[0-9]{2})|(?P<quarter>[0-9]{4}-Q[1-4])|(?P<year>(?:JUL|FY|FFY)?[0-9]{4})")
YEAR = re.compile(r"([A-Z]*)([0-9]{4})")


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last month, both included. `code` is its name."""

    code: str
    first: Month
    last: Month

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Start and end in UTC, half-open."""
        return self.first.bounds(zone)[0], self.last.bounds(zone)[1]

    @property
    def months(self) -> list[Month]:
        return list(self.first.until(self.last))

    @property
    def days(self) -> tuple[str, str]:
        """The first and the last day, as forms write them."""
        return str(self.first.first_day), str(self.last.shift(1).first_day - timedelta(days=1))

    def is_over(self, now: datetime, zone: ZoneInfo) -> bool:
        return self.bounds(zone)[1] <= now


def parse(code: str, fiscal_month: int = 1) -> Period:
    """The period of a name. Raises `ValueError` for one that is none."""
    found = CODE.fullmatch(code)
    if found is None:
        raise ValueError(f"{code!r} is no period. Write it as 2026-10, 2026-Q3, 2026, JUL2026, FY2026 or FFY2026.")
    if found["month"]:
        month = Month.parse(code)
        return Period(code, month, month)
    if found["quarter"]:
        first = Month(int(code[:4]), 3 * int(code[-1]) - 2)
        return Period(code, first, first.shift(2))
    return _year(code, fiscal_month)


def _year(code: str, fiscal_month: int) -> Period:
    kind, number = YEAR.fullmatch(code).groups()  # type: ignore[union-attr]
    start = {"": 1, "JUL": 7, "FY": fiscal_month, "FFY": 10}[kind]
    first = Month(int(number) - (start > 1), start)
    return Period(code, first, first.shift(11))


def year_code(kind: str, month: Month, fiscal_month: int) -> str:
    """The name of the year of a kind in which a month lies."""
    start = {"": 1, "JUL": 7, "FY": fiscal_month, "FFY": 10}[kind]
    return f"{kind}{month.year + (start > 1 and month.number >= start)}"


def quarter_code(month: Month) -> str:
    return f"{month.year}-Q{(month.number + 2) // 3}"


def offered(latest: Month, fiscal_month: int) -> Iterator[tuple[str, list[Period]]]:
    """The periods that a page offers, by kind, the newest first: those in which the latest month lies, and some before."""
    kinds: list[tuple[str, Callable[[Month], str], int, int]] = [
        ("month", str, 1, 13),
        ("quarter", quarter_code, 3, 8),
        ("year", lambda month: year_code("", month, fiscal_month), 12, 3),
        ("july", lambda month: year_code("JUL", month, fiscal_month), 12, 3),
        ("fiscal", lambda month: year_code("FY", month, fiscal_month), 12, 3),
        ("federal", lambda month: year_code("FFY", month, fiscal_month), 12, 3),
    ]
    for kind, named, step, count in kinds:
        yield kind, [parse(named(latest.shift(-step * number)), fiscal_month) for number in range(count)]
