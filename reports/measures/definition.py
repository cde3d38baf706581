"""What a measure is. One table of these makes the roll-up, the definitions, the chart captions and the headers of every export."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from django.db.models import TextChoices
from django.utils.functional import Promise

from accounts.models import County
from accounts.periods import Month
from reports.measures.record import Record, load

Label = str | Promise
Cells = dict[tuple[str, str], tuple[int, int | None]]
Kind = Literal["act", "attribute"]
ALL = ("", "")
REVIEWED = date(2026, 11, 24)


@dataclass(frozen=True, slots=True)
class Group:
    code: str
    label: Label


@dataclass(frozen=True, slots=True)
class Grouping:
    """A way to cut a measure. An `act` is what the agency did, an `attribute` describes people and is protected in public.

    `groups` is the closed list, in the order in which it is shown; empty means open, and `named` then names a group. `of` says in
    which group a row of the record is; with `several` it names any number of groups, which then add up to nothing. The groups add
    up to the measure whose code is `adds_up_to`: that which it cuts, if nothing else is said.
    """

    code: str
    name: Label
    kind: Kind
    groups: tuple[Group, ...]
    of: Callable[[Any], Any]
    adds_up_to: str = ""
    several: bool = False
    named: Callable[[str], Label] | None = None

    def label(self, code: str) -> Label:
        if self.named is not None:
            return self.named(code)
        return next((group.label for group in self.groups if group.code == code), code)

    def tally(self, rows: Sequence[Any], weigh: Callable[[Any], int] | None) -> Counter[str]:
        """How much of each group; those of a closed list with none of it too."""
        found = Counter({group.code: 0 for group in self.groups})
        if self.several:
            found.update(code for row in rows for code in self.of(row))
        elif weigh is None:
            found.update(map(self.of, rows))
        else:
            for row in rows:
                found[self.of(row)] += weigh(row)
        return found


@dataclass(frozen=True, slots=True)
class Measure:
    """One definition. A changed definition gets a new code; a code is never used again.

    `rows` are the rows of the record that it counts, or, with `weigh`, whose weights it sums. `base` are those of which it is a
    part. `is_part`: the groups cut the base and not the measure (the conviction status of all handovers, of those before one).
    `or_unknown`: without rows it is not known, and there is no figure; else it is 0.
    """

    code: str
    theme: str
    name: Label
    unit: Label
    counts: Label
    leaves_out: Label
    rows: Callable[[Record], Sequence[Any]]
    groupings: tuple[Grouping, ...] = ()
    base: Callable[[Record], Sequence[Any]] | None = None
    weigh: Callable[[Any], int] | None = None
    is_part: bool = False
    or_unknown: bool = False
    of_whom: Literal["events", "persons"] = "events"
    law: tuple[str, ...] = ()
    reviewed_on: date = field(default=REVIEWED)

    def __post_init__(self) -> None:
        bound = (one if one.adds_up_to else replace(one, adds_up_to=self.code) for one in self.groupings)
        object.__setattr__(self, "groupings", tuple(bound))

    def cells(self, county: County, month: Month) -> Cells:
        """(grouping, group) -> (numerator, denominator or None), counted from the record as it stands."""
        return self.count(load(county, month))

    def count(self, record: Record) -> Cells:
        """The denominator is the whole of which every figure is a part; a measure that is never cut has none."""
        rows = self.rows(record)
        if self.or_unknown and not rows:
            return {}
        base = self.base(record) if self.base else rows
        total, whole = self._sum(rows), self._sum(base)
        cells: Cells = {ALL: (total, whole if self.groupings or self.base else None)}
        for grouping in self.groupings:
            for group, number in grouping.tally(base if self.is_part else rows, self.weigh).items():
                cells[grouping.code, group] = number, whole
        return cells

    def _sum(self, rows: Sequence[Any]) -> int:
        return len(rows) if self.weigh is None else sum(map(self.weigh, rows))

    def grouping(self, code: str) -> Grouping | None:
        return next((grouping for grouping in self.groupings if grouping.code == code), None)


def groups_of(choices: type[TextChoices], *more: Group) -> tuple[Group, ...]:
    return (*(Group(choice.value, choice.label) for choice in choices), *more)
