"""The exact figures as they stand, for the office: read from the cells of the roll-up."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max, Min
from django.utils import timezone

from accounts.models import County, Inbox
from accounts.periods import Month
from reports.figures.figure import Figure, Status, UnknownMeasure
from reports.measures import MEASURES, Measure
from reports.models import MeasureCell


def office_figures(county: County, measures: Iterable[str], months: Iterable[Month], by: str = "") -> list[Figure]:
    """The exact figures as they stand, in the order asked for: measure, month, group. One query.

    Raises `UnknownMeasure` for a code that no definition has, and for a grouping that the measure has not.
    """
    wanted, periods, now = [_measure(code, by) for code in measures], list(months), timezone.now()
    found = _cells(county, [measure.code for measure in wanted], periods, by)
    return [
        _figure(county, measure, month, by, group, found.get((measure.code, month, group)), now)
        for measure in wanted
        for month in periods
        for group in _groups(measure, by, month, found)
    ]


def all_figures(county: County, months: Iterable[Month]) -> list[Figure]:
    """Every measure, and then each grouping of each. One query."""
    periods, now = list(months), timezone.now()
    cells: dict[str, dict[tuple[str, Month, str], MeasureCell]] = {}
    for cell in MeasureCell.objects.filter(county=county, month__in=[month.first_day for month in periods]):
        cells.setdefault(cell.grouping, {})[cell.measure, Month.of_date(cell.month), cell.group] = cell
    return [
        _figure(county, measure, month, by, group, found.get((measure.code, month, group)), now)
        for by in dict.fromkeys(["", *(grouping.code for measure in MEASURES.values() for grouping in measure.groupings)])
        for found in [cells.get(by, {})]
        for measure in MEASURES.values()
        if not by or measure.grouping(by)
        for month in periods
        for group in _groups(measure, by, month, found)
    ]


def _measure(code: str, by: str) -> Measure:
    measure = MEASURES.get(code)
    if measure is None or (by and measure.grouping(by) is None):
        raise UnknownMeasure(f"{code} by {by}" if measure else code)
    return measure


def _cells(county: County, codes: list[str], months: list[Month], by: str) -> dict[tuple[str, Month, str], MeasureCell]:
    days = [month.first_day for month in months]
    cells = MeasureCell.objects.filter(county=county, measure__in=codes, month__in=days, grouping=by)
    return {(cell.measure, Month.of_date(cell.month), cell.group): cell for cell in cells}


def _groups(measure: Measure, by: str, month: Month, found: Iterable[tuple[str, Month, str]]) -> list[str]:
    """The closed list of a grouping, or whatever there is of an open one in the month."""
    grouping = measure.grouping(by)
    if grouping is None:
        return [""]
    return [group.code for group in grouping.groups] or sorted(
        group for code, when, group in found if (code, when) == (measure.code, month)
    )


def _figure(county: County, measure: Measure, month: Month, by: str, group: str, cell: MeasureCell | None, now: datetime) -> Figure:
    return Figure(
        measure=measure.code,
        county=county.slug,
        period=str(month),
        by=by,
        group=group,
        value=cell.numerator if cell else None,
        denominator=cell.denominator if cell else None,
        status=_status(county, month, cell, now),
        unit=str(measure.unit),
        row=county.slug,
        as_of=cell.filled_at if cell else None,
    )


def _status(county: County, month: Month, cell: MeasureCell | None, now: datetime) -> Status:
    start, end = month.bounds(county.zone)
    if now < start or (cell and now < end):
        return Status.NOT_YET
    return Status.PUBLISHED if cell else Status.NO_DATA


def covered_months(county: County) -> tuple[Month, Month] | None:
    """The first and the last month with figures, the last not after the running one. One query."""
    bounds = MeasureCell.objects.filter(county=county).aggregate(first=Min("month"), last=Max("month"))
    if bounds["first"] is None:
        return None
    first, last = Month.of_date(bounds["first"]), Month.of_date(bounds["last"])
    return min(first, running_month(county)), min(last, running_month(county))


def running_month(county: County) -> Month:
    return Month.of(timezone.now(), county.zone)


def stale(county: County) -> int:
    """How many writes of the county the roll-up has still to read."""
    return Inbox.objects.filter(reader="rollup", county_id=county.pk).count()
