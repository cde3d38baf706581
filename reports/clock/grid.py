"""When in the week releases fall: weekdays by bands of four hours, over at least twelve months pooled. Office only (decision 34). Pure."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.dates import WEEKDAYS

FEWEST_MONTHS = 12
HOURS = range(0, 24, 4)
DEPTHS = 4  # steps of shading; the number stands in every cell, so that no shade is needed to read it


def grid(moments: Iterable[datetime | None], months: int) -> dict[str, Any] | None:
    """Moments on the county's clock; those without an exact hour come as None and are counted apart. Nothing of a shorter time."""
    if months < FEWEST_MONTHS:
        return None
    found = list(moments)
    counts = Counter((one.weekday(), one.hour // 4) for one in found if one)
    most = max(counts.values(), default=0)
    return {
        "bands": [f"{hour:02d}\u2013{hour + 4:02d}" for hour in HOURS],
        "rows": [row(str(name), [counts[day, band] for band in range(len(HOURS))], most) for day, name in WEEKDAYS.items()],
        "foot": [sum(counts[day, band] for day in WEEKDAYS) for band in range(len(HOURS))],
        "total": counts.total(),
        "left_out": found.count(None),
    }


def row(name: str, counts: list[int], most: int) -> dict[str, Any]:
    return {"name": name, "cells": [(count, depth(count, most)) for count in counts], "total": sum(counts)}


def depth(count: int, most: int) -> int:
    """Zero for none, then by equal steps up to the fullest cell."""
    return -(-count * DEPTHS // most) if most else 0
