"""What `bench_alerts.py` works on: a throwaway database, a worker as `manage.py up` starts it, and many alerts made by bulk inserts."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FAR = timedelta(days=300)


def manage(url: str, *words: str) -> None:
    subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=environment(url), stdout=subprocess.DEVNULL, check=True)


def environment(url: str, broker: str = "") -> dict[str, str]:
    return os.environ | {"DATABASE_URL": url, "SECRET_KEY": "bench" * 10, "LOCAL": "1", "REDIS_URL": broker}


def wait_for(happened: Callable[[], bool], patience: float = 300.0, every: float = 0.002) -> None:
    until = time.monotonic() + patience
    while not happened():
        if time.monotonic() > until:
            raise SystemExit("the worker did not do its work")
        time.sleep(every)


class Workshop:
    """A Celery worker with the schedule inside. Its tasks are the product's, and the bare one."""

    def __init__(self, folder: Path, mail_url: str) -> None:
        self.log, self.folder, self.mail_url = folder / "bare.log", folder, mail_url
        self.process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        words = ["-W", "ignore", "-m", "celery", "--quiet", "-A", "jailwatch", "worker", "--without-mingle", "--without-gossip", "-B"]
        return [sys.executable, *words, "--include", "bench.bare", "--schedule", str(self.folder / "beat"), "--loglevel", "WARNING"]

    def start(self) -> None:
        from jailwatch.supervisor import die_with_parent

        environ = os.environ | {"EMAIL_URL": self.mail_url, "BENCH_BARE_LOG": str(self.log)}
        with (self.folder / "worker.log").open("ab") as out:
            ends = {"start_new_session": True, "preexec_fn": die_with_parent()}
            self.process = subprocess.Popen(self.command(), cwd=ROOT, env=environ, stdout=out, stderr=out, **ends)

    def ready(self) -> None:
        """It has done a task."""
        from bench.bare import insert

        before = len(self.done())
        insert.delay(0)
        wait_for(lambda: len(self.done()) > before)

    def kill(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(20)
            self.kill()

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        self.start()
        try:
            self.ready()
            yield
        finally:
            self.stop()

    def done(self) -> list[float]:
        """When each bare task was done."""
        return [float(line) for line in self.log.read_text().split()] if self.log.exists() else []


def many_alerts(county: Any, office: Any, number: int) -> None:
    """So many people with counsel, and an alert to counsel for each that is not due yet."""
    from accounts.crypto import new_key, wrap
    from accounts.models import SealedKey
    from bookings.models import Booking
    from notifications import texts
    from notifications.models import Delivery, ReleaseNotification, Representation

    when = datetime(2026, 10, 1, 12, tzinfo=UTC)
    began = {"began_at": when, "began_until": when + timedelta(minutes=1)}
    booked = {"booked_at": when, "booked_until": when + timedelta(minutes=1), "county": county}
    ids = [uuid.uuid4() for _ in range(number)]
    bookings = Booking.objects.bulk_create([Booking(public_id=one, number_hash=one.hex, **booked) for one in ids], 1000)
    SealedKey.objects.bulk_create([SealedKey(booking=one, wrapped=wrap(new_key(), one.bytes)) for one in ids], 1000)
    stands = Representation.objects.bulk_create(
        [Representation(county=county, booking=one, office=office, **began) for one in bookings], 1000
    )
    about = {"county": county, "recipient": "counsel", "about": "detainer_received", "language": "en"}
    tellings = ReleaseNotification.objects.bulk_create(
        [
            ReleaseNotification(
                booking=one.booking,
                representation=one,
                cause=f"bench:{one.pk}",
                text_told=texts.alert("detainer_received", "en", one.booking.case_key).body,
                **about,
            )
            for one in stands
        ],
        1000,
    )
    far = datetime.now(UTC) + FAR
    later = {"county": county, "recipient": "counsel", "due_at": far, "window_until": far}
    Delivery.objects.bulk_create([Delivery(notification=one, **later) for one in tellings], 1000)


def rest() -> None:
    """Every alert as before its first try, and not due."""
    from notifications.models import Delivery, State

    far = datetime.now(UTC) + FAR
    Delivery.objects.update(state=State.WAITING, tries=0, claim=None, leased_until=None, due_at=far, window_until=far)
