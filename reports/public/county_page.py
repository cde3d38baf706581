"""What the page of a county shows, top to bottom, from its published figures alone. Pure: figures and facts in, words and markup out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import County
from accounts.periods import Month
from reports import charts, display
from reports.figures import Figure
from reports.flow import Step, flow
from reports.measures import DEFINITIONS, THEMES
from reports.public import choice, comparing, facts, groups, lead, panel
from reports.public.book import Book
from reports.public.facts import CountyFacts
from reports.public.panel import Panel, Row

CHARTED = 13


@dataclass(frozen=True)
class Asked:
    """What the address asks for; every part is known before a page is made of it."""

    county: County
    month: Month
    measure: str
    percent: bool = False
    year: int | None = None
    who: str = choice.WHO


def months_shown(month: Month) -> list[Month]:
    """Thirteen, so that the same month of last year is in view."""
    return list(month.shift(1 - CHARTED).until(month))


def months_read(month: Month) -> list[Month]:
    """From January of last year, for the year to date, or from the first month of the chart."""
    return list(min(Month(month.year - 1, 1), month.shift(1 - CHARTED)).until(month))


Wanted = tuple[dict[str, list[Month]], list[tuple[str, str]]]


def wanted(asked: Asked) -> Wanted:
    """The long series of what leads, and of the count that was chosen; three months of every other; the parts that have a chart."""
    beside = sorted(compared(asked.month))
    long = dict.fromkeys([*choice.leads(), asked.measure])
    return {code: beside for code in choice.acts()} | {code: months_read(asked.month) for code in long}, choice.charted_parts()


@dataclass
class Reading:
    """The figures and facts behind a page, read when a piece of it first asks for them."""

    book_of: Callable[[], Book]
    annual_of: Callable[[], Sequence[Figure]]
    facts_of: Callable[[], CountyFacts]

    @cached_property
    def book(self) -> Book:
        return self.book_of()

    @cached_property
    def annual(self) -> Sequence[Figure]:
        return self.annual_of()

    @cached_property
    def facts(self) -> CountyFacts:
        return self.facts_of()


def headlines(asked: Asked, reading: Reading) -> dict[str, Any]:
    found = [headline(asked, reading.book, code) for code in headline_codes(reading.book)]
    bands = lead_figures(reading.book)
    return {"headlines": found, "lead": lead.headline(bands) if bands else None}


def acts(asked: Asked, reading: Reading) -> dict[str, Any]:
    """Parts that are too few to divide stand together in a list, each with its page: a panel of nothing says no more."""
    found = more_parts(reading.book)
    return {
        "notice": notice_panel(reading.book),
        "outcomes": outcome_panel(asked, reading.book),
        "more_parts": [one for one in found if not one.withheld],
        "undivided": [(one, measure_url(asked, one.measures[0].code)) for one in found if one.withheld],
    }


def lead_figures(book: Book) -> list[Figure]:
    period = book.last_window(choice.LEAD, "band")
    return book.groups(choice.LEAD, "band", period) if period else []


def notice_panel(book: Book) -> Panel | None:
    found = lead_figures(book)
    return lead.panel(found) if found else None


def more_parts(book: Book) -> list[Panel]:
    """What came before and after, each as parts of a whole in its last window."""
    windows = [(code, by, book.last_window(code, by)) for code, by in choice.MORE_PARTS]
    return [groups.parts_panel(book, f"{code}-{by}", code, by, period) for code, by, period in windows if period]


def series(asked: Asked, reading: Reading) -> dict[str, Any]:
    names = [(code, DEFINITIONS[code].name) for code in choice.acts()]
    return {"series": series_panel(asked, reading.book, reading.facts), "names": names}


def flow_steps(asked: Asked, reading: Reading) -> dict[str, Any]:
    return {"flow": flow_panel(asked, reading.book)}


def people_of_year(asked: Asked, reading: Reading) -> dict[str, Any]:
    """One class of bookings at a time, by how deep ICE was in it; the address names it."""
    there = dict.fromkeys(one.measure for one in reading.annual)
    found = [people(one, asked.percent) for one in groups.tables(reading.annual) if one[0].measure == asked.who]
    return {
        "people": [one for one in found if not one.withheld],
        "withheld": alike([one for one in found if one.withheld]),
        "row_name": row_name(reading.annual, asked),
        "people_year": asked.year,
        "percent": asked.percent,
        "who": asked.who,
        "classes": [(code, DEFINITIONS[code].name) for code in there],
        "class_measure": DEFINITIONS[asked.who],
        "later": asked.who == choice.WHO,
    }


def alike(withheld: Sequence[Panel]) -> list[tuple[str, list[Panel]]]:
    """Tables that are not shown, those of which the same is said together."""
    found: dict[str, list[Panel]] = {}
    for one in withheld:
        found.setdefault(one.withheld, []).append(one)
    return list(found.items())


def row_name(annual: Sequence[Figure], asked: Asked) -> str:
    """In whose row the county's people of this class are counted, if not in its own."""
    pool = next((one.row for one in annual if one.measure == asked.who and one.row != one.county), "")
    return groups.row_name(pool)


