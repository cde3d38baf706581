"""A real Celery worker, in processes of its own, on the test database and a real broker."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings

from jailwatch import broker as brokers
from jailwatch.celery import app
from jailwatch.env import BASE_DIR
from jailwatch.supervisor import die_with_parent

TASK_LOG = "JAILWATCH_TEST_TASK_LOG"


@dataclass
class Worker:
    """The main process of a worker. Its tasks run in children of it; `ran` tells in which."""

    process: subprocess.Popen[bytes]
    folder: Path

    @property
    def pid(self) -> int:
        return self.process.pid

    def log(self) -> str:
        return (self.folder / "worker.log").read_text()

    def ran(self, task: str) -> list[tuple[int, int]]:
        """The process and its parent, for each time a task of that name was begun."""
        file = self.folder / "tasks.log"
        lines = [line.split() for line in file.read_text().splitlines()] if file.exists() else []
        return [(int(pid), int(parent)) for name, pid, parent in lines if name == task]

    def kill(self) -> None:
        """As the out-of-memory killer would: the whole group, at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(20)
        self.kill()


@contextlib.contextmanager
def running_worker(url: str, folder: Path, *more: str, **settings: str) -> Iterator[Worker]:
    """Ready before it is handed over; stopped afterwards, whatever happened to it meanwhile. `-B` among its words: with a beat inside."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-W", "ignore:You're running the worker", "-m", "celery", "-A", "jailwatch", "worker"]
    options = [
        "--loglevel",
        "INFO",
        "--without-mingle",
        "--without-gossip",
        "--include",
        "tests.support.tasks",
        "-n",
        f"test-{os.getpid()}-{folder.name}@%h",
        "--schedule",
        str(folder / "beat"),
        *more,
    ]
    with (folder / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, *options],
            cwd=BASE_DIR,
            env=environ(url) | {TASK_LOG: str(folder / "tasks.log")} | settings,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=die_with_parent(),
        )
    worker = Worker(process, folder)
    try:
        wait_for(lambda: " ready." in worker.log() or process.poll() is not None, says=worker.log)
        assert process.poll() is None, worker.log()
        yield worker
    finally:
        worker.stop()


@contextlib.contextmanager
def running_beat(url: str, folder: Path) -> Iterator[None]:
    """The schedule, in a process of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "celery", "-A", "jailwatch", "beat", "--schedule", str(folder / "schedule"), "--pidfile", ""]
    with (folder / "beat.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=BASE_DIR, env=environ(url), stdout=log, stderr=log, start_new_session=True, preexec_fn=die_with_parent()
        )
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def environ(url: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": database_url(settings.DATABASES["default"]),
        "REDIS_URL": url,
        "SECRET_KEY": settings.SECRET_KEY,
        "IMPORTS_DIR": str(settings.IMPORTS),
        "DJANGO_SETTINGS_MODULE": "jailwatch.settings",
    }


def database_url(config: dict[str, Any]) -> str:
    """The test database, written as a child process reads it."""
    name = quote(str(config["NAME"]), safe="/")
    if config["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{name}"
    who = ":".join(quote(part, safe="") for part in (config["USER"], config["PASSWORD"]) if part)
    return f"postgres://{who}@/{name}?host={quote(config['HOST'], safe='')}&port={config['PORT'] or 5432}"


@contextlib.contextmanager
def embedded_broker() -> Iterator[str]:
    """The broker of last resort, since it is the one that a laptop without Redis has."""
    place = brokers.embedded()
    process = subprocess.Popen(place.argv, cwd=BASE_DIR, start_new_session=True, preexec_fn=die_with_parent())
    try:
        wait_for(lambda: brokers.reachable(place.url))
        yield place.url
    finally:
        process.terminate()
        process.wait(10)


@contextlib.contextmanager
def publishing_to(url: str) -> Iterator[None]:
    """Points this process's Celery at a broker; its pools remember the address before, so they are dropped."""
    before = app.conf.broker_url
    app.conf.broker_url = url
    app._after_fork()
    try:
        yield
    finally:
        app.conf.broker_url = before
        app._after_fork()


def wait_for(condition: Callable[[], bool], patience: float = 60.0, says: Callable[[], str] = lambda: "") -> None:
    """Patience is a limit for a test that hangs, never a measure of speed."""
    until = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < until, f"It did not happen. {says()}"
        time.sleep(0.05)
