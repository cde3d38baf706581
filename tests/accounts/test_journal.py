"""The journal as outbox: who hears of a write, in whose transaction, and what becomes of a reader that fails."""

import logging
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from time import sleep
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from accounts import journal
from accounts.models import AuditEntry, County, Inbox, Origin, Unsealed
from accounts.periods import Month
from jailwatch.env import BASE_DIR
from tests.accounts.makers import NOTE, NOVEMBER, OCTOBER, write, write_many
from tests.support import workers

pytestmark = pytest.mark.django_db
SECRET = "Juana Pérez"


@pytest.fixture(autouse=True)
def readers(monkeypatch: pytest.MonkeyPatch) -> dict[str, journal.Reader]:
    """No reader but those that the test registers."""
    monkeypatch.setattr(journal, "READERS", {})
    return journal.READERS


def listening(name: str, *origins: str) -> list[Inbox]:
    """Register a reader that keeps what it reads."""
    heard: list[Inbox] = []
    journal.register(name, heard.append, origins or Origin.values)
    return heard


def failing(name: str) -> None:
    def read(row: Inbox) -> None:
        County.objects.create(fips="27053", slug=name, name=SECRET, state="MN", timezone="America/Chicago")
        raise ValueError(SECRET)

    journal.register(name, read)


def now() -> datetime:
    return Inbox.objects.annotate(now=Now()).values_list("now", flat=True)[0]


def make_due() -> None:
    Inbox.objects.update(due_at=Now())


def nothing_written() -> bool:
    return not any(model.objects.exists() for model in (County, AuditEntry, Unsealed, Inbox))


# Writing.


def test_an_entry_makes_one_inbox_row_for_each_reader() -> None:
    listening("figures")
    listening("alerts")
    entry = write()
    rows = Inbox.objects.order_by("reader").values_list("reader", "entry", "county_id", "first_month", "last_month", "origin")
    about = (entry.pk, 3, OCTOBER.first_day, NOVEMBER.first_day, "live")
    assert list(rows) == [("alerts", *about), ("figures", *about)]
    assert list(Unsealed.objects.values_list("entry", flat=True)) == [entry.pk]


def test_an_entry_keeps_all_that_the_note_says() -> None:
    kept = AuditEntry.objects.get(pk=write().pk)
    assert {name: getattr(kept, name) for name in journal.COLUMNS if name != "sealed"} == {
        name: getattr(NOTE, name) for name in journal.COLUMNS if name != "sealed"
    }
    assert bytes(kept.sealed) == NOTE.sealed
    assert (kept.first_month, kept.last_month) == (OCTOBER.first_day, NOVEMBER.first_day)


def test_an_entry_is_written_also_where_nobody_listens() -> None:
    write()
    assert (AuditEntry.objects.count(), Inbox.objects.count()) == (1, 0)


@pytest.mark.parametrize("origin", Origin.values)
def test_a_reader_hears_only_of_the_origins_it_asked_for(origin: str) -> None:
    for wanted in Origin.values:
        listening(wanted, wanted)
    listening("all")
    listening("never imports", "live", "correction")
    write(origin=origin)
    expected = {origin, "all"} | ({"never imports"} if origin in ("live", "correction") else set())
    assert {row.reader for row in Inbox.objects.all()} == expected


def test_a_fact_that_fails_leaves_neither_fact_nor_entry_nor_inbox_row() -> None:
    listening("figures")
    with pytest.raises(IntegrityError):
        add_a_county(NOTE, twice=True)
    assert nothing_written()


def test_an_entry_that_fails_leaves_neither_fact_nor_entry_nor_inbox_row() -> None:
    listening("rumours", "rumour")
    with pytest.raises(IntegrityError):
        add_a_county(replace(NOTE, origin="rumour"))
    assert nothing_written()


def add_a_county(note: journal.Note, twice: bool = False) -> None:
    """A verb as they all are: the fact and its entry, in one transaction."""
    with transaction.atomic():
        County.objects.create(fips="27053", slug="h", name="Hennepin", state="MN", timezone="America/Chicago")
        journal.write(note)
        if twice:
            County.objects.create(fips="27053", slug="i", name="Hennepin", state="MN", timezone="America/Chicago")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", [lambda: journal.write(NOTE), lambda: journal.announce(3, [OCTOBER], "import")])
def test_writing_outside_a_transaction_is_refused(act: Callable[[], object]) -> None:
    listening("figures")
    with pytest.raises(RuntimeError, match="in the transaction of the fact it speaks of"):
        act()
    assert nothing_written()


