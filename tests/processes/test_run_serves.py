"""`run.py` from start to end, over a stand-in for JailWatch that takes no time: what it starts, says, stops and leaves."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import run
from jailwatch.broker import free_port
from jailwatch.env import BASE_DIR
from tests.support.processes import alive, gone, tree
from tests.support.workers import wait_for

pytestmark = pytest.mark.processes

MANAGE = """
import http.server, os, pathlib, signal, sys, time
var, command = pathlib.Path(__file__).parent / "var", sys.argv[1]
with (var / "calls").open("a") as file:
    file.write(f"{command} LOCAL={os.environ['LOCAL']}\\n")
fails = os.environ.get("FAILS", "").split(":")
if command == fails[0]:
    print("Not today.", file=sys.stderr)
    sys.exit(int(fails[1]))
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
if command == "prepare" and not (var / "filled").exists():
    (var / "progress.json").write_text("{}")
if command == "up":
    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
        def log_message(self, *_):
            pass
    http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Page).serve_forever()
if command == "demo":
    while not (var / "go").exists():
        time.sleep(0.01)
    (var / "filled").touch()
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout whose environment is ready, in a folder with a space in its name."""
    folder = tmp_path / "jail watch"
    for name in ("run.py", "requirements.txt", "requirements-dev.txt", "jailwatch/env.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes((BASE_DIR / name).read_bytes())
    (folder / "manage.py").write_text(MANAGE)
    (folder / "var").mkdir()
    run.venv_python(folder).parent.mkdir(parents=True)
    run.venv_python(folder).symlink_to(os.path.realpath(sys.executable))
    run.stamp(folder, "run").write_text(run.wanted(folder, "run"))
    return folder


@contextlib.contextmanager
def started(root: Path, **environ: str) -> Iterator[subprocess.Popen[bytes]]:
    clean = {"PATH": os.environ["PATH"], "HOME": str(root), "PORT": str(free_port()), **environ}
    with (root / "var" / "said").open("wb") as file:
        process = subprocess.Popen([sys.executable, "run.py"], cwd=root, env=clean, stdout=file, stderr=file, start_new_session=True)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


def said(root: Path) -> str:
    return (root / "var" / "said").read_text()


def calls(root: Path) -> list[str]:
    file = root / "var" / "calls"
    return file.read_text().splitlines() if file.exists() else []


def test_a_first_start_serves_while_the_made_up_county_loads(root: Path) -> None:
    progress = root / "var" / "progress.json"
    with started(root):
        wait_for(lambda: "loading a made-up county" in said(root), says=lambda: said(root))
        assert "JailWatch is at http://127.0.0.1:" in said(root)
        assert progress.exists()
        (root / "var" / "go").touch()
        wait_for(lambda: "The made-up county is loaded." in said(root), says=lambda: said(root))
        assert not progress.exists()
    assert calls(root) == ["prepare LOCAL=1", "up LOCAL=1", "demo LOCAL=1"]


def test_a_later_start_loads_nothing_and_installs_nothing(root: Path) -> None:
    (root / "var" / "filled").touch()
    with started(root):
        wait_for(lambda: "JailWatch is at" in said(root), says=lambda: said(root))
    assert calls(root) == ["prepare LOCAL=1", "up LOCAL=1"]
    assert said(root).startswith("Packages: unchanged.\n")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stopped_while_the_county_loads_it_leaves_nothing(root: Path, number: int) -> None:
    with started(root) as process:
        wait_for(lambda: "demo LOCAL=1" in calls(root), says=lambda: said(root))
        family = set(tree(process.pid))
        assert len(family) == 2
        process.send_signal(number)
        assert process.wait(60) == 0
        assert alive(family) == set()
    assert not (root / "var" / "progress.json").exists()
    assert "Traceback" not in said(root)


def test_killed_itself_it_leaves_no_process(root: Path) -> None:
    with started(root) as process:
        wait_for(lambda: "demo LOCAL=1" in calls(root), says=lambda: said(root))
        family = set(tree(process.pid))
        process.kill()
        gone(family)


def test_what_a_killed_start_left_does_not_hide_the_pages(root: Path) -> None:
    (root / "var" / "filled").touch()
    (root / "var" / "progress.json").write_text("{}")
    with started(root):
        wait_for(lambda: "JailWatch is at" in said(root), says=lambda: said(root))
        assert not (root / "var" / "progress.json").exists()


@pytest.mark.parametrize(("fails", "code", "made"), [("prepare:3", 3, 1), ("up:2", 2, 2)])
def test_the_exit_code_of_what_refuses_is_handed_on(root: Path, fails: str, code: int, made: int) -> None:
    with started(root, FAILS=fails) as process:
        assert process.wait(60) == code
    assert len(calls(root)) == made
    assert said(root).endswith("Not today.\n")
    assert not (root / "var" / "progress.json").exists()


def test_a_county_that_cannot_be_loaded_does_not_end_the_rest(root: Path) -> None:
    with started(root, FAILS="demo:1") as process:
        wait_for(lambda: "The made-up county could not be loaded; JailWatch runs without it." in said(root), says=lambda: said(root))
        assert process.poll() is None
        assert not (root / "var" / "progress.json").exists()
