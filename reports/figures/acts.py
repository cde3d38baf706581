"""Figures of monthly releases: exact totals of what the agency did, and their groups where the window shows them."""

from collections.abc import Iterable, Iterator
from typing import Any

from accounts.periods import Month
from reports.figures.figure import PUBLISHED, Figure, Status
from reports.figures.shelf import Document, Shelf
from reports.measures import Grouping, Measure
from reports.models import Release
from reports.releases.acts import grouping_is_act, total_is_act
from reports.releases.windows import Window, window_of

Amount = tuple[int | None, int | None]
NOTHING: Amount = (None, None)


def totals(shelf: Shelf, measure: Measure, first: Month, last: Month) -> Iterator[Figure]:
    found = shelf.month_documents(first, last)
    return (total(shelf, measure, month, found.get(month)) for month in first.until(last))


def total(shelf: Shelf, measure: Measure, month: Month, document: Document | None) -> Figure:
    if document is None:
        return figure(shelf, measure, str(month), "", "", NOTHING, shelf.month_status(month))
    amount = document["totals"].get(measure.code)
    status = Status.NO_DATA if amount is None else Status.PUBLISHED
    return figure(shelf, measure, str(month), "", "", tuple(amount or NOTHING), status, shelf.months[month])


def groups(shelf: Shelf, measure: Measure, grouping: Grouping, first: Month, last: Month) -> Iterator[Figure]:
    """One set of groups a window, also of one that only begins or ends in the months asked for."""
    found = shelf.month_documents(first, Month(last.year, 12))
    windows = dict.fromkeys(window(measure, month, found.get(month)) for month in first.until(last))
    for one in windows:
        yield from cut(shelf, measure, grouping, one, found.get(one.last))


def window(measure: Measure, month: Month, document: Document | None) -> Window:
    """As the month's release says; it was fixed before the year."""
    return window_of(document["windows"].get(measure.code, "year") if document else "month", month)


def cut(shelf: Shelf, measure: Measure, grouping: Grouping, one: Window, document: Document | None) -> Iterator[Figure]:
    if document is None:
        status = shelf.month_status(one.last)
        yield from (figure(shelf, measure, one.period, grouping.code, code, NOTHING, status) for code in closed_list(grouping, {}))
        return
    entry = document["groups"].get(measure.code, {}).get(grouping.code, {"status": Status.NO_DATA, "values": {}, "total": None})
    for code in closed_list(grouping, entry["values"]):
        value = entry["values"].get(code)
        status = entry["status"] if value is not None or entry["status"] != Status.PUBLISHED else Status.NO_DATA
        amount = (value, entry["total"])
        yield figure(shelf, measure, one.period, grouping.code, code, amount, status, shelf.months[one.last])


def closed_list(grouping: Grouping, values: Iterable[str]) -> list[str]:
    """The groups of the definition; of an open list those that there are, and one without a name if there are none."""
    return [group.code for group in grouping.groups] or sorted(values) or [""]


def whole(shelf: Shelf, measures: Iterable[Measure], month: Month) -> Iterator[Figure]:
    document = shelf.month_documents(month, month)[month]
    for measure in measures:
        if total_is_act(measure):
            yield total(shelf, measure, month, document)
        for grouping in measure.groupings:
            one = window(measure, month, document)
            if grouping_is_act(measure, grouping) and one.last == month:
                yield from cut(shelf, measure, grouping, one, document)


def figure(
    shelf: Shelf, measure: Measure, period: str, by: str, group: str, amount: Any, status: str, release: Release | None = None
) -> Figure:
    return Figure(
        measure=measure.code,
        county=shelf.county.slug,
        period=period,
        by=by,
        group=group,
        value=amount[0],
        denominator=amount[1],
        status=Status(status),
        unit=str(measure.unit),
        row=shelf.county.slug,
        as_of=release.as_of if release else None,
        release=release.number if release else None,
        edition=PUBLISHED,
    )
