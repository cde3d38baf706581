"""Runs a handful of programs: starts again what dies, stops in order, and leaves nothing behind.

Each program leads a session of its own, so that it and its children can be ended together. On Linux the
kernel ends a program whose supervisor was killed; the workers of gunicorn and Celery follow their master.
"""

import contextlib
import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jailwatch.env import BASE_DIR

FIRST_DELAY, LONGEST_DELAY, SETTLED = 0.5, 30.0, 30.0
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Program:
    name: str
    argv: Sequence[str]
    grace: float = 10.0
    ready: Callable[[], bool] | None = None


def say(text: str) -> None:
    print(text, flush=True)


def die_with_parent(number: int = signal.SIGKILL) -> Callable[[], None]:
    """For `preexec_fn`: have the kernel signal the child when this process is gone, however it went."""
    parent = os.getpid()
    library = ctypes.CDLL(None) if sys.platform == "linux" else None

    def bind() -> None:
        if library is not None:
            library.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return bind


@dataclass
class Child:
    """One program, running or waiting for its next start."""

    program: Program
    environ: Mapping[str, str]
    folder: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    delay: float = FIRST_DELAY
    due: float = 0.0

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.program.argv,
            env=dict(self.environ),
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent(),
        )
        self.started = time.monotonic()

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def buried(self) -> int | None:
        """The exit code of a program that has died since the last look; what it left of its group is ended."""
        if self.process is None or self.process.poll() is None:
            return None
        code = int(self.process.returncode)
        end_group(self.process.pid)
        self.process = None
        lived = time.monotonic() - self.started
        self.delay = FIRST_DELAY if lived >= SETTLED else self.delay
        self.due = time.monotonic() + self.delay
        return code

    def put_off(self) -> float:
        """How long until the next start; the start after that waits twice as long."""
        wait, self.delay = self.delay, min(self.delay * 2, LONGEST_DELAY)
        return wait

    def stop(self, hurry: Callable[[], bool]) -> None:
        if self.process is None:
            return
        if self.running():
            self.process.terminate()
            await_end(self.process, self.program.grace, hurry)
        end_group(self.process.pid)
        self.process.wait()
        self.process = None


def end_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def await_end(process: subprocess.Popen[bytes], grace: float, hurry: Callable[[], bool]) -> None:
    until = time.monotonic() + grace
    while process.poll() is None and time.monotonic() < until and not hurry():
        time.sleep(0.02)


@dataclass
class Supervisor:
    """Started in the order given, stopped in the order reversed."""

    programs: Sequence[Program]
    environ: Mapping[str, str]
    folder: Path = BASE_DIR
    report: Callable[[str], None] = say
    asked: int = 0
    children: list[Child] = field(default_factory=list)

    def run(self) -> int:
        pipe = self.listen()
        self.children = [Child(program, self.environ, self.folder) for program in self.programs]
        try:
            self.start_all(pipe)
            while not self.asked:
                self.look()
                self.sleep(pipe, self.next_look())
        finally:
            for child in reversed(self.children):
                child.stop(lambda: self.asked > 1)
        return 0

    def listen(self) -> int:
        """Signals wake the loop through a pipe: a death is seen at once, and an idle supervisor sleeps."""
        read, write = os.pipe()
        os.set_blocking(read, False)
        os.set_blocking(write, False)
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self.ask)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        return read

    def ask(self, *_: object) -> None:
        """Asked once: stop in order. Asked again: do not wait for work under way."""
        self.asked += 1

    def start_all(self, pipe: int) -> None:
        for child in self.children:
            if self.asked:
                return
            child.start()
            self.await_ready(child, pipe)

    def await_ready(self, child: Child, pipe: int, patience: float = 10.0) -> None:
        until = time.monotonic() + patience
        while child.program.ready and not self.asked and child.running() and time.monotonic() < until:
            if child.program.ready():
                return
            self.sleep(pipe, 0.05)

    def look(self) -> None:
        for child in self.children:
            code = child.buried()
            if code is not None:
                self.report(f"{child.program.name} stopped ({reason(code)}); it starts again in {child.put_off():g} s.")
            elif child.process is None and time.monotonic() >= child.due:
                child.start()

    def next_look(self) -> float:
        waits = [child.due - time.monotonic() for child in self.children if child.process is None]
        return max(0.0, min(waits, default=60.0))

    def sleep(self, pipe: int, seconds: float) -> None:
        if select.select([pipe], [], [], seconds)[0]:
            os.read(pipe, 4096)


def reason(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
