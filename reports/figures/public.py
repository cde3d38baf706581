"""What anyone may read: figures of releases, and of nothing else. What is not published has a status that says why, never a number.

A month, a window or a year is judged by the releases there are, not by the clock: so the same releases always give the same answer.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Subquery

from accounts.models import County
from accounts.periods import Month
from reports.figures import acts, people
from reports.figures.figure import Figure, UnknownMeasure, UnknownPeriod
from reports.figures.shelf import Document, Shelf, documents, heads, heads_of, withdrawn
from reports.measures import ANNUAL, DEFINITIONS, MEASURES, Measure
from reports.models import Release, ReleaseKind, Withdrawal
from reports.releases.acts import grouping_is_act, total_is_act

# Releases of the county that were looked up before, as `releases` gives them: saves looking again.
Found = Sequence[Release] | None
DAYS = ("from", "until", "first", "last")
BESIDE = ("journal_head", "corrected", "registers", "federal_money")


def published(county: County, measures: Iterable[str], first: Month, last: Month, by: str = "") -> list[Figure]:
    """Figures in the order asked for: measure, window, group. Acts by month (their groups by their window), tables of people by year.

    Raises `UnknownMeasure` for a code or grouping that no definition has, and `UnknownPeriod` for months that end before they begin.
    """
    wanted = [definition(code, by) for code in measures]
    if last < first:
        raise UnknownPeriod(f"{first} to {last}")
    shelf = Shelf.of(county)
    return [figure for measure in wanted for figure in _figures(shelf, measure, by, first, last)]


def definition(code: str, by: str) -> Measure:
    measure = DEFINITIONS.get(code)
    if measure is None or (by and measure.grouping(by) is None):
        raise UnknownMeasure(f"{code} by {by}" if measure else code)
    return measure


def _figures(shelf: Shelf, measure: Measure, by: str, first: Month, last: Month) -> Iterator[Figure]:
    grouping, years = measure.grouping(by), range(first.year, last.year + 1)
    if measure.code in ANNUAL:
        yield from (figure for year in years for figure in people.tables(shelf, year, [(measure, grouping)]))
    elif grouping is None and total_is_act(measure):
        yield from acts.totals(shelf, measure, first, last)
    elif grouping is not None and grouping_is_act(measure, grouping):
        yield from acts.groups(shelf, measure, grouping, first, last)
    else:
        yield from (figure for year in years for figure in people.never_shown(shelf, measure, grouping, year))


def latest(county: County) -> Release | None:
    """The newest revision of the last published month, without its document."""
    months = Shelf.of(county).months
    return months[max(months)] if months else None


def releases(county: County) -> list[Release]:
    """Every release that speaks of the county, without the documents, oldest first. A month's last one is the one that holds."""
    return heads(county)


def all_published(county: County, month: Month, found: Found = None) -> list[Figure]:
    """All that the month's release holds: every total, and the groups whose window ends with this month. Nothing if it is not published."""
    shelf = Shelf.of(county, found)
    return list(acts.whole(shelf, list(MEASURES.values()), month)) if month in shelf.months else []


def annual(county: County, year: int, found: Found = None) -> list[Figure]:
    """The tables of people of a year, each after its total. Nothing if the year is not published."""
    shelf = Shelf.of(county, found)
    asked = [(measure, grouping) for measure in ANNUAL.values() for grouping in (None, *measure.groupings)]
    return list(people.tables(shelf, year, asked)) if year in shelf.years else []


def several(
    county: County, totals: Mapping[str, Sequence[Month]], parts: Iterable[tuple[str, str]], last: Month, found: Found = None
) -> list[Figure]:
    """What a page shows, in one reading: of each measure its totals of some months, and of each (measure, grouping) the groups of the
    last window that is over by a month. What is no act is left out. Raises `UnknownMeasure` for what no definition has."""
    shelf = Shelf.of(county, found)
    read = shelf.month_documents(min((month for some in totals.values() for month in some), default=last.shift(-11)), last)
    wanted = [(definition(code, ""), months) for code, months in totals.items()]
    figures = [acts.total(shelf, one, month, read.get(month)) for one, months in wanted if total_is_act(one) for month in months]
    return [*figures, *(figure for code, by in parts for figure in _last_groups(shelf, definition(code, by), by, last, read))]