def county_facts(asked: Asked, reading: Reading) -> dict[str, Any]:
    """Policies in force, known gaps, and every count of the month."""
    gaps = [one for one in reading.facts.gaps if facts.touches(one, months_shown(asked.month))]
    return {
        "policies": facts.in_force(reading.facts, asked.month),
        "gaps": gaps,
        "themes": themes(asked, reading.book),
        "compared": [display.short_month(month) for month in compared(asked.month)],
    }


def frame_alone(_asked: Asked, _reading: Reading) -> dict[str, Any]:
    """A piece of which the frame of the page knows everything."""
    return {}


# Each piece by name: what of the address it depends on besides the month and the year, and what it shows.
PIECES: dict[str, tuple[Callable[[Asked], object], Callable[[Asked, Reading], dict[str, Any]]]] = {
    "title": (lambda asked: "", frame_alone),
    "headlines": (lambda asked: "", headlines),
    "acts": (lambda asked: "", acts),
    "series": (lambda asked: asked.measure, series),
    "flow": (lambda asked: "", flow_steps),
    "people": (lambda asked: (asked.percent, asked.who), people_of_year),
    "facts": (lambda asked: "", county_facts),
    "share": (lambda asked: "", frame_alone),
}


def panels(asked: Asked, reading: Reading) -> dict[str, Panel]:
    """Every panel of the page by its key: what its files are made of."""
    book = reading.book
    some = [
        series_panel(asked, book, reading.facts),
        notice_panel(book),
        outcome_panel(asked, book),
        *more_parts(book),
        flow_panel(asked, book),
    ]
    return {one.key: one for one in (*some, *(people(rows, asked.percent) for rows in groups.tables(reading.annual))) if one}


def headline_codes(book: Book) -> list[str]:
    return [code for code in choice.leads() if book.has(code)]


def headline(asked: Asked, book: Book, code: str) -> dict[str, Any]:
    figure, months = book.figure(code, asked.month), months_shown(asked.month)
    text = choice.words(code, figure.value or 0)
    series = book.series(code, months)
    return {
        "value": panel.value(figure),
        "kind": figure.status,
        "words": text,
        "lines": comparing.lines(book, code, asked.month),
        "chart": charts.mini(text, [panel.point(one, month) for one, month in zip(series, months, strict=True)]),
        "href": measure_url(asked, code),
        "measure": DEFINITIONS[code],
    }


def measure_url(asked: Asked, code: str, month: Month | None = None) -> str:
    return f"{reverse('public_measure', args=[asked.county.slug, code])}?month={month or asked.month}"


def month_url(county: County, month: Month) -> str:
    return f"{reverse('public_county', args=[county.slug])}?month={month}"


def series_panel(asked: Asked, book: Book, known: CountyFacts) -> Panel:
    """Thirteen months of the measure that the address asks for, with policies and known gaps."""
    months = months_shown(asked.month)
    series = book.series(asked.measure, months)
    hrefs = [month_url(asked.county, month) if one.value is not None else "" for one, month in zip(series, months, strict=True)]
    marks, measure = facts.marks(known, months), DEFINITIONS[asked.measure]
    return panel.month_panel(f"months-{asked.measure}", series_title(asked, series), series, months, hrefs, marks, str(measure.counts))


