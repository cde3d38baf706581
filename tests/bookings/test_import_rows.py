"""What a row may say: times, countries, closed lists; and what makes a row, with its booking, unreadable."""

from datetime import date
from pathlib import Path

import pytest

from accounts.models import County
from bookings.actions import set_profile
from bookings.importing.counties import find_county
from bookings.importing.mapping import Mapping, Parser, load
from bookings.importing.report import Report
from bookings.importing.running import Run
from bookings.models import Booking, Charge
from tests.support import build
from tests.support.files import row, write
from tests.support.tables import rows

pytestmark = pytest.mark.django_db


def imported(folder: Path, *lines: dict[str, str], mapping: Mapping | None = None) -> Report:
    mapping = mapping or load("pierce")
    return Run(write(folder, *lines), find_county("53053", mapping), mapping, apply=True)()


def moments(*names: str) -> list[tuple[str, ...]]:
    return [tuple(value.isoformat() if value else "" for value in found) for found in rows(Booking, *names)]


def reasons(report: Report) -> list[tuple[int, str]]:
    return [(line, reason) for line, reason, _ in report.rejected]


def test_a_time_that_came_twice_in_autumn_is_kept_as_both(tmp_path: Path) -> None:
    imported(tmp_path, row(booking_dt="2016-11-06 01:30:00"))
    assert moments("booked_at", "booked_until") == [("2016-11-06T08:30:00+00:00", "2016-11-06T09:31:00+00:00")]


def test_a_time_that_the_clocks_skipped_is_rejected(tmp_path: Path) -> None:
    report = imported(tmp_path, row(booking_dt="2017-03-12 02:30:00", release_dt="2017-03-13 02:30:00"), row("K2"))
    assert reasons(report) == [(2, "booked: 2017-03-12 02:30 never was: the clocks were put forward over it.")]
    assert Booking.objects.count() == 1


def test_seconds_are_dropped_to_the_minute(tmp_path: Path) -> None:
    imported(tmp_path, row(booking_dt="2016-11-08 08:30:59"))
    assert moments("booked_at", "booked_until") == [("2016-11-08T16:30:00+00:00", "2016-11-08T16:31:00+00:00")]


def test_a_person_still_in_custody_has_no_release(tmp_path: Path) -> None:
    imported(tmp_path, row(release_dt="", charge_release_dt=""))
    assert rows(Booking, "released_at", "release_kind", "release_reason") == [(None, "", "")]


def test_a_release_in_the_minute_of_the_booking_is_possible(tmp_path: Path) -> None:
    assert reasons(imported(tmp_path, row(release_dt="2016-11-08 08:30:00"))) == []


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"booking_id": ""}, "the booking has no number."),
        ({"booking_dt": ""}, "the booking has no time."),
        ({"booking_dt": "8 Nov 2016"}, "booked: '8 Nov 2016' is no date of the form %Y-%m-%d %H:%M:%S."),
        ({"booking_dt": "0016-11-08 08:30:00"}, "booked: the year 16 cannot be right."),
        ({"booking_charge_desc": ""}, "the charge has no description."),
        ({"booking_charge_desc": "X" * 201}, f"description: description is longer than 200 characters: {'X' * 30!r}..."),
        ({"release_dt": "2016-11-08 08:29:00"}, "The release is before the booking: check both times."),
    ],
)
def test_a_row_that_cannot_be_right_is_rejected_with_its_reason(tmp_path: Path, values: dict[str, str], says: str) -> None:
    assert reasons(imported(tmp_path, row("K8"), row() | values)) == [(3, says)]
    assert Booking.objects.count() == 1


def test_rows_that_tell_different_things_of_one_booking_are_rejected_together(tmp_path: Path) -> None:
    report = imported(tmp_path, row(), row("K2"), row(race_desc="BLACK"))
    says = "this row tells something else of the booking than line 2 does."
    assert reasons(report) == [(2, f"rejected with line 4 of the same booking: {says}"), (4, says)]
    assert (report.counts.bookings, report.counts.rejected) == (1, 2)


@pytest.mark.parametrize(
    ("written", "answer", "code"),
    [
        ("MEXICO", "answered", "MX"),
        ("  mexico ", "answered", "MX"),
        ("México", "answered", "MX"),
        ("Alemania", "answered", "DE"),
        ("ESTADOS UNIDOS", "answered", "US"),
        ("ENGLAND", "answered", "GB"),
        ("ZAIRE", "answered", "CD"),
        ("YUGOSLAVIA", "answered", "YU"),
        ("SOVIET UNION", "answered", "SU"),
        ("REPUBLIC OF CHINA", "answered", "TW"),
        ("GEORGIA", "answered", "GE"),
        ("CA", "answered", ""),
        ("SOCIALIST REPUBLIC OF VIETNAM", "answered", "VN"),
        ("TAIWAN, REPUBLIC OF CHINA", "answered", "TW"),
        ("PUERTO RICO", "answered", "PR"),
        ("ATLANTIS", "answered", ""),
        ("UNKNOWN", "unknown", ""),
        ("", "unknown", ""),
    ],
)
def test_a_birthplace_is_mapped_where_that_is_sure(tmp_path: Path, written: str, answer: str, code: str) -> None:
    imported(tmp_path, row(country_of_birth=written))
    assert rows(Booking, "birth_answer", "birth_country") == [(answer, code)]


