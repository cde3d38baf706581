"""Lays the ledger beside the office figures, cell by cell."""

from collections.abc import Iterator

from jailwatch.demo.ledger import Ledger
from reports.measures import MEASURES, Measure
from reports.models import MeasureCell

Cell = tuple[str, str, str, str, str]
Amount = tuple[int, int | None]

# Measure: the unit it counts, the key of the whole where that is a part of the units, and the groupings the ledger knows.
UNITS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "BK-001": ("bookings", "bookings", ()),
    "BK-002": ("bookings", "bookings", ("birth",)),
    "BK-003": ("bookings", "bookings", ("kind", "sex", "race", "age", "region")),
    "AK-001": ("bookings", "bookings", ("answer",)),
    "IC-001": ("calls", "calls", ("started", "channel", "trigger", "answer", "reply")),
    "IC-002": ("calls/on_the_phone=yes", "calls/on_the_phone=yes", ()),
    "IC-003": ("consents", "consents", ("answer",)),
    "DT-001": ("detainers", "detainers", ()),
    "DT-002": ("detainers", "detainers", ("outcome",)),
    "DT-003": ("detainers", "detainers", ("form", "warrant", "warrant_kind", "reason", "trigger", "came_from")),
    "VI-001": ("visits", "visits", ("held", "kind")),
    "HO-001": ("handovers", "handovers", ()),
    "HO-002": ("handovers", "handovers/before=yes", ("conviction",)),
    "HO-003": ("handovers", "handovers", ("mode", "place")),
    "CN-001": ("consular_advice", "consular_advice", ("answer", "duty")),
    "CN-002": ("consulates_told", "consulates_told", ("channel", "duty")),
    "FP-001": ("fingerprints", "fingerprints", ("match",)),
    "TN-002": ("releases", "releases", ()),
    "LT-001": ("releases", "releases", ("band",)),
}


def expected(ledger: Ledger) -> dict[Cell, Amount]:
    """What the ledger says of each county-month, for every measure and grouping that it knows."""
    return {
        (county, month, code, *cell): amount
        for county, month in ledger.months()
        for code in UNITS
        for cell, amount in _cells(ledger, county, month, MEASURES[code])
    }


def _cells(ledger: Ledger, county: str, month: str, measure: Measure) -> Iterator[tuple[tuple[str, str], Amount]]:
    unit, whole, known = UNITS[measure.code]
    base = ledger.total(county, month, unit) if measure.groupings else None
    yield ("", ""), (ledger.total(county, month, whole), base)
    for grouping in measure.groupings:
        if grouping.code in known:
            for group in grouping.groups:
                yield (grouping.code, group.code), (ledger.total(county, month, f"{unit}/{grouping.code}={group.code}"), base)


def office() -> dict[Cell, Amount]:
    """The cells of the roll-up of what the ledger knows."""
    rows = MeasureCell.objects.filter(measure__in=UNITS).values_list(
        "county__slug", "month", "measure", "grouping", "group", "numerator", "denominator"
    )
    known = {(code, by) for code, (_unit, _whole, groupings) in UNITS.items() for by in ("", *groupings)}
    return {
        (county, f"{month:%Y-%m}", measure, by, group): (number, base)
        for county, month, measure, by, group, number, base in rows
        if (measure, by) in known
    }


def differences(ledger: Ledger) -> list[str]:
    """A line for each cell in which the two differ, or which only one of them has."""
    meant, found = expected(ledger), office()
    return [
        f"{' '.join(cell)}: meant {meant.get(cell)}, found {found.get(cell)}"
        for cell in sorted(meant.keys() | found.keys())
        if meant.get(cell) != found.get(cell)
    ]
