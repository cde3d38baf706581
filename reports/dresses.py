"""Figures as files. Every row carries its code, unit, period, as-of time and edition, so that a row alone still says what it is."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import County
from accounts.spreadsheet import defused
from reports.display import group_label
from reports.figures import OFFICE, Figure, last_as_of
from reports.measures import DEFINITIONS

HEADER = (
    "edition", "county", "period", "measure", "name", "unit", "grouping", "group", "label",
    "value", "denominator", "status", "row", "as_of", "release",
)  # fmt: skip


def edition_words(edition: str) -> str:
    return _("office draft - not for publication") if edition == OFFICE else edition


def csv_text(figures: Iterable[Figure]) -> str:
    """A table with one header row. A figure without a value has an empty one, and its status says why."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    for figure in figures:
        writer.writerow([defused(cell) for cell in csv_row(figure)])
    return out.getvalue()


def csv_row(figure: Figure) -> list[str | int | None]:
    return [
        edition_words(figure.edition),
        figure.county,
        figure.period,
        figure.measure,
        str(DEFINITIONS[figure.measure].name),
        figure.unit,
        figure.by,
        figure.group,
        group_label(figure),
        figure.value,
        figure.denominator,
        figure.status,
        figure.row,
        as_of(figure),
        figure.release,
    ]


def as_json(county: County, figures: Iterable[Figure]) -> dict[str, Any]:
    found = list(figures)
    newest = last_as_of(found)
    return {
        "edition": edition_words(OFFICE),
        "county": county.slug,
        "made_up": county.made_up,
        "as_of": newest.isoformat() if newest else None,
        "results": [result(figure) for figure in found],
    }


def result(figure: Figure) -> dict[str, Any]:
    return {
        "measure": figure.measure,
        "county": figure.county,
        "period": figure.period,
        "grouping": figure.by,
        "group": figure.group,
        "value": figure.value,
        "denominator": figure.denominator,
        "status": str(figure.status),
        "unit": figure.unit,
        "row": figure.row,
        "as_of": as_of(figure) or None,
        "release": figure.release,
    }


def as_of(figure: Figure) -> str:
    return figure.as_of.isoformat() if figure.as_of else ""
