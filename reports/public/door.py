"""What the public pages ask of the reading door: which releases there are, and the figures in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import County
from accounts.periods import Month
from reports import figures
from reports.figures import Figure
from reports.measures import MEASURES
from reports.public.book import Book


@dataclass(frozen=True, order=True)
class Edition:
    """One release: of which window, its number, and as of when it was counted."""

    period: str
    number: int
    as_of: datetime

    @property
    def month(self) -> Month | None:
        return Month.parse(self.period) if len(self.period) == 7 and self.period[5:].isdecimal() else None

    @property
    def year(self) -> int | None:
        return int(self.period) if self.period.isdecimal() else None


def editions(county: County) -> list[Edition]:
    return sorted(Edition(one.period, one.number, one.as_of) for one in figures.releases(county))


def version(county: County) -> str:
    return figures.version(county)


def months(found: Sequence[Edition]) -> dict[Month, Edition]:
    """The published months, oldest first, each with its newest release."""
    return {one.month: one for one in found if one.month}


def years(found: Sequence[Edition]) -> dict[int, Edition]:
    return {one.year: one for one in found if one.year}


def book(county: County, codes: Sequence[str], first: Month, last: Month) -> Book:
    """Totals of these measures over the months, and all groupings of acts."""
    found = list(figures.published(county, codes, first, last))
    for by in dict.fromkeys(one.code for code in codes for one in MEASURES[code].groupings if one.kind == "act"):
        cut = [code for code in codes if MEASURES[code].grouping(by)]
        found += figures.published(county, cut, first, last, by)
    return Book(county.slug, found)


def totals(county: County, codes: Sequence[str], first: Month, last: Month) -> Book:
    return Book(county.slug, figures.published(county, codes, first, last))


def annual(county: County, year: int | None) -> list[Figure]:
    return list(figures.annual(county, year)) if year else []


def everything(county: County, month: Month) -> list[Figure]:
    return list(figures.all_published(county, month))
