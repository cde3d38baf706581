"""One absurd day: a wrong date in a template, or a file that holds ten years under one day."""

from collections import Counter
from datetime import date
from statistics import median
from typing import NamedTuple

from django.utils.translation import gettext as _

MOST, TIMES = 200, 10


class Outlier(NamedTuple):
    day: str
    rows: int
    median: str

    def __str__(self) -> str:
        return _(
            "%(rows)s rows are of people booked on %(day)s, against %(median)s on a usual day of this file (the median). "
            "Nothing was applied. If that day is right, accept it (--accept-outliers)."
        ) % {"day": self.day, "rows": self.rows, "median": self.median}


class Days:
    """Rows a booking day of one file. Only a day on which the file brings something new can stand out."""

    def __init__(self) -> None:
        self.rows: Counter[date] = Counter()
        self.fresh: set[date] = set()

    def add(self, day: date, rows: int, *, fresh: bool) -> None:
        self.rows[day] += rows
        if fresh:
            self.fresh.add(day)

    def outlier(self) -> Outlier | None:
        """The day that stands out most, if one does."""
        usual = median(self.rows.values()) if self.rows else 0
        days = [day for day in self.fresh if self.rows[day] > MOST and self.rows[day] >= TIMES * usual]
        if not days:
            return None
        day = max(days, key=lambda day: (self.rows[day], day))
        return Outlier(day.isoformat(), self.rows[day], f"{usual:g}")
