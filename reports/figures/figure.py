"""What a figure is: one number with all that it needs to be read, or why there is none."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

OFFICE, PUBLISHED = "office", "published"


class UnknownMeasure(ValueError):
    """A code or a grouping that no definition has. Never answered with another number."""


class UnknownPeriod(ValueError):
    """Months that end before they begin, or a span that no release could cover."""


class Status(StrEnum):
    """Why a figure has its value, or has none. In the office, `published` is a whole month and `not_yet` one that is not over."""

    PUBLISHED = "published"
    SUPPRESSED = "suppressed"
    NO_DATA = "no_data"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number and all that it needs to be read: of what, where, when, as of when, from which release (none in the office).

    `row` is whose bookings are counted: the county, or the pool in which it stands. `withdrawn`: the table proved gravely wrong, and
    `reason` says how. `threshold`: in a table of people, from how many on a group was named.
    """

    measure: str
    county: str
    period: str
    by: str
    group: str
    value: int | None
    denominator: int | None
    status: str
    unit: str
    row: str
    as_of: datetime | None
    release: int | None = None
    edition: str = OFFICE
    withdrawn: bool = False
    reason: str = ""
    threshold: int | None = None


def last_as_of(figures: Iterable[Figure]) -> datetime | None:
    return max(_moments(figures), default=None)


def _moments(figures: Iterable[Figure]) -> Iterator[datetime]:
    return (figure.as_of for figure in figures if figure.as_of)
