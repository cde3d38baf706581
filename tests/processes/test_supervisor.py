"""The supervisor as a person meets it: `manage.py up`, with real servers, killed in every way."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from jailwatch.broker import free_port
from jailwatch.env import BASE_DIR
from jailwatch.supervisor import Child, Program, reason
from tests.support.processes import alive, child, gone, tree
from tests.support.workers import wait_for

pytestmark = pytest.mark.processes
VAR = BASE_DIR / "var"
PARTS = {"broker", "gunicorn", "worker", "beat"}


@dataclass
class Up:
    """One JailWatch, served from this checkout with a database and a port of its own."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def answers(self, path: str = "/healthz") -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(connection):
            try:
                connection.request("GET", path)
                return connection.getresponse().status == 200
            except (OSError, http.client.HTTPException):
                return False

    def ready(self) -> "Up":
        wait_for(lambda: self.answers() or self.process.poll() is not None, says=self.log.read_text)
        for word in PARTS:
            child(self.process.pid, word)
        return self


@contextlib.contextmanager
def up(folder: Path, path: str | None = None) -> Iterator[Up]:
    folder.mkdir(exist_ok=True)
    port = free_port()
    settings = {"DATABASE_URL": f"sqlite:///{folder / 'up.sqlite3'}", "PORT": str(port), "LOCAL": "1", "REDIS_URL": ""}
    environ = {**os.environ, **settings} | ({"PATH": path} if path is not None else {})
    manage = [sys.executable, str(BASE_DIR / "manage.py")]
    subprocess.run([*manage, "migrate", "--verbosity", "0"], env=environ, check=True)
    log = folder / "up.log"
    with log.open("wb") as file:
        process = subprocess.Popen([*manage, "up"], env=environ, cwd=folder, stdout=file, stderr=file, start_new_session=True)
    try:
        yield Up(process, port, log)
    finally:
        process.terminate()
        process.wait(60)
        for left in [*VAR.glob(f"beat-{port}*"), *VAR.glob(f"broker-{port}*")]:
            left.unlink()


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Up]:
    with up(tmp_path / "one") as served:
        yield served.ready()


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """For tests that leave it running. Without a `redis-server` on PATH, so the embedded broker takes part."""
    with up(tmp_path_factory.mktemp("lasting"), path="/nowhere") as served:
        yield served.ready()


@pytest.mark.parametrize("part", sorted(PARTS))
def test_a_program_that_is_killed_starts_again_and_leaves_no_children(lasting: Up, part: str) -> None:
    victim = child(lasting.process.pid, part)
    family = {victim, *tree(victim)}
    os.kill(victim, signal.SIGKILL)
    gone(family)
    wait_for(lambda: child(lasting.process.pid, part) != victim)
    wait_for(lambda: lasting.answers("/readyz"))
    assert "stopped (signal SIGKILL); it starts again in 0.5 s." in lasting.log.read_text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_leaves_no_process(one: Up, number: int) -> None:
    family = tree(one.process.pid)
    assert len(family) >= 4
    one.process.send_signal(number)
    assert one.process.wait(60) == 0
    assert alive(set(family)) == set()


def test_killed_itself_it_leaves_no_process(one: Up) -> None:
    family = tree(one.process.pid)
    one.process.kill()
    one.process.wait()
    gone(set(family))


def test_two_run_side_by_side(tmp_path: Path) -> None:
    with up(tmp_path / "one") as first, up(tmp_path / "two") as second:
        first.ready()
        second.ready()
        assert first.port != second.port
        first.process.terminate()
        assert first.process.wait(60) == 0
        assert second.answers("/readyz")


def test_it_says_which_database_and_which_broker_it_uses(lasting: Up) -> None:
    text = lasting.log.read_text()
    assert f"Database: SQLite, {lasting.log.parent / 'up.sqlite3'}." in text
    assert "Broker: the embedded broker on port" in text
    assert "Warning" not in text


def test_a_taken_port_is_refused_in_one_sentence(lasting: Up) -> None:
    environ = {**os.environ, "DATABASE_URL": f"sqlite:///{lasting.log.parent / 'up.sqlite3'}", "PORT": str(lasting.port), "LOCAL": "1"}
    done = subprocess.run([sys.executable, BASE_DIR / "manage.py", "up"], env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    [sentence] = done.stderr.splitlines()
    assert sentence.startswith(f"Cannot serve at 127.0.0.1:{lasting.port}: Address already in use.")


def test_a_database_without_migrations_is_refused_in_one_sentence(tmp_path: Path) -> None:
    environ = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}", "PORT": str(free_port()), "LOCAL": "1"}
    done = subprocess.run([sys.executable, BASE_DIR / "manage.py", "up"], env=environ, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "The database lacks migrations. Run: python manage.py migrate\n")


def stoppable(grace: float) -> Program:
    """A program that will not be told."""
    script = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"
    return Program("deaf", [sys.executable, "-c", script], grace)


def test_what_does_not_stop_is_killed_after_its_grace() -> None:
    deaf = Child(stoppable(grace=0.0), dict(os.environ), BASE_DIR)
    deaf.start()
    assert deaf.process is not None
    pid = deaf.process.pid
    deaf.stop(lambda: False)
    assert alive({pid}) == set()


def test_the_wait_before_a_start_doubles_up_to_half_a_minute() -> None:
    one = Child(stoppable(1.0), {}, BASE_DIR)
    assert [one.put_off() for _ in range(8)] == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]


def test_a_program_that_had_settled_starts_again_without_a_long_wait() -> None:
    one = Child(Program("short", [sys.executable, "-c", ""]), dict(os.environ), BASE_DIR, delay=16.0)
    one.start()
    assert one.process is not None
    one.process.wait()
    one.started -= 31.0
    assert one.buried() == 0
    assert one.put_off() == 0.5


def test_programs_start_in_order_and_stop_in_the_order_reversed(tmp_path: Path) -> None:
    file = tmp_path / "notes"
    with subprocess.Popen([sys.executable, "-m", "tests.support.ordered", str(file)], cwd=BASE_DIR) as process:
        wait_for(lambda: file.exists() and "+third" in file.read_text())
        process.terminate()
        assert process.wait(60) == 0
    assert file.read_text().split() == ["+first", "+second", "+third", "-third", "-second", "-first"]


@pytest.mark.parametrize(("code", "says"), [(-9, "signal SIGKILL"), (1, "exit code 1"), (0, "exit code 0")])
def test_the_reason_of_a_death_is_said_in_words(code: int, says: str) -> None:
    assert reason(code) == says
