"""An Excel workbook as rows of text: measured before it is opened, one sheet of it, numbers and times as they would be written."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum, load_workbook

from bookings.importing.errors import CannotRead
from bookings.importing.headers import LOOKED, Found, Row, find
from bookings.importing.shapes import Layout, fold

MOST_ROWS = 200_000
MOST_UNPACKED = 100 * 1024**2
AS_CSV = "Save the sheet as CSV and import that."


def rows_of(path: Path, layout: Layout) -> tuple[str, Found, Iterator[tuple[int, Row]]]:
    """The name of the sheet that has the columns, its header's place, and its rows by their number in the sheet."""
    _measure(path)
    with _readable(path):
        sheet, found = _chosen(load_workbook(str(path)), layout, path)
    if sheet.end is not None and sheet.end[0] >= MOST_ROWS:
        raise CannotRead(f"{path}: the sheet {sheet.name!r} has more than {MOST_ROWS:,} rows. {AS_CSV}")
    return sheet.name, found, _rows(sheet)


def _measure(path: Path) -> None:
    """By the zip directory, and then by unpacking each part once: a directory may lie, and what reads it next holds it in memory."""
    try:
        with zipfile.ZipFile(path) as file:
            if sum(part.file_size for part in file.infolist()) > MOST_UNPACKED:
                raise CannotRead(f"{path} unpacks to more than {MOST_UNPACKED // 1024**2} MB. {AS_CSV}")
            broken = file.testzip()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error):
        broken = "its directory"
    if broken:
        raise CannotRead(f"{path} is not a text file, and no whole Excel file either: it is damaged. {AS_CSV}")


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException as problem:  # a panic of the compiled reader is no Exception
        if isinstance(problem, CannotRead | KeyboardInterrupt | SystemExit | MemoryError | GeneratorExit):
            raise
        raise CannotRead(f"{path} is not a text file, and no Excel workbook (.xlsx) that can be read. {AS_CSV}") from None


def _chosen(book: CalamineWorkbook, layout: Layout, path: Path) -> tuple[CalamineSheet, Found]:
    names = _names(book, layout.sheet, path)
    looked = [(sheet, find((row for _, row in _rows(sheet, LOOKED)), layout.columns)) for sheet in map(book.get_sheet_by_name, names)]
    whole = [(sheet, found) for sheet, found in looked if not found.lacks]
    if len(whole) > 1:
        several = ", ".join(sheet.name for sheet, _ in whole)
        raise CannotRead(f'{path}: several sheets have these columns ({several}). Name one in the mapping, as in sheet = "{names[0]}".')
    return whole[0] if whole else max(looked, key=lambda item: item[1].has)


def _names(book: CalamineWorkbook, wanted: str, path: Path) -> list[str]:
    """The sheet that the mapping names, else every sheet that can be seen."""
    sheets = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    if wanted:
        found = [one.name for one in sheets if fold(one.name) == fold(wanted)]
        if not found:
            raise CannotRead(f"{path} has no sheet {wanted!r}. Its sheets: {', '.join(one.name for one in sheets)}.")
        return found
    seen = [one.name for one in sheets if one.visible == SheetVisibleEnum.Visible]
    if not seen:
        raise CannotRead(f"{path} has no sheet that can be seen. {AS_CSV}")
    return seen


def _rows(sheet: CalamineSheet, most: int | None = None) -> Iterator[tuple[int, Row]]:
    if sheet.start is None:
        return iter(())
    rows: Iterator[list[Any]] = sheet.iter_rows()
    texts = ((number, list(map(as_text, row))) for number, row in enumerate(islice(rows, most), 1))
    return ((number, row) for number, row in texts if any(row))


def as_text(cell: Any) -> str:
    """A cell as a person would write it: whole numbers without a point, times as 2026-05-01 13:40:00, days as 2026-05-01."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return (cell + timedelta(microseconds=500_000)).replace(microsecond=0).isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat() if isinstance(cell, date) else cell.replace(microsecond=0).isoformat()
    return str(cell)
