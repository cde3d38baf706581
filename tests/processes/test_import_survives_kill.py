"""An import is killed while it writes, again and again, as a command and in the worker: each file is in the record wholly or not at
all, the next run brings the whole of it, nothing is there twice, and the chain verifies."""

import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.models import Count

from accounts import seals
from accounts.models import County, User
from bookings.importing import queue
from bookings.models import Booking, Charge, ImportBatch, ImportRun
from bookings.tasks import work_imports
from jailwatch.celery import app
from jailwatch.env import BASE_DIR
from jailwatch.supervisor import die_with_parent
from tests.support import build, files, processes, workers

LONG = bool(os.environ.get("JAILWATCH_LONG"))
KILLS = 25 if LONG else 2  # of the command and as many of the worker
HITS = 5 if LONG else 1  # of each, at least, in the middle of the file
BOOKINGS, CHARGES = 2500, 2
WRITING = """
    SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database JOIN pg_class ON pg_class.oid = pg_locks.relation
    WHERE datname = current_database() AND relname = 'bookings_charge' AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid()
"""


@dataclass
class Killer:
    """Waits a random part of the time that an import takes once it writes; learns that time from its own misses."""

    seed: int
    takes: float = 0.3
    hits: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def rounds(self) -> Iterator[int]:
        """As many as are asked for; more, up to three times as many, while too few have hit."""
        for number in range(3 * KILLS):
            if number >= KILLS and sum(self.hits) >= HITS:
                return
            yield number

    def strike(self, kill: Callable[[], None], ended: Callable[[], bool], says: Callable[[], str]) -> None:
        """Kill a moment after the transaction was seen at work. A hit: it still was at work right before, and nothing was applied."""
        batches = ImportBatch.objects.count()
        delay = self.chance.uniform(0, self.takes)
        workers.wait_for(lambda: writing() or ended(), says=says)
        time.sleep(delay)
        at_work = writing()
        kill()
        after_the_last_breath()
        self.hits.append(at_work and ImportBatch.objects.count() == batches)
        self.takes *= 1.15 if self.hits[-1] else 0.7


def writing() -> bool:
    """Whether another process holds the transaction of an import: PostgreSQL tells of locks on a table, SQLite of its one write lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(WRITING)
            return bool(cursor.fetchone()[0])
    with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=0, isolation_level=None)) as probe:
        try:
            probe.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        probe.execute("ROLLBACK")
        return False


def after_the_last_breath() -> None:
    """PostgreSQL may end a transaction a moment after its client is gone; the county's row is free once it has."""
    with transaction.atomic():
        County.objects.select_for_update().get()


def content(number: int) -> str:
    """A file of its own for each round, so that a round that came through leaves the next one something to do."""
    names = [f"R{number}-{booking}" for booking in range(BOOKINGS)]
    return files.text(*(files.row(name, booking_charge_desc=f"CHARGE {place}") for name in names for place in range(CHARGES)))


def command(path: Path, folder: Path, broker: str) -> "subprocess.Popen[bytes]":
    words = [
        sys.executable,
        "manage.py",
        "import_bookings",
        str(path),
        "--county",
        "53053",
        "--mapping",
        "pierce",
        "--apply",
        "--no-figures",
    ]
    with (folder / "command.log").open("ab") as log:
        return subprocess.Popen(
            words, cwd=BASE_DIR, env=workers.environ(broker), stdout=log, stderr=log, start_new_session=True, preexec_fn=die_with_parent()
        )


def whole_or_not_at_all(before: int) -> None:
    """No booking without its charges, and none without the others of its file."""
    assert Booking.objects.count() in {before, before + BOOKINGS}
    assert Charge.objects.count() == CHARGES * Booking.objects.count()
    assert ImportBatch.objects.count() * BOOKINGS == Booking.objects.count()


