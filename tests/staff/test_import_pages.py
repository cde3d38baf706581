"""The import page: who gets at it, what it shows, and that nothing is written before somebody says so."""

import csv
import io
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, County, Role, User
from accounts.permissions import check_may_import, import_counties, may_import
from bookings.importing import queue, store
from bookings.models import Booking, ImportBatch, ImportRun
from tests.staff import desk
from tests.support import build
from tests.support.files import row, text
from tests.support.tables import rows

pytestmark = pytest.mark.django_db
PAGE = "/staff/import/"
MAY = {Role.SUPERVISOR, Role.RECORDS_OFFICER}
OWN = """
timezone = "America/Los_Angeles"
formats = ["%Y-%m-%d %H:%M:%S"]
[booking]
number = "booking_id"
booked = "booking_dt"
"""


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.IMPORTS = tmp_path / "imports"
    return tmp_path / "imports"


@pytest.fixture
def county() -> County:
    return build.county("pierce", zone="America/Los_Angeles", name="Pierce County", state="WA")


@pytest.fixture
def client(county: County) -> Client:
    return desk.clerk(county, Role.SUPERVISOR)


def upload(client: Client, *lines: dict[str, str], name: str = "jail.csv", **more: Any) -> Any:
    file = SimpleUploadedFile(name, text(*lines).encode())
    return client.post(PAGE, {"file": file, "mapping": "pierce"} | more)


def checked(client: Client, *lines: dict[str, str], **more: Any) -> ImportRun:
    """A file that was uploaded and looked at by the worker."""
    answer = upload(client, *lines, **more)
    assert answer.status_code == 302, answer.context["form"].errors
    queue.work()
    return ImportRun.objects.latest("pk")


def applied(client: Client, *lines: dict[str, str]) -> ImportRun:
    run = checked(client, *lines)
    client.post(address(run), {"apply": "1"})
    queue.work()
    run.refresh_from_db()
    return run


def address(run: ImportRun) -> str:
    return f"{PAGE}{run.public_id}/"


# Who


@pytest.mark.parametrize("role", Role.values)
def test_only_supervisors_and_records_officers_import(role: str, county: County) -> None:
    answer = desk.clerk(county, Role(role)).get(PAGE)
    assert answer.status_code == (200 if role in MAY else 404)


def test_who_is_signed_out_is_asked_to_sign_in() -> None:
    assert Client().get(PAGE)["Location"] == f"/accounts/login/?next={PAGE}"


@pytest.mark.parametrize("role", Role.values)
def test_the_pair_of_check_and_may_agree(role: str, county: County) -> None:
    user = build.person(Role(role), county)
    assert may_import(user, county) == (role in MAY) == import_counties(user).exists()
    if role in MAY:
        check_may_import(user, county)
    else:
        with pytest.raises(Exception, match="supervisors and records officers"):
            check_may_import(user, county)


def test_another_county_sees_nothing_of_a_file_and_can_do_nothing_with_it(client: Client, county: County) -> None:
    run = applied(client, row(), row("K2", booking_dt="never"))
    stranger = desk.clerk(build.county("there", zone="America/Los_Angeles"), Role.SUPERVISOR)
    undo = f"{PAGE}batches/{run.batch_id}/undo/"
    for page in (address(run), address(run) + "progress/", address(run) + "rejected.csv", undo, PAGE + "?county=pierce"):
        assert stranger.get(page).status_code == 404
    assert {stranger.post(page, {"apply": 1}).status_code for page in (address(run), undo)} == {404}
    assert run.file_name not in stranger.get(PAGE).content.decode()
    assert ImportBatch.objects.get().undone_at is None


@pytest.mark.parametrize(("role", "linked"), [(Role.STAFF, False), (Role.SUPERVISOR, True)])
def test_the_board_leads_to_the_import_page_only_who_may(role: Role, linked: bool, county: County) -> None:
    assert (f'href="{PAGE}"' in desk.clerk(county, role).get("/staff/").content.decode()) == linked


