"""An attacker on what is published of people. Shares no code with reports.disclosure: it knows published numbers, and may run the program.

`replay` tries every truth there is, so it knows all that the program gives away. `bounds` only calculates, for tables too large for that.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Truth = tuple[tuple[int, ...], ...]
Program = Callable[[Truth], Any]
Bounds = dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Cell:
    """A hidden small count: which row and group, what it is, and all that it can be."""

    row: int
    group: int
    truth: int
    possible: frozenset[int]
    asked: frozenset[int]

    @property
    def is_narrowed(self) -> bool:
        return not self.asked <= self.possible

    @property
    def is_exact(self) -> bool:
        return len(self.possible) == 1


def tables(total: int, groups: int) -> Iterator[tuple[int, ...]]:
    """Every row of so many groups with that total."""
    if groups == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for others in tables(total - first, groups - 1):
            yield (first, *others)


def replay(program: Program, truths: Iterable[Truth], t: int, is_hidden: Callable[[Any, int, int], bool]) -> list[Cell]:
    """Run the program on every truth; what reads the same cannot be told apart."""
    same: defaultdict[Any, list[Truth]] = defaultdict(list)
    for truth in truths:
        same[program(truth)].append(truth)
    return [cell for page, worlds in same.items() for cell in hidden_cells(page, worlds, t, is_hidden)]


def hidden_cells(page: Any, worlds: list[Truth], t: int, is_hidden: Callable[[Any, int, int], bool]) -> Iterator[Cell]:
    for row in range(len(worlds[0])):
        for group in range(len(worlds[0][row])):
            if not is_hidden(page, row, group):
                continue
            possible = frozenset(world[row][group] for world in worlds)
            for truth in sorted(possible & set(range(1, t))):
                yield Cell(row, group, truth, possible, frozenset(range(1, min(t - 1, sum(worlds[0][row])) + 1)))


def narrowed(cells: Iterable[Cell]) -> list[Cell]:
    return [cell for cell in cells if cell.is_narrowed]


def bounds(equations: Sequence[tuple[Sequence[str], int]], first: Mapping[str, tuple[int, int]]) -> Bounds:
    """Between what and what each number lies, from sums and from what is known of each at first. Tightens until nothing moves."""
    known = dict(first)
    moved = True
    while moved:
        before = dict(known)
        for cells, total in equations:
            for cell in cells:
                known[cell] = tightened(cell, cells, total, known)
        moved = before != known
    return known


def tightened(cell: str, cells: Sequence[str], total: int, known: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    least = sum(known[other][0] for other in cells if other != cell)
    most = sum(known[other][1] for other in cells if other != cell)
    low, high = known[cell]
    return max(low, total - most), min(high, total - least)


def read(rows: Mapping[str, Mapping[str, Any]], order: Sequence[str]) -> Bounds:
    """All hidden numbers of published rows (listed, rest, total), with the bookings under the name `base` as caps if they are there."""
    first: Bounds = {}
    equations: list[tuple[list[str], int]] = []
    for name, row in rows.items():
        cells = [f"{name}/{group}" for group in order]
        first |= {f"{name}/{group}": (row["listed"].get(group, 0), row["listed"].get(group, row["total"])) for group in order}
        equations.append((cells, row["total"]))
    classes = [name for name in rows if name != "base"]
    if "base" in rows:
        for group in order:
            cap = first[f"base/{group}"][1]
            slack = f"other/{group}"
            first[slack] = (0, rows["base"]["total"])
            if group in rows["base"]["listed"]:
                equations.append(([*(f"{name}/{group}" for name in classes), slack], cap))
    return bounds(equations, first)
