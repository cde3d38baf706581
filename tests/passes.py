"""All tests, on both: once on the laptop default, once on PostgreSQL and Redis. Called by `python3 run.py test`.

Browser tests run in a process of their own, because after Playwright's first page every query in that process is refused.
What cannot be covered here is said in one plain line; `--require-all` makes that a failure.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from tests.support import servers
from tests.support.chromium import find_chromium

NO_TESTS = 5
PARTS = {
    "main": ["-m", "not browser and not processes", "-n", "2"],
    "processes": ["-m", "processes and not browser"],
    "browser": ["-m", "browser"],
}


@dataclass
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, other: "Count") -> None:
        self.passed, self.failed, self.skipped = self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed" + (f", {self.skipped} skipped" if self.skipped else "")


@dataclass
class Run:
    """One call of `run.py test`: what pytest was given, what it found, what could not be covered."""

    arguments: list[str]
    total: Count = field(default_factory=Count)
    uncovered: list[str] = field(default_factory=list)
    broken: bool = False

    def laptop(self) -> None:
        self.one("laptop default (SQLite, embedded broker)", {"DATABASE_URL": "", "REDIS_URL": ""})

    def servers(self) -> None:
        """On the servers that are named, else on private ones."""
        missing = [] if os.environ.get("DATABASE_URL", "").startswith("postgres") else [servers.why_no_postgres()]
        missing += [] if os.environ.get("REDIS_URL") or servers.has_redis() else ["no redis-server was found"]
        if any(missing):
            self.uncovered.append(f"PostgreSQL and Redis: {' and '.join(filter(None, missing))}")
            return
        with database() as database_url, broker() as redis_url:
            self.one("PostgreSQL and Redis", {"DATABASE_URL": database_url, "REDIS_URL": redis_url})

    def one(self, name: str, environ: dict[str, str]) -> None:
        started, count = time.monotonic(), Count()
        for part, options in PARTS.items():
            if part == "browser" and not find_chromium():
                continue
            print(f"\n== {name}: {part}", flush=True)
            count.add(self.pytest([*options, *self.arguments], environ))
        print(f"\n== {name}: {count} in {time.monotonic() - started:.0f} s", flush=True)
        self.total.add(count)

    def pytest(self, options: list[str], environ: dict[str, str]) -> Count:
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.xml"
            command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *options]
            code = subprocess.run(command, env={**os.environ, **TEST_SETTINGS, **environ}, check=False).returncode
            count = read(report)
        if code not in (0, NO_TESTS) and not count.failed:
            self.broken = True
        return count

    def verdict(self, require_all: bool) -> int:
        for line in self.uncovered:
            print(f"Not covered: {line}.")
        print(self.total, flush=True)
        if not self.total.passed:
            return NO_TESTS
        return int(bool(self.total.failed or self.broken or (require_all and (self.uncovered or self.total.skipped))))


# The local settings of the person who runs the tests have no say in them.
TEST_SETTINGS = {"SECRET_KEY": "only-for-tests", "LOCAL": "", "DEBUG": "", "HOST": "", "ALLOWED_HOSTS": "", "EMAIL_URL": ""}


def read(report: Path) -> Count:
    if not report.exists():
        return Count()
    suite = ElementTree.parse(report).getroot().find("testsuite")
    assert suite is not None
    number = {key: int(suite.get(key, "0")) for key in ("tests", "failures", "errors", "skipped")}
    failed = number["failures"] + number["errors"]
    return Count(max(0, number["tests"] - failed - number["skipped"]), failed, number["skipped"])


@contextlib.contextmanager
def database() -> Iterator[str]:
    named = os.environ.get("DATABASE_URL", "")
    with contextlib.nullcontext(named) if named.startswith("postgres") else servers.postgres() as url:
        yield url


@contextlib.contextmanager
def broker() -> Iterator[str]:
    named = os.environ.get("REDIS_URL", "")
    with contextlib.nullcontext(named) if named else servers.redis() as url:
        yield url


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    require_all = "--require-all" in arguments
    run = Run([argument for argument in arguments if argument != "--require-all"])
    if not find_chromium():
        run.uncovered.append("browser tests: no Chromium was found")
    run.laptop()
    run.servers()
    return run.verdict(require_all)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