def test_the_office_leads_a_records_officer_there(county: County) -> None:
    client = desk.clerk(county, Role.RECORDS_OFFICER)
    assert f'href="{PAGE}"' in client.get("/office/").content.decode()
    assert "/staff/bookings/new" not in client.get(PAGE).content.decode()


# The way of a file


def test_an_uploaded_file_is_only_looked_at_and_waits_for_somebody(client: Client, folder: Path) -> None:
    run = checked(client, row(), row("K2", imm_hold="1", country_of_birth="ATLANTIS"), row("K3", booking_dt="never"))
    assert (run.state, run.result["counts"]["new"], run.result["counts"]["rejected"]) == ("checked", 2, 1)
    assert not Booking.objects.exists()
    page = client.get(address(run)).content.decode()
    assert "This is what the file would do. Nothing is written yet." in page
    assert "ATLANTIS" in page
    assert "Rejected rows as CSV" in page


def test_it_is_applied_by_the_worker_once_somebody_says_so_and_the_file_goes(client: Client, folder: Path, county: County) -> None:
    run = applied(client, row(), row("K2"))
    assert (run.state, Booking.objects.count()) == ("applied", 2)
    assert list(folder.iterdir()) == []
    batch = ImportBatch.objects.get()
    assert (batch.file_name, batch.applied_by, run.batch) == ("jail.csv", run.created_by, batch)
    entry = AuditEntry.objects.get(verb="import_bookings")
    assert entry.by == f"user:{run.created_by_id}"
    assert set(AuditEntry.objects.filter(verb="record_booking").values_list("by", flat=True)) == {"task:import_bookings"}
    assert f"Applied as batch {batch.pk}" in client.get(address(run)).content.decode()


# The rest of its way


def test_a_second_click_applies_nothing_twice(client: Client) -> None:
    run = applied(client, row())
    client.post(address(run), {"apply": "1"})
    assert queue.work() == 0
    assert ImportBatch.objects.count() == 1


def test_a_file_of_which_the_record_has_all_is_said_to_change_nothing(client: Client) -> None:
    applied(client, row())
    run = applied(client, row())
    assert (run.batch, ImportBatch.objects.count()) == (None, 1)
    assert "so nothing changed" in client.get(address(run)).content.decode()


def test_an_abandoned_file_is_deleted_with_its_rejected_rows(client: Client, folder: Path) -> None:
    run = checked(client, row(), row("K2", booking_dt="never"))
    client.post(address(run), {"abandon": "1"})
    run.refresh_from_db()
    assert (run.state, list(folder.iterdir()), Booking.objects.count()) == ("abandoned", [], 0)


def test_a_file_and_its_folder_are_readable_by_the_server_alone(client: Client, folder: Path) -> None:
    checked(client, row(), row("K2", booking_dt="never"))
    assert oct(folder.stat().st_mode & 0o777) == "0o700"
    assert {oct(path.stat().st_mode & 0o777) for path in folder.iterdir()} == {"0o600"}
    assert len(list(folder.iterdir())) == 2


def test_a_file_that_cannot_be_read_is_refused_by_the_name_that_the_person_knows(client: Client, folder: Path) -> None:
    answer = client.post(PAGE, {"file": SimpleUploadedFile("nightly.csv", b"a,b\n1,2\n"), "mapping": "pierce"})
    queue.work()
    page = client.get(answer["Location"]).content.decode()
    assert "Nothing was written." in page
    assert str(folder) not in page
    assert list(folder.iterdir()) == []


def test_an_absurd_day_is_shown_and_needs_to_be_accepted(client: Client) -> None:
    lines = [row(f"A{n}", booking_dt=f"2016-11-0{1 + n % 3} 08:00:00") for n in range(30)]
    lines += [row(f"B{n}", booking_dt="2016-11-04 08:00:00") for n in range(201)]
    run = checked(client, *lines)
    assert "201 rows are of people booked on 2016-11-04" in client.get(address(run)).content.decode()
    client.post(address(run), {"apply": "1"})
    assert queue.work() == 0
    client.post(address(run), {"apply": "1", "accept_outliers": "on"})
    queue.work()
    assert Booking.objects.count() == 231


