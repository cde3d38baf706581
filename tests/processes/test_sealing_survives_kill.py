"""The worker is killed while it seals, again and again: no entry is lost, none is sealed twice, the chain verifies."""

import os
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db import connection, transaction

from accounts import seals
from accounts.models import AuditEntry, Seal, Unsealed
from accounts.tasks import seal_journal
from jailwatch.celery import app
from tests.support import processes, workers

KILLS = 20 if os.environ.get("JAILWATCH_LONG") else 5
DUE = 7000  # entries that wait when a worker starts: eight seals
TASK = seal_journal.name


@dataclass
class Killer:
    """Waits a random part of the time that sealing still takes; learns that time from its own misses."""

    chance: random.Random = field(default_factory=lambda: random.Random(20261004))
    takes: float = 0.25

    def strike(self, worker: workers.Worker, sealed: int) -> bool:
        """Kill once the first seal is there; whether it hit in the middle of the work."""
        delay = self.chance.uniform(0, self.takes)
        hint_until(lambda: Seal.objects.count() > sealed, worker)
        time.sleep(delay)
        worker.kill()
        processes.gone(set(sum(worker.ran(TASK), ())))
        after_the_last_breath()
        hit = 0 < Unsealed.objects.count() < DUE
        self.takes *= 1.1 if hit else 0.6
        return hit


def after_the_last_breath() -> None:
    """PostgreSQL may end a transaction a moment after its client is gone; the lock of sealing is free once it has."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [seals.LOCK])


def hint_until(done: Callable[[], bool], worker: workers.Worker) -> None:
    """As the schedule does: hint again from time to time. A broker may hand a hint to a worker that was killed a moment ago."""
    due = [0.0]

    def hinted() -> bool:
        if time.monotonic() >= due[0]:
            due[0] = time.monotonic() + 5
            seal_journal.delay()
        return done()

    workers.wait_for(hinted, says=worker.log)


def top_up() -> None:
    """New entries, so that as many wait as at the start of every round."""
    missing = DUE - Unsealed.objects.count()
    with transaction.atomic():
        entries = AuditEntry.objects.bulk_create(
            AuditEntry(by="task:test", verb="book", noun="booking", origin="live", detail={"number": number}) for number in range(missing)
        )
        Unsealed.objects.bulk_create(Unsealed(entry=entry.pk) for entry in entries)


def work_and_kill(broker: str, folder: Path, killer: Killer) -> bool:
    top_up()
    app.control.purge()
    with workers.running_worker(broker, folder) as worker:
        sealed = Seal.objects.count()
        hit = killer.strike(worker, sealed)
        assert {parent for _, parent in worker.ran(TASK)} == {worker.pid}
        return hit


def finish(broker: str, folder: Path) -> None:
    app.control.purge()
    with workers.running_worker(broker, folder) as worker:
        hint_until(lambda: not Unsealed.objects.exists(), worker)


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_sealing_loses_nothing_and_seals_nothing_twice(broker: str, tmp_path: Path) -> None:
    killer = Killer()
    hits = [work_and_kill(broker, tmp_path / str(number), killer) for number in range(KILLS)]
    finish(broker, tmp_path / "last")
    sealed = Counter(pk for seal in Seal.objects.all() for pk, _ in seal.entries)
    print(f"\n{sum(hits)} of {KILLS} kills hit in the middle of sealing; {len(sealed)} entries in {Seal.objects.count()} seals.")
    assert any(hits)
    assert set(sealed.values()) == {1}
    assert set(sealed) == set(AuditEntry.objects.values_list("pk", flat=True))
    verdict = seals.verify()
    assert (verdict.problem, verdict.entries, verdict.unsealed) == ("", len(sealed), 0)
