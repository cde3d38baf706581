"""Bands and percentiles of intervals whose ends may be coarse. Pure: minutes in, counts out. Never a mean.

A value is placed in a band, or counted by a percentile, only if all of it lies in one band; how many were too coarse is said
beside. Percentiles are nearest-rank: a value that was observed, never one in between.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from notifications.rules.baseline import percentile
from notifications.rules.intervals import Reading, Value

HOUR = 60
# Lower edges in minutes, from conventions D3: under 0, 0-1, 1-2, 2-4, 4-24, 24-48, 48 hours and more.
EDGES = (None, 0, HOUR, 2 * HOUR, 4 * HOUR, 24 * HOUR, 48 * HOUR, None)
CODES = ("under_0", "0_1", "1_2", "2_4", "4_24", "24_48", "48_up")
NONE, COARSE, OPEN, UNKNOWN = "none", "coarse", "open", "unknown"
FEWEST_FOR_PERCENTILE = 10


def band_of(value: Value) -> str:
    """The one band in which a value lies, or why it lies in none."""
    if value.low is None or value.high is None:
        return {Reading.NEVER: NONE, Reading.OPEN: OPEN}.get(Reading(value.state), UNKNOWN)
    low, high = _band(value.low), _band(value.high)
    return low if low == high else COARSE


def _band(minutes: int) -> str:
    for code, (_start, end) in zip(CODES, pairwise(EDGES), strict=True):
        if end is None or minutes < end:
            return code
    raise AssertionError("the last band has no end")


@dataclass(frozen=True, slots=True)
class Spread:
    """What is known of one interval over many releases. Percentiles (minutes) only from ten placed values on."""

    n: int
    p10: int | None
    p50: int | None
    p90: int | None
    longest: int | None
    never: int
    still_open: int
    unknown: int
    coarse: int


def spread(values: Iterable[Value]) -> Spread:
    found = list(values)
    bands = [band_of(value) for value in found]
    placed = sorted(middle(value) for value, band in zip(found, bands, strict=True) if band in CODES)
    p10, p50, p90 = percentiles(placed)
    return Spread(
        len(placed),
        p10,
        p50,
        p90,
        placed[-1] if placed else None,
        *(bands.count(band) for band in (NONE, OPEN, UNKNOWN, COARSE)),
    )


def middle(value: Value) -> int:
    return ((value.low or 0) + (value.high or 0)) // 2


def percentiles(ordered: Sequence[int]) -> tuple[int | None, int | None, int | None]:
    if len(ordered) < FEWEST_FOR_PERCENTILE:
        return None, None, None
    return percentile(ordered, 10), percentile(ordered, 50), percentile(ordered, 90)


def counted(values: Iterable[Value]) -> dict[str, int]:
    """How many lie in each band; then none, too coarse, still open and not recorded. They add up to all."""
    bands = [band_of(value) for value in values]
    return {band: bands.count(band) for band in (*CODES, NONE, COARSE, OPEN, UNKNOWN)}
