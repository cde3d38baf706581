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
PINNED = {
    "BK-001": "",
    "BK-002": "birth>BK-001",
    "BK-003": "kind>BK-003 sex>BK-003 race>BK-003 age>BK-003 country>BK-003 region>BK-003 citizenship>BK-003",
    "AK-001": "answer>AK-001",
    "AK-002": "answer>AK-002 citizenship>AK-002",
    "AK-003": "basis>AK-003 asker>AK-003",
    "AK-004": "",
    "AK-006": "",
    "AK-007": "language>AK-007",
    "AK-005": "",
    "IC-001": "started>IC-001 channel>IC-001 reply>IC-001 trigger>IC-001 answer>IC-001",
    "IC-002": "consent>IC-002",
    "IC-003": "voluntary>IC-003 answer>IC-003 about>IC-003 interpreter>IC-003 language>IC-003",
    "IC-005": "",
    "IC-004": "citizen>IC-005",
    "RQ-001": "channel>RQ-001 answer>RQ-001 kind>RQ-001",
    "DT-001": "",
    "DT-002": "outcome>DT-001",
    "DT-003": "form>DT-003 warrant>DT-003 warrant_kind>DT-003 reason>DT-003 trigger>DT-003 came_from>DT-003",
    "DT-004": "served>DT-004 decision>DT-004",
    "DT-005": "band>DT-005 minutes>DT-005",
    "DT-006": "basis>DT-006 told>DT-006",
    "DT-007": "",
    "DT-008": "",
    "DT-009": "outcome>DT-009",
    "DT-010": "conviction>DT-010",
    "VI-001": "kind>VI-001 held>VI-001 room>VI-001 answer>VI-001",
    "VI-002": "kind>VI-002 consent>VI-002 ended_by>VI-002 attorney>VI-002 language>VI-002",
    "VI-003": "",
    "VI-004": "agency>VI-004",
    "TN-001": "channel>TN-001 outcome>TN-001",
    "TN-002": "told>TN-002",
    "TN-003": "channel>TN-003 answer>TN-003 taken>TN-003 person>TN-003 counsel>TN-003 conviction>TN-003",
    "TN-004": "answer>TN-004",
    "RL-001": "kind>RL-001",
    "CU-001": "minutes>CU-001",
    "CU-002": "minutes>CU-002",
    "CU-003": "",
    "CU-004": "",
    "CU-005": "band>CU-005 minutes>CU-005",
    "CU-006": "",
    "HO-001": "",
    "HO-002": "conviction>HO-001",
    "HO-003": "mode>HO-003 place>HO-003 agency>HO-003 basis>HO-003",
    "HO-004": "court>HO-001",
    "HO-005": "later>HO-005",
    "HO-006": "offense>HO-006",
    "HO-007": "later>HO-007",
    "EN-001": "contact>EN-001 sex>EN-001 race>EN-001 age>EN-001 level>EN-001",
    "EN-002": "sex>EN-002 race>EN-002 age>EN-002 level>EN-002 country>EN-002 region>EN-002 birth>EN-002 citizenship>EN-002 "
    "conviction>EN-002",
    "EN-003": "sex>EN-003 race>EN-003 age>EN-003 level>EN-003 country>EN-003 region>EN-003 birth>EN-003 citizenship>EN-003 "
    "conviction>EN-003",
    "EN-004": "country>EN-004 region>EN-004 birth>EN-004 citizenship>EN-004",
    "CN-001": "answer>CN-001 duty>CN-001",
    "CN-002": "channel>CN-002 duty>CN-002 consulate>CN-002",
    "FP-001": "match>FP-001 stage>FP-001",
    "LT-001": "band>LT-001 minutes>LT-001",
    "LT-002": "band>LT-002 minutes>LT-002",
    "LT-003": "band>LT-003 minutes>LT-003",
    "LT-004": "band>LT-004 minutes>LT-004",
    "LT-005": "band>LT-005 minutes>LT-005",
    "LT-006": "band>LT-006 minutes>LT-006",
    "LT-007": "band>LT-007 minutes>LT-007",
    "LT-008": "band>LT-008 minutes>LT-008",
    "LT-009": "band>LT-009 minutes>LT-009",
    "LT-010": "band>LT-010 minutes>LT-010",
    "LT-011": "band>LT-011 minutes>LT-011",
    "LT-012": "band>LT-012 minutes>LT-012",
    "LT-013": "band>LT-013 minutes>LT-013",
    "LT-014": "band>LT-014 minutes>LT-014",
    "LT-015": "band>LT-015 minutes>LT-015",
    "LT-016": "band>LT-016 minutes>LT-016",
    "LT-017": "band>LT-017 minutes>LT-017",
    "LT-018": "band>LT-018 minutes>LT-018",
    "LT-019": "band>LT-019 minutes>LT-019",
    "LT-020": "band>LT-020 minutes>LT-020",
    "LT-021": "band>LT-021 minutes>LT-021",
    "LT-022": "band>LT-022 minutes>LT-022",
    "LT-023": "band>LT-023 minutes>LT-023",
    "LT-024": "band>LT-024 minutes>LT-024",
    "CO-001": "task>CO-001",
    "CO-003": "",
    "CO-004": "",
    "CO-005": "",
    "CO-006": "",
    "CO-007": "",
    "CO-008": "",
    "CO-002": "",
    "QA-001": "delay>QA-001",
    "QA-002": "field>QA-002",
    "QA-003": "",
    "QA-004": "",
    "QA-005": "",
    "NR-001": "",
}
FIRST = ("BK-001", "BK-002", "DT-001", "DT-002", "HO-001", "HO-002")