def test_a_country_that_no_list_knows_is_kept_as_written_and_listed(tmp_path: Path) -> None:
    """Listed by the name in the column of countries, which is what a crosswalk would have to hold."""
    lines = [row(number, country_of_birth="ATLANTIS", place_of_birth="POSEIDONIS") for number in ("K1", "K2")]
    report = imported(tmp_path, *lines, row("K3", country_of_birth="UNKNOWN"), row("K4", country_of_birth=""))
    assert report.unknown_countries == {"ATLANTIS": 2}
    assert rows(Booking, "birth_answer", "birth_country", "birth_text")[0] == ("answered", "", "POSEIDONIS")


def test_odd_but_possible_facts_are_kept_and_listed(tmp_path: Path) -> None:
    report = imported(tmp_path, row(imm_hold="1"), row("K2", charge_release_dt="2016-12-24 00:00:00"))
    assert report.to_check == {
        "a person born in the United States has an immigration detainer or was handed to ICE.": [2],
        "a charge was released later than the person.": [3],
    }
    assert report.counts.tocheck == 2
    assert Booking.objects.count() == 2


DAYS = {
    "timezone": "America/Chicago",
    "formats": ["%m/%d/%Y %H:%M", "%m/%d/%Y"],
    "booking": {"number": "booking_id", "booked": "booking_dt", "released": "release_dt"},
    "charge": {
        "description": "booking_charge_desc",
        "disposition": {"column": "release_disposition_desc", "crosswalk": "end", "other": "unknown"},
        "disposed": {"column": "charge_release_dt", "when": {"column": "release_disposition_desc", "is": ["guilty"]}},
    },
    "crosswalk": {"end": {"Guilty": "convicted"}},
}


def test_formats_are_tried_in_order_and_a_day_alone_is_the_whole_local_day(tmp_path: Path) -> None:
    line = row(booking_dt="11/05/2017", release_dt="11/06/2017 10:00", charge_release_dt="11/06/2017", release_disposition_desc=" GUILTY ")
    imported(tmp_path, line, mapping=Parser("days", DAYS).mapping())
    assert moments("booked_at", "booked_until") == [("2017-11-05T05:00:00+00:00", "2017-11-06T06:00:00+00:00")]
    assert rows(Charge, "disposition", "disposed_at__date") == [("convicted", Charge.objects.get().disposed_at.date())]
    assert County.objects.get().timezone == "America/Chicago"


def test_a_condition_that_does_not_hold_leaves_the_field_empty(tmp_path: Path) -> None:
    line = row(booking_dt="11/05/2017", release_dt="", charge_release_dt="no date at all")
    assert reasons(imported(tmp_path, line, mapping=Parser("days", DAYS).mapping())) == []
    assert rows(Charge, "disposition", "disposed_at") == [("unknown", None)]


def test_a_value_outside_a_crosswalk_is_rejected_unless_the_mapping_says_what_it_becomes(tmp_path: Path) -> None:
    level = {"column": "category", "crosswalk": "grade"}
    charge = {"description": "booking_charge_desc", "level": level}
    strict = DAYS | {"charge": charge, "crosswalk": {"grade": {"A": "felony"}}}
    report = imported(tmp_path, row(booking_dt="11/05/2017", release_dt="", category="odd"), mapping=Parser("days", strict).mapping())
    assert len(report.rejected) == 1
    assert "'odd' is not in the mapping's crosswalk" in report.rejected[0][1]


def test_nothing_is_printed_by_a_run_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imported(tmp_path, row())
    assert capsys.readouterr() == ("", "")


def test_what_the_county_does_not_ask_is_left_out_of_a_file(tmp_path: Path) -> None:
    county = build.county("pierce", zone="America/Los_Angeles", fips="53053")
    set_profile(by=build.person(), county=county, in_force_from=date(2016, 11, 9), asks_birthplace=False, asks_race=False)
    later = {"booking_dt": "2016-11-09 00:00:00"}
    imported(tmp_path, row(country_of_birth="MEXICO"), row("K2", country_of_birth="MEXICO", place_of_birth="MEXICOSTATE", **later))
    wanted = ("birth_answer", "birth_country", "birth_text", "race")
    assert rows(Booking, *wanted) == [("answered", "MX", "OREGON", "WHITE"), ("not_asked", "", "", "")]