def test_months_that_the_file_tells_of_whole_are_claimed(client: Client) -> None:
    run = checked(client, row(), covers_first="2016-11", covers_last="2016-12")
    client.post(address(run), {"apply": "1"})
    queue.work()
    assert [str(day) for day in ImportBatch.objects.values_list("first_month", "last_month")[0]] == ["2016-11-01", "2016-12-01"]


# The form


def test_a_pasted_mapping_reads_the_file(client: Client) -> None:
    run = checked(client, row(), mapping="own", mapping_text=OWN)
    assert (run.state, run.result["counts"]["new"]) == ("checked", 1)


def test_a_mapping_sent_as_a_file_reads_it_under_its_name(client: Client) -> None:
    run = checked(client, row(), mapping="own", mapping_file=SimpleUploadedFile("ours.toml", OWN.encode()))
    assert (run.state, run.mapping) == ("checked", "ours")


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("mapping_text", {"mapping": "own"}),
        ("mapping_text", {"mapping": "own", "mapping_text": "no = = toml"}),
        ("mapping_text", {"mapping": "own", "mapping_text": OWN.replace("Los_Angeles", "Chicago")}),
        ("mapping", {"mapping": "../../etc/passwd"}),
        ("covers_first", {"covers_first": "2016-13"}),
        ("covers_first", {"covers_first": "2017-01", "covers_last": "2016-01"}),
        ("file", {"file": ""}),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_what_was_typed_is_kept(client: Client, field: str, sent: dict[str, Any]) -> None:
    answer = upload(client, row(), **({"covers_last": "2016-12", "covers_first": "2016-01"} | sent))
    assert list(answer.context["form"].errors) == [field]
    page = answer.content.decode()
    assert sent.get("covers_last", "2016-12") in page
    assert sent.get("mapping_text", "").partition("\n")[0] in page
    assert not ImportRun.objects.exists()


def test_a_file_above_the_limit_is_refused(client: Client, settings: Any, folder: Path) -> None:
    settings.IMPORT_BYTES = 100
    answer = upload(client, row())
    assert "The most is 100" in str(answer.context["form"].errors["file"])
    assert not folder.exists()


@pytest.mark.parametrize("name", ["../../x.csv", "a" * 300 + ".csv", "<b>.csv", "böse\u202e.csv", "no ending", ".toml.csv.gz"])
def test_a_files_name_leads_nowhere(client: Client, folder: Path, name: str) -> None:
    run = checked(client, row(), name=name)
    assert run.state == "checked"
    assert store.path_of(run).parent == folder
    assert "<b>" not in client.get(address(run)).content.decode()


# The rejected rows


def test_a_formula_among_the_rejected_rows_is_defused_and_the_download_is_noted(client: Client) -> None:
    run = checked(client, row(booking_dt="never", booking_charge_desc="=HYPERLINK(A1)", race_desc="@SUM", gender_desc="-1"))
    answer = client.get(address(run) + "rejected.csv")
    told = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))
    cells = dict(zip(told[0], told[1], strict=True))
    assert [cells[name] for name in ("line", "booking_charge_desc", "race_desc", "gender_desc")] == ["2", "'=HYPERLINK(A1)", "'@SUM", "'-1"]
    assert answer["Cache-Control"] == "private, no-store"
    entry = AuditEntry.objects.get(verb="download_rejected")
    assert (entry.by, entry.object_id) == (f"user:{run.created_by_id}", run.pk)


def test_without_rejected_rows_there_is_nothing_to_download(client: Client) -> None:
    assert client.get(address(checked(client, row())) + "rejected.csv").status_code == 404


# Undo


