"""Lengths of time as counts in fixed buckets, so that counts of any span add up and percentiles can be read off them. Pure.

A bucket is named by its lower edge in minutes. It is one minute wide below four hours, half an hour below a day, three hours below
a week, a day below sixty days, then a week: a percentile read off is at most that much too low. Below zero they mirror.
"""

from notifications.rules.intervals import Value
from reports.clock.bands import COARSE, NONE, OPEN, UNKNOWN, band_of

HOUR = 60
DAY = 24 * HOUR
WIDTHS = ((4 * HOUR, 1), (DAY, 30), (7 * DAY, 3 * HOUR), (60 * DAY, DAY))
WIDEST = 7 * DAY


def width(edge: int) -> int:
    """How many minutes the bucket holds that begins there."""
    size = -edge - 1 if edge < 0 else edge
    return next((wide for limit, wide in WIDTHS if size < limit), WIDEST)


def edge(minutes: int) -> int:
    """The lower edge of the bucket in which so many minutes lie."""
    if minutes < 0:
        mirrored = edge(-minutes - 1)
        return -(mirrored + width(mirrored))
    start = 0
    for limit, wide in WIDTHS:
        if minutes < limit:
            return start + (minutes - start) // wide * wide
        start = limit
    return start + (minutes - start) // WIDEST * WIDEST


def bucket(value: Value) -> str:
    """The bucket of an interval, or why it is in none: never happened, still open, not recorded, or too coarse for one bucket."""
    if value.low is None or value.high is None:
        found = band_of(value)
        return found if found in (NONE, OPEN) else UNKNOWN
    low, high = edge(value.low), edge(value.high)
    return str(low) if low == high else COARSE
