"""Rows that belong together, wherever they stand in the file, in flat memory: an external merge sort."""

import heapq
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby
from operator import itemgetter
from typing import IO, Any

Item = tuple[str, int, Any]
IN_MEMORY = 20_000


def by_key(
    rows: Iterable[tuple[int, Any]], key: Callable[[Any], str], most: int = IN_MEMORY
) -> Iterator[tuple[str, list[tuple[int, Any]]]]:
    """Groups of (line, row) with the same key, lines in order. A file that fits in memory keeps its own order of bookings."""
    items = ((key(row), line, row) for line, row in rows)
    first = _take(items, most)
    if len(first) < most:
        yield from _first_seen(first)
        return
    with tempfile.TemporaryDirectory(prefix="jailwatch-") as folder, ExitStack() as open_files:
        spools = [open_files.enter_context(_spool(first, folder))]
        while chunk := _take(items, most):
            spools.append(open_files.enter_context(_spool(chunk, folder)))
        # Lines are unique, so that two items never compare by their rows.
        merged = heapq.merge(*map(_unspool, spools))
        for name, group in groupby(merged, key=itemgetter(0)):
            yield name, [(line, row) for _, line, row in group]


def _take(items: Iterator[Item], most: int) -> list[Item]:
    taken = []
    for item in items:
        taken.append(item)
        if len(taken) == most:
            break
    return taken


def _first_seen(items: list[Item]) -> Iterator[tuple[str, list[tuple[int, Any]]]]:
    groups: dict[str, list[tuple[int, Any]]] = {}
    for name, line, row in items:
        groups.setdefault(name, []).append((line, row))
    yield from groups.items()


def _spool(items: list[Item], folder: str) -> IO[bytes]:
    """Sorted by key and line into a file of its own, in blocks: one pickle a block keeps reading cheap and memory flat."""
    items.sort()
    file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed with the others, also when the rows break off
    for start in range(0, len(items), 500):
        pickle.dump(items[start : start + 500], file, pickle.HIGHEST_PROTOCOL)
    file.seek(0)
    return file


def _unspool(file: IO[bytes]) -> Iterator[Item]:
    while True:
        try:
            yield from pickle.load(file)  # noqa: S301 - our own file of a moment ago
        except EOFError:
            return
