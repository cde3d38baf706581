"""One row: which groups are listed, and which are added into one number, "all other groups"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

REST = "~rest"
DEFAULT_THRESHOLD, FLOOR = 11, 5


@dataclass(frozen=True)
class Grouping:
    """A closed list of groups in the order in which they join the rest row. The order stands before the year; no data changes it."""

    code: str
    version: int
    order: tuple[str, ...]
    open_list: bool
    one_group_withheld: bool

    def __post_init__(self) -> None:
        if len(self.order) < 2 or len(set(self.order)) < len(self.order) or REST in self.order:
            raise ValueError(f"The grouping {self.code} needs two groups or more, each once, and none called {REST}.")


@dataclass(frozen=True)
class Frame:
    """What the table of all bookings says about a row: groups that must be in the rest, and groups that no cap can bind."""

    forced: frozenset[str]
    strong: frozenset[str]

    @classmethod
    def plain(cls, order: Sequence[str]) -> "Frame":
        return cls(frozenset(), frozenset(order))

    @property
    def live(self) -> frozenset[str]:
        """Every other group is zero, as the published table of all bookings shows."""
        return self.forced | self.strong


@dataclass(frozen=True)
class Shown:
    """A row as published. Without a rest row, or withheld, `rest` is None."""

    listed: Mapping[str, int]
    rest: int | None
    total: int
    kind: Literal["table", "withheld", "dropped"]


def rest_groups(row: Mapping[str, int], order: Sequence[str], t: int, frame: Frame) -> frozenset[str] | None:
    """The groups of the rest row; empty if the whole table can be shown, None if the row must be withheld.

    Not one clause can be left out or made wider: the proof in docs/disclosure.md uses each.
    """
    known = frame.live
    live = [group for group in order if group in known]
    rest = {group for group in live if group in frame.forced or row[group] < t}
    total, grown = sum(row[group] for group in rest), False
    if total == 0:
        return frozenset()
    queue = [group for group in order if group in frame.strong and group not in rest]
    while len(rest) < len(live):
        room = len(rest & frame.strong)
        if room >= 2 and (t <= total <= (room - 1) * (t - 1) or (grown and total > len(rest) * (t - 1))):
            return frozenset(rest)
        joins = queue.pop(0)
        rest.add(joins)
        total += row[joins]
        grown = True
    return None


def show(row: Mapping[str, int], grouping: Grouping, t: int, frame: Frame) -> Shown:
    """The row by the rule."""
    rest, total = rest_groups(row, grouping.order, t, frame), sum(row.values())
    if rest is None or (grouping.one_group_withheld and not rest and tells_of_everybody(row)):
        return withheld(total)
    listed = {group: row[group] for group in grouping.order if group not in rest}
    return Shown(listed, sum(row[group] for group in rest) if rest else None, total, "table")


def tells_of_everybody(row: Mapping[str, int]) -> bool:
    """All in one group: such a table answers the question about every person known to be in it."""
    return sum(count > 0 for count in row.values()) == 1


def withheld(total: int) -> Shown:
    return Shown({}, None, total, "withheld")
