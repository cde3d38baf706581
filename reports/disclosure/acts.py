"""What the agency did may be shown exactly, by groupings of this closed list only. Every other grouping describes people.

A pair is a measure and a grouping; "" is the measure as a whole, which describes people too where it counts only those of a kind
(handovers *before a conviction*). Sums of minutes are no acts: one long hold can be most of a sum (docs/disclosure.md).
"""

from collections.abc import Iterable
from typing import Literal

# Before a pair goes here, three questions must be answered no; docs/disclosure.md states them.
SPLIT: dict[str, tuple[str, ...]] = {
    "AK-003": ("basis",),
    "IC-001": ("started", "channel", "reply"),
    "IC-003": ("voluntary",),
    "RQ-001": ("channel", "answer"),
    "DT-002": ("outcome",),
    "DT-003": ("form", "warrant"),
    "DT-004": ("served", "decision"),
    "DT-006": ("basis", "told"),
    "DT-009": ("outcome",),
    "VI-001": ("kind", "held", "room"),
    "VI-002": ("kind",),
    "TN-001": ("channel", "outcome"),
    "TN-002": ("told",),
    "TN-003": ("channel", "answer", "taken", "person"),
    "TN-004": ("answer",),
    "HO-003": ("mode", "place", "agency", "basis"),
    "EN-001": ("contact",),
    "CN-002": ("channel",),
    "LT-001": ("band",),
    "LT-002": ("band",),
    "QA-002": ("field",),
}
# Counted whole; which of them can be split stands above.
WHOLE = [
    "BK-001",
    "BK-002",
    "BK-003",
    "AK-001",
    "AK-002",
    "AK-003",
    "AK-004",
    "AK-005",
    "AK-006",
    "AK-007",
    "IC-001",
    "IC-002",
    "IC-003",
    "IC-005",
    "RQ-001",
    "DT-001",
    "DT-002",
    "DT-003",
    "DT-004",
    "DT-005",
    "DT-006",
    "DT-007",
    "DT-008",
    "DT-009",
    "DT-010",
    "VI-001",
    "VI-002",
    "VI-004",
    "TN-001",
    "TN-002",
    "TN-003",
    "TN-004",
    "RL-001",
    "CU-001",
    "CU-002",
    "CU-005",
    "HO-001",
    "HO-003",
    "HO-005",
    "HO-006",
    "HO-007",
    "EN-001",
    "EN-002",
    "EN-003",
    "EN-004",
    "CN-001",
    "CN-002",
    "FP-001",
    "LT-001",
    "LT-002",
    "LT-003",
    "LT-004",
    "LT-005",
    "LT-006",
    "LT-007",
    "LT-008",
    "LT-009",
    "LT-010",
    "LT-011",
    "LT-012",
    "LT-013",
    "LT-014",
    "LT-015",
    "LT-016",
    "LT-017",
    "LT-018",
    "LT-019",
    "LT-020",
    "LT-021",
    "LT-022",
    "LT-023",
    "LT-024",
    "CO-002",
    "QA-001",
    "QA-002",
    "QA-003",
    "QA-004",
    "NR-001",
]
ACTS = frozenset({(code, "") for code in WHOLE} | {(code, by) for code, groupings in SPLIT.items() for by in groupings})
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
