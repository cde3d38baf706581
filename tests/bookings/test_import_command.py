"""`import_bookings` through its command line: what is written, what is said, and that nothing else happens."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts import journal, seals
from accounts.models import AuditEntry, County, Inbox
from accounts.sealing import sealer
from bookings.actions import correct, enter_in_error
from bookings.models import Booking, Charge, Detainer, Handover, ImportBatch, Source, Stay
from tests.support import build
from tests.support.files import row, write
from tests.support.tables import everything, rows

pytestmark = pytest.mark.django_db
HELD = row(
    "K2", imm_hold="1", release_to_imm="1", country_of_birth="MEXICO", place_of_birth="MEXICOSTATE", final_release_disp="Immigration"
)


def run(path: Path, *words: str, county: str = "53053") -> str:
    """The last line that the command prints."""
    out = StringIO()
    call_command("import_bookings", str(path), "--county", county, "--mapping", "pierce", *words, stdout=out)
    return out.getvalue().strip().splitlines()[-1]


def counts(line: str) -> dict[str, int]:
    return {name: int(value) for name, value in (pair.split("=") for pair in line.split())}


def payload(booking: Booking, verb: str) -> dict[str, Any]:
    """The last entry of a booking by a verb, opened with the booking's key."""
    entry = AuditEntry.objects.filter(booking=booking.public_id, verb=verb).order_by("-pk")[0]
    return json.loads(sealer(booking.public_id).open(bytes(entry.sealed or b"")))


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(tmp_path: Path) -> None:
    before = everything()
    line = run(write(tmp_path, row(), row(), HELD))
    assert line == "read=3 bookings=2 new=2 changed=0 unchanged=0 rejected=0 tocheck=0"
    assert everything() == before
    assert not County.objects.exists()


def test_applying_writes_the_rows_of_the_file_and_no_others(tmp_path: Path) -> None:
    run(write(tmp_path, row(), row(booking_charge_desc="ASSAULT"), HELD), "--apply")
    assert rows(County, "fips", "slug", "state", "timezone", "made_up") == [("53053", "pierce-wa", "WA", "America/Los_Angeles", False)]
    wanted = ("birth_answer", "birth_country", "sex", "race", "release_kind", "source", "version")
    assert rows(Booking, *wanted) == [
        ("answered", "US", "male", "WHITE", "street", "import", 1),
        ("answered", "MX", "male", "WHITE", "ice", "import", 1),
    ]
    assert rows(Charge, "booking__pk", "place", "description", "level", "disposition") == [
        (1 + first(), 1, "THEFT", "misdemeanor", "unknown"),
        (1 + first(), 2, "ASSAULT", "misdemeanor", "unknown"),
        (2 + first(), 1, "THEFT", "misdemeanor", "unknown"),
    ]
    assert rows(Stay, "facility__code") == [("PCJ",), ("PCJ",)]
    assert [len(rows(model, "pk")) for model in (Detainer, Handover, ImportBatch)] == [1, 1, 1]


def first() -> int:
    return Booking.objects.order_by("pk")[0].pk - 1


def test_a_hold_without_a_time_was_received_some_time_in_the_booking(tmp_path: Path) -> None:
    run(write(tmp_path, HELD), "--apply")
    detainer, booking = Detainer.objects.get(), Booking.objects.get()
    assert (detainer.received_at, detainer.received_until) == (booking.booked_at, booking.released_until)
    assert booking.booked_at.isoformat() == "2016-11-08T16:30:00+00:00"
    assert booking.released_until.isoformat() == "2016-11-14T17:08:00+00:00"
    assert rows(Handover, "handed_at", "handed_until") == [(booking.released_at, booking.released_until)]
    assert rows(Stay, "began_at", "began_until", "ended_at", "ended_until") == [
        (booking.booked_at, booking.booked_until, booking.released_at, booking.released_until)
    ]


def test_identical_charge_lines_are_separate_charges(tmp_path: Path) -> None:
    assert counts(run(write(tmp_path, row(), row()), "--apply"))["bookings"] == 1
    assert rows(Charge, "place", "description") == [(1, "THEFT"), (2, "THEFT")]


def test_a_cancelled_detainer_of_another_agency_is_no_event_with_ice(tmp_path: Path) -> None:
    run(
        write(tmp_path, row(cancel_detainer="1", release_disposition_desc="Cancel Detainer", final_release_disp="Cancel Detainer")),
        "--apply",
    )
    assert not Detainer.objects.exists()
    assert rows(Booking, "release_reason") == [("Cancel Detainer",)]


def test_applying_twice_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, row(), row(), HELD)
    run(path, "--apply")
    before = everything()
    assert run(path, "--apply") == "read=3 bookings=2 new=0 changed=0 unchanged=2 rejected=0 tocheck=0"
    assert everything() == before


