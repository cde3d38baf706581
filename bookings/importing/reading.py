"""A file as a header and a stream of rows; whatever is wrong with the file as a whole is one sentence."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TextIO

from bookings.importing import workbooks
from bookings.importing.errors import CannotRead, ShowEncoding
from bookings.importing.headers import DELIMITERS, LOOKED, Found, Row, delimiter_of, find, named, twice
from bookings.importing.packing import BOM, WIDE, check, head_of, is_workbook, no_text, sha256, unpacked
from bookings.importing.shapes import Layout
from bookings.models.batch import Letters

__all__ = ["Row", "Table", "open_table", "sha256"]
LONGEST = 10_000_000
SHOWN = 3
csv.field_size_limit(1_000_000)


@dataclass(frozen=True, slots=True)
class Table:
    """The header and the rows, each with the number of the line on which it starts; `says` is how the file was taken."""

    header: Row
    rows: Iterator[tuple[int, Row]]
    says: str = ""


@contextmanager
def open_table(path: Path, layout: Layout) -> Iterator[Table]:
    """Open a file for one pass. Raises `CannotRead` here or while the rows are read."""
    check(path)
    if is_workbook(path):
        sheet, found, rows = workbooks.rows_of(path, layout)
        yield _table(path, layout, found, rows, f"the sheet {sheet!r}")
        return
    head = head_of(path)
    encoding = _encoding(path, head, layout.encoding)
    delimiter, guessed = delimiter_of(head.decode(encoding, "replace"), layout.columns)
    with unpacked(path) as file, io.TextIOWrapper(file, encoding=encoding, newline="") as text:
        reader = csv.reader(_lines(text, path), delimiter=layout.delimiter or delimiter, strict=True)
        rows = _rows(reader, path, encoding, layout)
        first = list(islice(rows, LOOKED))
        found = find((row for _, row in first), layout.columns)
        if layout.delimiter and guessed.has > found.has:
            raise CannotRead(_other_delimiter(path, delimiter, layout.delimiter))
        split_by = f"split by {_called(layout.delimiter or delimiter)}"
        yield _table(path, layout, found, chain(first, rows), f"{encoding.removesuffix('-sig').upper()} text {split_by}")


def _table(path: Path, layout: Layout, found: Found, rows: Iterator[tuple[int, Row]], kind: str) -> Table:
    header = next(islice(rows, found.place, None), None)
    if header is None:
        raise CannotRead(f"{path} is empty. Export it again from the jail's system.")
    if name := twice(header[1], layout.columns):
        raise CannotRead(
            f"{path}: the header has the column {name!r} twice. Write '{name} (1)' in the mapping for the first of them, "
            f"'{name} (2)' for the second."
        )
    for row in rows:
        says = f"{path.name}: {kind}, header on line {header[0]}."
        return Table(named(header[1], layout.columns), chain([row], rows), says)
    raise CannotRead(f"{path} has a header and no row below it. Export it again from the jail's system.")


def _encoding(path: Path, head: bytes, wanted: str) -> str:
    """By the byte-order mark, else what a person or the mapping says, else strict UTF-8: nothing is guessed."""
    if head.startswith(BOM):
        return "utf-8-sig"
    if head.startswith(WIDE):
        return "utf-16"
    if wanted not in ("", Letters.UTF_8) and _is_wide_utf8(path):
        raise CannotRead(
            f'{path} is UTF-8 text, not {Letters(wanted).label} as the mapping says: "ñ" would read "{"ñ".encode().decode(wanted)}". '
            'Say encoding = "utf-8" there.'
        )
    return wanted or Letters.UTF_8.value


def _is_wide_utf8(path: Path) -> bool:
    """Whether all of it is UTF-8 and some of it more than ASCII: text in Windows-1252 is not that by chance."""
    wide = False
    with unpacked(path) as file:
        try:
            for line in file:
                wide = wide or not line.isascii()
                line.decode("utf-8")
        except UnicodeDecodeError:
            return False
    return wide


def _lines(text: TextIO, path: Path) -> Iterator[str]:
    """A NUL byte is no text wherever it stands: the csv module lets it pass, PostgreSQL does not. Nor is a line without an end."""
    for number, line in enumerate(iter(partial(text.readline, LONGEST), ""), 1):
        if "\0" in line or len(line) == LONGEST:
            raise CannotRead(no_text(path, number))
        yield line


def _rows(reader: Iterator[Row], path: Path, encoding: str, layout: Layout) -> Iterator[tuple[int, Row]]:
    """Blank lines, also those that hold only delimiters, tell nothing."""
    line = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            raise CannotRead(_broken(path, line, str(problem))) from None
        except UnicodeError:
            raise _undecodable(path, encoding, layout) from None
        if any(row):
            yield line, row
        line = reader.line_num + 1  # type: ignore[attr-defined]


def _undecodable(path: Path, encoding: str, layout: Layout) -> CannotRead:
    """Text is decoded thousands of letters ahead of the row being read: look again, line by line."""
    if encoding == "utf-16":
        return CannotRead(f"{path} is cut off or damaged: it is no whole UTF-16 text. Save it as CSV in UTF-8 and try again.")
    line = next((number for number, _ in _not_of(path, encoding)), 1)
    begin = f"{path} is not {encoding} text on line {line}"
    if encoding != Letters.UTF_8:
        return CannotRead(f"{begin}. Save it as UTF-8, or name its encoding in the mapping.")
    shown = [text for _, text in islice(_not_of(path, encoding), SHOWN)]
    ways = [way for way in Letters if way != Letters.UTF_8 and next(_not_of(path, way), None) is None]
    readings: dict[Letters, list[str]] = {way: [_around(text.decode(way)) for text in shown] for way in ways}
    if layout.encoding:
        says = "; ".join(f"as {way.label} it reads {', '.join(cells)}" for way, cells in readings.items())
        return CannotRead(f"{begin}. Save it as UTF-8, or name its encoding in the mapping ({says}).")
    return ShowEncoding(begin, readings)


def _not_of(path: Path, encoding: str) -> Iterator[tuple[int, bytes]]:
    """The lines that are no text in this encoding."""
    with unpacked(path) as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode(encoding)
            except UnicodeDecodeError:
                yield number, line


def _around(line: str) -> str:
    """The words about the first letter that is not plain: enough to see whether it reads right, and no whole row of a person."""
    at = next(place for place, letter in enumerate(line) if not letter.isascii())
    start = max(line.rfind(mark, 0, at) for mark in (*DELIMITERS, '"', "\n")) + 1
    ends = [end for mark in (*DELIMITERS, '"', "\r", "\n") if (end := line.find(mark, at)) >= 0]
    return f"“{line[start : min(ends, default=len(line))].strip()[:40]}”"


def _broken(path: Path, line: int, problem: str) -> str:
    if "unexpected end" in problem:
        return f"{path} is cut off: a quoted field that starts on line {line} never ends. Export it again."
    if "field larger" in problem:
        return f"{path}, line {line}: a quote is never closed, so that one field holds most of the file. Export it again."
    return f"{path}, line {line}: a quote stands where none can stand ({problem}). Export it again."


def _called(delimiter: str) -> str:
    return f"{DELIMITERS[delimiter]}s" if delimiter in DELIMITERS else repr(delimiter)


def _other_delimiter(path: Path, delimiter: str, wanted: str) -> str:
    return (
        f"{path}: the header is split by {_called(delimiter)}, not by {_called(wanted)}. "
        f"Set delimiter = {delimiter!r} in the mapping, or leave it out."
    )