def test_announcing_makes_one_row_a_county_month_and_reader() -> None:
    listening("figures")
    listening("exports", "import", "demo")
    listening("alerts", "live")
    journal.announce(3, [NOVEMBER, OCTOBER, NOVEMBER], "import")
    rows = Inbox.objects.values_list("reader", "entry", "county_id", "first_month", "last_month", "origin")
    assert sorted(rows) == [
        (reader, None, 3, month.first_day, month.first_day, "import") for reader in ("exports", "figures") for month in (OCTOBER, NOVEMBER)
    ]


def test_announcing_no_month_makes_no_row() -> None:
    listening("figures")
    journal.announce(3, [], "import")
    assert not Inbox.objects.exists()


def test_announcing_an_unknown_origin_is_refused() -> None:
    listening("figures")
    with pytest.raises(ValueError, match="rumour"):
        journal.announce(3, [Month(2026, 10)], "rumour")


# Reading.


def test_draining_reads_each_row_once_and_the_oldest_first() -> None:
    heard = listening("figures")
    ids = write_many(5)
    assert journal.drain() == 5
    assert [row.entry for row in heard] == ids
    assert (journal.drain(), Inbox.objects.count()) == (0, 0)


def test_draining_stops_at_the_number_asked_for() -> None:
    heard = listening("figures")
    write_many(5)
    assert [journal.drain(2), len(heard), journal.drain(2), journal.drain(2)] == [2, 2, 2, 1]


def test_a_row_that_is_not_yet_due_waits() -> None:
    listening("figures")
    write()
    Inbox.objects.update(due_at=Now() + timedelta(hours=1))
    assert (journal.drain(), Inbox.objects.count()) == (0, 1)


def test_what_a_reader_did_and_the_deletion_of_its_row_are_one_transaction() -> None:
    failing("figures")
    write()
    assert journal.drain() == 0
    assert (County.objects.count(), Inbox.objects.count()) == (0, 1)


def test_a_reader_that_fails_stays_visible_with_the_kind_of_error_and_no_values(caplog: pytest.LogCaptureFixture) -> None:
    failing("figures")
    write()
    journal.drain()
    row = Inbox.objects.get()
    assert (row.problem, row.attempts) == ("ValueError", 1)
    record = next(record for record in caplog.records if record.levelno == logging.ERROR)
    assert "figures could not read inbox row" in record.getMessage()
    assert SECRET not in caplog.text


def test_a_reader_that_fails_waits_longer_each_time_up_to_an_hour() -> None:
    failing("figures")
    write()
    waits = [wait_after_a_failure() for _ in range(14)]
    assert all(one <= other for one, other in pairwise(waits))
    assert waits[:3] == [timedelta(seconds=4), timedelta(seconds=8), timedelta(seconds=16)]
    assert waits[-1] == timedelta(hours=1)


def wait_after_a_failure() -> timedelta:
    """Rounded down to what the pause would be if the clock had stood still; it may not be shorter than that."""
    make_due()
    before = now()
    journal.drain()
    wait, spent = Inbox.objects.get().due_at - before, now() - before
    expected = next(pause for pause in (*(timedelta(seconds=2**n) for n in range(1, 12)), journal.LONGEST_WAIT) if wait <= pause + spent)
    assert expected <= wait
    return expected


def test_a_reader_that_fails_does_not_stop_the_others() -> None:
    failing("alerts")
    heard = listening("figures")
    ids = write_many(3)
    assert journal.drain() == 3
    assert [row.entry for row in heard] == ids
    assert set(Inbox.objects.values_list("reader", flat=True)) == {"alerts"}


def test_a_reader_that_is_mended_reads_what_it_missed() -> None:
    failing("figures")
    entry = write()
    journal.drain()
    heard = listening("figures")
    make_due()
    assert journal.drain() == 1
    assert [row.entry for row in heard] == [entry.pk]


def test_a_row_of_a_reader_that_is_not_registered_stays() -> None:
    listening("of an older version")
    write()
    journal.READERS.clear()
    heard = listening("figures")
    write()
    assert (journal.drain(), len(heard)) == (1, 1)
    row = Inbox.objects.get()
    assert (row.reader, row.attempts, row.problem) == ("of an older version", 0, "")


def test_a_claimed_row_is_nobody_elses_until_the_lease_is_over() -> None:
    listening("figures")
    write()
    first = journal.claim()
    assert journal.claim() is None
    make_due()
    second = journal.claim()
    assert (first.pk, first.attempts, second.attempts) == (second.pk, 1, 2)


