"""What the public pages ask of the reading door: which releases there are, and the figures in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import County
from accounts.periods import Month
from reports import figures
from reports.figures import Figure
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


Releases = Mapping[str, Sequence[Any]]


def everywhere(counties: Sequence[County]) -> tuple[Releases, dict[County, list[Edition]]]:
    """The releases of months of many counties, and what is known of each by its head. One query."""
    found = figures.releases_of_months(counties)
    return found, {one: editions_in(found[one.slug]) for one in counties}


def books(wanted: Mapping[County, Sequence[Month]], codes: Sequence[str], found: Releases) -> dict[County, Book]:
    """Totals of some months of many counties. One query."""
    by_county: dict[str, list[Figure]] = {county.slug: [] for county in wanted}
    for figure in figures.totals_of(wanted, codes, found):
        by_county[figure.county].append(figure)
    return {county: Book(county.slug, by_county[county.slug]) for county in wanted}


def heads(county: County) -> Sequence[Any]:
    return figures.releases(county)


def editions_in(found: Iterable[Any]) -> list[Edition]:
    return sorted(Edition(one.period, one.number, one.as_of) for one in found)


def beside(found: Sequence[Any], months: Iterable[Month]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The policies and the known gaps that the releases of these months froze, each by date."""
    wanted = {str(month) for month in months}
    some = [one for one in found if one.period in wanted]
    return figures.policies_known(some), figures.outages_known(some)


def newest() -> str:
    return figures.newest()


def version(county: County, found: Sequence[Any]) -> str:
    return figures.version(county, found)


def months(found: Sequence[Edition]) -> dict[Month, Edition]:
    """The published months, oldest first, each with its newest release."""
    return {one.month: one for one in found if one.month}


def years(found: Sequence[Edition]) -> dict[int, Edition]:
    return {one.year: one for one in found if one.year}


def book(
    county: County, totals: Mapping[str, Sequence[Month]], parts: Sequence[tuple[str, str]], month: Month, found: Sequence[Any]
) -> Book:
    """What a page shows: totals of measures over months, and of each part the last window that was over by the month."""
    return Book(county.slug, figures.several(county, totals, parts, month, found))


def annual(county: County, year: int | None, found: Sequence[Any]) -> list[Figure]:
    return list(figures.annual(county, year, found)) if year else []


def everything(county: County, month: Month, found: Sequence[Any]) -> list[Figure]:
    return list(figures.all_published(county, month, found))
