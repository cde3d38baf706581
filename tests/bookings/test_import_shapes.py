"""Files of jails that nobody here had seen, read by mappings that were written from docs/importing.md alone: no code for any of them."""

import gzip
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import County
from bookings.importing.counties import find_county
from bookings.importing.explaining import explain
from bookings.importing.mapping import load
from bookings.importing.running import Report, Run
from bookings.models import Booking, Charge, Consent, ConsularNotice, Detainer, Handover, IceCall, IceVisit, ReleaseStep
from bookings.models.moments import span
from bookings.spans import MINUTE
from tests.support.tables import rows
from tests.support.workbooks import write_workbook

pytestmark = pytest.mark.django_db
SHAPES = Path(__file__).resolve().parent / "shapes"


def imported(path: Path, name: str, **confirmed: str) -> Report:
    mapping = load(str(SHAPES / f"{name}.toml"), **confirmed)
    return Run(path, find_county("27053", mapping), mapping, apply=True)()


def local(fact: Any, name: str) -> str:
    """A moment by the county's clock: one minute, or from .. to its last minute."""
    moment = span(fact, name)
    if moment is None:
        return ""
    start, last = (one.astimezone(fact.county.zone) for one in (moment.at, moment.until - MINUTE))
    return f"{start:%d %H:%M}" if moment.is_exact else f"{start:%d %H:%M}..{last:%d %H:%M}"


def reasons(report: Report) -> list[tuple[int, str]]:
    return [(line, says) for line, says, _ in report.rejected]


def test_tabs_title_rows_a_footer_and_detainers_among_the_charges() -> None:
    report = imported(SHAPES / "tabs.txt", "tabs")
    assert report.says == "tabs.txt: UTF-8 text split by tabs, header on line 4."
    assert reasons(report) == [
        (9, "booked: '10/03/26 30' is no date of the form %m/%d/%y %H%M or %m/%d/%y or %m/%d/%Y."),
        (13, "the row has 2 fields, the header 14."),
    ]
    told = [(36, "US", "street"), (None, "MX", ""), (24, "", "ice"), (46, "LR", "")]
    assert rows(Booking, "age", "birth_country", "release_kind") == told
    assert len(set(Booking.objects.values_list("person_key", flat=True))) == 4
    assert rows(Detainer, "booking__birth_text") == [("GUADALAJARA, MEXICO",), ("UNK",)]
    assert [local(fact, "handed") for fact in Handover.objects.all()] == ["07 12:00"]
    assert Charge.objects.filter(level="hold").count() == 3


def test_one_row_a_booking_with_charges_beside_each_other_whatever_the_file_is_called(tmp_path: Path) -> None:
    path = tmp_path / "export.dat"
    path.write_bytes(gzip.compress((SHAPES / "wide.csv").read_bytes()))
    report = imported(path, "wide")
    assert reasons(report) == [(6, "The release is before the booking: check both times.")]
    levels = [("Theft", "misdemeanor"), ("Assault", "felony"), ("DUI", "misdemeanor"), ("Arson", "felony"), ("Theft", "misdemeanor")]
    assert rows(Charge, "description", "level") == [*levels, levels[-1]]
    assert local(Detainer.objects.order_by("pk")[0], "received") == "01 00:00..01 23:59"
    assert local(Detainer.objects.order_by("pk")[1], "received").startswith("01 01:30..")
    assert (Consent.objects.get().visit, Consent.objects.get().answer) == (IceVisit.objects.get(), "no")
    assert (local(IceVisit.objects.get(), "planned"), local(IceVisit.objects.get(), "started")) == ("01 10:00", "")
    assert rows(ReleaseStep, "kind", "amount") == [("bail_set", 1500)]


