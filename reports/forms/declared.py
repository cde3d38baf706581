"""What a statutory form is: the law's own items and words, when they were checked, and one function that fills it.

Words of a law and of its form are English in every language of the site: they are what is filed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from reports.forms.due import Due
from reports.forms.record import Record

Cell = str | int
NOT_RECORDED = "not recorded"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a law: its number and words, what is counted for it here, and what that leaves out."""

    number: str
    words: str
    unit: str
    counts: str
    leaves_out: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a filled form. `says` stands under its title: a certificate, or why there is none."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    says: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One law's form. `usual` is the kind of period for which it is due (see `period.offered`); `state` whose law it is.

    `rule` is the same as `due`, to calculate with; none where no day is set. `counties`: those of a city's law (FIPS); none means all.
    """

    code: str
    title: str
    law: str
    state: str
    filed_with: str
    due: str
    usual: str
    checked_on: date
    items: tuple[Item, ...]
    fill: Callable[[Record], tuple[Sheet, ...]]
    rule: Due | None = None
    counties: frozenset[str] = frozenset()


def counted(value: int | None) -> Cell:
    """A number, or that the record does not hold it: never 0 for what nobody recorded."""
    return NOT_RECORDED if value is None else value
