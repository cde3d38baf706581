"""Alerts through every fault that we could think of, with real workers, a real broker and a mail server that misbehaves.

Nothing is lost; nothing is sent twice without an attempt on record that says so; the release clock is what a clean run makes.
"""

import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from accounts import seals
from accounts.models import AuditEntry, County, Inbox
from jailwatch import broker as brokers
from jailwatch.celery import app
from jailwatch.env import BASE_DIR
from jailwatch.supervisor import die_with_parent
from notifications import delivering, timing
from notifications.models import Attempt, Delivery, Office, Outcome, Pulse, ReleaseTiming, State
from reports import rollup
from reports.models import MeasureCell
from tests.notifications.desk import Desk
from tests.support import processes, workers
from tests.support.gate import gate
from tests.support.mail import MailServer, mail_server

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
LONG = bool(os.environ.get("JAILWATCH_LONG"))
KILLS, ALERTS = (50, 500) if LONG else (5, 30)
# After fifty kills the clocks and deadlines of some thousand entries wait to be read, long after the last alert was sent.
PATIENCE = 1200 if LONG else 120
# Most of the time goes to figures and clocks of what is recorded, which no fault here is about: as few as show the fault.
FEW = 12


@dataclass
class House:
    """A clerk, an office that is alerted, a mail server, and workers that come and go."""

    broker: str
    folder: Path
    mail: MailServer
    desk: Desk = field(default_factory=lambda: Desk(local(timedelta())[:10]))
    started: int = 0

    def office(self) -> Office:
        return Office.objects.first() or self.desk.office()

    def record(self, number: int) -> None:
        """So many people with counsel, and a detainer for each just now: an alert each. ICE is told of every fifth."""
        for one in range(number):
            self.desk.booked(local(timedelta(days=2)))
            self.desk.represented(self.office(), local(timedelta(days=1)))
            self.desk.detainer(local(timedelta()))
            if one % 5 == 0:
                self.desk.told_ice(local(timedelta()))

    @contextmanager
    def worker(self, *words: str, **settings: str) -> Iterator[workers.Worker]:
        """With its own schedule, unless its words are others."""
        self.started += 1
        folder = self.folder / str(self.started)
        with workers.running_worker(self.broker, folder, *(words or ["-B"]), EMAIL_URL=self.mail.url, **settings) as one:
            yield one


def local(ago: timedelta) -> str:
    """The wall clock of the county, in whole minutes."""
    from zoneinfo import ZoneInfo

    return f"{(timezone.now() - ago).astimezone(ZoneInfo('America/Chicago')):%Y-%m-%d %H:%M}"


@pytest.fixture
def house(transactional_db: None, broker: str, tmp_path: Path) -> Iterator[House]:
    app.control.purge()
    with mail_server() as mail:
        yield House(broker, tmp_path, mail)


def expected(number: int) -> int:
    return number + len(range(0, number, 5))


def all_in(state: str, number: int) -> Callable[[], bool]:
    return lambda: Delivery.objects.filter(state=state).count() == number and not Inbox.objects.exists()


def finish(house: House, number: int) -> None:
    """A healthy worker does what is left."""
    house.mail.mode = "take"
    with house.worker() as one:
        workers.wait_for(all_in(State.SENT, number), PATIENCE, says=lambda: f"{tally()}\n{one.log()[-3000:]}")


def tally() -> dict[str, int]:
    states = list(Delivery.objects.values_list("state", flat=True))
    return {state: states.count(state) for state in set(states)} | {"inbox": Inbox.objects.count()}


def due_again() -> None:
    """The wait after a failed try is over."""
    Delivery.objects.filter(due_at__isnull=False).exclude(state=State.SENT).update(due_at=Now())