def test_a_changed_row_is_a_correction_that_keeps_the_old_value(tmp_path: Path) -> None:
    run(write(tmp_path, row(), HELD), "--apply")
    line = run(write(tmp_path, row(race_desc="BLACK"), HELD), "--apply")
    assert line == "read=2 bookings=2 new=0 changed=1 unchanged=1 rejected=0 tocheck=0"
    assert rows(Booking, "race", "version") == [("BLACK", 2), ("WHITE", 1)]
    told = payload(Booking.objects.order_by("pk")[0], "correct")
    assert (told["before"], told["after"], told["reason"]) == ({"race": "WHITE"}, {"race": "BLACK"}, "changed in the jail's file")


def test_a_charge_more_is_added_and_a_charge_less_is_entered_in_error(tmp_path: Path) -> None:
    run(write(tmp_path, row(), row(booking_charge_desc="ASSAULT")), "--apply")
    run(write(tmp_path, row()), "--apply")
    wanted = ("place", "description", "entered_in_error", "error_reason")
    assert rows(Charge, *wanted) == [(1, "THEFT", False, ""), (2, "ASSAULT", True, "no longer in the jail's file")]
    run(write(tmp_path, row(), row(booking_charge_desc="DWI")), "--apply")
    assert rows(Charge, *wanted)[2:] == [(2, "DWI", False, "")]


def test_a_booking_that_a_later_file_does_not_hold_stays_as_it_is(tmp_path: Path) -> None:
    run(write(tmp_path, row(), HELD), "--apply")
    before = everything()
    run(write(tmp_path, row()), "--apply")
    assert everything() == before


def test_what_staff_entered_or_corrected_outlives_the_same_file(tmp_path: Path) -> None:
    path = write(tmp_path, row())
    run(path, "--apply")
    booking = Booking.objects.get()
    detainer = build.detainer(booking, "2016-11-09 10:00")
    correct(booking, by=build.person(), reason="misread", race="BLACK")
    assert counts(run(path, "--apply"))["unchanged"] == 1
    run(write(tmp_path, row(gender_desc="FEMALE")), "--apply")
    assert rows(Detainer, "pk", "entered_in_error", "source") == [(detainer.pk, False, Source.STAFF)]
    assert rows(Booking, "sex") == [("female",)]


def test_a_booking_entered_in_error_is_not_brought_back(tmp_path: Path) -> None:
    path = write(tmp_path, row())
    run(path, "--apply")
    enter_in_error(Booking.objects.get(), by=build.person(), reason="a test of the jail's system")
    assert counts(run(path, "--apply"))["unchanged"] == 1
    assert rows(Booking, "entered_in_error") == [(True,)]


def test_each_county_month_that_a_file_touches_is_announced_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "READERS", {})
    journal.register("figures", lambda row: None)
    run(write(tmp_path, row(), row("K3", booking_dt="2016-12-31 23:30:00", release_dt="2017-01-02 08:00:00")), "--apply", "--no-figures")
    assert sorted(str(month) for (month,) in rows(Inbox, "first_month")) == ["2016-11-01", "2016-12-01", "2017-01-01"]
    assert {origin for (origin,) in rows(Inbox, "origin")} == {"import"}


def test_every_reader_of_imports_is_told_of_each_county_month_once_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "READERS", {})
    journal.register("figures", lambda row: None)
    journal.register("clock", lambda row: None)
    journal.register("alerts", lambda row: None, origins=["live"])
    late = {"booking_dt": "2016-12-31 23:30:00", "release_dt": "2016-12-31 23:59:00", "charge_release_dt": ""}
    run(write(tmp_path, *[row(f"K{number}", **late) for number in range(5)]), "--apply", "--no-figures")
    assert sorted((reader, str(month), str(last)) for reader, month, last in rows(Inbox, "reader", "first_month", "last_month")) == [
        ("clock", "2016-12-01", "2016-12-01"),
        ("figures", "2016-12-01", "2016-12-01"),
    ]
    entries = AuditEntry.objects.filter(verb="record_booking").values_list("first_month", "last_month")
    assert {(str(first), str(last)) for first, last in entries} == {("2016-12-01", "2016-12-01")}


def test_the_numbers_of_a_file_stand_in_clear_in_no_column_of_no_table(tmp_path: Path) -> None:
    run(write(tmp_path, row("SECRET-4711"), row("SECRET-4712")), "--apply")
    run(write(tmp_path, row("SECRET-4711", race_desc="BLACK"), row("SECRET-4713")), "--apply")
    stored = str(everything())
    assert "SECRET" not in stored
    assert b"SECRET".hex() not in stored


def test_what_is_wrong_with_the_command_line_is_said_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no mapping 'atlantis'") as refusal:
        call_command("import_bookings", str(tmp_path / "none.csv"), "--county", "53053", "--mapping", "atlantis")
    assert refusal.value.returncode == 2