def nothing_twice_and_sealed(killer: Killer) -> None:
    rounds = len(killer.hits)
    sys.stdout.write(f"\n{sum(killer.hits)} of {len(killer.hits)} kills hit in the middle of a file ({connection.vendor}).\n")
    assert Booking.objects.count() == rounds * BOOKINGS
    assert Charge.objects.count() == rounds * BOOKINGS * CHARGES
    assert Booking.objects.values("number_hash").annotate(times=Count("pk")).filter(times__gt=1).count() == 0
    while seals.seal_due():
        pass
    verdict = seals.verify()
    assert (verdict.problem, verdict.unsealed) == ("", 0)
    assert sum(killer.hits) >= HITS


@pytest.fixture
def county(transactional_db: None) -> County:
    return build.county("pierce", zone="America/Los_Angeles", name="Pierce County", state="WA", fips="53053")


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.IMPORTS = tmp_path / "imports"
    return tmp_path


@pytest.mark.processes
def test_a_killed_command_leaves_a_file_in_the_record_wholly_or_not_at_all(county: County, folder: Path, broker: str) -> None:
    killer = Killer(seed=20261124)
    for number in killer.rounds():
        before = Booking.objects.count()
        path = folder / f"{number}.csv"
        path.write_text(content(number))
        process = command(path, folder, broker)
        killer.strike(lambda: end(process), lambda: process.poll() is not None, (folder / "command.log").read_text)  # noqa: B023
        whole_or_not_at_all(before)
        again = command(path, folder, broker)
        assert again.wait(120) == 0, (folder / "command.log").read_text()
        whole_or_not_at_all(before)
        assert Booking.objects.count() == before + BOOKINGS
    nothing_twice_and_sealed(killer)


def end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()


def uploaded(county: County, by: User, number: int) -> ImportRun:
    """A file that was looked at, by us or by the worker, and that somebody wants applied: what is killed here is the writing."""
    upload = SimpleUploadedFile(f"{number}.csv", content(number).encode())
    run = queue.start(by=by, county=county, upload=upload, mapping="pierce")
    queue.work()
    workers.wait_for(lambda: state(run) == "checked")
    assert queue.apply(run, accept_outliers=False)
    return run


def hint_until(done: Callable[[], bool], worker: workers.Worker) -> None:
    """As the schedule does: hint again from time to time."""
    due = [0.0]

    def hinted() -> bool:
        if time.monotonic() >= due[0]:
            due[0] = time.monotonic() + 5
            work_imports.delay()
        return done()

    workers.wait_for(hinted, says=worker.log)


def state(run: ImportRun) -> str:
    return ImportRun.objects.values_list("state", flat=True).get(pk=run.pk)


def kill_and_resume(county: County, by: User, number: int, killer: Killer, broker: str, folder: Path) -> None:
    app.control.purge()
    with workers.running_worker(broker, folder / str(number)) as worker:
        before = Booking.objects.count()
        run = uploaded(county, by, number)
        hint_until(lambda: writing() or state(run) == "applied", worker)
        killer.strike(lambda: end_worker(worker), lambda: state(run) == "applied", worker.log)
    whole_or_not_at_all(before)
    assert (state(run) == "applied") == (Booking.objects.count() == before + BOOKINGS)
    app.control.purge()
    with workers.running_worker(broker, folder / f"{number}-again") as worker:
        hint_until(lambda: state(run) == "applied", worker)
    whole_or_not_at_all(before)
    assert Booking.objects.count() == before + BOOKINGS


def end_worker(worker: workers.Worker) -> None:
    worker.kill()
    processes.gone(set(sum(worker.ran(work_imports.name), ())))


@pytest.mark.processes
def test_a_killed_worker_leaves_a_file_wholly_or_not_at_all_and_the_next_one_applies_it(county: County, folder: Path, broker: str) -> None:
    killer, by = Killer(seed=20261125), build.person()
    for number in killer.rounds():
        kill_and_resume(county, by, number, killer, broker, folder)
    queue.tidy()  # of a file that was applied and whose worker was killed before it deleted it
    assert list((folder / "imports").iterdir()) == []
    nothing_twice_and_sealed(killer)
