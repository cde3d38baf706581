"""Of which months a report speaks, and with which others it compares them. Pure."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.periods import Month
from reports import display
from reports.forms.period import Period, parse

KINDS = {1: "month", 12: "year"}


@dataclass(frozen=True)
class Span:
    """A month, or twelve: the calendar's year (2025), the county's fiscal (FY2026) or the federal one (FFY2026)."""

    code: str
    months: tuple[Month, ...]

    @property
    def is_month(self) -> bool:
        return len(self.months) == 1

    @property
    def last(self) -> Month:
        return self.months[-1]

    @property
    def name(self) -> str:
        if self.is_month:
            return display.month_name(self.last)
        year = f"{self.last.year}"
        if self.code.startswith("FFY"):
            return _("federal fiscal year %(year)s") % {"year": year}
        return _("fiscal year %(year)s") % {"year": year} if self.code.startswith("FY") else year

    @property
    def short(self) -> str:
        """For the head of a column."""
        return display.short_month(self.last) if self.is_month else self.code

    def shifted(self, months: int) -> "Span":
        moved = tuple(month.shift(months) for month in self.months)
        if self.is_month:
            return Span(str(moved[0]), moved)
        prefix = self.code[:-4]
        return Span(f"{prefix}{moved[-1].year}", moved)

    @property
    def before(self) -> "Span":
        return self.shifted(-len(self.months))

    @property
    def beside(self) -> list["Span"]:
        """What it is compared with: the month before and the same month of last year; of a year the year before."""
        return [self.before, self.shifted(-12)] if self.is_month else [self.before]

    @property
    def read(self) -> list[Month]:
        """Every month that the report needs: from January of last year, or the thirteen of its chart."""
        first = min(Month(self.last.year - 1, 1), self.shifted(-12).months[0])
        return list(first.until(self.last))


def span_of(code: str, fiscal_month: int = 1) -> Span:
    """Raises `ValueError` for what is no month and no year."""
    period: Period = parse(code, fiscal_month)
    if len(period.months) not in KINDS or code.startswith("JUL"):
        raise ValueError(code)
    return Span(code, tuple(period.months))
