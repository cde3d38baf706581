"""Counties side by side on one measure, over the same twelve months, per 1,000 bookings. By name, never by rate: no county is first.

Below eleven events a rate says more about chance than about a county: its count stands, its rate does not. Months without data are
left out of both counts, and the row says of how many months it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import County
from accounts.periods import Month
from reports import display
from reports.dots import Dot, dots
from reports.figures import Figure, Status
from reports.measures import DEFINITIONS
from reports.public import choice, comparing
from reports.public.book import Book
from reports.public.county_page import month_url
from reports.public.panel import Cell, Panel, Row, cell

MONTHS = 12


@dataclass(frozen=True)
class Line:
    """One county: its events and bookings over the months for which both are known."""

    county: County
    events: int
    bookings: int
    known: int
    release: int | None

    @property
    def rate(self) -> float | None:
        return comparing.per_thousand(self.events, self.bookings) if comparing.enough(self.events) else None


def window(month: Month) -> list[Month]:
    return list(month.shift(1 - MONTHS).until(month))


def line(county: County, book: Book, measure: str, month: Month) -> Line:
    pairs = [(book.figure(measure, one), book.figure(choice.BOOKINGS, one)) for one in window(month)]
    known = [(part, whole) for part, whole in pairs if part.value is not None and whole.value is not None]
    events, bookings = sum(part.value or 0 for part, _whole in known), sum(whole.value or 0 for _part, whole in known)
    newest = max((part.release for part, _whole in known if part.release is not None), default=None)
    return Line(county, events, bookings, len(known), newest)


def context(month: Month, measure: str, lines: Sequence[Line]) -> dict[str, Any]:
    return {
        "month": month,
        "measure": DEFINITIONS[measure],
        "panel": panel(month, measure, lines),
        "period": period_words(month),
        "fewest": comparing.FEWEST,
    }


def period_words(month: Month) -> str:
    return _("the twelve months to %(month)s") % {"month": display.month_name(month)}


def panel(month: Month, measure: str, lines: Sequence[Line]) -> Panel:
    definition = DEFINITIONS[measure]
    title = _("%(measure)s per 1,000 bookings, %(period)s") % {"measure": definition.name, "period": period_words(month)}
    heads = (_("County"), str(definition.unit), _("Bookings"), _("Per 1,000 bookings"), _("Months with data"))
    drawn = dots(title, [Dot(str(one.county), one.rate, rate_words(one)) for one in lines]) if any(one.rate for one in lines) else ""
    return Panel("compare", title, figures(month, measure, lines), heads, tuple(row(one, month) for one in lines), drawn)


def row(one: Line, month: Month) -> Row:
    if not one.known:
        missing = Cell(_("no data"), Status.NO_DATA)
        return Row(str(one.county), (missing, missing, missing, Cell(months_words(one))), month_url(one.county, month))
    counts = (Cell(display.number(one.events)), Cell(display.number(one.bookings)))
    rate = Cell(rate_words(one), "published" if one.rate is not None else "too-few")
    return Row(str(one.county), (*counts, rate, Cell(months_words(one))), month_url(one.county, month))


def rate_words(one: Line) -> str:
    if not one.known:
        return _("no data")
    return display.tenths(one.rate) if one.rate is not None else _("too few to compare")


def months_words(one: Line) -> str:
    return _("%(known)s of %(months)s") % {"known": one.known, "months": MONTHS}


def figures(month: Month, measure: str, lines: Iterable[Line]) -> list[Figure]:
    """What the files hold: each county's events as value and its bookings as denominator, over the months named as the period."""
    return [figure(one, month, measure) for one in lines]


def figure(one: Line, month: Month, measure: str) -> Figure:
    slug, known = one.county.slug, bool(one.known)
    return Figure(
        measure=measure,
        county=slug,
        period=f"{month.shift(1 - MONTHS)}/{month}",
        by="",
        group="",
        value=one.events if known else None,
        denominator=one.bookings if known else None,
        status=Status.PUBLISHED if known else Status.NO_DATA,
        unit=str(DEFINITIONS[measure].unit),
        row=slug,
        as_of=None,
        release=one.release,
        edition="published",
    )


def overview_row(county: County, month: Month | None, book: Book) -> dict[str, Any]:
    """A county on the first page: its latest month and the counts that its own page leads with."""
    codes = choice.leads()
    cells = [cell(book.figure(code, month)) for code in codes] if month else []
    return {"county": county, "month": display.month_name(month) if month else "", "cells": cells}