def test_months_claimed_later_for_a_file_that_changes_nothing_are_kept_and_announced_once(tmp_path: Path) -> None:
    path = write(tmp_path, row())
    run(path, "--apply")
    assert "unchanged=1" in run(path, "--apply", "--covers", "2016-10..2016-11")
    wanted = ("read", "new", "changed", "unchanged", "first_month__month", "last_month__month")
    assert rows(ImportBatch, *wanted) == [(1, 1, 0, 0, None, None), (1, 0, 0, 1, 10, 11)]
    before = everything()
    run(path, "--apply", "--covers", "2016-10..2016-11")
    assert everything() == before


def test_the_journal_holds_one_sealed_entry_a_booking_and_its_chain_verifies(tmp_path: Path) -> None:
    run(write(tmp_path, row(), row(), HELD), "--apply")
    assert rows(AuditEntry, "verb", "origin") == [
        ("record_county", "import"),
        ("record_facility", "import"),
        ("record_booking", "import"),
        ("record_booking", "import"),
        ("import_bookings", "import"),
    ]
    told = payload(Booking.objects.order_by("pk")[1], "record_booking")["after"]
    assert (told["number"], len(told["charges"]), len(told["detainers"])) == ("K2", 1, 1)
    assert seals.seal_due() == 5
    assert seals.verify().problem == ""


def test_rejected_rows_go_to_a_file_with_line_and_reason_and_the_exit_code_is_3(tmp_path: Path) -> None:
    path = write(tmp_path, row(), row("K9", release_dt="2016-11-01 08:00:00"), row("K9", release_dt="2016-11-01 08:00:00"))
    with pytest.raises(SystemExit) as end:
        run(path, "--apply")
    assert end.value.code == 3
    with (tmp_path / "jail.csv.rejected.csv").open(encoding="utf-8") as file:
        told = [(line["line"], line["booking_id"], line["reason"]) for line in csv.DictReader(file)]
    says = "The release is before the booking: check both times."
    assert told == [("3", "K9", says), ("4", "K9", f"rejected with line 3 of the same booking: {says}")]
    assert Booking.objects.count() == 1


@pytest.mark.parametrize("words", [[], ["--apply"]])
def test_a_list_of_rejected_rows_that_cannot_be_written_is_said_and_the_run_ends_as_it_would(tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "jail.csv.rejected.csv").mkdir()
    out = StringIO()
    path = write(tmp_path, row(), row("K9", booking_dt=""))
    with pytest.raises(SystemExit) as end:
        call_command("import_bookings", str(path), "--county", "53053", "--mapping", "pierce", *words, stdout=out)
    assert end.value.code == 3
    assert "The list of rejected rows cannot be written (Is a directory)." in out.getvalue()
    assert out.getvalue().splitlines()[-1] == "read=2 bookings=1 new=1 changed=0 unchanged=0 rejected=1 tocheck=0"
    assert Booking.objects.count() == len(words)


def test_a_clean_run_takes_an_old_list_of_rejected_rows_away(tmp_path: Path) -> None:
    old = tmp_path / "jail.csv.rejected.csv"
    old.write_text("from last night")
    run(write(tmp_path, row()))
    assert not old.exists()


@pytest.mark.parametrize(
    ("county", "says"),
    [("nowhere", "There is no county 'nowhere'"), ("99999", "There is no county '99999'"), ("5305", "There is no county '5305'")],
)
def test_a_county_that_cannot_be_is_refused(tmp_path: Path, county: str, says: str) -> None:
    with pytest.raises(CommandError, match=says) as refusal:
        run(write(tmp_path, row()), "--apply", county=county)
    assert refusal.value.returncode == 2
    assert not County.objects.exists()


def test_a_county_in_another_zone_than_the_mapping_is_refused(tmp_path: Path) -> None:
    build.county("pierce", zone="America/Chicago")
    with pytest.raises(CommandError, match="One of them is wrong"):
        run(write(tmp_path, row()), "--apply", county="pierce")
    assert not Booking.objects.exists()


def test_an_unknown_code_makes_a_county_named_by_its_code(tmp_path: Path) -> None:
    run(write(tmp_path, row()), "--apply", county="27053")
    assert rows(County, "fips", "slug", "name", "state", "timezone") == [
        ("27053", "county-27053", "County 27053", "MN", "America/Los_Angeles")
    ]


@pytest.mark.parametrize(("covers", "first_month", "last_month"), [("2016-10..2016-12", 10, 12), ("2016-11", 11, 11)])
def test_a_file_covers_the_months_that_somebody_says_it_covers(tmp_path: Path, covers: str, first_month: int, last_month: int) -> None:
    run(write(tmp_path, row()), "--apply", "--covers", covers)
    batch = ImportBatch.objects.get()
    assert (batch.first_month.month, batch.last_month.month) == (first_month, last_month)  # type: ignore[union-attr]


@pytest.mark.parametrize("covers", ["2016", "2016-13", "2016-12..2016-10", "..", "soon"])
def test_months_that_are_none_are_refused_before_anything_is_read(tmp_path: Path, covers: str) -> None:
    with pytest.raises(CommandError, match="--covers"):
        run(write(tmp_path, row()), "--apply", "--covers", covers)
    assert not Booking.objects.exists()
