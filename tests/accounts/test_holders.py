"""Whose claim it is: a living process's, a dead one's, a child's, or one of another machine."""

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from accounts import holders
from jailwatch.env import BASE_DIR
from tests.support import workers

SAYS_ITS_NAME = """
import os, sys, django
from pathlib import Path
from django.conf import settings
settings.HOLDERS = Path(sys.argv[1])
django.setup()
from accounts import holders
print(holders.me(), flush=True)
"""
WAITS = SAYS_ITS_NAME + "sys.stdin.read()\n"
# The child outlives the parent, and says its own name too if it is asked to.
FORKS = (
    SAYS_ITS_NAME
    + """
if os.fork() == 0:
    if sys.argv[2] == "claims":
        print(holders.me(), flush=True)
    print(os.getpid(), flush=True)
    sys.stdin.read()
"""
)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.HOLDERS = tmp_path / "holders"
    return settings.HOLDERS


@contextmanager
def process(script: str, folder: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", script, str(folder), *words]
    with subprocess.Popen(command, cwd=BASE_DIR, env=workers.environ(""), stdin=pipe, stdout=pipe, text=True) as one:
        try:
            yield one
        finally:
            one.kill()


def said(one: subprocess.Popen[str]) -> str:
    assert one.stdout is not None
    return one.stdout.readline().strip()


def test_a_process_keeps_its_name_and_is_not_dead_to_itself() -> None:
    assert holders.me() == holders.me()
    assert not holders.dead(holders.me())


def test_a_living_process_is_not_dead_and_a_killed_one_is_to_everybody_who_asks(folder: Path) -> None:
    with process(WAITS, folder) as one:
        name = uuid.UUID(said(one))
        assert not holders.dead(name)
        one.send_signal(signal.SIGKILL)
        one.wait()
        assert [holders.dead(name) for _ in range(3)] == [True] * 3


def test_a_claim_of_another_machine_is_known_dead_by_its_lease_only() -> None:
    assert not holders.dead(uuid.uuid4())
    assert not holders.left(uuid.uuid4())


def test_what_this_process_left_when_its_work_broke_off_is_its_own_again() -> None:
    assert holders.left(holders.me())


def test_a_child_has_another_name_than_its_parent(folder: Path) -> None:
    with process(FORKS, folder, "claims") as one:
        parent, child, pid = uuid.UUID(said(one)), uuid.UUID(said(one)), int(said(one))
        try:
            assert parent != child
            one.wait()
            assert (holders.dead(parent), holders.dead(child)) == (True, False)
        finally:
            os.kill(pid, signal.SIGKILL)


def test_a_child_that_claims_nothing_does_not_keep_its_parent_alive(folder: Path) -> None:
    with process(FORKS, folder, "idle") as one:
        parent, pid = uuid.UUID(said(one)), int(said(one))
        try:
            one.wait()
            assert holders.dead(parent)
        finally:
            os.kill(pid, signal.SIGKILL)


def test_files_of_the_dead_are_swept_after_a_day_and_those_of_the_living_stay(folder: Path) -> None:
    long_ago = 86_400 * 3
    with process(WAITS, folder) as living:
        dead, fresh, kept = folder / str(uuid.uuid4()), folder / str(uuid.uuid4()), folder / said(living)
        for path in (dead, fresh):
            path.touch()
        for path in (dead, kept):
            os.utime(path, (path.stat().st_mtime - long_ago,) * 2)
        holders._let_go()
        holders.me()
        assert [path.exists() for path in (dead, fresh, kept)] == [False, True, True]
