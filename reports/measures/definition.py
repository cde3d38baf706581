"""What a measure is. One table of these makes the roll-up, the definitions, the chart captions and the headers of every export."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import TextChoices
from django.utils.functional import Promise

from accounts.models import County
from accounts.periods import Month
from reports.measures.record import Record, load

Label = str | Promise
Cells = dict[tuple[str, str], tuple[int, int | None]]
ALL = ("", "")


@dataclass(frozen=True, slots=True)
class Group:
    code: str
    label: Label


@dataclass(frozen=True, slots=True)
class Grouping:
    """A way to cut a measure. An `act` is what the agency did, an `attribute` describes people and is protected in public.

    `groups` is the closed list, in the order in which it is shown; empty means open. The groups add up to the measure
    whose code is `adds_up_to`.
    """

    code: str
    name: Label
    kind: Literal["act", "attribute"]
    groups: tuple[Group, ...]
    adds_up_to: str

    def label(self, code: str) -> Label:
        return next((group.label for group in self.groups if group.code == code), code)


@dataclass(frozen=True, slots=True)
class Measure:
    """One definition. A changed definition gets a new code; a code is never used again.

    `is_part`: the measure itself counts only some of what its groups add up to (handovers before a conviction, of all handovers).
    """

    code: str
    name: Label
    unit: Label
    counts: Label
    leaves_out: Label
    reviewed_on: date
    count: Callable[[Record], Cells]
    groupings: tuple[Grouping, ...] = ()
    is_part: bool = False

    def cells(self, county: County, month: Month) -> Cells:
        """(grouping, group) -> (numerator, denominator or None), counted from the record as it stands."""
        return self.count(load(county, month))

    def grouping(self, code: str) -> Grouping | None:
        return next((grouping for grouping in self.groupings if grouping.code == code), None)


def groups_of(choices: type[TextChoices]) -> tuple[Group, ...]:
    return tuple(Group(choice.value, choice.label) for choice in choices)


def tally(grouping: str, choices: type[TextChoices], found: Mapping[Any, int]) -> Cells:
    """A cell for every group of a closed list, those with no case too; the whole is their sum."""
    total = sum(found.values())
    return {(grouping, choice.value): (found.get(choice, 0), total) for choice in choices}
