"""What each measure counts, and where a month begins and ends."""

from typing import Any

import pytest
from django.utils.functional import Promise

from accounts.models import County
from accounts.periods import Month
from bookings.models import Answer, BookingKind
from bookings.rules.outcome import Outcome
from reports.measures import MEASURES
from tests.support import build

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)


def counted(code: str, county: County, month: Month = OCTOBER) -> dict[str, int]:
    """Group -> count of a measure, without zeros; "" is all."""
    return {group: count for (_by, group), (count, _whole) in MEASURES[code].cells(county, month).items() if count}


# --- the table of definitions --------------------------------------------------------------------------------------------------------


def test_every_code_is_pinned_with_its_groupings() -> None:
    assert {code: {(one.code, one.kind, one.adds_up_to) for one in measure.groupings} for code, measure in MEASURES.items()} == {
        "BK-001": set(),
        "BK-002": {("birth", "attribute", "BK-001")},
        "DT-001": set(),
        "DT-002": {("outcome", "act", "DT-001")},
        "HO-001": set(),
        "HO-002": {("conviction", "attribute", "HO-001")},
    }


@pytest.mark.parametrize("code", MEASURES)
def test_every_measure_has_words_that_can_be_translated(code: str) -> None:
    measure = MEASURES[code]
    words = [measure.name, measure.unit, measure.counts, measure.leaves_out, *(grouping.name for grouping in measure.groupings)]
    assert all(isinstance(text, Promise) and len(str(text)) > 3 for text in words)
    assert all(str(group.label) for grouping in measure.groupings for group in grouping.groups)


@pytest.mark.parametrize("code", MEASURES)
def test_every_measure_fills_for_an_empty_county_with_a_cell_for_every_group(code: str) -> None:
    measure = MEASURES[code]
    cells = measure.cells(build.county(), OCTOBER)
    assert set(cells) == {("", "")} | {(by.code, group.code) for by in measure.groupings for group in by.groups}
    assert {count for count, _whole in cells.values()} == {0}


# --- bookings ------------------------------------------------------------------------------------------------------------------------


def test_birthplaces_are_three_groups_that_add_up_to_the_bookings() -> None:
    county = build.county()
    for country in ("US", "PR", "AS", "MX", "HN", "ZZ"):
        build.born(county, country)
    for answer in (Answer.DECLINED, Answer.NOT_ASKED, Answer.UNKNOWN, Answer.ANSWERED):
        build.booking(county, birth_answer=answer)
    assert counted("BK-001", county) == {"": 10}
    assert counted("BK-002", county) == {"": 10, "us_born": 3, "foreign_born": 2, "unknown": 5}


OUTSIDE = [{"kind": BookingKind.HELD_FOR_ICE}, {"entered_in_error": True, "error_reason": "another person"}]


@pytest.mark.parametrize("values", OUTSIDE)
def test_bookings_held_for_ice_and_those_entered_in_error_are_in_no_figure(values: dict[str, Any]) -> None:
    county = build.county()
    outside = build.booking(county, **values)
    build.charge(outside)
    build.detainer(outside)
    build.handover(outside)
    assert [counted(code, county) for code in MEASURES] == [{}] * len(MEASURES)


def test_facts_entered_in_error_are_in_no_figure() -> None:
    county = build.county()
    one = build.booking(county, released="2026-10-20 12:00")
    wrong = {"entered_in_error": True, "error_reason": "typed twice"}
    build.detainer(one, **wrong)
    build.detainer(one, supersedes=build.detainer(one), **wrong)
    build.handover(one, **wrong)
    assert counted("DT-002", county) == {"": 1, "not_taken": 1}
    assert counted("HO-001", county) == {}


# --- detainers -----------------------------------------------------------------------------------------------------------------------


def test_a_detainer_is_counted_in_the_month_of_its_receipt_whenever_it_ends() -> None:
    county = build.county()
    one = build.booking(county, "2026-09-28 12:00", released="2026-11-03 12:00")
    build.detainer(one, "2026-10-02 09:00")
    assert counted("DT-002", county) == {"": 1, "not_taken": 1}
    assert counted("DT-001", county, Month(2026, 9)) == counted("DT-001", county, Month(2026, 11)) == {}


def test_of_two_detainers_the_handover_belongs_to_the_last_in_force() -> None:
    county = build.county()
    one = build.booking(county, released="2026-10-20 12:00", release_kind="ice")
    first = build.detainer(one, "2026-10-16 09:00")
    build.detainer(one, "2026-10-17 09:00", supersedes=first)
    build.handover(one, "2026-10-20 12:00")
    assert counted("DT-002", county) == {"": 2, "superseded": 1, "handed_over": 1}


def test_of_two_detainers_the_handover_belongs_to_the_one_it_names() -> None:
    county = build.county()
    one = build.booking(county, released="2026-10-20 12:00", release_kind="ice")
    first = build.detainer(one, "2026-09-30 09:00")
    build.detainer(one, "2026-10-17 09:00", decision="decline", decided="2026-10-17 10:00")
    build.handover(one, "2026-10-20 12:00", detainer=first)
    assert counted("DT-002", county) == {"": 1, "declined": 1}
    assert counted("DT-002", county, Month(2026, 9)) == {"": 1, "handed_over": 1}


