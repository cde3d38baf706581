"""The draft of a year: count, publish by the rule, prove, and write down what was decided (docs/disclosure.md, "The proof in short")."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from accounts.models import County
from accounts.periods import Month
from reports.disclosure import Grouping, Shown
from reports.disclosure.work import Decision, Plan, audit_record, check_adds_up, decide
from reports.measures.annual import ALL_ENDED, DECLINED
from reports.releases import cohort

Counted = dict[str, cohort.Cohort]


@dataclass(frozen=True)
class YearDraft:
    """Of one unit: a county, or the pool of its state. `unproven` are groupings that were withheld whole because the proof failed."""

    unit: str
    year: int
    counties: tuple[str, ...]
    content: dict[str, Any]
    decisions: Mapping[str, Decision]

    @property
    def unproven(self) -> list[str]:
        return [by for by, one in self.decisions.items() if not one.proven]


def counted(state: str, year: int) -> tuple[Counted, dict[str, dict[str, int]]]:
    """The cohort of each county, and the same totals as the database counts them."""
    span = Month(year, 1), Month(year, 12)
    found = list(County.objects.filter(state=state))
    return {one.slug: cohort.load(one, *span) for one in found}, {one.slug: cohort.acts(one, *span) for one in found}


def units(plan: Plan) -> list[str]:
    return sorted({unit for _code, unit, _counties in plan.units})


def members(plan: Plan, unit: str) -> dict[str, tuple[str, ...]]:
    """Class -> counties whose bookings stand in this unit's row."""
    return {code: counties for code, name, counties in plan.units if name == unit}


def draft(plan: Plan, unit: str, found: Counted, acts: Mapping[str, Mapping[str, int]]) -> YearDraft:
    """Raises `DoesNotAddUp` if the classes and the acts differ."""
    where = members(plan, unit)
    counties = tuple(sorted({slug for some in where.values() for slug in some}))
    where |= {ALL_ENDED: counties} if has_own_total(plan, unit, counties) else {}
    decisions = {by: decided(plan, unit, by, where, found, acts) for by, _codes in plan.classes if plan.rows_of(unit, by)}
    content = {
        "kind": "year",
        "row": unit,
        "period": str(plan.year),
        "plan_sha256": plan.sha256,
        "members": where,
        "threshold": plan.threshold(unit),
        "totals": {code: sum(acts[slug][code] for slug in some) for code, some in where.items()},
        "not_recorded": not_recorded(plan, unit, where, found),
        "tables": list(tables(plan, decisions)),
        "by_law": [[by, code] for name, by, code in sorted(plan.by_law) if name == unit],
    }
    return YearDraft(unit, plan.year, counties, content, decisions)


def has_own_total(plan: Plan, unit: str, counties: tuple[str, ...]) -> bool:
    """The total of all bookings is an act of a county; a pool's page shows none, since its counties differ by class."""
    return counties == (unit,)


def decided(plan: Plan, unit: str, by: str, where: Mapping[str, Iterable[str]], found: Counted, acts: Any) -> Decision:
    grouping = plan.grouping(by)
    codes = list(plan.rows_of(unit, by))
    answers = {code: summed(by, code, where[code], found) for code in [*codes, ALL_ENDED] if code in where}
    rows = {code: row(answers[code], grouping) for code in codes}
    totals = {code: sum(acts[slug][code] for slug in where[code]) for code in codes}
    check_adds_up(rows, totals, {code: answers[code][""] for code in codes})
    base = row(answers[ALL_ENDED], grouping) if (unit, by) in plan.with_base else None
    return decide(base, rows, grouping, plan.threshold(unit))


def summed(by: str, code: str, slugs: Iterable[str], found: Counted) -> Counter[str]:
    return sum((found[slug].rows[by][code] for slug in slugs), Counter())


def row(answers: Counter[str], grouping: Grouping) -> dict[str, int]:
    """Every group of the closed list, those with nobody too."""
    if not answers.keys() <= {"", *grouping.order}:
        raise ValueError(f"A booking has an answer that is not in the list of {grouping.code}.")
    return {group: answers[group] for group in grouping.order}


def not_recorded(plan: Plan, unit: str, where: Mapping[str, Iterable[str]], found: Counted) -> dict[str, dict[str, int]]:
    """How many bookings of each class the jail wrote nothing down of: an act, exact."""
    shown = {by: [*plan.rows_of(unit, by), *([ALL_ENDED] if (unit, by) in plan.with_base else [])] for by, _codes in plan.classes}
    return {code: {by: summed(by, code, slugs, found)[""] for by, codes in shown.items() if code in codes} for code, slugs in where.items()}


def tables(plan: Plan, decisions: Mapping[str, Decision]) -> Iterator[dict[str, Any]]:
    for by, decision in decisions.items():
        shown = dict(decision.publication.rows)
        if decision.publication.base is not None and decision.publication.base.kind == "table":
            shown[ALL_ENDED] = decision.publication.base
        for code, one in shown.items():
            yield {"measure": code, "grouping": by} | asdict(one)
            if by == "country":
                yield {"measure": code, "grouping": "birthplace"} | asdict(birthplaces(one))


def birthplaces(countries: Shown) -> Shown:
    """Born here, elsewhere, or declined: as far as the published table of countries tells, so that the two say nothing together."""
    us, declined = countries.listed.get("US"), countries.listed.get(DECLINED)
    if us is None and declined is None:
        return Shown({}, None, countries.total, "withheld")
    listed = {code: number for code, number in (("us_born", us), (DECLINED, declined)) if number is not None}
    left = countries.total - sum(listed.values())
    if len(listed) == 2:
        return Shown(listed | {"foreign_born": left}, None, countries.total, "table")
    return Shown(listed, left, countries.total, "table")


def audit(plan: Plan, one: YearDraft, release: str, signed: Mapping[str, str]) -> list[dict[str, Any]]:
    return [audit_record(plan, (one.unit, one.year, by), release, decision, signed) for by, decision in one.decisions.items()]
