"""The proof, run on the numbers at hand: for every protected count, other complete tables are published, and must read the same."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.disclosure.publication import Impossible, Publication, Row, Rows, by_rule, frame_of, publish
from reports.disclosure.row import Frame, Grouping
from reports.disclosure.truths import Rule, bookings_that_drop, with_value, without_forced


class NotProven(Exception):
    """Another truth would have been published differently. Says of which row, and never a number or group."""


@dataclass(frozen=True)
class Alternative:
    """Complete other counts in which the group of that class (None: of all bookings) has the value."""

    where: str | None
    group: str
    value: int
    base: Row | None
    rows: Rows


@dataclass(frozen=True)
class Proof:
    publication: Publication
    alternatives_checked: int


def prove(base: Row | None, rows: Rows, grouping: Grouping, t: int) -> Proof:
    """Publish every alternative on trial; all must give the publication of the truth."""
    publication, checked = publish(base, rows, grouping, t), 0
    for one in alternatives(base, rows, grouping, t):
        if not reads_the_same(one, publication, grouping, t):
            where = "all bookings" if one.where is None else one.where
            raise NotProven(f"The table of {grouping.code} is not safe in the row {where}.")
        checked += 1
    return Proof(publication, checked)


def reads_the_same(one: Alternative, publication: Publication, grouping: Grouping, t: int) -> bool:
    row = one.base if one.where is None else one.rows[one.where]
    try:
        return row is not None and row[one.group] == one.value and by_rule(one.base, one.rows, grouping, t) == publication
    except Impossible:
        return False


def alternatives(base: Row | None, rows: Rows, grouping: Grouping, t: int) -> Iterator[Alternative]:
    """For each protected count two truths: one with the least and one with the most that it may be."""
    publication = by_rule(base, rows, grouping, t)
    for where, group, most in protected(base, rows, publication, grouping, t):
        for value in sorted({1, most}):
            yield alternative(base, rows, publication, Rule(grouping, t, frame_of(publication.base, rows, grouping)), where, group, value)


def protected(base: Row | None, rows: Rows, publication: Publication, grouping: Grouping, t: int) -> Iterator[tuple[str | None, str, int]]:
    """Class (None: all bookings), group, and the most that it must seem possible to be. A dropped table has none."""
    rule = Rule(grouping, t, frame_of(publication.base, rows, grouping))
    for code, row in rows.items():
        for group in rule.protected(row, publication.rows[code]):
            yield code, group, min(t - 1, sum(row.values()))
    if base is not None and publication.base is not None and publication.base.kind == "table":
        for group in Rule(grouping, t, Frame.plain(grouping.order)).protected(base, publication.base):
            yield None, group, min(t - 1, sum(base.values()))


def alternative(
    base: Row | None, rows: Rows, publication: Publication, rule: Rule, where: str | None, group: str, value: int
) -> Alternative:
    """Rows share no booking; only the table of all bookings ties them, and nobody else stays in a group that it could cap."""
    moved = rows if publication.base is None or publication.base.kind == "dropped" else quiet(rows, publication, rule)
    if where is not None:
        moved = {**moved, where: with_value(rows[where], publication.rows[where], rule, group, value)}
    return Alternative(where, group, value, bookings_for(base, moved, publication, rule, group, value), moved)


def quiet(rows: Rows, publication: Publication, rule: Rule) -> Rows:
    return {code: without_forced(row, publication.rows[code], rule) for code, row in rows.items()}


def bookings_for(base: Row | None, rows: Rows, publication: Publication, rule: Rule, group: str, value: int) -> Row | None:
    """All bookings that hold these rows and read as the true ones. A small count of bookings takes the value too: it may not cap it."""
    if base is None or publication.base is None:
        return base
    if publication.base.kind == "dropped":
        return bookings_that_drop(publication.base.total, rows, rule.grouping)
    plain = Rule(rule.grouping, rule.t, Frame.plain(rule.grouping.order))
    small = group in plain.protected(base, publication.base)
    return with_value(base, publication.base, plain, group, value) if small else base
