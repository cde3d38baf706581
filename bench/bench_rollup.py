"""What one booking entered late costs the figures: the count of the months that it touches, against all months of its county.

python bench/bench_rollup.py [BOOKINGS]
"""

import os
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.bench_pages import is_postgres, lay, multiply, prepare, throwaway

FULL, ROUNDS = 1_000_000, 5


def changed(county: Any) -> tuple[float, int]:
    """Seconds from a booking entered late to figures that have it, and how many months were counted; the median of a few."""
    from django.db import transaction

    from accounts import journal
    from accounts.models import Role
    from bookings.actions import record_booking
    from bookings.spans import Span
    from reports import rollup
    from tests.support import build

    by, found = build.person(Role.STAFF, county), []
    for number in range(ROUNDS):
        booked = Span.minute(datetime(2025, 3, 5 + number, 15, tzinfo=UTC))
        with transaction.atomic():
            record_booking(by=by, county=county, number=f"L-{number}", booked=booked)
        counted, start = [], time.process_time()
        fill, rollup.fill = rollup.fill, lambda *which: counted.append(which) or fill(*which)  # noqa: B023 - used at once
        try:
            while journal.drain():
                pass
        finally:
            rollup.fill = fill
        found.append((time.process_time() - start, len(counted)))
    return sorted(found)[ROUNDS // 2]


def whole(county: Any) -> tuple[float, int]:
    from reports import rollup

    months, start = rollup.known_months(county), time.process_time()
    rollup.fill_all(county, months)
    return time.process_time() - start, len(months)


def main() -> None:
    total = int(sys.argv[1]) if len(sys.argv) > 1 else FULL
    with throwaway() as url:
        prepare(url)
        county = lay()
        multiply(1, total, total)
        every, months = whole(county)
        one, touched = changed(county)
        size = "too small" if total < FULL else f"{total:,} bookings"
        vendor = "PostgreSQL" if is_postgres() else "SQLite"
        print(f"bench_rollup {datetime.now(UTC):%Y-%m-%d} {platform.machine()} {os.cpu_count()} cores, {vendor}: {size}")
        print(f"  all {months} months {every:.2f} s; one booking entered late {one:.2f} s for {touched} of them (processor time)")
        print(f"  one : all months: 1/{every / one:.0f} of the work, 1/{months / touched:.0f} of the months")


if __name__ == "__main__":
    main()
