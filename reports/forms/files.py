"""A filled form as a file. Whoever opens it in a spreadsheet sees texts as texts: nothing in it is run as a formula."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from accounts.spreadsheet import defused
from reports.forms.declared import Cell, Sheet
from reports.forms.filled import Filled
from reports.report.pdf import printed

DEFINITIONS = ("Item", "Words of the law", "Unit", "What is counted", "What that leaves out")
SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDEST = 5  # columns that stand upright on a page
WIDTHS = (12, 44, 24, 36, 36, 36, 36)


def csv_text(filled: Filled) -> str:
    """What form it is, then each table under its title, then the definitions; an empty line between two."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in csv_rows(filled):
        writer.writerow([defused(cell) for cell in row])
    return out.getvalue()


def csv_rows(filled: Filled) -> Iterator[tuple[Cell, ...]]:
    yield from filled.head
    for sheet in filled.sheets:
        yield ()
        yield (sheet.title,)
        if sheet.says:
            yield (sheet.says,)
        yield sheet.header
        yield from sheet.rows
    yield ()
    yield DEFINITIONS
    yield from definitions(filled)


def definitions(filled: Filled) -> Iterator[tuple[Cell, ...]]:
    return ((item.number, item.words, item.unit, item.counts, item.leaves_out) for item in filled.form.items)


def xlsx_bytes(filled: Filled) -> bytes:
    """A worksheet for what form it is, one a table, and one for the definitions."""
    out = io.BytesIO()
    with Workbook(out, SAFE) as book:
        book.set_properties({"title": filled.form.title, "created": filled.as_of.replace(tzinfo=None)})
        write(book.add_worksheet("Form"), [*filled.head])
        for number, sheet in enumerate(filled.sheets, 1):
            write(book.add_worksheet(f"Table {number}"), rows_of(sheet))
        write(book.add_worksheet("Definitions"), [DEFINITIONS, *definitions(filled)])
    return out.getvalue()


def pdf_bytes(filled: Filled) -> bytes:
    """The same tables on paper, in the form's own English."""
    sheets = [sheet_data(one.title, one.header, one.rows, one.says) for one in filled.sheets]
    sheets.append(sheet_data("Definitions", DEFINITIONS, tuple(definitions(filled))))
    status = filled.head[-1][1]
    data = {
        "title": filled.form.title,
        "place": f"{filled.county.name}, {filled.county.state}",
        "language": "en",
        "head": [list(pair) for pair in filled.head],
        "foot": f"{filled.form.title}, {filled.county.name}, {filled.county.state}, {filled.period.code}",
        "warning": status[:1].upper() + status[1:],
        "page_of": "Page {page} of {pages}",
        "flipped": any(len(one.header) > WIDEST for one in filled.sheets),
        "sheets": sheets,
    }
    return printed("form.typ", data, filled.as_of)


def sheet_data(title: str, heads: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...], says: str = "") -> dict[str, Any]:
    lines = [{"label": str(row[0]), "cells": [str(cell) for cell in row[1:]], "total": False} for row in rows]
    return {"title": title, "heads": list(heads), "lines": lines, "says": says, "words": True}


def rows_of(sheet: Sheet) -> list[tuple[Cell, ...]]:
    return [(sheet.title,), *([(sheet.says,)] if sheet.says else []), sheet.header, *sheet.rows]


def write(page: Worksheet, rows: list[tuple[Cell, ...]]) -> None:
    for column, width in enumerate(WIDTHS):
        page.set_column(column, column, width)
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            put = page.write_number if isinstance(cell, int) else page.write_string
            put(row, column, cell)
