"""True totals, written while the record is drawn and before any verb runs.

It knows neither the models nor the reports: what it counts is what was meant, not what was read back.
"""

import json
from collections import Counter
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo


class Ledger:
    """Counts by (county, month, key). The key is a unit, or a unit and one grouping: `bookings`, `bookings/birth=foreign_born`."""

    def __init__(self) -> None:
        self.totals: Counter[tuple[str, str, str]] = Counter()

    def count(self, county: str, zone: ZoneInfo, moment: datetime, unit: str, **groups: str) -> None:
        """One more of a unit, in the month of a moment by the county's clock."""
        month = moment.astimezone(zone).strftime("%Y-%m")
        self.totals[county, month, unit] += 1
        for grouping, group in groups.items():
            self.totals[county, month, f"{unit}/{grouping}={group}"] += 1

    def total(self, county: str, month: str, key: str) -> int:
        return self.totals[county, month, key]

    def over_all(self, key: str) -> int:
        return sum(count for (_, _, counted), count in self.totals.items() if counted == key)

    def months(self) -> set[tuple[str, str]]:
        return {(county, month) for county, month, _ in self.totals}

    def as_json(self) -> str:
        rows: list[dict[str, Any]] = [
            {"county": county, "month": month, "key": key, "count": count} for (county, month, key), count in sorted(self.totals.items())
        ]
        return json.dumps(rows, indent=0)
