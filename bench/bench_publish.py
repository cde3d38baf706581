"""Publish and prove the tables of one county's year, and of 87 counties': 12 groupings of 30 groups, three classes and all bookings each.

Goals: one county under 2 s, 87 counties under 60 s, of processor time, so that a busy machine does not decide. Made-up counts, seeded.
"""

import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from reports.disclosure import Grouping
from reports.disclosure.work import Decision, Plan, audit_record, decide
from reports.releases.document import canonical, sha256

GROUPINGS, GROUPS, CLASSES, COUNTIES = 12, 30, ("handed over", "detainer", "contact"), 87
GOALS = {1: 2.0, COUNTIES: 60.0}
Row = dict[str, int]
SIGNED = {"frozen_at": "2026-03-02T12:00:00Z", "drafted_by": "user:1", "approved_by": "user:2"}


def plan_of(year: int = 2025) -> Plan:
    order = tuple(f"g{number:02d}" for number in range(GROUPS))
    groupings = tuple(Grouping(f"by{number}", 1, order, False, False) for number in range(GROUPINGS))
    return Plan(year, groupings, tuple((one.code, CLASSES) for one in groupings), ())


def counted(by: random.Random, grouping: Grouping) -> tuple[Row, dict[str, Row]]:
    """A few large groups and many small ones, as origins are; the bookings hold every class."""
    rows = {code: {group: int(by.paretovariate(0.7)) % 400 for group in grouping.order} for code in CLASSES}
    base = {group: sum(row[group] for row in rows.values()) + int(by.paretovariate(0.5)) % 4000 for group in grouping.order}
    return base, rows


def publish(plan: Plan, unit: str, by: random.Random) -> tuple[int, int]:
    """How many tables were proven, and the bytes of the document that holds them."""
    decisions: dict[str, Decision] = {}
    for grouping in plan.groupings:
        decisions[grouping.code] = decide(*counted(by, grouping), grouping, plan.threshold(unit))
    audit = [audit_record(plan, (unit, plan.year, code), f"{unit}-1", one, SIGNED) for code, one in decisions.items()]
    text = canonical({"audit": audit})
    sha256(text)
    return sum(one.proven for one in decisions.values()), len(text)


def timed(counties: int) -> tuple[float, int, int]:
    plan, by, start = plan_of(), random.Random(7), time.process_time()
    found = [publish(plan, f"county{number}", by) for number in range(counties)]
    return time.process_time() - start, sum(one[0] for one in found), sum(one[1] for one in found)


def main() -> int:
    over = 0
    for counties, goal in GOALS.items():
        seconds, proven, size = timed(counties)
        what = f"{counties} counties x {GROUPINGS} groupings of {GROUPS}"
        print(f"{what}: {seconds:.2f} s of processor time (goal {goal:g} s), {proven} proven, {size} bytes")
        over += seconds > goal or proven != counties * GROUPINGS
    return int(over > 0)


if __name__ == "__main__":
    sys.exit(main())
