"""A report as CSV, XLSX and JSON: every sentence, cell and note of it, in its order. No text is ever run as a formula."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any, NamedTuple

import xlsxwriter
from django.utils.translation import gettext as _

from accounts.spreadsheet import defused
from reports.public.files import WRITTEN
from reports.report.drawn import on_paper
from reports.report.model import Cell, Line, Report, Section, Table

HEADER = (
    "edition", "made_up", "county", "period", "release", "revision", "as_of", "section", "what", "table", "line", "column", "text", "value",
    "status", "unit", "measure", "grouping", "group", "of_period", "denominator",
)  # fmt: skip


class Row(NamedTuple):
    """What a sentence, a note or a cell has of its own."""

    section: str
    what: str
    table: str = ""
    line: str = ""
    column: str = ""
    text: str = ""
    value: int | None = None
    status: str = ""
    unit: str = ""
    measure: str = ""
    grouping: str = ""
    group: str = ""
    of_period: str = ""
    denominator: int | None = None


def rows(report: Report) -> Iterator[Row]:
    for section in report.all_sections:
        yield from (Row(section.code, "sentence", text=text) for text in section.sentences)
        for table in section.tables:
            yield from cells(section, table)
            yield from [Row(section.code, "note", table.key, text=table.note)] if table.note else []
        yield from (Row(section.code, "note", text=text) for text in section.notes)


def cells(section: Section, table: Table) -> Iterator[Row]:
    for line in table.lines:
        for head, cell in zip(table.heads[1:], line.cells, strict=True):
            yield Row(section.code, "cell", table.key, line.label, head, cell.text, cell.value, cell.kind, *behind(line, cell))


def behind(line: Line, cell: Cell) -> tuple[str, str, str, str, str, int | None]:
    """The figure's unit, definition, group and period; of a cell without one the definition of its line."""
    one = cell.figure
    return (one.unit, one.measure, one.by, one.group, one.period, one.denominator) if one else ("", line.code, "", "", "", None)


def common(report: Report) -> list[str | int | None]:
    as_of = report.as_of.isoformat() if report.as_of else ""
    return [report.edition, "made-up data" if report.made_up else "", report.county, report.period, report.release, report.revision, as_of]


def csv_text(report: Report) -> str:
    out, first = StringIO(), common(report)
    writer = csv.writer(out)
    writer.writerow(HEADER)
    for row in rows(report):
        writer.writerow([defused(cell) for cell in (*first, *row)])
    return out.getvalue()


# --- XLSX ----------------------------------------------------------------------------------------------------------------------------

SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
NARROW, WIDE = 16, 60


def xlsx_bytes(report: Report) -> bytes:
    """What it is and says first, then a sheet a table in the order of the report; the last but one are the definitions."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, SAFE) as book:
        book.set_properties({"title": report.title, "created": WRITTEN})
        bold = book.add_format({"bold": True})
        first = book.add_worksheet(_("report"))
        for place, pair in enumerate(opening(report)):
            write(first, place, pair)
        first.set_column(0, 0, 30)
        first.set_column(1, 1, 120)
        names: set[str] = set()
        for _section, table in report.tables:
            sheet(book.add_worksheet(name_of(table, names)), table, report, bold)
    return out.getvalue()


def opening(report: Report) -> list[tuple[str | int, ...]]:
    lines: list[tuple[str | int, ...]] = [
        (report.title, report.warning),
        *report.head,
        (_("Address"), report.address),
        ("sha256", report.sha256),
    ]
    for section in report.all_sections:
        said = (*section.sentences, *section.notes)
        lines += [(), (section.title, said[0] if said else ""), *(("", text) for text in said[1:])]
    return lines


def name_of(table: Table, names: set[str]) -> str:
    """Excel takes 31 characters, each name once."""
    name = table.key[:31]
    while name.lower() in names:
        name = f"{table.key[:28]}-{len(names)}"
    names.add(name.lower())
    return name


def sheet(page: Any, table: Table, report: Report, bold: Any) -> None:
    write(page, 0, (table.title,), bold)
    write(page, 1, (report.warning or report.foot,))
    write(page, 2, table.heads, bold)
    for place, line in enumerate(table.lines, start=3):
        write(page, place, (line.label, *(number_or_text(cell) for cell in line.cells)))
    write(page, len(table.lines) + 4, (table.note,))
    page.set_column(0, 0, 44)
    page.set_column(1, len(table.heads), WIDE if table.is_words else NARROW)
    page.freeze_panes(3, 1)


def number_or_text(cell: Cell) -> str | int:
    """A number where there is one; else the words that say why there is none."""
    return cell.text if cell.value is None else cell.value


def write(page: Any, place: int, some: tuple[str | int, ...], look: Any = None) -> None:
    for column, one in enumerate(some):
        if isinstance(one, int):
            page.write_number(place, column, one, look)
        elif one:
            page.write_string(place, column, str(defused(one)), look)


# --- JSON ----------------------------------------------------------------------------------------------------------------------------


def as_json(report: Report) -> dict[str, Any]:
    names = ("edition", "county", "place", "period", "title", "made_up", "language", "address", "release", "revision", "sha256", "warning")
    return {
        **{name: getattr(report, name) for name in names},
        "as_of": report.as_of.isoformat() if report.as_of else None,
        "head": [list(pair) for pair in report.head],
        "sections": [section_json(one) for one in report.sections],
        "annex": [section_json(one) for one in report.annex],
    }


def section_json(section: Section) -> dict[str, Any]:
    return {
        "code": section.code,
        "title": section.title,
        "sentences": list(section.sentences),
        "charts": [{"key": one.key, "title": one.title, "says": on_paper(one)[1], "table": one.table} for one in section.charts],
        "tables": [table_json(one) for one in section.tables],
        "notes": list(section.notes),
    }


def table_json(table: Table) -> dict[str, Any]:
    lines = [
        {"label": line.label, "code": line.code, "is_total": line.is_total, "cells": [cell_json(one) for one in line.cells]}
        for line in table.lines
    ]
    return {"key": table.key, "title": table.title, "heads": list(table.heads), "lines": lines, "note": table.note}


def cell_json(cell: Cell) -> dict[str, Any]:
    known = {"text": cell.text, "status": cell.kind, "value": cell.value}
    one = cell.figure
    behind = {"measure": one.measure, "grouping": one.by, "group": one.group, "period": one.period, "unit": one.unit} if one else {}
    return known | behind
