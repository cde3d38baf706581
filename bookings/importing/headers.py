"""Which row is the header, what splits the columns, and how the columns are called."""

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from bookings.importing.shapes import fold

Row = list[str]
# Title rows above the header: no more than these are looked through.
LOOKED = 50
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


@dataclass(frozen=True, slots=True)
class Found:
    """The row with most of the mapped columns: where it is among those looked at, and which it lacks."""

    place: int
    has: int
    lacks: frozenset[str]


def find(rows: Iterable[Row], columns: frozenset[str]) -> Found:
    """The first row that has all the columns, else the first of those that have most."""
    best = Found(0, 0, columns)
    for place, row in enumerate(islice(rows, LOOKED)):
        there = {fold(name) for name in (*row, *numbered(row))}
        lacks = frozenset(name for name in columns if fold(name) not in there)
        if len(columns) - len(lacks) > best.has:
            best = Found(place, len(columns) - len(lacks), lacks)
        if not lacks:
            break
    return best


def numbered(row: Row) -> Row:
    """Names without padding; one that stands several times gets the number of each: Charge (1), Charge (2)."""
    names = [" ".join(cell.split()) for cell in row]
    total, seen = Counter(names), Counter[str]()
    for place, name in enumerate(names):
        if name and total[name] > 1:
            seen[name] += 1
            names[place] = f"{name} ({seen[name]})"
    return names


def named(row: Row, columns: frozenset[str]) -> Row:
    """The header with the mapping's spelling of its names: capitals and padding make no other column."""
    names = numbered(row)
    total = Counter(map(fold, names))
    spelled = {fold(name): name for name in columns if name not in names}
    return [spelled.get(fold(name), name) if total[fold(name)] == 1 else name for name in names]


def twice(row: Row, columns: frozenset[str]) -> str:
    """A column that the mapping reads and that stands several times, so that nobody can say which is meant."""
    total = Counter(" ".join(cell.split()) for cell in row)
    return min((name for name in columns if total[name] > 1), default="")


def delimiter_of(text: str, columns: frozenset[str]) -> tuple[str, Found]:
    """What splits the first lines so that one of them has the most of the columns."""
    usual = [*DELIMITERS]
    marks = Counter(mark for mark in text if not mark.isalnum() and not mark.isspace() and mark not in "\"'_-./:" and mark not in usual)
    candidates = [*usual, *(mark for mark, _ in marks.most_common(8))]
    found = [(mark, find(split(text, mark), columns)) for mark in candidates]
    return max(found, key=lambda item: item[1].has)


def split(text: str, delimiter: str) -> list[Row]:
    rows: list[Row] = []
    try:
        for row in islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), LOOKED):
            rows.append(row)  # noqa: PERF402 - rows before a broken one count
    except csv.Error:
        pass
    return rows
