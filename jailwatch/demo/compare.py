"""Lays the ledger beside the office figures, cell by cell."""

from collections.abc import Iterator

from accounts.models import County
from accounts.periods import Month
from jailwatch.demo.ledger import Ledger
from reports.clock.bands import counted
from reports.clock.reading import releases
from reports.measures import MEASURES, Measure
from reports.models import MeasureCell

Cell = tuple[str, str, str, str, str]
Amount = tuple[int, int | None]

# measure: the unit it counts, and the key of the whole where that is a part of the units.
UNITS = {
    "BK-001": ("bookings", "bookings"),
    "BK-002": ("bookings", "bookings"),
    "DT-001": ("detainers", "detainers"),
    "DT-002": ("detainers", "detainers"),
    "HO-001": ("handovers", "handovers"),
    "HO-002": ("handovers", "handovers/before=yes"),
}


def expected(ledger: Ledger) -> dict[Cell, Amount]:
    """What every measure should say of each county-month in the ledger. A measure without a line in `UNITS` fails here."""
    return {
        (county, month, code, *cell): amount
        for county, month in ledger.months()
        for code, measure in MEASURES.items()
        for cell, amount in _cells(ledger, county, month, measure)
    }


def _cells(ledger: Ledger, county: str, month: str, measure: Measure) -> Iterator[tuple[tuple[str, str], Amount]]:
    unit, whole = UNITS[measure.code]
    base = ledger.total(county, month, unit) if measure.groupings else None
    yield ("", ""), (ledger.total(county, month, whole), base)
    for grouping in measure.groupings:
        for group in grouping.groups:
            yield (grouping.code, group.code), (ledger.total(county, month, f"{unit}/{grouping.code}={group.code}"), base)


def office() -> dict[Cell, Amount]:
    rows = MeasureCell.objects.values_list("county__slug", "month", "measure", "grouping", "group", "numerator", "denominator")
    return {(county, f"{month:%Y-%m}", *names): (number, base) for county, month, *names, number, base in rows}  # type: ignore[misc]


def lead_times(ledger: Ledger) -> tuple[dict[Cell, Amount], dict[Cell, Amount]]:
    """The releases of each month by their lead time: as meant, and as the release clock of the office counts them."""
    meant: dict[Cell, Amount] = {}
    found: dict[Cell, Amount] = {}
    counties = {county.slug: county for county in County.objects.all()}
    for slug, text in ledger.months():
        month = Month.parse(text)
        some = [one.values["LT-001"] for one in releases(counties[slug], month, month) if one.interest]
        for code, number in counted(some).items():
            found[slug, text, "LT-001", "lead", code] = number, len(some)
            whole = ledger.total(slug, text, "releases")
            meant[slug, text, "LT-001", "lead", code] = ledger.total(slug, text, f"releases/lead={code}"), whole
    return meant, found


def differences(ledger: Ledger) -> list[str]:
    """A line for each cell in which the two differ, or which only one of them has."""
    meant, found = expected(ledger), office()
    meant_leads, found_leads = lead_times(ledger)
    meant, found = meant | meant_leads, found | found_leads
    return [
        f"{' '.join(cell)}: meant {meant.get(cell)}, found {found.get(cell)}"
        for cell in sorted(meant.keys() | found.keys())
        if meant.get(cell) != found.get(cell)
    ]