def test_a_release_to_ice_without_a_handover_is_unaccounted_for() -> None:
    county = build.county()
    build.detainer(build.booking(county, released="2026-10-20 12:00", release_kind="ice"))
    assert counted("DT-002", county) == {"": 1, "unaccounted": 1}


def test_the_hennepin_week_of_15_needs_an_unaccounted_row() -> None:
    """11-17 February 2017: 4 picked up, 1 to another county, 8 released, 1 in custody; published as 15."""
    county = build.county()
    for kind in ["ice"] * 4 + ["other_agency"] + ["street"] * 8 + ["unknown"]:
        one = build.booking(county, "2017-02-12 12:00", released="2017-02-16 12:00", release_kind=kind)
        build.detainer(one, "2017-02-13 12:00")
        if kind == "ice":
            build.handover(one, "2017-02-16 12:00")
    build.detainer(build.booking(county, "2017-02-12 12:00"), "2017-02-13 12:00")
    assert counted("DT-001", county, Month(2017, 2)) == {"": 15}
    assert counted("DT-002", county, Month(2017, 2)) == {
        "": 15,
        "handed_over": 4,
        "other_agency": 1,
        "not_taken": 8,
        "in_custody": 1,
        "unaccounted": 1,
    }


def test_the_groups_of_outcomes_are_all_outcomes() -> None:
    assert [group.code for group in MEASURES["DT-002"].groupings[0].groups] == [outcome.value for outcome in Outcome]


# --- handovers -----------------------------------------------------------------------------------------------------------------------


def test_handovers_are_told_by_what_was_certain_when_they_were_made() -> None:
    county = build.county()
    for disposition, disposed in [
        ("convicted", "2026-10-17 13:59"),
        ("convicted", "2026-10-17 14:01"),
        ("convicted", None),
        ("dismissed", "2026-10-16 12:00"),
        ("pending", None),
    ]:
        one = build.booking(county)
        build.charge(one, disposition, disposed=disposed)
        build.handover(one, "2026-10-17 14:00")
    build.handover(build.booking(county), "2026-10-17 14:00")
    build.handover(build.booking(county, kind=BookingKind.SENTENCE), "2026-10-17 14:00")
    assert counted("HO-001", county) == {"": 7}
    assert counted("HO-002", county) == {
        "": 4,
        "convicted": 2,
        "not_convicted_pending": 2,
        "ended_without_conviction": 1,
        "no_charge": 1,
        "unknown": 1,
    }
    assert MEASURES["HO-002"].cells(county, OCTOBER)["", ""] == (4, 7)


def test_a_charge_entered_in_error_convicts_nobody() -> None:
    county = build.county()
    one = build.booking(county)
    build.charge(one, "convicted", disposed="2026-10-16 12:00", entered_in_error=True, error_reason="another case")
    build.handover(one, "2026-10-17 14:00")
    assert counted("HO-002", county) == {"": 1, "no_charge": 1}


# --- edges of a month ----------------------------------------------------------------------------------------------------------------

EDGES = [
    ("America/Chicago", "2026-10-31 23:59", "2026-10"),
    ("America/Chicago", "2026-11-01 00:00", "2026-11"),
    ("America/Chicago", "2026-11-01 01:30", "2026-11"),  # the hour that comes twice
    ("America/Chicago", "2026-03-08 03:00", "2026-03"),
    ("America/Chicago", "2026-03-31 23:59", "2026-03"),
    ("America/Chicago", "2024-02-29 23:59", "2024-02"),
    ("America/Chicago", "2023-02-28 23:59", "2023-02"),
    ("America/Chicago", "2026-12-31 23:59", "2026-12"),
    ("America/Chicago", "2027-01-01 00:00", "2027-01"),
    ("Pacific/Honolulu", "2026-10-31 23:59", "2026-10"),
    ("Pacific/Guam", "2026-11-01 00:00", "2026-11"),
    ("America/Puerto_Rico", "2026-12-31 23:59", "2026-12"),
]


@pytest.mark.parametrize(("zone", "moment", "month"), EDGES)
def test_a_fact_falls_in_the_month_on_the_countys_wall(zone: str, moment: str, month: str) -> None:
    county = build.county(zone=zone)
    one = build.booking(county, moment)
    build.detainer(one, moment)
    build.handover(one, moment)
    here = Month.parse(month)
    for code in MEASURES:
        assert counted(code, county, here.shift(-1)) == counted(code, county, here.shift(1)) == {}
    assert [counted(code, county, here)[""] for code in MEASURES] == [1, 1, 1, 1, 1, 1]


def test_every_fact_of_a_year_falls_in_exactly_one_month() -> None:
    county = build.county()
    for day in ("01-01", "02-28", "03-08", "06-30", "11-01", "12-31"):
        for time in ("00:00", "12:00", "23:59"):
            build.booking(county, f"2026-{day} {time}")
    months = Month(2025, 12).until(Month(2027, 1))
    assert sum(counted("BK-001", county, month).get("", 0) for month in months) == 18