def series_title(asked: Asked, series: Sequence[Figure]) -> str:
    """The sentence that the columns show: the number first, then the month before."""
    now, before = series[-1], series[-2]
    name = display.month_name(asked.month)
    if now.value is None:
        return _("%(measure)s: %(why)s for %(month)s") % {
            "measure": DEFINITIONS[asked.measure].name,
            "why": panel.value(now),
            "month": name,
        }
    beside = comparing.beside(now.value, before.value, asked.month.shift(-1))
    return f"{choice.said(asked.measure, now.value)}, {name}. {beside}."


def outcome_panel(asked: Asked, book: Book) -> Panel | None:
    """The last window of outcomes that is over by the month shown."""
    period = book.last_window(choice.OUTCOMES, "outcome") if choice.OUTCOMES in DEFINITIONS else None
    if period is None:
        return None
    return groups.parts_panel(book, "outcomes", choice.OUTCOMES, "outcome", period, outcome_title(book, period))


def outcome_title(book: Book, period: str) -> str:
    """The sentence that the bar shows, where every part of it is public."""
    parts = {one.group: one.value for one in book.groups(choice.OUTCOMES, "outcome", period)}
    if any(value is None for value in parts.values()):
        return groups.parts_title(choice.OUTCOMES, "outcome", period)
    total = sum(value or 0 for value in parts.values())
    text = ngettext(
        "Of %(total)s detainer received (%(period)s), ICE took the person on %(taken)s; %(lost)s unaccounted for.",
        "Of %(total)s detainers received (%(period)s), ICE took the person on %(taken)s; %(lost)s unaccounted for.",
        total,
    )
    found = {"taken": parts.get("handed_over") or 0, "lost": parts.get(groups.UNACCOUNTED) or 0, "total": total}
    return text % ({name: display.number(count) for name, count in found.items()} | {"period": groups.period_name(period)})


def flow_panel(asked: Asked, book: Book) -> Panel | None:
    """From booked to handed over: counts of one month, largest unit first."""
    codes = [code for code in choice.known(choice.FLOW) if book.has(code)]
    if len(codes) < 2:
        return None
    figures = [book.figure(code, asked.month) for code in codes]
    said = ", ".join(choice.said(one.measure, one.value) for one in figures if one.value is not None and one.measure in choice.WORDS)
    title = f"{display.month_name(asked.month)}: {said}"
    steps = [Step(str(DEFINITIONS[one.measure].name), one.value, panel.value(one)) for one in figures]
    rows = tuple(Row(str(DEFINITIONS[one.measure].name), (panel.cell(one),), measure_url(asked, one.measure)) for one in figures)
    note = _(
        "Each count is of the month, not of one group of people that is followed: a handover may follow a booking of an earlier month."
    )
    return Panel("flow", title, figures, (_("Step"), _("Count")), rows, flow(title, steps), notes=(note,))


def people(figures: Sequence[Figure], percent: bool) -> Panel:
    first = figures[0]
    suffix = "" if first.row == first.county else f"-{first.row}"
    return groups.people_panel(f"people-{first.measure}-{first.by}{suffix}", figures, percent=percent)


def themes(asked: Asked, book: Book) -> list[dict[str, Any]]:
    """Every act of the month by theme, each with its page: nothing on the page is the only way to a figure."""
    there = {one.measure for one in book.all if not one.by}
    by_theme = {theme: [code for code in choice.acts() if code in there and DEFINITIONS[code].theme == theme] for theme in THEMES}
    return [
        {"code": theme, "name": THEMES[theme], "rows": [measure_row(asked, book, code) for code in codes]}
        for theme, codes in by_theme.items()
        if codes
    ]


def measure_row(asked: Asked, book: Book, code: str) -> dict[str, Any]:
    return {
        "measure": DEFINITIONS[code],
        "href": measure_url(asked, code),
        "cells": [panel.cell(book.figure(code, month)) for month in compared(asked.month)],
    }


def compared(month: Month) -> tuple[Month, ...]:
    """The month, the one before, the same month of last year."""
    return month, month.shift(-1), month.shift(-12)
