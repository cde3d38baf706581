"""Private PostgreSQL and Redis servers from installed binaries, for one test run. Standard library only."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jailwatch.supervisor import die_with_parent

SERVER_ACCOUNT = "postgres"


def postgres_binaries() -> Path | None:
    """The folder with `initdb`: on PATH, else the newest where Debian puts them."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(folders, key=lambda folder: int(folder.parent.name), default=None)


def server_account() -> dict[str, Any]:
    """PostgreSQL refuses to run as root, so root uses the account that its package made."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam(SERVER_ACCOUNT)
    return {
        "user": account.pw_uid,
        "group": account.pw_gid,
        "extra_groups": [],
        "env": {"PATH": os.defpath, "HOME": "/", "LC_ALL": "C.UTF-8"},
    }


def why_no_postgres() -> str:
    if postgres_binaries() is None:
        return "no PostgreSQL was found (initdb)"
    try:
        server_account()
    except KeyError:
        return f"PostgreSQL does not run as root, and there is no account {SERVER_ACCOUNT}"
    return ""


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The address of a database whose owner is an ordinary role, as in production."""
    binaries = postgres_binaries()
    account = server_account()
    assert binaries is not None
    with folder() as home:
        if account:
            os.chown(home, account["user"], account["group"])
        tool = Tool(binaries, home, account)
        tool.run("initdb", "-D", str(home / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        with tool.server(), deadline_log(home):
            wait_for(lambda: tool.works("pg_isready", "-h", str(home), "-d", "postgres"))
            tool.run("psql", "-h", str(home), "-U", "postgres", "-c", "CREATE ROLE jailwatch LOGIN CREATEDB")
            tool.run("createdb", "-h", str(home), "-U", "postgres", "-O", "jailwatch", "jailwatch")
            yield f"postgres://jailwatch@/jailwatch?host={quote(str(home))}"


@contextlib.contextmanager
def deadline_log(home: Path) -> Iterator[None]:
    """If the server does not come up, its own words say why."""
    try:
        yield
    except TimeoutError as error:
        raise TimeoutError((home / "server.log").read_text()[-2000:]) from error


class Tool:
    """PostgreSQL's programs, run under the account and in the folder of one private server."""

    def __init__(self, binaries: Path, home: Path, account: dict[str, Any]) -> None:
        self.binaries, self.home, self.account = binaries, home, account

    def run(self, name: str, *arguments: str) -> None:
        done = subprocess.run(
            [self.binaries / name, *arguments], cwd=self.home, capture_output=True, text=True, check=False, **self.account
        )
        if done.returncode:
            raise RuntimeError(f"{name}: {done.stderr.strip()}")

    def works(self, name: str, *arguments: str) -> bool:
        return (
            subprocess.run([self.binaries / name, *arguments], cwd=self.home, capture_output=True, check=False, **self.account).returncode
            == 0
        )

    def server(self) -> contextlib.AbstractContextManager[None]:
        options = {"listen_addresses": "", "unix_socket_directories": str(self.home), "fsync": "off", "full_page_writes": "off"}
        settings = [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
        command = [str(self.binaries / "postgres"), "-D", str(self.home / "data"), *settings]
        return running(command, self.home, signal.SIGINT, **self.account)


def has_redis() -> bool:
    return shutil.which("redis-server") is not None


@contextlib.contextmanager
def redis() -> Iterator[str]:
    with folder() as home:
        path = home / "redis.sock"
        command = ["redis-server", "--port", "0", "--unixsocket", str(path), "--save", "", "--appendonly", "no", "--dir", str(home)]
        with running(command, home, signal.SIGTERM):
            wait_for(lambda: accepts(path))
            yield f"redis+socket://{quote(str(path))}"


def accepts(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="jailwatch-test-"))
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextlib.contextmanager
def running(command: list[str], home: Path, end: int, **options: Any) -> Iterator[None]:
    """One server in a session of its own, which the kernel ends with us, and we in any case."""
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=home, stdout=log, stderr=log, start_new_session=True, preexec_fn=die_with_parent(signal.SIGQUIT), **options
        )
    try:
        yield
    finally:
        process.send_signal(end)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(condition: Callable[[], bool], patience: float = 60.0) -> None:
    until = time.monotonic() + patience
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError("it did not come up")
        time.sleep(0.05)
