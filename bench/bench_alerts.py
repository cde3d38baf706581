"""Alerts and their timing, with real processes, against a bare Celery task with one insert on the same broker and database.

Five measures: how soon counsel's mail is handed to the mail server after "ICE told" is committed; how fast due alerts drain; how late
alerts are that fall due over a minute; how soon all is done after a worker was killed; what one fact's timing costs in a small and in a
large store. Runs on SQLite with the embedded broker; BENCH_DATABASE_URL (an account that may create databases, as in
postgres://postgres@127.0.0.1/postgres) and BENCH_REDIS_URL add PostgreSQL with that Redis, whose chosen database is emptied.

    python bench/bench_alerts.py [latency drain late kill timing] [--small]
"""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import alerts_store, big_store  # noqa: E402 - found from the root
from bench.alerts_store import Workshop, environment, manage, wait_for  # noqa: E402

MEASURES = ("latency", "drain", "late", "kill", "timing")
FULL = {"latency": 300, "drain": 10_000, "late": 1_000, "kill": 500, "timing": 1_000_000}
SMALL = {"latency": 30, "drain": 1_000, "late": 100, "kill": 100, "timing": 20_000}


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


class Bench:
    """One database and broker; one clerk, one county, one law office, one mail server, one worker."""

    def __init__(self, mail: Any, workshop: Workshop, small: bool) -> None:
        from django.db import connection

        from bench import bare
        from tests.notifications.desk import Desk

        self.mail, self.workshop, self.sizes, self.small = mail, workshop, SMALL if small else FULL, small
        self.name = "PostgreSQL, Redis" if connection.vendor == "postgresql" else "SQLite, embedded broker"
        bare.make_table()
        self.desk = Desk()
        self.office = self.desk.office()

    def say(self, measure: str, ratio: float, goal: float, reached: bool, seen: str) -> None:
        verdict = "too small" if self.small else "reached" if reached else "not reached"
        size, load = self.sizes[measure], os.getloadavg()[0]
        print(
            f"bench_alerts {datetime.now(UTC):%Y-%m-%d} {platform.machine()} {os.cpu_count()} cores (load {load:.1f}), {self.name}: "
            f"{measure}, size {size:,}, {seen}, ratio {ratio:.2f} (goal {goal}): {verdict}",
            flush=True,
        )

    def latency(self) -> None:
        """One after another, ours and the bare task in turn; each from its commit (the bare one from its sending)."""
        ours, bare = [], []
        with self.workshop.running():
            for number in range(self.sizes["latency"]):
                ours.append(self.one_alert())
                bare.append(self.one_bare(number))
        ratio = percentile(ours, 0.95) / percentile(bare, 0.95)
        middle = f"median {statistics.median(ours) * 1000:.0f} ms against {statistics.median(bare) * 1000:.1f} ms"
        seen = f"{middle}, p95 {percentile(ours, 0.95) * 1000:.0f} ms against {percentile(bare, 0.95) * 1000:.1f} ms"
        self.say("latency", ratio, 3, ratio <= 3, seen)

    def one_alert(self) -> float:
        from django.db import transaction

        from accounts.models import Inbox

        self.desk.booked(now(-timedelta(days=2)))
        self.desk.represented(self.office, now(-timedelta(days=1)))
        wait_for(lambda: not Inbox.objects.exists(), every=0.01)
        before, committed = len(self.mail.taken), []
        with transaction.atomic():
            transaction.on_commit(lambda: committed.append(time.monotonic()))
            self.desk.told_ice(now())
        wait_for(lambda: len(self.mail.taken) > before)
        wait_for(lambda: not Inbox.objects.exists(), every=0.01)
        return float(self.mail.taken[before][1] - committed[0])

    def one_bare(self, number: int) -> float:
        from bench.bare import insert

        before = len(self.workshop.done())
        start = time.monotonic()
        insert.delay(number)
        wait_for(lambda: len(self.workshop.done()) > before)
        return self.workshop.done()[before] - start

    def drain(self) -> None:
        """All due, or all sent, before the worker starts; the rate between its first and its last."""
        from django.db.models.functions import Now

        from bench.bare import insert
        from notifications.models import Delivery

        number = self.sizes["drain"]
        for one in range(number):
            insert.delay(one)
        before = len(self.workshop.done())
        self.workshop.start()
        wait_for(lambda: len(self.workshop.done()) >= before + number, every=0.2)
        self.workshop.stop()
        bare = rate(self.workshop.done()[before:])
        Delivery.objects.update(due_at=Now())
        self.workshop.start()
        wait_for(lambda: len(self.mail.taken) >= number, every=0.2)
        self.workshop.stop()
        ours = rate([moment for _key, moment in self.mail.taken])
        self.say("drain", ours / bare, 0.6, ours / bare >= 0.6, f"{ours:,.0f} alerts/s against {bare:,.0f} tasks/s")

    def late(self) -> None:
        """Alerts that fall due one after another over a minute: how late each was handed over."""
        from notifications.models import Delivery

        number = self.sizes["late"]
        some = list(Delivery.objects.order_by("pk")[:number])
        with self.workshop.running():
            start, wall = time.monotonic() + 2, datetime.now(UTC) + timedelta(seconds=2)
            for place, row in enumerate(some):
                row.due_at = wall + timedelta(seconds=60 * place / number)
            Delivery.objects.bulk_update(some, ["due_at"], 500)
            wait_for(lambda: len(self.mail.taken) >= number, every=0.2)
        due = {str(row.key): start + 60 * place / number for place, row in enumerate(some)}
        late = [moment - due[key] for key, moment in self.mail.taken]
        p99 = percentile(late, 0.99)
        self.say(
            "late", p99, 1, p99 <= 1, f"late by {statistics.median(late):.2f} s (median), {p99:.2f} s (p99), {max(late):.2f} s at most"
        )

    def kill(self) -> None:
        """The worker is killed when a third is out, and started again at once."""
        from django.db.models.functions import Now

        from notifications.models import Attempt, Delivery, State

        number = self.sizes["kill"]
        mine = Delivery.objects.filter(pk__in=list(Delivery.objects.order_by("pk").values_list("pk", flat=True)[:number]))
        tries = Attempt.objects.filter(notification__delivery__in=mine)
        known = tries.count()
        self.mail.takes = 0.004
        with self.workshop.running():
            mine.update(due_at=Now())
            wait_for(lambda: len(self.mail.taken) >= number // 3)
            killed = time.monotonic()
            self.workshop.kill()
            self.workshop.start()
            wait_for(lambda: mine.filter(state=State.SENT, claim=None).count() == number, every=0.05)
            seconds = time.monotonic() - killed
        self.mail.takes = 0.0
        copies = self.mail.copies()
        again = {str(row.key): row.tries for row in mine if copies[str(row.key)] > 1}
        hidden = sum(copies[key] > attempts for key, attempts in again.items())
        seen = (
            f"all done {seconds:.1f} s after the kill, {len(copies)} alerts, {tries.count() - known} tries, {len(again)} mails went twice, "
        )
        self.say("kill", seconds / 10, 1, seconds <= 10 and not hidden, seen + f"{hidden} of them without a try on record")

    def quiet(self) -> None:
        self.mail.taken.clear()
        alerts_store.rest()


def rate(moments: list[float]) -> float:
    return (len(moments) - 1) / (max(moments) - min(moments))


def now(off: timedelta = timedelta()) -> str:
    """The wall clock of the desk's county, in whole minutes."""
    from zoneinfo import ZoneInfo

    return f"{(datetime.now(UTC) + off).astimezone(ZoneInfo('America/Chicago')):%Y-%m-%d %H:%M}"


def run(wanted: list[str], small: bool) -> None:
    """In a process of its own, whose environment names database and broker."""
    import django

    django.setup()
    from bench import bare  # noqa: F401 - its task is published from here
    from tests.support.mail import mail_server

    with tempfile.TemporaryDirectory() as name, mail_server() as mail:
        bench = Bench(mail, Workshop(Path(name), mail.url.replace("timeout=1", "timeout=10")), small)
        if {"drain", "late", "kill"} & set(wanted):
            alerts_store.many_alerts(bench.desk.county, bench.office, bench.sizes["drain"])
        for measure in wanted:
            bench.quiet()
            if measure != "timing":
                getattr(bench, measure)()
            else:
                ratio, seen = big_store.compare(os.environ["BENCH_LARGE_URL"], bench.sizes["timing"])
                bench.say("timing", ratio, 1.2, ratio <= 1.2, seen)


@contextmanager
def databases(url: str, folder: Path) -> Iterator[tuple[str, str]]:
    """The one that alerts are sent from (and that is the small store), and the large one."""
    if not url:
        yield f"sqlite:///{folder / 'small.sqlite3'}", f"sqlite:///{folder / 'large.sqlite3'}"
        return
    names = ("jw_bench_alerts", "jw_bench_large")
    drop = [f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in names]
    execute(url, [*drop, *(f"CREATE DATABASE {name}" for name in names)])
    try:
        server = url.removesuffix(urlsplit(url).path.lstrip("/"))
        yield server + names[0], server + names[1]
    finally:
        execute(url, drop)


def execute(url: str, statements: list[str]) -> None:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    connection.close()


@contextmanager
def broker(given: str) -> Iterator[str]:
    """The Redis given, emptied, or the embedded one."""
    from jailwatch import broker as brokers

    if given:
        from redis import Redis

        with Redis.from_url(given) as client:
            client.flushdb()
        yield given
        return
    place = brokers.embedded()
    process = subprocess.Popen(place.argv, cwd=ROOT)
    try:
        wait_for(lambda: brokers.reachable(place.url), every=0.1)
        yield place.url
    finally:
        process.terminate()
        process.wait(10)


def measure(url: str, redis: str, words: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name, databases(url, Path(name)) as (small, large), broker(redis) as place:
        manage(small, "migrate", "-v0")
        environ = environment(small, place) | {"BENCH_LARGE_URL": large, "DJANGO_SETTINGS_MODULE": "jailwatch.settings"}
        subprocess.run([sys.executable, __file__, "--inside", *words], cwd=ROOT, env=environ, check=True)


def main() -> None:
    words = sys.argv[1:]
    if "--inside" in words:
        run([one for one in MEASURES if one in words] or list(MEASURES), "--small" in words)
        return
    url, redis = os.environ.get("BENCH_DATABASE_URL", ""), os.environ.get("BENCH_REDIS_URL", "")
    if url and redis:
        measure(url, redis, words)
    else:
        print("Set BENCH_DATABASE_URL and BENCH_REDIS_URL to measure PostgreSQL and Redis, as in redis://127.0.0.1:6379/9.")
    measure("", "", words)


if __name__ == "__main__":
    main()
