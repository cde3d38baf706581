"""Other truths that read the same: the building blocks of the proof. Nothing here is ever stored, logged or shown."""

from collections.abc import Iterable
from dataclasses import dataclass

from reports.disclosure.publication import Row, Rows
from reports.disclosure.row import Frame, Grouping, Shown


@dataclass(frozen=True)
class Rule:
    """All that the rule needs beside the counts of a row."""

    grouping: Grouping
    t: int
    frame: Frame

    def hidden(self, row: Row, shown: Shown) -> list[str]:
        """Groups without a published number, in the order of the table."""
        live = self.frame.live
        return [group for group in self.grouping.order if group in live and group not in shown.listed]

    def protected(self, row: Row, shown: Shown) -> list[str]:
        return [group for group in self.hidden(row, shown) if 0 < row[group] < self.t]


def with_value(row: Row, shown: Shown, rule: Rule, group: str, value: int) -> Row:
    """The row with that value in a hidden group, and everybody else where the publication stays the same."""
    hidden = rule.hidden(row, shown)
    carriers = [other for other in hidden if other in rule.frame.strong and other != group]
    rest = sum(row[other] for other in hidden) - value
    if shown.kind == "withheld":
        moved = {carriers[-1]: rest}
    elif is_roomy(row, hidden, rule):
        moved = spread(rest, sorted(carriers, key=lambda other: row[other], reverse=True), rule.t - 1)
    else:
        moved = {last_joined(row, hidden, rule): rest}
    return {**row, **dict.fromkeys(hidden, 0), **moved, group: value}


def is_roomy(row: Row, hidden: list[str], rule: Rule) -> bool:
    """Clause (A): the rest fits below the threshold into all strong groups but one."""
    room = sum(group in rule.frame.strong for group in hidden)
    return rule.t <= sum(row[group] for group in hidden) <= (room - 1) * (rule.t - 1)


def last_joined(row: Row, hidden: list[str], rule: Rule) -> str:
    return [group for group in hidden if group in rule.frame.strong and row[group] >= rule.t][-1]


def spread(count: int, groups: Iterable[str], most: int) -> dict[str, int]:
    """Fill one group after the other."""
    filled: dict[str, int] = {}
    for group in groups:
        filled[group] = min(count, most)
        count -= filled[group]
    return filled


def without_forced(row: Row, shown: Shown, rule: Rule) -> Row:
    """The row with nobody in a forced group, so that no cap of the bookings can bind; the publication stays the same."""
    if not any(row[group] for group in rule.frame.forced):
        return row
    hidden = rule.hidden(row, shown)
    strong = [group for group in hidden if group in rule.frame.strong]
    if shown.kind == "table" and not is_roomy(row, hidden, rule):
        strong.remove(last_joined(row, hidden, rule))
    return with_value(row, shown, rule, strong[0], 1)


def bookings_that_drop(total: int, rows: Rows, grouping: Grouping) -> Row:
    """A table of all bookings that holds the classes and is dropped: all others are in the group that already has the most."""
    sums = {group: sum(row[group] for row in rows.values()) for group in grouping.order}
    most = max(grouping.order, key=lambda group: sums[group])
    return sums | {most: sums[most] + total - sum(sums.values())}