def test_an_older_system_with_dates_and_times_apart() -> None:
    report = imported(SHAPES / "old.csv", "old", encoding="windows-1252")
    assert reasons(report) == [(5, "cells that hold several facts hold 2 and 3 of them.")]
    assert report.unknown_countries == {"São Paulo Brasil": 1, "Atlanta, Georgia": 1}
    found = [(local(one, "booked"), local(one, "released")) for one in Booking.objects.order_by("pk")]
    assert found == [("05 09:05", "06 00:15"), ("05 12:30", ""), ("06 00:00..06 23:59", "06 00:00..06 23:59")]
    assert rows(Booking, "birth_text", "birth_country", "citizen_country") == [
        ("Peñasco, México", "MX", "MX"),
        ("São Paulo Brasil", "", "BR"),
        ("Atlanta, Georgia", "", ""),
    ]
    assert [level for (level,) in rows(Charge, "level")] == ["misdemeanor", "felony", *["misdemeanor"] * 4]
    assert rows(Detainer, "form") == [("I-247A",)]


def test_bars_decimal_commas_a_person_booked_twice_and_holds_of_others() -> None:
    report = imported(SHAPES / "broad.csv", "broad")
    assert report.says == "broad.csv: UTF-8 text split by bars, header on line 4."
    assert reasons(report) == [(9, "The release is before the booking: check both times.")]
    assert [(local(one, "booked"), local(one, "released"), one.age) for one in Booking.objects.order_by("pk")] == [
        ("01 23:55", "03 06:10", 34),
        ("02 00:05", "", 19),
        ("09 14:00", "09 18:30", 34),
    ]
    assert len(set(Booking.objects.values_list("person_key", flat=True))) == 2
    assert [str(step.amount) for step in ReleaseStep.objects.order_by("pk")] == ["1250.00", "500.00"]
    assert [local(one, "received") for one in Detainer.objects.order_by("pk")] == ["02 09:15", "09 14:00..09 18:30"]
    assert rows(Charge, "level") == [("misdemeanor",), ("infraction",), ("misdemeanor",), ("hold",)]
    assert Handover.objects.count() == 1


BOOKED = datetime(2026, 10, 4, 23, 50)  # noqa: DTZ001 - a cell of Excel has no zone
LARKSPUR: list[list[Any]] = [
    ["Nummer", "In", "Out", "To", "Age", "Sex", "Born", "Charges", "Called ICE", "Told", "Consulate", "Consulate told"],
    ["L-1", BOOKED, date(2026, 10, 6), "ICE", 31, "Male", "HN", "Theft|Arson", "05/10/2026 08:00", "name; going home", "HN", None],
    ["L-2", "05/10/2026 07:15", None, None, 19.0, "female", "us", "Trespass", "never", None, None, None],
]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_semicolons_day_first_and_excel_are_one_mapping(tmp_path: Path, kind: str) -> None:
    path = write_workbook(tmp_path / "larkspur.xlsx", {"Notes": [["made up"]], "Export": [["Larkspur County"], [], *LARKSPUR]})
    if kind == "csv":
        path = tmp_path / "larkspur.csv"
        path.write_text("\n".join(";".join(f'"{_written(cell)}"' for cell in line) for line in LARKSPUR), encoding="utf-8")
    report = imported(path, "larkspur")
    assert str(report.counts) == "read=2 bookings=2 new=2 changed=0 unchanged=0 rejected=0 tocheck=0"
    moments = [(local(one, "booked"), local(one, "released")) for one in Booking.objects.order_by("pk")]
    assert moments == [("04 23:50", "06 00:00..06 23:59"), ("05 07:15", "")]
    assert rows(Booking, "age", "sex", "birth_country", "release_kind") == [(31, "male", "HN", "ice"), (19, "female", "US", "")]
    assert rows(Charge, "description") == [("Theft",), ("Arson",), ("Trespass",)]
    assert rows(IceCall, "told", "started_by") == [(["identity", "release"], "jail")]
    assert [local(one, "told") for one in ConsularNotice.objects.all()] == ["04 23:50..06 23:59"]


def _written(cell: Any) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M}"
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else "" if cell is None else f"{cell:g}" if isinstance(cell, float) else str(cell)


