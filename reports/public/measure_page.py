"""One measure of one county: thirteen months, each grouping that is published, the definition, the files. Pure."""

from dataclasses import replace
from typing import Any

from reports.measures import DEFINITIONS
from reports.public import choice, comparing, county_page, groups, panel
from reports.public.book import Book
from reports.public.county_page import Asked, Reading
from reports.public.panel import Panel


def panels(asked: Asked, reading: Reading) -> dict[str, Panel]:
    """The months, then the last window of each grouping of acts, then the tables of people of the year."""
    some = [county_page.series_panel(asked, reading.book, reading.facts), *parts(asked, reading.book)]
    of_people = groups.tables([one for one in reading.annual if one.measure == asked.measure])
    return {one.key: one for one in (*some, *(county_page.people(rows, asked.percent) for rows in of_people))}


def code_in(key: str) -> str:
    """The measure that the key of a panel names, or nothing."""
    named = key.removeprefix("months-")
    return next((code for code in DEFINITIONS if named == code or named.startswith(f"{code}-")), "")


def of(asked: Asked, code: str) -> Asked:
    return replace(asked, measure=code)


def wanted(asked: Asked) -> county_page.Wanted:
    parts = [(code, by) for code, by in choice.parts() if code == asked.measure]
    return {asked.measure: county_page.months_read(asked.month)}, parts


def parts(asked: Asked, book: Book) -> list[Panel]:
    found = []
    for grouping in DEFINITIONS[asked.measure].groupings:
        period = book.last_window(asked.measure, grouping.code)
        if period:
            found.append(groups.parts_panel(book, f"{asked.measure}-{grouping.code}", asked.measure, grouping.code, period))
    return found


def context(asked: Asked, reading: Reading) -> dict[str, Any]:
    figure = reading.book.figure(asked.measure, asked.month)
    return {
        "measure": DEFINITIONS[asked.measure],
        "value": panel.value(figure),
        "kind": figure.status,
        "lines": comparing.lines(reading.book, asked.measure, asked.month),
        "panels": list(panels(asked, reading).values()),
        "percent": asked.percent,
        "people_year": asked.year,
    }
