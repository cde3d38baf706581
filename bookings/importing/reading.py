"""A delimited text file as a stream of rows; whatever is wrong with the file as a whole is one sentence."""

import csv
import hashlib
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TextIO

from bookings.importing.errors import CannotRead

Row = list[str]
HEAD = 65_536
LONGEST = 10_000_000
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
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise CannotRead(f"{path} is a folder. Name a file in it.")
        if not stat.S_ISREG(mode):
            raise CannotRead(f"{path} is a pipe or a device, which can be read only once. Save what it gives as a file and name that.")
        with path.open("rb") as file:
            head = file.read(HEAD)
    except (FileNotFoundError, NotADirectoryError):
        raise CannotRead(f"There is no file {path}. Check the name.") from None
    except OSError as problem:
        raise CannotRead(f"{path} cannot be opened: {problem.strerror}. Ask for the right to read it.") from None
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise CannotRead(f"{path} is empty. Export it again from the jail's system.")
    if b"\x00" in head or head.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        raise CannotRead(_no_text(path))


def _no_text(path: Path, line: int = 0) -> str:
    where = f" (line {line})" if line else ""
    return f"{path} is not a text file{where}. Save it as CSV in UTF-8 and try again."


def sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _table(text: TextIO, path: Path, delimiter: str, encoding: str) -> Table:
    reader = csv.reader(_lines(text, path), delimiter=delimiter, strict=True)
    stream = _rows(reader, path, encoding)
    try:
        _, header = next(stream)
    except StopIteration:
        raise CannotRead(f"{path} is empty. Export it again from the jail's system.") from None
    header = [name.strip() for name in header]
    _check_header(header, path, delimiter)
    for first in stream:
        return Table(header, chain([first], stream))
    raise CannotRead(f"{path} has a header and no row below it. Export it again from the jail's system.")


def _lines(text: TextIO, path: Path) -> Iterator[str]:
    """A NUL byte is no text wherever it stands: the csv module lets it pass, PostgreSQL does not. Nor is a line without an end."""
    for number, line in enumerate(iter(partial(text.readline, LONGEST), ""), 1):
        if "\0" in line or len(line) == LONGEST:
            raise CannotRead(_no_text(path, number))
        yield line


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
            where = _undecodable_line(path, encoding)
            raise CannotRead(
                f"{path} is not {encoding} text on line {where}. Save it as UTF-8, or name its encoding in the mapping."
            ) from None
        if row:
            yield line, row
        line = reader.line_num + 1  # type: ignore[attr-defined]


def _undecodable_line(path: Path, encoding: str) -> int:
    """Text is decoded thousands of letters ahead of the row being read: look again, line by line."""
    number = 1
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):  # noqa: B007 - the last one is the answer
            try:
                line.decode(encoding)
            except UnicodeDecodeError:
                break
    return number


def _broken(path: Path, line: int, problem: str) -> str:
    if "unexpected end" in problem:
        return f"{path} is cut off: a quoted field that starts on line {line} never ends. Export it again."
    if "field larger" in problem:
        return f"{path}, line {line}: a quote is never closed, so that one field holds most of the file. Export it again."
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
