"""Lead times of published releases: bands for the strip, percentiles from the fixed buckets. Pure.

A bucket is named by its lower edge in minutes; a percentile is the nearest rank, told as the lower edge of its bucket, which is
exact to the minute up to four hours.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from reports.figures import Figure
from reports.strip import Bin, Middle

EDGES = (0, 15, 30, 60, 90, 120, 240, 480, 1440, 2880)
FEWEST_FOR_PERCENTILE = 10


def by_minute(figures: Iterable[Figure]) -> dict[int, int]:
    """Lower edge -> releases, of the buckets that are lengths; a negative edge is a notice after the release."""
    found: dict[int, int] = {}
    for one in figures:
        if one.group.removeprefix("-").isdecimal() and one.value:
            found[int(one.group)] = found.get(int(one.group), 0) + one.value
    return found


def bins(found: Mapping[int, int]) -> list[Bin]:
    """The bands of the strip. Every reference line is an edge."""
    edges = [*pairwise(EDGES), (EDGES[-1], None)]
    return [Bin(low, high, sum(n for edge, n in found.items() if low <= edge and (high is None or edge < high))) for low, high in edges]


def after_release(found: Mapping[int, int]) -> int:
    return sum(count for edge, count in found.items() if edge < 0)


def middle(found: Mapping[int, int]) -> Middle | None:
    """The percentiles; none over fewer than ten releases."""
    total = sum(found.values())
    if total < FEWEST_FOR_PERCENTILE:
        return None
    ordered = sorted(found.items())
    return Middle(rank(ordered, total, 10), rank(ordered, total, 50), rank(ordered, total, 90), total)


def rank(ordered: Sequence[tuple[int, int]], total: int, percent: int) -> int:
    """The nearest rank: the smallest edge at which so much of the total is reached."""
    wanted, seen = -(-total * percent // 100), 0
    for edge, count in ordered:
        seen += count
        if seen >= wanted:
            return edge
    raise AssertionError("the last edge reaches the total")
