"""What had become of a month's handovers 365 days later: a partition in which the unknown stands apart, the same whenever it is asked."""

import pytest

from accounts.models import County
from accounts.periods import Month
from bookings.models import Charge, Handover
from reports import checks, rollup
from reports.models import MeasureCell
from reports.report import build as build_report
from reports.report import exact
from reports.report.span import span_of
from tests.support import build

OCTOBER = Month(2025, 10)
HANDED = "2025-10-06 12:00"  # its year ends on 6 October 2026, at 12:01

CASES = {
    "convicted": [("convicted", "2025-10-05 09:00")],
    "no_charge": [],
    "convicted_later": [("convicted", "2026-10-06 11:00"), ("pending", None)],
    "open": [("convicted", "2026-10-06 12:01"), ("dismissed", "2026-01-05 09:00")],
    "dropped": [("dismissed", "2026-01-05 09:00"), ("acquitted", "2026-10-06 12:00")],
    "unknown": [("unknown", None), ("pending", None)],
}
MORE = {
    "a conviction without its day": ("unknown", [("convicted", None)]),
    "a dismissal without its day": ("unknown", [("dismissed", None), ("pending", None)]),
    "a hold is no charge": ("dropped", [("dismissed", "2026-01-05 09:00")]),
    "nothing since": ("open", [("pending", None)]),
}


def handed(county: County, charges: list[tuple[str, str | None]]) -> Handover:
    one = build.booking(county, "2025-10-05 08:00", released=HANDED, release_kind="ice")
    for disposition, day in charges:
        build.charge(one, disposition, **({"disposed": day} if day else {}))
    return build.handover(one, HANDED)


@pytest.fixture
def county(db: None) -> County:
    here = build.county("here")
    for charges in CASES.values():
        handed(here, charges)
    return here


def later(county: County) -> dict[str, int]:
    rollup.fill(county, OCTOBER)
    found = MeasureCell.objects.filter(measure="HO-007", grouping="later", month=OCTOBER.first_day)
    return {cell.group: cell.numerator for cell in found}


def test_each_case_is_in_one_group_and_the_month_adds_up(county: County) -> None:
    assert later(county) == dict.fromkeys(CASES, 1)
    assert [one.says for one in checks.problems(county, OCTOBER)] == []
    assert MeasureCell.objects.get(measure="HO-007", grouping="").numerator == len(CASES)


@pytest.mark.parametrize("case", MORE)
def test_what_has_no_day_is_not_known_and_is_guessed_for_neither_side(county: County, case: str) -> None:
    group, charges = MORE[case]
    one = handed(county, charges).booking
    if "hold" in case:
        build.charge(one, "pending", level="hold")
    assert later(county) == dict.fromkeys(CASES, 1) | {group: 2}


def test_what_comes_after_the_year_moves_the_present_state_and_not_that_of_a_year_later(county: County) -> None:
    before = later(county)
    charge = Charge.objects.get(disposition="convicted", disposed_at="2026-10-06 17:01+00:00")
    Charge.objects.filter(pk=charge.pk).update(**build.columns(county, {"disposed": "2027-03-01 09:00"}))
    assert later(county) == before
    now = MeasureCell.objects.get(measure="HO-005", grouping="later", group="convicted_later", month=OCTOBER.first_day)
    assert now.numerator == 2


def test_the_office_s_report_of_a_month_tells_of_the_handovers_a_year_before(county: County) -> None:
    rollup.fill(county, OCTOBER)
    report = build_report.report(exact.read(county, span_of("2026-10")))
    (section,) = (one for one in report.all_sections if one.code == "people")
    (table,) = (one for one in section.tables if one.key == "HO-007-later")
    assert "2025" in table.title
    assert [line.cells[0].value for line in table.lines] == [*[1] * len(CASES), len(CASES)]