def counted(code: str, county: County, month: Month = OCTOBER) -> dict[str, int]:
    """Group -> count of a measure, without zeros; "" is all."""
    return {group: count for (_by, group), (count, _whole) in MEASURES[code].cells(county, month).items() if count}


# --- the table of definitions --------------------------------------------------------------------------------------------------------


def test_every_code_is_pinned_with_its_groupings() -> None:
    """A code is never used again, so a line here may be added and not changed."""
    said = {code: " ".join(f"{one.code}>{one.adds_up_to}" for one in measure.groupings) for code, measure in MEASURES.items()}
    assert said == PINNED


@pytest.mark.parametrize("code", MEASURES)
def test_every_measure_has_words_that_can_be_translated(code: str) -> None:
    measure = MEASURES[code]
    words = [measure.name, measure.unit, measure.counts, measure.leaves_out, *(grouping.name for grouping in measure.groupings)]
    assert all(isinstance(text, Promise) and len(str(text)) > 2 for text in words)
    assert all(str(group.label) for grouping in measure.groupings for group in grouping.groups)


@pytest.mark.parametrize("code", MEASURES)
def test_every_measure_fills_for_an_empty_county_with_a_cell_for_every_group(code: str) -> None:
    measure = MEASURES[code]
    cells = measure.cells(build.county(), OCTOBER)
    assert set(cells) == (set() if measure.or_unknown else {("", "")}) | {
        (by.code, group.code) for by in measure.groupings for group in by.groups
    }
    assert {count for count, _whole in cells.values()} <= {0}


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
    for code in FIRST:
        assert counted(code, county, here.shift(-1)) == counted(code, county, here.shift(1)) == {}
    assert [counted(code, county, here)[""] for code in FIRST] == [1, 1, 1, 1, 1, 1]


def test_every_fact_of_a_year_falls_in_exactly_one_month() -> None:
    county = build.county()
    for day in ("01-01", "02-28", "03-08", "06-30", "11-01", "12-31"):
        for time in ("00:00", "12:00", "23:59"):
            build.booking(county, f"2026-{day} {time}")
    months = Month(2025, 12).until(Month(2027, 1))
    assert sum(counted("BK-001", county, month).get("", 0) for month in months) == 18
