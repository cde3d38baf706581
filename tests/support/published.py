"""Published figures, made up: what the reading door would give of a county's releases, without a release behind it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from accounts.models import County
from accounts.periods import Month
from reports.figures import Figure, Status
from reports.measures import ANNUAL, DEFINITIONS, Grouping
from reports.public import choice
from tests.support import releasing

LAST, MONTHS = Month(2026, 9), 27
COUNTED = datetime(2026, 10, 14, 15, 5, tzinfo=UTC)
REST = "~rest"


@dataclass(frozen=True)
class Numbered:
    """What the pages need of a release."""

    number: int
    period: str
    as_of: datetime = COUNTED


DOOR = ("published", "releases", "all_published", "annual", "version", "several", "releases_of_months", "totals_of")
DOOR += ("policies_known", "outages_known", "newest")


@dataclass
class Shelf:
    """Stands in for the reading door: figures of counties, by what is asked of them."""

    figures: list[Figure] = field(default_factory=list)
    policies: list[dict[str, Any]] = field(default_factory=list)
    outages: list[dict[str, Any]] = field(default_factory=list)
    asked: int = 0

    def published(self, county: County, measures: Iterable[str], first: Month, last: Month, by: str = "") -> list[Figure]:
        self.asked += 1
        wanted, periods = list(measures), {str(month) for month in first.until(last)}
        return [one for one in self.of(county) if one.measure in wanted and one.by == by and (one.period in periods or "Q" in one.period)]

    def several(
        self, county: County, totals: Mapping[str, Sequence[Month]], parts: Iterable[tuple[str, str]], last: Month, found: Any = None
    ) -> list[Figure]:
        self.asked += 1
        months, cuts = {(code, str(month)) for code, some in totals.items() for month in some}, set(parts)
        here = self.of(county)
        windows = {(one.measure, one.by): one.period for one in here if (one.measure, one.by) in cuts and one.period <= str(last)}
        return [
            one
            for one in here
            if (not one.by and (one.measure, one.period) in months) or (one.by and windows.get((one.measure, one.by)) == one.period)
        ]

    def releases(self, county: County) -> list[Numbered]:
        return sorted({Numbered(one.release or 0, one.period) for one in self.of(county)}, key=lambda one: one.number)

    def releases_of_months(self, counties: Iterable[County]) -> dict[str, list[Numbered]]:
        return {one.slug: [release for release in self.releases(one) if "-" in release.period] for one in counties}

    def totals_of(self, wanted: Mapping[County, Sequence[Month]], codes: Iterable[str], _found: Any) -> list[Figure]:
        self.asked += 1
        asked = {(county.slug, str(month)) for county, months in wanted.items() for month in months}
        return [one for one in self.figures if not one.by and one.measure in codes and (one.county, one.period) in asked]

    def policies_known(self, some: Sequence[Any]) -> list[dict[str, Any]]:
        return self.policies if some else []

    def outages_known(self, some: Sequence[Any]) -> list[dict[str, Any]]:
        return self.outages if some else []

    def newest(self) -> str:
        return str(len(self.figures))

    def version(self, county: County, found: Any = None) -> str:
        return str(self.releases(county))

    def all_published(self, county: County, month: Month, found: Any = None) -> list[Figure]:
        return [one for one in self.of(county) if one.period == str(month)]

    def annual(self, county: County, year: int, found: Any = None) -> list[Figure]:
        return [one for one in self.of(county) if one.period == str(year)]

    def of(self, county: County) -> list[Figure]:
        return [one for one in self.figures if one.county == county.slug]


def county_figures(slug: str, size: float = 1.0, last: Month = LAST, months: int = MONTHS) -> list[Figure]:
    """Every measure, each month, whole and by each grouping of acts; and the tables of people of the last whole year."""
    found = [one for place, month in enumerate(last.shift(1 - months).until(last)) for one in month_figures(slug, month, place + 1, size)]
    return [*found, *year_figures(slug, last.year - 1, months + 1, size)]


def month_figures(slug: str, month: Month, release: int, size: float) -> Iterator[Figure]:
    for code, measure in ((code, DEFINITIONS[code]) for code in choice.acts()):
        total = count_of(code, str(month), size)
        yield figure(slug, code, str(month), total, release=release)
        for grouping in measure.groupings:
            if (code, grouping.code) in choice.parts():
                yield from cut(slug, code, grouping, str(month), total, release)


def count_of(code: str, period: str, size: float) -> int:
    usual = {"BK": 2600, "DT": 44, "HO": 19}.get(code[:2], 30)
    wobble = int(sha256(f"{code}{period}".encode()).hexdigest(), 16) % 40 - 20
    return round(size * usual * (100 + wobble) / 100)


def cut(slug: str, code: str, grouping: Grouping, period: str, total: int, release: int) -> Iterator[Figure]:
    """Groups that add up to the total; of an open list two that nobody has named."""
    left, codes = total, [group.code for group in grouping.groups] or ["one", "two"]
    for place, group in enumerate(codes):
        part = left if place == len(codes) - 1 else left // 3
        left -= part
        yield figure(slug, code, period, part, grouping.code, group, whole=total, release=release)


def year_figures(slug: str, year: int, release: int, size: float) -> Iterator[Figure]:
    """The first group of each table of people is in the rest row; of a small county every table is withheld."""
    for code, measure in ANNUAL.items():
        yield figure(slug, code, str(year), round(240 * size), release=release)
        for grouping in measure.groupings:
            yield from table(slug, code, grouping, year, release, round(240 * size))


def table(slug: str, code: str, grouping: Grouping, year: int, release: int, total: int) -> Iterator[Figure]:
    codes = [group.code for group in grouping.groups] or ["MX", "HN", "GT"]
    hidden = codes if total < 60 else codes[:1]
    rest, left = 18, total - 18
    for group in codes:
        if group in hidden:
            yield figure(slug, code, str(year), None, grouping.code, group, total, release, Status.SUPPRESSED)
        else:
            part = left if group == codes[-1] else left // 2
            left -= part
            yield figure(slug, code, str(year), part, grouping.code, group, total, release)
    if hidden != codes:
        yield figure(slug, code, str(year), rest, grouping.code, REST, total, release)


def figure(
    slug: str,
    code: str,
    period: str,
    value: int | None,
    by: str = "",
    group: str = "",
    whole: int | None = None,
    release: int | None = 1,
    status: Status = Status.PUBLISHED,
) -> Figure:
    unit = str(DEFINITIONS[code].unit)
    return Figure(code, slug, period, by, group, value, whole, status, unit, slug, COUNTED, release, "published")


def policy(slug: str, **values: Any) -> dict[str, Any]:
    """As a release froze it."""
    said = {"rule": "tell_ice", "title": "ICE is told by phone", "text": "Made up.", "applies_to": "", "adopted_by": "County board"}
    return {"county": slug, **said, "source": "Resolution 26-14", "from": date(2026, 3, 1), "until": None, **values}


def publish(county: County, figures: list[Figure]) -> None:
    """The same figures as real releases, one a month and one a year, so that the real reading door gives them."""
    for period in dict.fromkeys(one.period for one in figures):
        here = [one for one in figures if one.period == period]
        times = {"number": here[0].release, "as_of": COUNTED, "published_at": COUNTED}
        if "-" in period:
            codes = {one.measure for one in here}
            releasing.month(county, period, totals_of(here, pairs=True), groups_of(here), dict.fromkeys(codes, "month"), **times)
        else:
            totals = totals_of(here, pairs=False)
            releasing.year(county, int(period), tables_of(here), totals=totals, members={code: [county.slug] for code in totals}, **times)


def totals_of(figures: list[Figure], *, pairs: bool) -> dict[str, Any]:
    return {one.measure: [one.value, one.denominator] if pairs else one.value for one in figures if not one.by}


def groups_of(figures: list[Figure]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in figures:
        if one.by:
            entry = {"status": "published", "values": {}, "total": one.denominator}
            found.setdefault(one.measure, {}).setdefault(one.by, entry)["values"][one.group] = one.value
    return found


def tables_of(figures: list[Figure]) -> list[Any]:
    found = []
    for measure, by in dict.fromkeys((one.measure, one.by) for one in figures if one.by):
        some = [one for one in figures if (one.measure, one.by) == (measure, by)]
        rest = next((one.value for one in some if one.group == REST), None)
        listed = {one.group: one.value for one in some if one.value is not None and one.group != REST}
        found.append(releasing.table(measure, by, listed, rest, some[0].denominator or 0))
    return found
