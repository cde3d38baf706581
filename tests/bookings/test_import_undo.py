"""`import_bookings --undo`: what a file did leaves every figure exactly, what people did since stays, and a later file brings it back."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts import journal, seals
from accounts.models import AuditEntry, County, Inbox, User
from accounts.periods import Month
from bookings.actions import correct, enter_in_error, record_booking, record_charge, record_ice_call
from bookings.actions.undoing import UNDONE, undo
from bookings.models import Booking, Charge, Detainer, Handover, ImportBatch, Stay
from reports import rollup
from reports.models import MeasureCell
from tests.support import build
from tests.support.files import row, write
from tests.support.tables import rows

pytestmark = pytest.mark.django_db
HELD = row("K2", imm_hold="1", release_to_imm="1", country_of_birth="MEXICO", place_of_birth="MEXICO", final_release_disp="Immigration")
STANDING = ("public_id", "entered_in_error", "error_reason")


@pytest.fixture
def clerk() -> User:
    return build.person()


def command(*words: str) -> tuple[list[str], int]:
    """The lines that the command prints, and how it ends."""
    out, end = StringIO(), 0
    try:
        call_command("import_bookings", *words, stdout=out)
    except SystemExit as problem:
        end = int(problem.code or 0)
    return out.getvalue().strip().splitlines(), end


def run(folder: Path, *lines: dict[str, str], words: tuple[str, ...] = ()) -> int:
    """Apply a file; its batch."""
    said, _end = command(str(write(folder, *lines)), "--county", "53053", "--mapping", "pierce", "--apply", *words)
    assert "rejected=0" in said[-1]
    return ImportBatch.objects.latest("pk").pk


def take_back(batch: int) -> tuple[str, int]:
    said, end = command("--undo", str(batch))
    return said[-1], end


def cells() -> list[tuple[Any, ...]]:
    """Every figure of the office, after every county-month was computed anew."""
    county = County.objects.get()
    rollup.fill_all(county, rollup.known_months(county))
    names = ("measure", "month", "grouping", "group", "numerator", "denominator")
    return sorted(MeasureCell.objects.values_list(*names), key=str)


def waiting_cells() -> list[tuple[Any, ...]]:
    """Every figure as the readers of the journal left it, without a computation of ours."""
    names = ("measure", "month", "grouping", "group", "numerator", "denominator")
    return sorted(MeasureCell.objects.values_list(*names), key=str)


def record_of_facts() -> dict[str, list[tuple[Any, ...]]]:
    """The values of every fact that stands. How often it was written, and by which batch, is not one."""
    found = {}
    for model in (Booking, Charge, Stay, Detainer, Handover):
        names = [field.attname for field in model._meta.concrete_fields if field.name not in {"version", "batch", "recorded_at"}]
        found[model.__name__] = [tuple(map(as_text, values)) for values in model.objects.current().order_by("pk").values_list(*names)]
    return found


def as_text(value: Any) -> str:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


def test_an_undone_file_leaves_every_figure_as_it_was_before_it(tmp_path: Path) -> None:
    run(tmp_path, row("K9", booking_dt="2016-10-01 08:00:00"), words=("--covers", "2016-10"))
    before = waiting_cells()
    assert before == cells()
    assert before
    batch = run(tmp_path, row(), HELD, row("K3", booking_dt="2016-10-20 08:00:00", release_dt=""))
    assert waiting_cells() != before
    assert take_back(batch) == ("read=0 bookings=3 new=0 changed=3 unchanged=0 rejected=0 tocheck=0", 0)
    assert waiting_cells() == before == cells()
    assert rows(Booking, "entered_in_error", "error_reason")[1:] == [(True, UNDONE)] * 3


def test_a_month_that_only_the_file_knew_has_no_data_again(tmp_path: Path) -> None:
    batch = run(tmp_path, row(), words=("--covers", "2016-11..2016-12"))
    county = County.objects.get()
    assert set(MeasureCell.objects.values_list("month", flat=True)) == {Month(2016, 11).first_day, Month(2016, 12).first_day}
    take_back(batch)
    assert not MeasureCell.objects.exists()
    assert rollup.known_months(county) == []


def test_corrections_that_the_file_made_go_back_to_the_values_before(tmp_path: Path) -> None:
    lines = [row(), row(booking_charge_desc="ASSAULT"), HELD]
    run(tmp_path, *lines)
    before, figures = record_of_facts(), waiting_cells()
    charges = [row(race_desc="BLACK", booking_dt="2016-10-30 10:00:00"), row(race_desc="BLACK", booking_dt="2016-10-30 10:00:00")]
    batch = run(tmp_path, *charges, HELD | {"imm_hold": "0", "release_to_imm": "0", "final_release_disp": "PR"})
    assert record_of_facts() != before
    assert waiting_cells() != figures
    assert take_back(batch) == ("read=0 bookings=2 new=0 changed=2 unchanged=0 rejected=0 tocheck=0", 0)
    assert record_of_facts() == before
    assert waiting_cells() == figures == cells()


def test_facts_that_the_file_added_to_a_booking_leave_it(tmp_path: Path) -> None:
    run(tmp_path, row())
    before = record_of_facts()
    batch = run(tmp_path, row(imm_hold="1"), row(imm_hold="1", booking_charge_desc="ASSAULT"))
    take_back(batch)
    assert record_of_facts() == before
    assert rows(Detainer, "entered_in_error", "error_reason") == [(True, UNDONE)]


def test_the_same_file_applied_after_an_undo_brings_the_very_bookings_back(tmp_path: Path) -> None:
    lines = [row(), HELD]
    first = run(tmp_path, *lines)
    before, figures, ids = record_of_facts(), waiting_cells(), rows(Booking, "public_id")
    take_back(first)
    said, end = command(str(write(tmp_path, *lines)), "--county", "53053", "--mapping", "pierce", "--apply")
    assert (said[-1], end) == ("read=2 bookings=2 new=2 changed=0 unchanged=0 rejected=0 tocheck=0", 0)
    assert record_of_facts() == before
    assert waiting_cells() == figures
    assert rows(Booking, "public_id") == ids
    second = ImportBatch.objects.latest("pk").pk
    assert take_back(second)[0].startswith("read=0 bookings=2 ")
    assert rows(Booking, "entered_in_error") == [(True,), (True,)]


def test_a_changed_file_after_an_undo_brings_the_booking_back_as_it_tells_it_now(tmp_path: Path) -> None:
    batch = run(tmp_path, row(), row(booking_charge_desc="ASSAULT"))
    take_back(batch)
    run(tmp_path, row(race_desc="BLACK"))
    assert rows(Booking, "race", "entered_in_error") == [("BLACK", False)]
    assert rows(Charge, "description", "entered_in_error") == [("THEFT", False), ("ASSAULT", True)]


def test_corrections_come_back_when_their_file_is_applied_again_after_an_undo(tmp_path: Path) -> None:
    run(tmp_path, row())
    batch = run(tmp_path, row(race_desc="BLACK", imm_hold="1"))
    after = record_of_facts()
    take_back(batch)
    assert rows(Booking, "race") == [("WHITE",)]
    run(tmp_path, row(race_desc="BLACK", imm_hold="1"))
    assert {name: len(found) for name, found in record_of_facts().items()} == {name: len(found) for name, found in after.items()}
    assert rows(Booking, "race") == [("BLACK",)]


def test_a_dry_run_after_an_undo_counts_the_bookings_as_new_and_brings_nothing_back(tmp_path: Path) -> None:
    take_back(run(tmp_path, row()))
    said, _end = command(str(tmp_path / "jail.csv"), "--county", "53053", "--mapping", "pierce")
    assert "new=1 changed=0 unchanged=0" in said[-1]
    assert rows(Booking, "entered_in_error") == [(True,)]


def test_a_booking_on_which_staff_worked_since_is_left_and_named(tmp_path: Path, clerk: User) -> None:
    batch = run(tmp_path, row(), HELD)
    booking = Booking.objects.order_by("pk")[0]
    called = build.minute("2016-11-09 10:00", booking.county)
    record_ice_call(by=clerk, booking=booking, called=called, started_by="ice", channel="phone", trigger="unknown")
    said, end = command("--undo", str(batch))
    assert (said[-1], end) == ("read=0 bookings=1 new=0 changed=1 unchanged=0 rejected=1 tocheck=0", 3)
    assert f"  {booking.case_key}" in said
    assert rows(Booking, "entered_in_error") == [(False,), (True,)]


def test_a_fact_that_somebody_corrected_since_leaves_its_booking_whole(tmp_path: Path, clerk: User) -> None:
    run(tmp_path, row(), HELD)
    batch = run(tmp_path, row(race_desc="BLACK", booking_charge_desc="ARSON"), HELD | {"race_desc": "BLACK"})
    correct(Charge.objects.order_by("pk")[0], by=clerk, reason="misread", level="felony")
    line, end = take_back(batch)
    assert (line, end) == ("read=0 bookings=1 new=0 changed=1 unchanged=0 rejected=1 tocheck=0", 3)
    assert rows(Booking, "race") == [("BLACK",), ("WHITE",)]
    assert rows(Charge, "description") == [("ARSON",), ("THEFT",)]


def test_a_fact_beside_the_changed_one_does_not_hold_an_undo_up(tmp_path: Path, clerk: User) -> None:
    run(tmp_path, row())
    batch = run(tmp_path, row(race_desc="BLACK"))
    record_charge(by=clerk, booking=Booking.objects.get(), description="by hand")
    assert take_back(batch)[1] == 0
    assert rows(Booking, "race") == [("WHITE",)]
    assert rows(Charge, "description", "entered_in_error") == [("THEFT", False), ("by hand", False)]


def test_a_booking_that_a_later_file_changed_waits_until_that_file_is_undone(tmp_path: Path) -> None:
    first = run(tmp_path, row())
    second = run(tmp_path, row(race_desc="BLACK"))
    assert take_back(first) == ("read=0 bookings=0 new=0 changed=0 unchanged=0 rejected=1 tocheck=0", 3)
    assert take_back(second)[1] == 0
    assert rows(Booking, "race", "entered_in_error") == [("WHITE", False)]
    assert take_back(first) == ("read=0 bookings=1 new=0 changed=1 unchanged=0 rejected=0 tocheck=0", 0)
    assert rows(Booking, "entered_in_error") == [(True,)]


def test_an_undo_a_second_time_says_so_and_writes_nothing(tmp_path: Path) -> None:
    batch = run(tmp_path, row())
    take_back(batch)
    entries = AuditEntry.objects.count()
    said, end = command("--undo", str(batch))
    assert "is undone already" in said[0]
    assert (said[-1], end) == ("read=0 bookings=0 new=0 changed=0 unchanged=0 rejected=0 tocheck=0", 0)
    assert (AuditEntry.objects.count(), Inbox.objects.count()) == (entries, 0)


def test_a_booking_struck_out_by_a_person_stays_so_through_undo_and_import(tmp_path: Path, clerk: User) -> None:
    batch = run(tmp_path, row())
    enter_in_error(Booking.objects.get(), by=clerk, reason="a test")
    assert take_back(batch)[1] == 0
    run(tmp_path, row(), HELD)
    assert rows(Booking, "entered_in_error", "error_reason") == [(True, "a test"), (False, "")]


def test_a_booking_that_staff_entered_after_an_undo_is_the_one_that_a_file_speaks_of(tmp_path: Path, clerk: User) -> None:
    take_back(run(tmp_path, row()))
    county = County.objects.get()
    record_booking(by=clerk, county=county, number="K1", booked=build.minute("2016-11-08 08:30", county))
    run(tmp_path, row())
    assert rows(Booking, "source", "entered_in_error") == [("import", True), ("staff", False)]


def test_the_journal_says_who_undid_what_and_its_chain_verifies(tmp_path: Path, clerk: User) -> None:
    batch = run(tmp_path, row(), HELD)
    undo(ImportBatch.objects.get(pk=batch), by=clerk)
    entry = AuditEntry.objects.get(verb="undo_import", noun="bookings.ImportBatch")
    assert (entry.by, entry.object_id, entry.batch, entry.detail) == (f"user:{clerk.pk}", batch, batch, {"bookings": 2, "left": 0})
    each = AuditEntry.objects.filter(verb="undo_import", noun="bookings.Booking")
    assert sorted(each.values_list("object_id", flat=True)) == sorted(Booking.objects.values_list("pk", flat=True))
    assert set(each.values_list("origin", "batch", "sealed")) == {("import", batch, None)}
    assert ImportBatch.objects.get(pk=batch).undone_by == clerk
    seals.seal_due()
    verdict = seals.verify()
    assert (verdict.problem, verdict.unsealed) == ("", 0)


def test_an_undo_fails_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = run(tmp_path, row(), HELD)
    entries = AuditEntry.objects.count()

    def breaks(*_: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(journal, "announce", breaks)
    with pytest.raises(OSError, match="disk"):
        undo(ImportBatch.objects.get(pk=batch))
    assert rows(Booking, "entered_in_error") == [(False,), (False,)]
    assert AuditEntry.objects.count() == entries


@pytest.mark.parametrize("words", [("--undo", "99"), ("--undo", "1", "--county", "elsewhere"), ("file.csv",), ()])
def test_what_cannot_be_undone_or_read_is_said_in_a_sentence(words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError) as refusal:
        command(*words)
    assert refusal.value.returncode == 2
    assert str(refusal.value).endswith(".")


def test_nothing_of_an_import_or_its_undo_reaches_a_reader_of_live_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[int] = []
    monkeypatch.setattr(journal, "READERS", dict(journal.READERS))
    journal.register("alerts", lambda row: heard.append(row.pk), {"live", "correction"})
    words = ("--no-figures",)
    first = run(tmp_path, row(), words=words)
    run(tmp_path, row(race_desc="BLACK", imm_hold="1"), HELD, words=words)
    take_back(ImportBatch.objects.latest("pk").pk)
    run(tmp_path, row(race_desc="BLACK", imm_hold="1"), HELD, words=words)
    journal.drain()
    assert first
    assert heard == []
    assert not Inbox.objects.filter(reader="alerts").exists()


def test_corrections_of_a_file_make_one_inbox_row_a_month_and_none_a_booking(tmp_path: Path) -> None:
    numbers = [f"K{number}" for number in range(30)]
    run(tmp_path, *(row(number) for number in numbers))
    run(tmp_path, *(row(number, race_desc="BLACK") for number in numbers), words=("--no-figures",))
    found = Inbox.objects.filter(reader="rollup").values_list("entry", "first_month", "origin")
    assert list(found) == [(None, Month(2016, 11).first_day, "import")]


def test_a_charge_dropped_from_the_middle_leaves_its_neighbours_as_they_are(tmp_path: Path) -> None:
    charges = [row(booking_charge_desc=name) for name in ("ARSON", "BATTERY", "CHECK", "CHECK")]
    run(tmp_path, *charges)
    run(tmp_path, charges[0], charges[2], charges[3])
    assert rows(Charge, "place", "description", "entered_in_error", "version") == [
        (1, "ARSON", False, 1),
        (2, "BATTERY", True, 2),
        (3, "CHECK", False, 1),
        (4, "CHECK", False, 1),
    ]
