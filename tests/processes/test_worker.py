"""A real worker takes part: its tasks run in another process, on the same database."""

import os

import pytest
from django.db import transaction

from accounts import journal
from accounts.models import AuditEntry, Origin, Seal
from accounts.tasks import seal_journal
from tests.support.processes import alive
from tests.support.workers import Worker, running_worker, wait_for

pytestmark = pytest.mark.processes


def write_entry() -> AuditEntry:
    with transaction.atomic():
        return journal.write(journal.Note(by="user:1", verb="note", noun="test", origin=Origin.LIVE))


def test_a_task_runs_in_another_process_on_the_same_database(worker: Worker) -> None:
    entry = write_entry()
    seal_journal.delay()
    wait_for(lambda: Seal.objects.exists(), says=worker.log)
    [(pid, parent)] = worker.ran("accounts.tasks.seal_journal")
    assert os.getpid() not in (pid, parent)
    assert parent == worker.pid
    assert [covered for covered, _digest in Seal.objects.get().entries] == [entry.pk]


def test_nothing_runs_in_the_process_that_asks(worker: Worker) -> None:
    from jailwatch.celery import app

    assert app.conf.task_always_eager is False
    assert seal_journal.app is app


def test_a_task_published_while_no_worker_runs_waits_for_the_next(worker: Worker, broker: str) -> None:
    worker.stop()
    write_entry()
    seal_journal.delay()
    with running_worker(broker, worker.folder.parent / "next") as next_one:
        wait_for(lambda: Seal.objects.exists(), says=next_one.log)


def test_a_stopped_worker_leaves_no_process(worker: Worker) -> None:
    seal_journal.delay()
    wait_for(lambda: worker.ran("accounts.tasks.seal_journal") != [], says=worker.log)
    [(child, _parent)] = worker.ran("accounts.tasks.seal_journal")
    worker.stop()
    assert alive({worker.pid, child}) == set()
