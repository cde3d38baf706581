"""Months of a county: cut in the county's own zone, half-open, compared in UTC."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month, without a zone; `bounds` gives its half-open span of UTC time in a county's zone."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12 or not 1900 <= self.year <= 9998:
            raise ValueError(f"{self.year}-{self.number} is no month. Write it as 2026-10.")

    @classmethod
    def parse(cls, text: str) -> "Month":
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
            raise ValueError(f"{text!r} is no month. Write it as 2026-10.")
        return cls(int(text[:4]), int(text[5:]))

    @classmethod
    def of(cls, moment: datetime, zone: ZoneInfo) -> "Month":
        """The month in which an aware moment falls, by the clock on the county's wall."""
        if moment.tzinfo is None:
            raise ValueError("A moment without a zone falls in no month.")
        local = moment.astimezone(zone)
        return cls(local.year, local.month)

    @classmethod
    def of_date(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    def shift(self, months: int) -> "Month":
        """The month so many months later (or earlier, if negative)."""
        year, index = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, index + 1)

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Start and end in UTC, half-open. Hours differ in the months of the two clock changes."""
        following = date(self.year + self.number // 12, self.number % 12 + 1, 1)
        return _midnight(self.first_day, zone), _midnight(following, zone)

    def until(self, last: "Month") -> Iterator["Month"]:
        """This month and every following one, `last` included."""
        months = (last.year - self.year) * 12 + last.number - self.number
        yield from (self.shift(number) for number in range(months + 1))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


@lru_cache(maxsize=20_000)
def iso(moment: datetime) -> str:
    """One text for one moment: the same few moments of a booking are written many times."""
    return moment.isoformat()
