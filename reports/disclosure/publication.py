"""The tables of one unit, year and grouping: a row for each class, and the table of all bookings beside them if it is safe."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports.disclosure.row import FLOOR, Frame, Grouping, Shown, show

Row = Mapping[str, int]
Rows = Mapping[str, Row]


class Impossible(ValueError):
    """The counts cannot be true, or may not be published so. Says where, and never a number."""


@dataclass(frozen=True)
class Publication:
    base: Shown | None
    rows: Mapping[str, Shown]


def publish(base: Row | None, rows: Rows, grouping: Grouping, t: int) -> Publication:
    """What may be shown. `base` is the table of all bookings of the same unit and year, `rows` has a row for each class."""
    if t < FLOOR:
        raise Impossible(f"The threshold may not be below {FLOOR}.")
    return by_rule(base, rows, grouping, t)


def by_rule(base: Row | None, rows: Rows, grouping: Grouping, t: int) -> Publication:
    """The rule at any threshold. Whoever publishes goes through `publish`."""
    check_counts(base, rows, grouping)
    shown = None if base is None else show_base(base, rows, grouping, t)
    frame = frame_of(shown, rows, grouping)
    return Publication(shown, {code: show(row, grouping, t, frame) for code, row in rows.items()})


def show_base(base: Row, rows: Rows, grouping: Grouping, t: int) -> Shown:
    """The table of all bookings; dropped if fewer than two of its listed groups could hold everybody in the classes."""
    shown = show(base, grouping, t, Frame.plain(grouping.order))
    strong = strong_groups(shown, rows)
    return shown if len(strong) >= 2 else Shown({}, None, shown.total, "dropped")


def strong_groups(base: Shown, rows: Rows) -> frozenset[str]:
    everybody = sum(sum(row.values()) for row in rows.values())
    return frozenset(group for group, count in base.listed.items() if count >= max(everybody, 1))


def frame_of(base: Shown | None, rows: Rows, grouping: Grouping) -> Frame:
    """Made of published numbers only."""
    if base is None or base.kind != "table":
        return Frame.plain(grouping.order)
    strong = strong_groups(base, rows)
    live = {group for group in grouping.order if base.listed.get(group) != 0}
    return Frame(frozenset(live - strong), strong)


def check_counts(base: Row | None, rows: Rows, grouping: Grouping) -> None:
    """Every group has a count, none is negative, and no class has more than the bookings of its group."""
    named = {"base": base, **rows} if base is not None else dict(rows)
    for name, row in named.items():
        if row.keys() != set(grouping.order):
            raise Impossible(f"The row {name} does not have exactly the groups of {grouping.code}.")
        if min(row.values()) < 0:
            raise Impossible(f"The row {name} of {grouping.code} has a negative count.")
    if base is not None and any(sum(row[group] for row in rows.values()) > base[group] for group in grouping.order):
        raise Impossible(f"The classes of {grouping.code} have more bookings in a group than there were.")
