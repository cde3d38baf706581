"""The worker is killed while it lays out months: what it leaves is whole or not there, and the next one finishes."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection, transaction

from accounts.models import AuditEntry, County
from jailwatch.celery import app
from reports.models import MeasureCell, MonthDraft
from reports.tasks import draft_months
from tests.support import build, processes, workers

KILLS = 3
FIRST = 1980  # hundreds of months, so that a kill has time to hit


def hint_until(done: Callable[[], bool], worker: workers.Worker) -> None:
    """As the schedule does: hint again from time to time. A broker may hand a hint to a worker that was killed a moment ago."""
    due = [0.0]

    def hinted() -> bool:
        if time.monotonic() >= due[0]:
            due[0] = time.monotonic() + 5
            draft_months.delay()
        return done()

    workers.wait_for(hinted, says=worker.log)


def strike(worker: workers.Worker, county: County, delay: float) -> int:
    """Kill it a moment after it took the task; how many months are laid out then."""
    hint_until(lambda: bool(worker.ran(draft_months.name)), worker)
    time.sleep(delay)
    worker.kill()
    processes.gone(set(sum(worker.ran(draft_months.name), ())))
    after_the_last_breath(county)
    return MonthDraft.objects.count()


def after_the_last_breath(county: County) -> None:
    """PostgreSQL may end a transaction a moment after its client is gone; the county is free once it has."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT 1 FROM accounts_county WHERE id = %s FOR UPDATE", [county.pk])


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_drafting_leaves_no_half_of_it(broker: str, tmp_path: Path) -> None:
    county = build.county("here")
    MeasureCell.objects.create(county=county, month=datetime(FIRST, 1, 1, tzinfo=UTC).date(), measure="BK-001", numerator=0)
    seen = []
    for number in range(KILLS):
        app.control.purge()
        with workers.running_worker(broker, tmp_path / str(number)) as worker:
            seen.append(strike(worker, county, 0.05 * number))
    app.control.purge()
    with workers.running_worker(broker, tmp_path / "last") as worker:
        hint_until(MonthDraft.objects.exists, worker)
    months = MonthDraft.objects.count()
    assert months > 500
    assert set(seen) <= {0, months}
    assert AuditEntry.objects.filter(verb="lay_out_month").count() == months
    assert MonthDraft.objects.filter(release=None, drafted_by=None).count() == months