def nothing_lost_nothing_hidden(mail: MailServer, number: int) -> int:
    """Every alert sent, every copy of it with an attempt, and all but one of them `not known`. Says how many went twice."""
    copies = mail.copies()
    rows = list(Delivery.objects.select_related("notification"))
    assert len(rows) == number
    assert set(copies) == {str(row.key) for row in rows}
    for row in rows:
        outcomes = list(Attempt.objects.filter(notification=row.notification).values_list("outcome", flat=True))
        may_have_been = [one for one in outcomes if one in (Outcome.SENT, Outcome.UNKNOWN)]
        assert (outcomes.count(Outcome.SENT), len(outcomes)) == (1, row.tries)
        assert copies[str(row.key)] <= len(may_have_been)
    return sum(copy > 1 for copy in copies.values())


def the_record_is_whole() -> None:
    """The chain verifies, every reader has read; the release clock and the figures are what a clean run over the same facts makes."""
    seals.seal_due()
    verdict = seals.verify()
    assert (verdict.problem, verdict.unsealed, verdict.entries) == ("", 0, AuditEntry.objects.count())
    call_command("retime", "--check")
    assert timing.retime() == 0
    assert ReleaseTiming.objects.exclude(task="").count() == ReleaseTiming.objects.count() > 0
    counted = cells()
    assert counted
    for county in County.objects.all():
        rollup.fill_all(county, rollup.known_months(county))
    assert cells() == counted


def cells() -> list[tuple[Any, ...]]:
    """The office figures, without the moment at which each was filled."""
    return sorted(MeasureCell.objects.values_list("county", "month", "measure", "grouping", "group", "numerator", "denominator"))


def mid_task() -> bool:
    """Whether a worker that is gone left something half done."""
    return Delivery.objects.filter(claim__isnull=False).exists() or Inbox.objects.filter(claim__isnull=False).exists()


def work_and_kill(house: House, chance: random.Random) -> bool:
    """One round of a worker's life: it is killed a moment after its first few messages of this round, or in its reading."""
    before, wanted = len(house.mail.taken), chance.randrange(0, 6)
    with house.worker() as one:
        busy = lambda: len(house.mail.taken) >= before + wanted and (mid_task() or wanted < 3)  # noqa: E731
        workers.wait_for(lambda: busy() or idle(), 120, says=one.log)
        time.sleep(chance.uniform(0, 0.03))
        family = set(processes.tree(one.pid))
        one.kill()
        processes.gone(family)
    return mid_task()


def idle() -> bool:
    return not Inbox.objects.exists() and Delivery.objects.exists() and not Delivery.objects.exclude(state=State.SENT).exists()


