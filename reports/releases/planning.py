"""The plan of a year: which counties have rows of their own, which stand in the pool of their state, and by which windows the groups of
acts are shown. Made before the year from what was known then, and never from the year itself."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Sum

from accounts import profiles
from accounts.models import County
from accounts.periods import Month
from reports.disclosure import DEFAULT_THRESHOLD, Grouping, act_window
from reports.disclosure.pools import pool_of
from reports.disclosure.units import has_base, units
from reports.disclosure.work import Plan
from reports.measures import MEASURES
from reports.measures.annual import ALL_ENDED, CLASSES, TABLES, codes_of
from reports.models import MeasureCell
from reports.releases import cohort
from reports.releases.acts import grouping_is_act

VERSION = 1
OPEN_LISTS = frozenset({"country"})
ONE_GROUP_WITHHELD = frozenset({"country", "citizenship"})
DERIVED = frozenset({"birthplace"})  # calculated from the published table of countries, never counted apart
ByLaw = frozenset[tuple[str, str, str]]


@dataclass(frozen=True)
class Known:
    """What was known of a county when the plan was made: the twelve months that had ended; fewer in its first year."""

    county: County
    months: int
    ended: Mapping[str, int]
    totals: Mapping[str, int]
    threshold: int

    @property
    def is_first_year(self) -> bool:
        return self.months < 12

    def acts(self, code: str) -> int | None:
        return None if self.is_first_year else self.ended[code]

    def a_year(self, total: int) -> int:
        """Last year's total; of a county in its first year the months there are, as a year would be at that rate."""
        return total * 12 // self.months if self.months else 0


def draft(state: str, year: int, made_in: Month, residents: Mapping[str, int], by_law: ByLaw = frozenset()) -> Plan:
    """From the twelve months before the one in which the plan is made. `residents` decides for counties in their first year."""
    known = [look(county, made_in) for county in County.objects.filter(state=state).order_by("slug")]
    rows = tuple(row for code in CLASSES for row in rows_of(code, known, residents, pool_of(state)))
    return Plan(
        year=year,
        groupings=tuple(grouping(by) for by in TABLES if by not in DERIVED),
        classes=tuple((by, classes_of(by)) for by in TABLES if by not in DERIVED),
        units=rows,
        with_base=frozenset((one.county.slug, by) for one in known for by in TABLES if is_based(one, by, rows, by_law)),
        windows=tuple((one.county.slug, *window) for one in known for window in windows(one)),
        by_law=by_law,
        thresholds=thresholds(known, pool_of(state)),
    )


def classes_of(by: str) -> tuple[str, ...]:
    """The classes whose rows the table has; the table of all bookings stands beside them, or not."""
    return tuple(code for code in TABLES[by][2] if code != ALL_ENDED)


def look(county: County, made_in: Month) -> Known:
    first, last = made_in.shift(-12), made_in.shift(-1)
    cells = MeasureCell.objects.filter(county=county, grouping="", month__gte=first.first_day, month__lte=last.first_day).order_by()
    months = cells.values("month").distinct().count()
    totals = dict(cells.values_list("measure").annotate(Sum("numerator")))
    profile = profiles.in_force(county, made_in.first_day)
    return Known(county, months, cohort.acts(county, first, last), totals, profile.threshold)


def grouping(by: str) -> Grouping:
    """Groups join the rest row in the opposite of the order in which they are shown."""
    order = tuple(reversed(codes_of(TABLES[by][1])))
    return Grouping(by, VERSION, order, by in OPEN_LISTS, by in ONE_GROUP_WITHHELD)


def rows_of(code: str, known: Iterable[Known], residents: Mapping[str, int], pool: str) -> Iterable[tuple[str, str, tuple[str, ...]]]:
    some = list(known)
    acts = {one.county.slug: one.acts(code) for one in some}
    found = units(acts, {one.county.slug: residents.get(one.county.slug, 0) for one in some}, pool)
    return ((code, unit, counties) for unit, counties in sorted(found.items()))


def is_based(one: Known, by: str, rows: Iterable[tuple[str, str, tuple[str, ...]]], by_law: ByLaw) -> bool:
    codes, slug = classes_of(by), one.county.slug
    own = [any((code, unit) == (which, slug) for which, unit, _ in rows) for code in codes]
    is_by_law = any((slug, by, code) in by_law for code in codes)
    return by not in DERIVED and has_base(by, one.a_year(one.ended[ALL_ENDED]), own, is_by_law)


def windows(one: Known) -> Iterable[tuple[str, str]]:
    """Of each measure with groups of acts, by last year's total of what its groups add up to."""
    for measure in MEASURES.values():
        wholes = [by.adds_up_to or measure.code for by in measure.groupings if grouping_is_act(measure, by)]
        if wholes:
            yield measure.code, act_window(min(one.a_year(one.totals.get(whole, 0)) for whole in wholes))


def thresholds(known: Iterable[Known], pool: str) -> tuple[tuple[str, int], ...]:
    """Each county's own; a pool has the highest of its state."""
    some = {one.county.slug: one.threshold for one in known}
    some[pool] = max(some.values(), default=DEFAULT_THRESHOLD)
    return tuple((unit, t) for unit, t in sorted(some.items()) if t != DEFAULT_THRESHOLD)


def as_record(plan: Plan) -> dict[str, Any]:
    return asdict(plan)


def parse(text: str) -> Plan:
    """The plan that a document holds."""
    record = json.loads(text)
    names = ("classes", "units", "with_base", "windows", "by_law", "thresholds")
    parts = {name: deep_tuple(record[name]) for name in names}
    groupings = tuple(Grouping(**one | {"order": tuple(one["order"])}) for one in record["groupings"])
    frozen = {name: frozenset(parts[name]) for name in ("with_base", "by_law")}
    return Plan(year=record["year"], groupings=groupings, **parts | frozen)


def deep_tuple(value: Any) -> Any:
    return tuple(deep_tuple(one) for one in value) if isinstance(value, list) else value