def _last_groups(shelf: Shelf, measure: Measure, by: str, last: Month, found: Mapping[Month, Document]) -> Iterator[Figure]:
    grouping = measure.grouping(by)
    if grouping is None or not grouping_is_act(measure, grouping):
        return
    months = (month for month in reversed(list(last.shift(-11).until(last))) if month in found)
    one = next((window for month in months if (window := acts.window(measure, month, found[month])).last == month), None)
    if one:
        yield from acts.cut(shelf, measure, grouping, one, found[one.last])


def releases_of_months(counties: Iterable[County]) -> dict[str, list[Release]]:
    """The releases of months of many counties by slug, oldest first. One query, without the documents."""
    return heads_of(counties)


def totals_of(wanted: Mapping[County, Sequence[Month]], codes: Iterable[str], found: Mapping[str, Sequence[Release]]) -> list[Figure]:
    """Totals of acts in some months of many counties, whose releases were found before. One query for the documents."""
    shelves = [(Shelf.of(county, found[county.slug]), months) for county, months in wanted.items()]
    documents(shelf.months[month] for shelf, months in shelves for month in months if month in shelf.months)
    measures = [one for code in codes if total_is_act(one := definition(code, ""))]
    return [figure for shelf, months in shelves for one in measures for figure in _totals(shelf, one, months)]


def _totals(shelf: Shelf, measure: Measure, months: Sequence[Month]) -> Iterator[Figure]:
    read = documents(shelf.months[month] for month in months if month in shelf.months)
    for month in months:
        release = shelf.months.get(month)
        yield acts.total(shelf, measure, month, read[release.pk] if release else None)


def policies_of(release: Release) -> list[dict[str, Any]]:
    """The policies in force in the release's period, as they were known when it was published (keys as `releases.beside` writes them)."""
    return policies_known([release])


def outages_of(release: Release) -> list[dict[str, Any]]:
    """The known gaps of the release's period, as they were known when it was published: county, first and last day, what is missing."""
    return outages_known([release])


def told_beside(some: Iterable[Release]) -> list[dict[str, Any]]:
    """What each release tells beside its figures: where the journal's chain ended, records of tables of people corrected since, counts
    of the registers, federal money. What it does not tell is not there: a release of an earlier time froze less. One query."""
    wanted = list(some)
    found = documents(wanted)
    return [{name: found[one.pk][name] for name in BESIDE if name in found[one.pk]} for one in wanted]


def policies_known(some: Iterable[Release]) -> list[dict[str, Any]]:
    """Of several releases, oldest first as `releases` gives them: each policy once, as the last of them tells it. By date; one query."""
    return _frozen(some, "policies", ("county", "rule", "from"), "from")


def outages_known(some: Iterable[Release]) -> list[dict[str, Any]]:
    """Of several releases: each gap once, as the last of them that speaks of it tells it. By date; one query."""
    return _frozen(some, "outages", ("county", "first", "what"), "first")


def _frozen(some: Iterable[Release], kind: str, key: tuple[str, ...], day: str) -> list[dict[str, Any]]:
    """Days come as dates. Of a period its last revision holds; a release of a time before policies were frozen has none."""
    last = {(one.row, one.kind, one.period): one for one in some}
    found = documents(last.values())
    told = {tuple(one[name] for name in key): one for release in last.values() for one in found[release.pk].get(kind, ())}
    return sorted((_dated(one) for one in told.values()), key=lambda one: (one[day], one["county"]))


def _dated(record: dict[str, Any]) -> dict[str, Any]:
    return {name: date.fromisoformat(value) if value and name in DAYS else value for name, value in record.items()}


def newest() -> str:
    """Changes with every publication and withdrawal of any county, and with nothing else. One query that reads two ids."""
    gone = Subquery(Withdrawal.objects.order_by("-pk").values("pk")[:1])
    return repr(list(Release.objects.order_by("-pk").values_list("pk", gone)[:1]))


def version(county: County, found: Found = None) -> str:
    """Changes exactly when something is published or withdrawn for the county. Reads no document."""
    found = heads(county) if found is None else found
    taken = sorted(withdrawn(one for one in found if one.kind == ReleaseKind.YEAR))
    return repr([(one.row, one.number) for one in found] + taken)
