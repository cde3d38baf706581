"""A later file about a booking that staff worked on since: what a person entered, corrected or struck out stands."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import AuditEntry, County, User
from bookings.actions import correct, enter_in_error, record_booking, record_charge, record_detainer, record_handover, release
from bookings.models import Booking, Charge, Detainer, Handover, ImportBatch
from tests.support import build
from tests.support.files import row, write
from tests.support.tables import everything, rows

pytestmark = pytest.mark.django_db
OPEN = row(release_dt="", charge_release_dt="", final_release_disp="")
# What a run leaves behind of itself, and of what staff did before it.
BY_THE_WAY = ("ImportBatch", "AuditEntry", "Unsealed", "Inbox", "Booking", "MeasureCell", "Pulse")
STRUCK = ("place", "description", "entered_in_error", "error_reason")


@pytest.fixture
def clerk() -> User:
    return build.person()


def run(folder: Path, *lines: dict[str, str]) -> str:
    out = StringIO()
    path = write(folder, *lines)
    call_command("import_bookings", str(path), "--county", "53053", "--mapping", "pierce", "--apply", stdout=out)
    return out.getvalue().strip().splitlines()[-1]


def at(booking: Booking, text: str) -> Any:
    return build.minute(text, booking.county)


def test_a_value_that_a_person_corrected_stands_while_the_rest_follows_the_file(tmp_path: Path, clerk: User) -> None:
    run(tmp_path, row())
    correct(Booking.objects.get(), by=clerk, reason="misread", race="BLACK")
    assert "changed=1" in run(tmp_path, row(gender_desc="FEMALE"))
    assert rows(Booking, "race", "sex", "version") == [("BLACK", "female", 3)]


def test_a_release_that_staff_recorded_stands_whole_against_a_file_without_one(tmp_path: Path, clerk: User) -> None:
    run(tmp_path, OPEN)
    booking = Booking.objects.get()
    release(by=clerk, booking=booking, released=at(booking, "2016-11-20 10:00"), kind="street")
    assert "changed=1" in run(tmp_path, OPEN | {"race_desc": "BLACK"})
    assert "changed=1" in run(tmp_path, row(release_dt="2016-11-21 10:00:00", final_release_disp="Immigration"))
    assert rows(Booking, "race", "released_at", "release_kind", "release_reason") == [
        ("WHITE", at(booking, "2016-11-20 10:00").at, "street", "")
    ]


def test_a_release_that_only_the_file_tells_follows_the_file(tmp_path: Path) -> None:
    run(tmp_path, OPEN)
    run(tmp_path, row(release_dt="2016-11-14 09:07:00"))
    booking = Booking.objects.get()
    assert (booking.released_at, booking.release_kind) == (at(booking, "2016-11-14 09:07").at, "street")
    run(tmp_path, OPEN)
    assert rows(Booking, "released_at", "release_kind") == [(None, "")]


def test_a_fact_of_the_file_that_a_person_entered_in_error_is_not_brought_back(tmp_path: Path, clerk: User) -> None:
    run(tmp_path, row(imm_hold="1"), row(imm_hold="1", booking_charge_desc="ASSAULT"))
    for fact in (Detainer.objects.get(), Charge.objects.get(place=1)):
        enter_in_error(fact, by=clerk, reason="another person's")
    line = run(tmp_path, row(imm_hold="1", race_desc="BLACK"), row(imm_hold="1", race_desc="BLACK", booking_charge_desc="ARSON"))
    assert line == "read=2 bookings=1 new=0 changed=1 unchanged=0 rejected=0 tocheck=1"
    assert rows(Detainer, "entered_in_error", "error_reason") == [(True, "another person's")]
    assert rows(Charge, *STRUCK) == [(1, "THEFT", True, "another person's"), (2, "ARSON", False, "")]


def test_a_booking_entered_in_error_is_left_as_it_is_by_a_file_that_changed(tmp_path: Path, clerk: User) -> None:
    run(tmp_path, row())
    enter_in_error(Booking.objects.get(), by=clerk, reason="a test")
    before = everything(*BY_THE_WAY)
    run(tmp_path, row(race_desc="BLACK", imm_hold="1"))
    assert everything(*BY_THE_WAY) == before
    assert rows(Booking, "entered_in_error", "race", "version") == [(True, "WHITE", 2)]
    assert "unchanged=1" in run(tmp_path, row(race_desc="BLACK", imm_hold="1"))


def test_a_charge_of_the_file_takes_a_free_place_beside_one_that_staff_entered(tmp_path: Path, clerk: User) -> None:
    run(tmp_path, row())
    record_charge(by=clerk, booking=Booking.objects.get(), description="by hand")
    assert "rejected=0" in run(tmp_path, row(), row(booking_charge_desc="ASSAULT"))
    assert "changed=1" in run(tmp_path, row(), row(booking_charge_desc="ARSON"))
    assert rows(Charge, "place", "description", "source") == [(1, "THEFT", "import"), (2, "by hand", "staff"), (3, "ARSON", "import")]


def test_a_handover_and_a_detainer_that_staff_entered_are_not_told_twice(tmp_path: Path, clerk: User) -> None:
    run(tmp_path, row())
    booking = Booking.objects.get()
    record_handover(by=clerk, booking=booking, handed=at(booking, "2016-11-14 09:10"))
    record_detainer(by=clerk, booking=booking, received=at(booking, "2016-11-08 12:00"))
    assert "changed=1 unchanged=0 rejected=0" in run(tmp_path, row(imm_hold="1", release_to_imm="1"))
    assert rows(Handover, "source") == [("staff",)]
    assert rows(Detainer, "source") == [("staff",)]


def test_a_booking_that_staff_entered_keeps_their_values_and_gets_those_that_they_left_open(tmp_path: Path, clerk: User) -> None:
    run(tmp_path, row("K9"))
    county = County.objects.get()
    record_booking(by=clerk, county=county, number="K1", booked=build.minute("2016-11-08 08:20", county), race="BLACK")
    run(tmp_path, row())
    booking = Booking.objects.get(source="staff")
    assert (booking.booked_at, booking.race, booking.sex) == (build.minute("2016-11-08 08:20", county).at, "BLACK", "male")
    assert (booking.released_at, booking.release_kind) == (build.minute("2016-11-14 09:07", county).at, "street")
    assert list(booking.charges.values_list("description", "source")) == [("THEFT", "import")]


def test_what_the_command_takes_away_stands_under_its_name_and_batch(tmp_path: Path) -> None:
    run(tmp_path, row(), row(booking_charge_desc="ASSAULT"))
    run(tmp_path, row())
    entry = AuditEntry.objects.get(verb="enter_in_error")
    assert entry.by == "command:import_bookings"
    assert Charge.objects.get(place=2).batch_id == entry.batch == AuditEntry.objects.filter(verb="import_bookings").latest("pk").batch


def test_a_change_that_a_rule_forbids_rejects_its_booking_and_not_the_file(tmp_path: Path, clerk: User) -> None:
    run(tmp_path, OPEN, row("K2"))
    booking = Booking.objects.get(released_at=None)
    release(by=clerk, booking=booking, released=at(booking, "2016-11-20 10:00"), kind="street")
    with pytest.raises(SystemExit) as end:
        run(tmp_path, OPEN | {"booking_dt": "2016-11-21 08:30:00"}, row("K2", race_desc="BLACK"), row("K3"))
    assert end.value.code == 3
    told = (tmp_path / "jail.csv.rejected.csv").read_text().splitlines()
    assert [line.split(",")[:3] for line in told[1:]] == [["2", "The release is before the booking: check both times.", "K1"]]
    assert rows(Booking, "booked_at", "race", "version") == [
        (booking.booked_at, "WHITE", 2),
        (booking.booked_at, "BLACK", 2),
        (booking.booked_at, "WHITE", 1),
    ]
    assert rows(ImportBatch, "read", "bookings", "new", "changed", "unchanged", "rejected")[1] == (3, 2, 1, 1, 0, 1)
