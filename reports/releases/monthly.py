"""The draft of a month: every total of what the agency did, and its groups where their window ends with this month."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from accounts.models import County
from accounts.periods import Month
from reports.disclosure.acts import shows_groups
from reports.figures.figure import Status
from reports.measures import MEASURES, Grouping, Measure
from reports.models import MeasureCell, Plan
from reports.releases import beside, planning
from reports.releases.acts import grouping_is_act, total_is_act
from reports.releases.windows import Window, window_of

Cells = dict[tuple[Month, str, str, str], tuple[int, int | None]]


@dataclass(frozen=True)
class Draft:
    """What would be published of a county's month: the same record gives the same content."""

    county: County
    month: Month
    content: dict[str, Any]


def draft(county: County, month: Month) -> Draft:
    fixed, plan_sha256 = fixed_windows(county, month.year)
    found = cells(county, fixed, month)
    content = {
        "kind": "month",
        "county": county.slug,
        "made_up": county.made_up,
        "period": str(month),
        "plan_sha256": plan_sha256,
        "totals": dict(totals(found, month)),
        "windows": fixed,
        "groups": groups(found, fixed, month),
    }
    return Draft(county, month, content | beside.facts([county], month, month))


def fixed_windows(county: County, year: int) -> tuple[dict[str, str], str | None]:
    """The window of each measure's groups. Without a plan for the year, and for a measure that came later, it is the year."""
    kept = Plan.objects.filter(state=county.state, year=year).first()
    planned = {code: kind for unit, code, kind in planning.parse(kept.document).windows if unit == county.slug} if kept else {}
    codes = (code for code, measure in MEASURES.items() if any(grouping_is_act(measure, by) for by in measure.groupings))
    return {code: planned.get(code, "year") for code in codes}, kept.sha256 if kept else None


def cells(county: County, fixed: dict[str, str], month: Month) -> Cells:
    """Of the month, and of the months before it in the longest window that ends with it."""
    ending = (window for kind in set(fixed.values()) if (window := window_of(kind, month)).last == month)
    first = min((window.first for window in ending), default=month)
    some = MeasureCell.objects.filter(county=county, month__gte=first.first_day, month__lte=month.first_day)
    rows = some.values_list("month", "measure", "grouping", "group", "numerator", "denominator")
    return {(Month.of_date(day), measure, by, group): (number, whole) for day, measure, by, group, number, whole in rows}


def totals(found: Cells, month: Month) -> Iterator[tuple[str, list[int | None]]]:
    """A month without data has none."""
    for code, measure in MEASURES.items():
        cell = found.get((month, code, "", ""))
        if cell is not None and total_is_act(measure):
            yield code, list(cell)


def groups(found: Cells, fixed: dict[str, str], month: Month) -> dict[str, dict[str, Any]]:
    shown: dict[str, dict[str, Any]] = {}
    for code, kind in fixed.items():
        window = window_of(kind, month)
        if window.last == month:
            measure = MEASURES[code]
            shown[code] = {by.code: cut(found, measure, by, window) for by in measure.groupings if grouping_is_act(measure, by)}
    return shown


def cut(found: Cells, measure: Measure, by: Grouping, window: Window) -> dict[str, Any]:
    """The groups over the window; protected where it has too few events, and no data where a month of it has none."""
    wholes = [found.get((month, by.adds_up_to or measure.code, "", "")) for month in window.months]
    total = sum(cell[0] for cell in wholes if cell)
    entry: dict[str, Any] = {"period": window.period, "total": total, "values": {}, "status": Status.PUBLISHED}
    if None in wholes:
        return entry | {"total": None, "status": Status.NO_DATA}
    if not shows_groups(total):
        return entry | {"status": Status.SUPPRESSED}
    return entry | {"values": dict(summed(found, measure, by, window))}


def summed(found: Cells, measure: Measure, by: Grouping, window: Window) -> Counter[str]:
    """A closed list has all its groups, those with nothing too."""
    values = Counter({group.code: 0 for group in by.groups})
    for (month, code, grouping, group), (number, _whole) in found.items():
        if (code, grouping) == (measure.code, by.code) and window.first <= month <= window.last:
            values[group] += number
    return values