@pytest.mark.parametrize(("name", "file"), [("tabs", "tabs.txt"), ("wide", "wide.csv")])
def test_a_file_applied_twice_changes_nothing(name: str, file: str) -> None:
    first = imported(SHAPES / file, name)
    again = imported(SHAPES / file, name)
    assert first.counts.new == again.counts.unchanged == again.counts.bookings > 0


def test_a_check_of_a_mapping_says_in_plain_words_what_it_does() -> None:
    mapping = load(str(SHAPES / "tabs.toml"))
    looked = explain(SHAPES / "tabs.txt", mapping)
    assert looked.lines[:3] == [
        "tabs.txt: UTF-8 text split by tabs, header on line 4.",
        "Mapping tabs: one row a charge; the rows of a booking repeat what they say of the booking itself. "
        "Times are read by the clock of America/Chicago.",
        "Columns that are not read: ARREST DT.",
    ]
    for line in (
        "  person from column 'NAME ID': 'P7'; 'P8'; 'P9'",
        "  sex from column 'SEX': 'M' → 'male'; 'F' → 'female'",
        "  born from column 'DOB': '03/15/1990' → 1990-03-15, some time that day; '01/01/1900' → not known; '12/24/2001' → 2001-12-24, "
        "some time that day",
        "detainer, told of by 2 of the first 8 rows (where CLS is 'HLD' and OFFENSE has the word 'ICE', 'IMMIGRATION'):",
        "  received from nothing in the file: some time within the booking",
        "booking.birth: 'HOUSTON, TX' → answered, US; 'GUADALAJARA, MEXICO' → answered, MX; 'UNK' → unknown",
        "Would be rejected, line 13: the row has 2 fields, the header 14.",
        "Of the first 9 rows, 7 would be read, as 4 bookings; 2 would be rejected.",
    ):
        assert line in looked.lines
    assert str(looked.counts) == "read=9 bookings=4 new=0 changed=0 unchanged=0 rejected=2 tocheck=1"
    assert Booking.objects.count() == 0


def told_by(path: Path, mapping: Path) -> tuple[int, list[str]]:
    out = StringIO()
    try:
        call_command("import_bookings", str(path), "--county", "27053", "--mapping", str(mapping), "--check-mapping", stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


def test_the_command_checks_a_mapping_and_writes_nothing() -> None:
    code, lines = told_by(SHAPES / "wide.csv", SHAPES / "wide.toml")
    assert (code, lines[-2:]) == (3, ["Nothing was written.", "read=4 bookings=3 new=0 changed=0 unchanged=0 rejected=1 tocheck=0"])
    assert "  booked from column 'Booked On': '31.10.2026 13:40' → 2026-10-31 13:40; '31.10.2026' → 2026-10-31, some time that day; " in (
        "".join(lines)
    )
    assert "'01.11.2026 01:30' → 2026-11-01 01:30, which came twice that day" in "".join(lines)
    assert Booking.objects.count() == County.objects.count() == 0


def test_all_entries_that_name_no_column_are_said_at_once(tmp_path: Path) -> None:
    mapping = tmp_path / "jail.toml"
    text = (SHAPES / "wide.toml").read_text().replace('"Bail"', '"Bond"').replace('"Facility"', '"Building"')
    mapping.write_text(text)
    with pytest.raises(CommandError) as refusal:
        told_by(SHAPES / "wide.csv", mapping)
    assert str(refusal.value).startswith(
        "These entries of mapping jail name columns that the file has not: stay.facility (Building); release_step.when (Bond); "
        "release_step.amount (Bond). The file's columns: BookingId, Facility, "
    )
    assert refusal.value.returncode == 2


def test_what_no_crosswalk_knows_is_marked(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes((SHAPES / "old.csv").read_bytes().replace(b",M,", b",PM,"))
    lines = explain(path, load(str(SHAPES / "old.toml"), encoding="windows-1252")).lines
    sample = next(line for line in lines if line.startswith("  level from column 'Grades'"))
    assert (
        "'PM' → cannot be read ('PM' is not in the mapping's crosswalk. Add it, or give other = \"...\".) (not in the crosswalk)" in sample
    )