def test_an_applied_file_is_undone_after_a_question(client: Client) -> None:
    run = applied(client, row(), row("K2"))
    page = f"{PAGE}batches/{run.batch_id}/undo/"
    assert "The 2 bookings that it added leave every figure" in client.get(page).content.decode()
    assert ImportBatch.objects.get().undone_at is None
    answer = client.post(page)
    queue.work()
    assert "2 bookings are as they were before the file." in client.get(answer["Location"]).content.decode()
    assert rows(Booking, "entered_in_error") == [(True,), (True,)]
    assert ImportBatch.objects.get().undone_by == run.created_by
    assert "undone" in client.get(PAGE).content.decode()


def test_two_clicks_on_undo_make_one_run(client: Client) -> None:
    run = applied(client, row())
    page = f"{PAGE}batches/{run.batch_id}/undo/"
    assert client.post(page)["Location"] == client.post(page)["Location"]


# Progress


def test_the_bar_shows_how_far_the_worker_is_and_then_loads_the_page(client: Client) -> None:
    upload(client, row(), row("K2"))
    run = ImportRun.objects.get()
    assert "It waits for the worker." in client.get(address(run)).content.decode()
    store.trace_of(run).note(2)
    waiting = client.get(address(run) + "progress/")
    assert 'max="3" value="2"' in waiting.content.decode()
    assert "HX-Refresh" not in waiting
    queue.work()
    assert client.get(address(run) + "progress/")["HX-Refresh"] == "true"


# The queue


def uploaded(client: Client) -> ImportRun:
    upload(client, row())
    return ImportRun.objects.get()


def test_a_run_that_a_dead_worker_held_is_taken_when_its_lease_is_over(client: Client) -> None:
    run = uploaded(client)
    assert queue.claim() == run
    assert queue.claim() is None
    ImportRun.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert queue.work() == 1
    run.refresh_from_db()
    assert (run.state, run.attempts) == ("checked", 2)


def test_who_lost_the_claim_meanwhile_writes_nothing(client: Client) -> None:
    run = checked(client, row())
    client.post(address(run), {"apply": "1"})
    late = queue.claim()
    assert late is not None
    ImportRun.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert queue.claim() is not None
    assert queue.do(late) is False
    assert (Booking.objects.count(), ImportBatch.objects.count()) == (0, 0)


def test_what_stops_for_a_reason_of_ours_is_tried_again_and_given_up_at_last(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    run = uploaded(client)
    monkeypatch.setattr(queue, "write_rejected", lambda *_: 1 / 0)
    for attempt in range(1, queue.MOST_ATTEMPTS + 1):
        ImportRun.objects.update(due_at=timezone.now() - timedelta(seconds=1))
        queue.work()
        run.refresh_from_db()
        assert run.attempts == attempt
    assert (run.state, run.problem.startswith("It stopped 5 times")) == ("failed", True)
    assert not store.path_of(run).exists()


def test_a_run_that_kills_every_worker_is_given_up(client: Client) -> None:
    run = uploaded(client)
    ImportRun.objects.update(attempts=queue.MOST_ATTEMPTS)
    queue.work()
    run.refresh_from_db()
    assert run.state == "failed"


def test_what_nobody_came_back_to_for_a_week_is_deleted(client: Client, folder: Path) -> None:
    waiting = checked(client, row(booking_dt="never"))
    assert queue.tidy() == 0
    ImportRun.objects.update(created_at=timezone.now() - timedelta(days=8))
    assert queue.tidy() == 1
    waiting.refresh_from_db()
    assert (waiting.state, waiting.stored, list(folder.iterdir())) == ("abandoned", "", [])


def test_no_page_of_a_file_asks_more_of_the_database_for_more_files(client: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(4):
        applied(client, row(f"K{number}"))
    with django_assert_max_num_queries(14):
        client.get(PAGE)


def test_a_progress_file_that_cannot_be_written_stops_nothing(client: Client, county: County, folder: Path) -> None:
    run = uploaded(client)
    os.symlink("/dev/full", store.trace_of(run).path)
    store.trace_of(run).note(5)
    assert queue.work() == 1
    assert User.objects.filter(pk=run.created_by_id).exists()
