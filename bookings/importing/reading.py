"""A delimited text file as a stream of rows; whatever is wrong with the file as a whole is one sentence."""

import csv
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from bookings.importing.errors import CannotRead

Row = list[str]
HEAD = 65_536
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
csv.field_size_limit(1_000_000)


@dataclass(frozen=True, slots=True)
class Table:
    """The header and the rows, each with the number of the line on which it starts."""

    header: Row
    rows: Iterator[tuple[int, Row]]


@contextmanager
def open_table(path: Path, *, delimiter: str = ",", encoding: str = "utf-8") -> Iterator[Table]:
    """Open a file for one pass. Raises `CannotRead` here or while the rows are read."""
    check(path)
    with path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as text:
        yield _table(text, path, delimiter, encoding)


def check(path: Path) -> None:
    if not path.exists():
        raise CannotRead(f"There is no file {path}. Check the name.")
    if path.is_dir():
        raise CannotRead(f"{path} is a folder. Name a file in it.")
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as problem:
        raise CannotRead(f"{path} cannot be opened: {problem.strerror}.") from None
    if not head.strip():
        raise CannotRead(f"{path} is empty. Export it again from the jail's system.")
    if b"\x00" in head or head[:2] == b"PK" or head[:2] == b"\x1f\x8b":
        raise CannotRead(f"{path} is not a text file. Save it as CSV and try again.")


def sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _table(text: TextIO, path: Path, delimiter: str, encoding: str) -> Table:
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    stream = _rows(reader, path, encoding)
    try:
        _, header = next(stream)
    except StopIteration:
        raise CannotRead(f"{path} is empty. Export it again from the jail's system.") from None
    header = [name.strip() for name in header]
    _check_header(header, path, delimiter)
    return Table(header, stream)


def _rows(reader: Iterator[Row], path: Path, encoding: str) -> Iterator[tuple[int, Row]]:
    line = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            raise CannotRead(_broken(path, line, str(problem))) from None
        except UnicodeDecodeError:
            raise CannotRead(
                f"{path} is not {encoding} text near line {line}. Save it as UTF-8, or name its encoding in the mapping."
            ) from None
        if row:
            yield line, row
        line = reader.line_num + 1  # type: ignore[attr-defined]


def _broken(path: Path, line: int, problem: str) -> str:
    if "unexpected end" in problem:
        return f"{path} is cut off: a quoted field that starts on line {line} never ends. Export it again."
    if "field larger" in problem:
        return f"{path}, line {line}: a quote is never closed, so that one field holds most of the file. Export it again."
    if "NUL" in problem:
        return f"{path} is not a text file (line {line}). Save it as CSV and try again."
    return f"{path}, line {line}: a quote stands where none can stand ({problem}). Export it again."


def _check_header(header: Row, path: Path, delimiter: str) -> None:
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise CannotRead(f"{path}: the header has the column {twice[0]!r} twice. Rename one of them.")
    if len(header) == 1:
        other = max(DELIMITERS, key=header[0].count)
        if other != delimiter and header[0].count(other):
            raise CannotRead(
                f"{path}: the header is split by {DELIMITERS[other]}s, not by {DELIMITERS.get(delimiter, delimiter)}s. "
                f"Set delimiter = {other!r} in the mapping."
            )
