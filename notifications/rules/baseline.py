"""Extra hold: how much longer somebody in whom ICE was interested waited than others released for the same reason.

The model is printed with the figure: release processing less the median of the county's releases for the same reason without
ICE interest, in the twelve calendar months before the month of the release. With fewer than 30 of them it is not known. The
range is that against the 75th and the 25th percentile of the same releases. Below zero: shorter than usual, and not cut off, since
cutting would lift every median. An estimate, never a verdict.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

FEWEST = 30


@dataclass(frozen=True, slots=True)
class Baseline:
    """Release processing without ICE interest, in minutes."""

    n: int
    p25: int
    p50: int
    p75: int


@dataclass(frozen=True, slots=True)
class ExtraHold:
    """Minutes beyond the median, and beyond the 75th (`low`) and the 25th (`high`) percentile."""

    middle: int
    low: int
    high: int


def percentile(ordered: Sequence[int], share: int) -> int:
    """The nearest-rank percentile (ISO 3534: the smallest value that at least `share` of a hundred do not exceed)."""
    if not ordered:
        raise ValueError("No percentile of nothing.")
    return ordered[max(ceil(len(ordered) * share / 100), 1) - 1]


def baseline(minutes: Sequence[int]) -> Baseline | None:
    if len(minutes) < FEWEST:
        return None
    ordered = sorted(minutes)
    return Baseline(len(ordered), *(percentile(ordered, share) for share in (25, 50, 75)))


def extra_hold(processing: int, usual: Baseline | None) -> ExtraHold | None:
    if usual is None:
        return None
    return ExtraHold(processing - usual.p50, processing - usual.p75, processing - usual.p25)
