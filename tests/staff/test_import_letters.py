"""Letters of an older file: shown as they could be read, asked for, and nothing is written before somebody says so."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry
from bookings.importing import queue
from bookings.models import Booking, ImportRun
from tests.staff.test_import_pages import OWN, PAGE, address, client, county, folder
from tests.support.files import row, text

__all__ = ["client", "county", "folder"]
pytestmark = pytest.mark.django_db


# Letters


def older(client: Client, encoding: str = "windows-1252", **more: Any) -> ImportRun:
    """A file of an older machine, looked at by the worker."""
    content = text(row(place_of_birth="CORUÑA"), row("K2", place_of_birth="MÁLAGA")).encode(encoding)
    answer = client.post(PAGE, {"file": SimpleUploadedFile("jail.csv", content), "mapping": "pierce"} | more)
    assert answer.status_code == 302
    queue.work()
    return ImportRun.objects.latest("pk")


def confirmed(client: Client, run: ImportRun, letters: str) -> ImportRun:
    client.post(address(run), {"confirm": "1", "letters": letters})
    queue.work()
    run.refresh_from_db()
    return run


def test_letters_of_an_older_machine_are_shown_and_asked_for_and_until_then_nothing_goes_on(client: Client) -> None:
    run = older(client)
    page = client.get(address(run)).content.decode()
    assert (run.state, run.letters) == ("asking", "")
    assert list(queue.offered(run)) == ["windows-1252", "cp850", "mac-roman"]
    assert "“CORUÑA”, “MÁLAGA”" in page
    assert 'name="apply"' not in page
    client.post(address(run), {"apply": "1"})
    queue.work()
    assert not Booking.objects.exists()
    assert run.file_name in client.get(PAGE).content.decode()


def test_what_was_confirmed_is_kept_with_the_run_and_in_the_journal_and_read_so_when_applied(client: Client) -> None:
    run = confirmed(client, older(client), "windows-1252")
    assert (run.state, run.letters) == ("checked", "windows-1252")
    assert "Letters read as Windows-1252, as somebody confirmed." in client.get(address(run)).content.decode()
    client.post(address(run), {"apply": "1"})
    queue.work()
    assert sorted(Booking.objects.values_list("birth_text", flat=True)) == ["CORUÑA", "MÁLAGA"]
    entry = AuditEntry.objects.get(verb="confirm_letters")
    assert (entry.by, entry.detail) == (f"user:{run.created_by_id}", {"file": "jail.csv", "letters": "windows-1252"})
    run.refresh_from_db()
    assert (run.state, run.letters, "readings" in run.result) == ("applied", "windows-1252", False)


def test_another_way_to_read_the_letters_may_be_chosen_until_the_file_is_applied(client: Client) -> None:
    run = confirmed(client, older(client, "mac-roman"), "windows-1252")
    assert "Read its letters in another way" in client.get(address(run)).content.decode()
    run = confirmed(client, run, "mac-roman")
    client.post(address(run), {"apply": "1"})
    queue.work()
    assert confirmed(client, run, "cp850").letters == "mac-roman"
    assert sorted(Booking.objects.values_list("birth_text", flat=True)) == ["CORUÑA", "MÁLAGA"]


@pytest.mark.parametrize("letters", ["", "utf-8", "ebcdic"])
def test_letters_that_were_not_offered_are_not_taken(client: Client, letters: str) -> None:
    run = older(client)
    answer = client.post(address(run), {"confirm": "1", "letters": letters}, follow=True)
    run.refresh_from_db()
    assert (run.state, run.letters) == ("asking", "")
    assert "Choose the way in which the words read right." in answer.content.decode()


def test_a_file_whose_mapping_says_how_letters_are_written_asks_nobody(client: Client) -> None:
    run = older(client, mapping="own", mapping_text='encoding = "windows-1252"' + OWN)
    assert (run.state, run.letters) == ("checked", "")


def test_an_abandoned_file_leaves_no_words_of_it(client: Client, folder: Path) -> None:
    run = older(client)
    client.post(address(run), {"abandon": "1"})
    run.refresh_from_db()
    assert (run.state, run.result, list(folder.iterdir())) == ("abandoned", {}, [])


def test_a_file_of_which_nobody_said_how_it_reads_is_abandoned_after_a_week(client: Client, folder: Path) -> None:
    run = older(client)
    ImportRun.objects.update(created_at=timezone.now() - timedelta(days=8))
    queue.tidy()
    run.refresh_from_db()
    assert (run.state, run.result, list(folder.iterdir())) == ("abandoned", {}, [])