def test_a_worker_whose_claim_was_lost_undoes_its_work_and_leaves_the_row_to_the_other() -> None:
    journal.register("figures", lambda row: write() and None, ["live"])
    write(origin="live")
    lost = journal.claim()
    make_due()
    held = journal.claim()
    entries = AuditEntry.objects.count()
    assert journal.read(lost) is False
    row = Inbox.objects.get()
    assert AuditEntry.objects.count() == entries
    assert (row.claim, row.problem, row.due_at > now()) == (held.claim, "", True)


# Waking the worker.


@pytest.fixture
def hints(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    sent: list[str] = []
    monkeypatch.setattr(settings, "REDIS_URL", "redis://127.0.0.1:1/0")
    monkeypatch.setattr(journal.current_app, "send_task", lambda name, **options: sent.append(name))
    return sent


def test_a_transaction_of_many_entries_wakes_the_worker_once(hints: list[str], django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        write_many(50)
        journal.announce(3, [OCTOBER], "import")
        assert hints == []
    assert hints == ["accounts.tasks.work_inbox"]


def test_a_write_that_is_undone_wakes_nobody_and_the_next_one_does(hints: list[str], django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            write()
            transaction.set_rollback(True)
        assert not AuditEntry.objects.exists()
    assert hints == []
    with django_capture_on_commit_callbacks(execute=True):
        write()
    assert hints == ["accounts.tasks.work_inbox"]


def test_a_broker_that_is_gone_neither_fails_nor_delays_a_write(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    nowhere = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(settings, "REDIS_URL", nowhere)
    monkeypatch.setattr("kombu.utils.functional.sleep", lambda seconds: pytest.fail("a clerk waits for a broker that is not there"))
    with workers.publishing_to(nowhere):
        journal.wake()
    assert "The broker did not answer" in caplog.text


# Several processes at once.

ONE_OF_THREE = """
import os, django
django.setup()
from accounts import journal
from accounts.models import Inbox
def read(row):
    Inbox.objects.create(reader="done", county_id=row.entry, first_month=row.first_month, last_month=row.last_month, origin="live")
journal.READERS.clear()
journal.register("figures", read, ["live"])
mine = journal.claim()
print(mine.pk, flush=True)
input()
print(journal.read(mine) + journal.drain(), flush=True)
"""


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_three_processes_that_drain_at_once_read_each_row_once() -> None:
    listening("figures")
    ids = write_many(120)
    three = [start(ONE_OF_THREE) for _ in range(3)]
    claimed = {process.stdout.readline() for process in three}
    said = [process.communicate("go\n", timeout=60) for process in three_told_at_once(three)]
    assert len(claimed) == 3, said
    assert sum(int(out) for out, _ in said) == len(ids)
    assert Counter(Inbox.objects.filter(reader="done").values_list("county_id", flat=True)) == Counter(ids)
    assert not Inbox.objects.filter(reader="figures").exists()


def three_told_at_once(processes: list[subprocess.Popen[str]]) -> list[subprocess.Popen[str]]:
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    return processes


def start(script: str) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", script]
    return subprocess.Popen(command, cwd=BASE_DIR, env=workers.environ(""), stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def test_every_try_of_a_row_is_counted_and_a_failed_one_leaves_it_free() -> None:
    failing("figures")
    write()
    tries = []
    for _ in range(5):
        make_due()
        journal.drain()
        row = Inbox.objects.get()
        tries.append((row.attempts, row.claim))
    assert tries == [(number, None) for number in range(1, 6)]


def test_a_row_of_a_process_that_was_killed_is_due_at_once() -> None:
    heard = listening("figures")
    write()
    code = "import django; django.setup(); from accounts import holders; print(holders.me(), flush=True); import time; time.sleep(60)"
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=BASE_DIR, env=workers.environ(""), stdout=subprocess.PIPE, text=True) as other:
        name = other.stdout.readline().strip() if other.stdout else ""
        Inbox.objects.update(claim=name, due_at=Now() + journal.LEASE)
        assert (journal.drain(), heard) == (0, [])
        other.kill()
    assert (journal.drain(), len(heard)) == (1, 1)


def test_a_command_reads_turn_after_turn_until_nothing_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    """A drain gives way after its turn, here after each row; who imports at a terminal wants all of the figures."""
    journal.register("slow", lambda row: sleep(0.6))
    monkeypatch.setattr(journal, "TURN", 0.5)
    write_many(3)
    assert journal.drain() == 1
    assert journal.drain_all() == 2
    assert not Inbox.objects.exists()
