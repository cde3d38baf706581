"""What the office page shows: the months as a table and one chart, from the figures alone."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import County
from accounts.periods import Month
from reports import charts, display, figures
from reports.figures import Figure, Status
from reports.measures import MEASURES, Label
from reports.sentences import Table, detainers, tabled

MONTHS = 25
CHARTED = 13
CHART = "DT-001"


class Column(NamedTuple):
    measure: str
    group: str = ""
    title: Label = ""
    note: Label = ""


COLUMNS = (
    Column("BK-001"),
    Column(
        "BK-002", "foreign_born", gettext_lazy("Born outside the US"), gettext_lazy("Birthplace answered and outside the United States.")
    ),
    Column(
        "BK-002",
        "us_born",
        gettext_lazy("Born in the US"),
        gettext_lazy("Birthplace answered and in the United States or its territories."),
    ),
    Column("BK-002", "unknown", gettext_lazy("Birthplace not known"), gettext_lazy("Declined, not asked, or not recognized.")),
    Column("DT-001"),
    Column(
        "DT-002",
        "handed_over",
        gettext_lazy("Of these handed over"),
        gettext_lazy("Detainers on which ICE took the person, as things stand now."),
    ),
    Column(
        "DT-002",
        "unaccounted",
        gettext_lazy("Of these unaccounted for"),
        gettext_lazy("Detainers of which the record does not say what became."),
    ),
    Column("HO-001"),
    Column("HO-002"),
)


def latest_months(county: County) -> list[Month]:
    """Up to 25 months that end with the last one that has figures, oldest first; none before the first, and none of an empty county."""
    covered = figures.covered_months(county)
    if covered is None:
        return []
    first, last = covered
    return list(max(first, last.shift(1 - MONTHS)).until(last))


def context(county: County, counties: Iterable[County]) -> dict[str, Any]:
    months = latest_months(county)
    found = shown(county, months) if months else []
    table = tabled(found)
    return {
        "county": county,
        "counties": list(counties),
        "months": [month_row(county, month, table) for month in reversed(months)],
        "columns": [column(one) for one in COLUMNS],
        **chart(county, months, table),
        "as_of": display.moment(figures.last_as_of(found), county),
        "stale": figures.stale(county),
        "csv_url": address("office_csv", county) if months else "",
        "json_url": address("office_json", county) if months else "",
    }


def shown(county: County, months: list[Month]) -> list[Figure]:
    """The figures of the columns: one query for the totals, and one a grouping."""
    codes = dict.fromkeys(one.measure for one in COLUMNS)
    cut = [(code, grouping.code) for code in codes for grouping in MEASURES[code].groupings]
    found = figures.office_figures(county, codes, months)
    return [*found, *(figure for code, by in cut for figure in figures.office_figures(county, [code], months, by))]


def address(name: str, county: County) -> str:
    return f"{reverse(name)}?county={county.slug}"


def column(one: Column) -> dict[str, str]:
    measure = MEASURES[one.measure]
    return {
        "code": measure.code,
        "title": str(one.title or measure.name),
        "unit": str(measure.unit),
        "note": str(one.note or measure.counts),
    }


def month_row(county: County, month: Month, table: Table) -> dict[str, Any]:
    cells = [table[str(month), one.measure, one.group] for one in COLUMNS]
    return {
        "label": display.month_name(month),
        "slug": str(month),
        "url": month_url(county, month),
        "has_data": any(figure.value is not None for figure in cells),
        "cells": [display.value(figure) for figure in cells],
    }


def month_url(county: County, month: Month) -> str:
    return reverse("month", args=[county.slug, str(month)])


def chart(county: County, months: list[Month], table: Table) -> dict[str, SafeString | str]:
    """The last 13 months, so that the same month of last year is in view, and a caption that begins with the sentence it shows."""
    shown = months[-CHARTED:]
    if not shown:
        return {"chart": "", "chart_caption": ""}
    whole = [month for month in shown if table[str(month), CHART, ""].status == Status.PUBLISHED]
    title = detainers(table, whole[-1]) if whole else str(MEASURES[CHART].name)
    points = [point(county, month, table[str(month), CHART, ""]) for month in shown]
    return {"chart": charts.columns(title, points), "chart_caption": f"{title} {caption(county)}"}


def point(county: County, month: Month, figure: Figure) -> charts.Point:
    status = "value" if figure.status == Status.PUBLISHED else str(figure.status)
    return charts.Point(display.short_month(month), figure.value, status, month_url(county, month))


def caption(county: County) -> str:
    measure = MEASURES[CHART]
    words = {"code": measure.code, "counts": measure.counts, "zone": county.timezone}
    return _("%(code)s. %(counts)s Months are cut in the zone %(zone)s. Office draft - not for publication.") % words
