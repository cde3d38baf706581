"""A run over a file is whole or nothing, and nothing that is not the file's fault, or not the whole file's, stops it."""

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from accounts import seals
from accounts.models import AuditEntry, County, Inbox, SealedKey
from bookings.actions import enter_in_error, record_booking
from bookings.importing import grouping, running
from bookings.importing.counties import find_county
from bookings.importing.errors import CannotRead
from bookings.importing.mapping import SHIPPED, Mapping, load
from bookings.importing.report import Report, write_rejected
from bookings.importing.running import Run
from bookings.importing.sources import read_mapping
from bookings.models import Booking, Charge, Detainer, Facility, ImportBatch
from bookings.spans import Span
from tests.support import build
from tests.support.files import HEADER, row, write
from tests.support.tables import everything, rows

pytestmark = pytest.mark.django_db


def run(path: Path, *, apply: bool = True, mapping: Mapping | None = None) -> Report:
    mapping = mapping or load("pierce")
    return Run(path, find_county("53053", mapping), mapping, apply=apply)()


def imported(folder: Path, *lines: dict[str, str]) -> Report:
    return run(write(folder, *lines))


def housed(code: str) -> Mapping:
    """The shipped mapping, but of another building that has no name."""
    text = (SHIPPED / "pierce.toml").read_text().replace('{ value = "PCJ" }', f'{{ value = "{code}" }}')
    return read_mapping("pierce", text.replace('facility_name = { value = "Pierce County Jail" }\n', ""))


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if files of a few hundred rows were far larger than what is kept in memory."""
    monkeypatch.setattr(running, "CHUNK", 50)
    monkeypatch.setattr(running, "by_key", lambda items, key: grouping.by_key(items, key, 100))


def test_new_bookings_and_corrections_mix_in_a_file_of_many_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "CHUNK", 2)
    old = [row(f"K{number}") for number in range(4)]
    imported(tmp_path, *old)
    mixed: list[dict[str, str]] = []
    for number, line in enumerate(old):
        mixed += [row(f"N{number}"), line, line, row(f"M{number}", imm_hold="1")]
    report = imported(tmp_path, *mixed)
    assert str(report.counts) == "read=16 bookings=12 new=8 changed=4 unchanged=0 rejected=0 tocheck=4"
    assert (Booking.objects.count(), Charge.objects.count(), Detainer.objects.count()) == (12, 16, 4)
    seals.seal_due()
    assert seals.verify().problem == ""
    before = everything()
    assert imported(tmp_path, *mixed).counts.unchanged == 12
    assert everything() == before


ENDS = {"NUL": b"K9,\x00", "no UTF-8": b"K9,\xff", "cut off": b'"K9', "stray quote": b'"K"9'}


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_a_file_that_breaks_off_far_down_leaves_nothing(tmp_path: Path, end: bytes) -> None:
    path = write(tmp_path, *[row(f"K{number}") for number in range(400)])
    path.write_bytes(path.read_bytes() + end)
    before = everything()
    with pytest.raises(CannotRead):
        run(path)
    assert everything() == before


def test_the_very_line_that_is_no_text_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, *[row(f"K{number}") for number in range(400)])
    path.write_bytes(path.read_bytes().replace(b"K333,", b"K\xf1,"))
    with pytest.raises(
        CannotRead, match=r"is not utf-8 text on line 335\. Read as Windows-1252 it says “Kñ” \(--encoding windows-1252\)\."
    ):
        run(path)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('state = "WA"', 'state = "Washington"', "state: "),
        ('name = "Pierce County"', f'name = "{"P" * 81}"', "name: Ensure this value has at most 80 characters"),
        ('state = "WA"', 'state = "OR"', "slug: County with this Slug already exists."),
    ],
)
def test_a_county_that_a_mapping_tells_wrong_is_refused_already_by_a_dry_run(tmp_path: Path, before: str, after: str, says: str) -> None:
    build.county("pierce-or")
    mapping = tmp_path / "pierce.toml"
    mapping.write_text((SHIPPED / "pierce.toml").read_text().replace(before, after))
    with pytest.raises(CannotRead, match=f"The county 53053 of mapping pierce cannot be made, .*{says}"):
        run(write(tmp_path, row()), mapping=load(str(mapping)), apply=False)


@pytest.mark.usefixtures("small_chunks")
def test_a_failure_while_a_chunk_is_being_written_leaves_nothing_and_stops_the_writing_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []

    def failing(self: Run, draft: Any) -> None:
        seen.append(self.writer)
        if len(seen) == 130:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(Run, "_look", failing)
    before = everything()
    with pytest.raises(CannotRead, match="stopped and nothing was written: No space left on device"):
        imported(tmp_path, *[row(f"K{number}") for number in range(400)])
    assert everything() == before
    assert seen[-1].pump.pool._shutdown


@pytest.mark.usefixtures("small_chunks")
def test_a_database_that_refuses_the_last_chunk_keeps_nothing_of_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "number_hash", lambda county, number: number.removesuffix("twin").rjust(64))
    before = everything()
    with pytest.raises(CannotRead, match="The database refused a row and nothing was written: "):
        imported(tmp_path, *[row(f"K{number}") for number in range(400)], row("K7twin"))
    assert everything() == before


@pytest.mark.usefixtures("small_chunks")
def test_a_large_file_in_any_order_is_the_same_as_a_small_one(tmp_path: Path) -> None:
    lines = [row(f"K{number % 90}", booking_charge_desc=f"CHARGE {number // 90}") for number in range(360)]
    assert imported(tmp_path, *lines).counts.bookings == 90
    assert {tuple(booking.charges.values_list("place", "description")) for booking in Booking.objects.all()} == {
        ((1, "CHARGE 0"), (2, "CHARGE 1"), (3, "CHARGE 2"), (4, "CHARGE 3"))
    }
    before = everything()
    assert imported(tmp_path, *sorted(lines, key=lambda line: line["booking_id"])).counts.unchanged == 90
    assert everything() == before


@pytest.mark.parametrize("first", [True, False])
def test_a_county_and_a_building_that_a_file_makes_stand_in_the_journal(tmp_path: Path, first: bool) -> None:
    """Also where a correction is the first to tell of the building."""
    if not first:
        imported(tmp_path, row("K0"))
        run(write(tmp_path, row("K0")), mapping=housed("EAST"))
    else:
        run(write(tmp_path, row("K0")), mapping=housed("EAST"))
    county, building = County.objects.get(), Facility.objects.get(code="EAST")
    made = AuditEntry.objects.filter(verb="record_county").values_list("noun", "object_id", "county_id", "by")
    assert list(made) == [("accounts.County", county.pk, county.pk, "command:import_bookings")]
    entry = AuditEntry.objects.get(verb="record_facility", object_id=building.pk)
    assert (entry.noun, entry.county_id, entry.origin) == ("bookings.Facility", county.pk, "import")
    assert entry.batch == ImportBatch.objects.latest("pk").pk
    assert entry.detail["after"]["name"] == "EAST"
    assert not Inbox.objects.filter(entry=entry.pk).exists()


def test_a_dry_run_counts_as_applying_does_and_writes_nothing(tmp_path: Path) -> None:
    imported(tmp_path, row(), row("K2"))
    before = everything()
    path = write(tmp_path, row(race_desc="BLACK"), row("K2"), row("K4"))
    dry = run(path, apply=False)
    assert everything() == before
    assert str(dry.counts) == str(run(path).counts) == "read=3 bookings=3 new=1 changed=1 unchanged=1 rejected=0 tocheck=0"


def test_columns_that_no_mapping_reads_and_the_order_of_columns_change_nothing(tmp_path: Path) -> None:
    imported(tmp_path, row(), row("K2"))
    before = everything()
    assert imported(tmp_path, row("K2", jurisdiction_cd="FED"), row(jurisdiction_cd="FED")).counts.unchanged == 2
    columns = list(reversed(HEADER))
    path = tmp_path / "turned.csv"
    path.write_text("\n".join(",".join(line[name] for name in columns) for line in (dict(zip(HEADER, HEADER, strict=True)), row())))
    assert run(path).counts.unchanged == 1
    assert everything() == before


def test_a_booking_whose_key_was_destroyed_is_rejected_alone(tmp_path: Path) -> None:
    imported(tmp_path, row(), row("K2"))
    first = Booking.objects.order_by("pk")[0]
    SealedKey.objects.filter(booking=first.public_id).delete()
    report = imported(tmp_path, row(race_desc="BLACK"), row("K2", race_desc="BLACK"))
    says = "The key of this booking was destroyed: its sealed values can no longer be read."
    assert [(line, reason) for line, reason, _ in report.rejected] == [(2, says)]
    assert rows(Booking, "race") == [("WHITE",), ("BLACK",)]


def test_a_row_cut_short_takes_its_whole_booking_with_it(tmp_path: Path) -> None:
    path = write(tmp_path, row(), row("K2"), row("K2", booking_charge_desc="ASSAULT"))
    path.write_text(path.read_text().replace("K2,2016-11-08 08:30:00,2016-11-14 09:07:00,THEFT", "K2,2016-11-08 08:30:00,THEFT"))
    report = run(path)
    says = "the row has 15 fields, the header 16."
    assert [(line, reason) for line, reason, _ in report.rejected] == [(3, says), (4, f"rejected with line 3 of the same booking: {says}")]
    assert Booking.objects.count() == 1


def test_rows_without_a_number_have_nothing_in_common(tmp_path: Path) -> None:
    report = imported(tmp_path, row("", booking_dt="soon"), row(" "), row())
    says = "the booking has no number."
    assert [(line, reason) for line, reason, _ in report.rejected] == [(2, says), (3, says)]


def test_a_number_that_was_entered_in_error_once_and_recorded_again_is_matched_with_the_later_booking(tmp_path: Path) -> None:
    imported(tmp_path, row())
    wrong, clerk = Booking.objects.get(), build.person()
    enter_in_error(wrong, by=clerk, reason="another person's number")
    record_booking(by=clerk, county=wrong.county, number="K1", booked=Span(wrong.booked_at, wrong.booked_until))
    assert imported(tmp_path, row(race_desc="BLACK")).counts.changed == 1
    assert rows(Booking, "race", "entered_in_error") == [("WHITE", True), ("BLACK", False)]


def test_the_list_of_rejected_rows_is_for_its_owner_alone_and_never_goes_through_a_link(tmp_path: Path) -> None:
    path = write(tmp_path, row(release_dt="2016-11-01 08:00:00"))
    target = write_rejected(path, run(path))
    assert target is not None
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    precious = tmp_path / "precious"
    precious.write_text("keep me")
    target.unlink()
    target.symlink_to(precious)
    with pytest.raises(OSError, match="symbolic link"):
        write_rejected(path, run(path))
    assert precious.read_text() == "keep me"


def test_a_name_that_is_no_text_or_very_long_is_no_reason_to_stop(tmp_path: Path) -> None:
    path = write(tmp_path, row()).rename(os.fsdecode(os.fsencode(tmp_path) + b"/jail\xff.csv"))
    mapping = tmp_path / f"{'m' * 100}.toml"
    mapping.write_bytes((SHIPPED / "pierce.toml").read_bytes())
    assert run(path, mapping=load(str(mapping))).counts.new == 1
    assert rows(ImportBatch, "file_name", "mapping") == [("jail?.csv", "m" * 80)]
