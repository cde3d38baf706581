"""What is calculated from published numbers only. None means suppressed: it is not zero and not unknown."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from reports.disclosure.row import REST, Shown


@dataclass(frozen=True)
class AtLeast:
    """At least so many, in so many of the rows; the other rows, which do not list the group, are about so many people."""

    at_least: int
    rows_listing: int
    rows: int
    people_not_shown: int


def number(shown: Shown, group: str) -> int | None:
    """The published number of a group or of the rest row."""
    return shown.rest if group == REST else shown.listed.get(group)


def share(shown: Shown, group: str) -> Fraction | None:
    """Of all in the row. None too if nobody is in it: of nobody there is no share."""
    return divided(number(shown, group), shown.total)


def rate(part: Shown, whole: Shown, group: str) -> Fraction | None:
    """Of the bookings of the group. The rest rows of two tables hold different groups, so they have none."""
    return None if group == REST else divided(number(part, group), number(whole, group))


def divided(part: int | None, whole: int | None) -> Fraction | None:
    return Fraction(part, whole) if part is not None and whole else None


def pooled(rows: Iterable[Shown], group: str) -> AtLeast:
    """The figure of a state: the sum of what is listed, and how many people the rows are about that do not list it."""
    found = list(rows)
    listing = [row for row in found if group in row.listed]
    people = sum(row.total for row in found if group not in row.listed)
    return AtLeast(sum(row.listed[group] for row in listing), len(listing), len(found), people)
