"""What the agency did may be shown exactly, by groupings of this closed list only. Every other grouping describes people.

A pair is a measure and a grouping; "" is the measure as a whole, which describes people too where it counts only those of a kind
(handovers *before a conviction*).
"""

from collections.abc import Iterable
from typing import Literal

# Before a pair goes here, three questions must be answered no; docs/disclosure.md states them.
ACTS = frozenset({("BK-001", ""), ("BK-002", ""), ("DT-001", ""), ("DT-002", ""), ("DT-002", "outcome"), ("HO-001", "")})
FEWEST_TO_SPLIT = 5
A_MONTH, A_QUARTER = 132, 44


def is_act(measure: str, grouping: str) -> bool:
    return (measure, grouping) in ACTS


def act_window(total_last_year: int) -> Literal["month", "quarter", "year"]:
    """The window of an act's groups, fixed before the year: about eleven events in each."""
    if total_last_year >= A_MONTH:
        return "month"
    return "quarter" if total_last_year >= A_QUARTER else "year"


def shows_groups(total: int) -> bool:
    """Whether a window shows more than its total."""
    return total >= FEWEST_TO_SPLIT


def sums_show_groups(totals: Iterable[int]) -> bool:
    """Whether a sum over windows may: one window without groups could be had by subtracting all others."""
    return all(shows_groups(total) for total in totals)
