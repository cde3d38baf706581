"""Figures of annual releases: tables of people, protected. A group in the rest row has no number; the rest row is the group `~rest`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from reports.disclosure import REST
from reports.figures.acts import NOTHING, closed_list, figure
from reports.figures.figure import Figure, Status
from reports.figures.shelf import Document, Shelf, withdrawn
from reports.measures import Grouping, Measure
from reports.models import Release

Asked = tuple[Measure, Grouping | None]


@dataclass(frozen=True)
class Found:
    """The release in whose rows the county's bookings of this class stand."""

    release: Release
    document: Document

    def total(self, measure: Measure) -> int | None:
        total: int | None = self.document["totals"].get(measure.code)
        return total

    def table(self, measure: Measure, grouping: Grouping) -> dict[str, Any] | None:
        names = (measure.code, grouping.code)
        return next((one for one in self.document["tables"] if (one["measure"], one["grouping"]) == names), None)


def tables(shelf: Shelf, year: int, asked: Iterable[Asked]) -> Iterator[Figure]:
    found = [Found(release, document) for release, document in shelf.year_documents(year)]
    gone = withdrawn(one.release for one in found)
    for measure, grouping in asked:
        where = next((one for one in found if shelf.county.slug in one.document["members"].get(measure.code, ())), None)
        if where is None:
            yield from unpublished(shelf, measure, grouping, year)
        elif grouping is None:
            yield total(shelf, measure, year, where)
        elif (where.release.pk, measure.code, grouping.code) in gone:
            reason = gone[where.release.pk, measure.code, grouping.code]
            shown = hidden(shelf, measure, grouping, year, where, where.total(measure))
            yield from (replace(one, withdrawn=True, reason=reason) for one in shown)
        else:
            yield from groups(shelf, measure, grouping, year, where)


def unpublished(shelf: Shelf, measure: Measure, grouping: Grouping | None, year: int) -> Iterator[Figure]:
    status = Status.NO_DATA if year in shelf.years else shelf.year_status(year)
    by, codes = (grouping.code, closed_list(grouping, ())) if grouping else ("", [""])
    return (figure(shelf, measure, str(year), by, code, NOTHING, status) for code in codes)


def total(shelf: Shelf, measure: Measure, year: int, where: Found) -> Figure:
    value = where.total(measure)
    status = Status.NO_DATA if value is None else Status.PUBLISHED
    return in_row(figure(shelf, measure, str(year), "", "", (value, None), status, where.release), where)


def groups(shelf: Shelf, measure: Measure, grouping: Grouping, year: int, where: Found) -> Iterator[Figure]:
    """A grouping that the release does not hold (a law has another publish it) has no data here."""
    table = where.table(measure, grouping)
    if table is None:
        codes = closed_list(grouping, ())
        yield from (in_row(figure(shelf, measure, str(year), grouping.code, code, NOTHING, Status.NO_DATA), where) for code in codes)
        return
    for one in hidden(shelf, measure, grouping, year, where, table["total"]):
        value = table["listed"].get(one.group)
        yield one if value is None else replace(one, value=value, status=Status.PUBLISHED)
    if table["rest"] is not None:
        amount = (table["rest"], table["total"])
        yield in_row(figure(shelf, measure, str(year), grouping.code, REST, amount, Status.PUBLISHED, where.release), where)


def hidden(shelf: Shelf, measure: Measure, grouping: Grouping, year: int, where: Found, whole: int | None) -> Iterator[Figure]:
    for code in closed_list(grouping, ()):
        one = figure(shelf, measure, str(year), grouping.code, code, (None, whole), Status.SUPPRESSED, where.release)
        yield in_row(one, where)


def in_row(one: Figure, where: Found) -> Figure:
    threshold = where.document.get("threshold") if one.by else None
    return replace(one, row=where.release.row, threshold=threshold)


def never_shown(shelf: Shelf, measure: Measure, grouping: Grouping | None, year: int) -> Iterator[Figure]:
    """What describes people and stands in no annual table: protected, once tables of that year are out."""
    status = Status.SUPPRESSED if year in shelf.years else shelf.year_status(year)
    by, codes = (grouping.code, closed_list(grouping, ())) if grouping else ("", [""])
    return (figure(shelf, measure, str(year), by, code, NOTHING, status) for code in codes)