def test_a_worker_killed_again_and_again_loses_no_alert_and_hides_no_second_one(house: House) -> None:
    house.mail.takes = 0.01
    chance, hits = random.Random(20261124), 0
    for number in range(KILLS):
        house.record(ALERTS // KILLS)
        hits += work_and_kill(house, chance)
        assert Delivery.objects.count() <= expected_of(number + 1)
    print(f"\n{hits} of {KILLS} kills hit in the middle of a task.")
    assert hits >= KILLS // 5
    finish(house, expected_of(KILLS))
    twice = nothing_lost_nothing_hidden(house.mail, expected_of(KILLS))
    print(f"{twice} of {expected_of(KILLS)} alerts went out twice, and say so.")
    the_record_is_whole()


def expected_of(rounds: int) -> int:
    return rounds * expected(ALERTS // KILLS)


@contextmanager
def private_broker(folder: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """A broker that may be emptied and ended: a Redis of our own if the tests use Redis, else the embedded one."""
    folder.mkdir()
    server = brokers.redis_server() if settings.REDIS_URL else None
    place = brokers.private(server, folder, "broker") if server else brokers.embedded()
    running: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        running.append(subprocess.Popen(place.argv, cwd=BASE_DIR, start_new_session=True, preexec_fn=die_with_parent()))
        workers.wait_for(lambda: brokers.reachable(place.url))

    def again() -> None:
        from redis import Redis

        with Redis.from_url(place.url.replace("redis+socket://", "unix://")) as client:
            client.flushall()
        time.sleep(0.5)
        running[-1].kill()
        running[-1].wait()
        start()

    start()
    try:
        yield place.url, again
    finally:
        running[-1].terminate()
        running[-1].wait(10)


def test_a_broker_that_is_emptied_and_restarted_loses_no_alert(house: House, tmp_path: Path) -> None:
    house.mail.takes = 0.02
    with private_broker(tmp_path / "broker") as (url, again), workers.publishing_to(url):
        house.broker = url
        with house.worker() as one:
            for _ in range(3):
                house.record(FEW // 3)
                again()
            workers.wait_for(all_in(State.SENT, 3 * expected(FEW // 3)), 120, says=lambda: f"{tally()}\n{one.log()[-3000:]}")
    assert nothing_lost_nothing_hidden(house.mail, 3 * expected(FEW // 3)) == 0
    the_record_is_whole()


@contextmanager
def troubled_database() -> Iterator[tuple[dict[str, str], Callable[[], None]]]:
    """Settings by which a worker gets at the database, and a way to trouble it. A PostgreSQL is gone for a moment, as by a restart:
    who works hears nothing more, who comes is refused. SQLite has nothing to restart: its file is locked for a while."""
    if connection.vendor != "postgresql":
        yield {}, locked
        return
    config = settings.DATABASES["default"]
    with gate(str(config["HOST"]), int(config["PORT"] or 5432)) as door:
        url = workers.database_url(config | {"HOST": "127.0.0.1", "PORT": door.port})
        yield {"DATABASE_URL": url}, lambda: door.restart(10 if LONG else 1.5)


def locked() -> None:
    other = sqlite3.connect(settings.DATABASES["default"]["NAME"], timeout=60, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    time.sleep(22 if LONG else 1)
    other.execute("ROLLBACK")
    other.close()


def test_a_database_that_is_restarted_or_locked_loses_no_alert(house: House) -> None:
    house.mail.takes = 0.05
    house.record(FEW)
    with troubled_database() as (way, trouble), house.worker(**way):
        for wanted in (1, 5, 12):
            workers.wait_for(lambda wanted=wanted: len(house.mail.taken) >= wanted, 180, says=lambda: str(tally()))
            trouble()
    finish(house, expected(FEW))
    nothing_lost_nothing_hidden(house.mail, expected(FEW))
    the_record_is_whole()


def test_two_schedules_and_two_workers_send_each_alert_once(house: House) -> None:
    house.record(FEW)
    with house.worker() as first, house.worker() as second:
        workers.wait_for(all_in(State.SENT, expected(FEW)), 120, says=lambda: f"{tally()}\n{first.log()}\n{second.log()}")
        workers.wait_for(lambda: all(one.ran("notifications.tasks.deliver_alerts") for one in (first, second)))
    assert nothing_lost_nothing_hidden(house.mail, expected(FEW)) == 0
    assert Attempt.objects.filter(task__startswith="celery:").count() == expected(FEW)
    the_record_is_whole()


@pytest.mark.parametrize(
    ("mode", "outcome", "problem", "copies"),
    [
        ("busy", Outcome.FAILED, "SMTPRecipientsRefused 450", 1),
        ("hang", Outcome.FAILED, "TimeoutError", 1),
        ("drop", Outcome.UNKNOWN, "SMTPServerDisconnected", 2),
    ],
)
def test_a_mail_server_in_trouble_gets_every_alert_later(house: House, mode: str, outcome: str, problem: str, copies: int) -> None:
    house.mail.mode = mode
    house.record(FEW // 2)
    number = expected(FEW // 2)
    with house.worker() as one:
        workers.wait_for(all_in(outcome, number), 120, says=lambda: f"{tally()}\n{one.log()[-3000:]}")
        first = Attempt.objects.filter(task__startswith="celery:")
        assert set(first.values_list("outcome", flat=True)) == {outcome}
        assert set(Delivery.objects.values_list("problem", flat=True)) == {problem}
        house.mail.mode = "take"
        due_again()
        workers.wait_for(all_in(State.SENT, number), 120, says=lambda: f"{tally()}\n{one.log()[-3000:]}")
    nothing_lost_nothing_hidden(house.mail, number)
    assert set(house.mail.copies().values()) == {copies}
    the_record_is_whole()


def test_a_mail_server_that_refuses_leaves_every_alert_listed_as_failed(house: House) -> None:
    house.mail.mode = "refuse"
    house.record(FEW // 2)
    number = expected(FEW // 2)
    with house.worker() as one:
        workers.wait_for(all_in(State.FAILED, number), 120, says=lambda: f"{tally()}\n{one.log()[-3000:]}")
    assert set(Delivery.objects.values_list("tries", "due_at", "problem")) == {(1, None, "SMTPRecipientsRefused 550")}
    assert house.mail.taken == []
    the_record_is_whole()


def test_a_mail_server_that_does_not_answer_is_not_asked_for_every_alert(house: House) -> None:
    """Each would cost a worker the whole time-out, while what is recorded meanwhile waits."""
    house.mail.mode = "hang"
    house.record(FEW // 2)
    number = expected(FEW // 2)
    with house.worker() as one:
        workers.wait_for(all_in(State.FAILED, number), 120, says=lambda: f"{tally()}\n{one.log()[-3000:]}")
    assert Attempt.objects.filter(task__startswith="celery:").count() == number
    assert 0 < house.mail.calls < number


@pytest.mark.parametrize("off", [600, -600])
def test_a_worker_whose_clock_is_ten_minutes_off_writes_the_times_of_the_database(house: House, off: int) -> None:
    start = delivering.database_now()
    house.record(FEW)
    later = start + timedelta(minutes=5)
    skewed = {"PYTHONPATH": f"{BASE_DIR / 'tests/support/skewed'}", "JAILWATCH_TEST_CLOCK_OFF": str(off)}
    with workers.running_beat(house.broker, house.folder / "beat"), house.worker("--concurrency", "2", **skewed) as one:
        assert clock_of_a_child(skewed) == pytest.approx(time.time() + off, abs=60)
        workers.wait_for(lambda: Delivery.objects.filter(state=State.SENT).exists(), 120, says=one.log)
        held = Delivery.objects.filter(state=State.SENT)[:1]
        Delivery.objects.filter(pk__in=list(held.values_list("pk", flat=True))).update(due_at=later)
        workers.wait_for(all_in(State.SENT, expected(FEW)), 120, says=lambda: f"{tally()}\n{one.log()[-3000:]}")
    end = delivering.database_now()
    assert nothing_lost_nothing_hidden(house.mail, expected(FEW)) == 0
    minute = timedelta(minutes=1)
    for times in written():
        assert times
        assert all(start - minute <= moment <= end for moment in times)
    assert Delivery.objects.filter(due_at=later, tries=1).count() == 1
    assert all(moment > start + timedelta(minutes=29) for moment in Delivery.objects.exclude(due_at=later).values_list("due_at", flat=True))
    the_record_is_whole()


def clock_of_a_child(environ: dict[str, str]) -> float:
    command = [sys.executable, "-c", "import datetime; print(datetime.datetime.now(datetime.UTC).timestamp())"]
    return float(subprocess.run(command, env=os.environ | environ, capture_output=True, text=True, check=True).stdout)


def written() -> list[list[Any]]:
    """Every time that the worker wrote."""
    return [
        list(AuditEntry.objects.filter(by="task:alerts").values_list("recorded_at", flat=True)),
        list(Attempt.objects.filter(task__startswith="celery:").values_list("tried_at", flat=True)),
        list(Attempt.objects.filter(task__startswith="celery:").values_list("recorded_at", flat=True)),
        list(Delivery.objects.values_list("planned_at", flat=True)),
        list(ReleaseTiming.objects.values_list("timed_at", flat=True)),
        list(Pulse.objects.values_list("beaten_at", flat=True)),
    ]
