"""The demo (drawing, sealed journal, corrections, figures) into SQLite, against a bare executemany of all the rows it writes.

Both into fresh files of one empty, indexed database. Prints bookings, seconds (also of processor time), bookings a second, the
ratio, and the longest time that a writer beside it had to wait.

    python bench/bench_demo.py [MONTHS]
"""

import os
import platform
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from django.db.backends.sqlite3._functions import register

ROOT = Path(__file__).resolve().parent.parent
FULL, GOAL = 27, 90


def manage(file: Path, *words: str) -> None:
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{file}", "SECRET_KEY": "bench" * 10, "LOCAL": "1"}
    subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)


class Neighbour(threading.Thread):
    """Asks for the write lock all the time, as a page that saves something would, and notes how long it waited."""

    def __init__(self, file: Path) -> None:
        super().__init__(daemon=True)
        self.file, self.worst, self.over = file, 0.0, threading.Event()

    def run(self) -> None:
        connection = sqlite3.connect(self.file, timeout=60, isolation_level=None)
        while not self.over.wait(0.2):
            start = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            self.worst = max(self.worst, time.perf_counter() - start)
            connection.execute("ROLLBACK")
        connection.close()


def timed_demo(file: Path, months: int) -> tuple[float, float, float]:
    """Seconds, seconds of the processor, and the longest wait of a neighbour."""
    neighbour = Neighbour(file)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    neighbour.start()
    manage(file, "demo", "--months", str(months))
    seconds = time.perf_counter() - start
    neighbour.over.set()
    neighbour.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, neighbour.worst


def tables(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY rowid")
    return [name for (name,) in found if name.split("_")[0] in ("accounts", "bookings", "reports")]


def bare(source: Path, target: Path) -> tuple[float, int]:
    """Seconds of executemany alone (the rows are read before), and how many rows."""
    seconds, count = 0.0, 0
    with sqlite3.connect(source) as old, sqlite3.connect(target) as new:
        new.execute("PRAGMA foreign_keys = OFF")
        register(new)  # the functions that the tables' constraints call
        for table in tables(old):
            rows = old.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - names of our own tables
            if rows:
                start = time.perf_counter()
                new.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)  # noqa: S608
                new.commit()
                seconds += time.perf_counter() - start
                count += len(rows)
    return seconds, count


def bookings(file: Path) -> int:
    with sqlite3.connect(file) as connection:
        count: int = connection.execute("SELECT count(*) FROM bookings_booking").fetchone()[0]
    return count


def main() -> None:
    months = int(sys.argv[1]) if len(sys.argv) > 1 else FULL
    with tempfile.TemporaryDirectory() as name:
        empty, loaded, target = (Path(name) / f"{one}.sqlite3" for one in ("empty", "loaded", "target"))
        manage(empty, "migrate", "-v0")
        shutil.copy(empty, loaded)
        shutil.copy(empty, target)
        seconds, processor, wait = timed_demo(loaded, months)
        alone, rows = bare(loaded, target)
        number = bookings(loaded)
    verdict = "too small" if months < FULL else ("reached" if seconds < GOAL else "not reached")
    print(
        f"bench_demo {datetime.now(UTC):%Y-%m-%d} {platform.machine()} {os.cpu_count()} cores: {number:,} bookings, {rows:,} rows, "
        f"{seconds:.1f} s ({processor:.1f} s of processor, goal under {GOAL} s), {number / seconds:,.0f} bookings/s, "
        f"ratio to executemany {alone / seconds:.2f}, longest wait of a neighbour {wait:.2f} s: {verdict}"
    )


if __name__ == "__main__":
    main()
