"""Import (validation, charges, sealed journal) against the database's own bulk load of all the rows that it writes.

PostgreSQL against a bare COPY, SQLite against executemany; both into the same indexed tables of fresh copies of one empty
database, in turn. PostgreSQL needs BENCH_DATABASE_URL: an account that may create databases, as in
postgres://postgres@127.0.0.1/postgres; without it only SQLite is measured. Below FULL rows it prints "too small".

    python bench/bench_import.py [ROWS] [PAIRS]
"""

import csv
import os
import platform
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from django.db.backends.sqlite3._functions import register

ROOT = Path(__file__).resolve().parent.parent
FULL = 1_000_000
MOST_MEGABYTES = 250
HEADER = "id,booked,released,charge,charge_released,sex,race,birthplace,country,ice_hold,to_ice,disposition"
TABLES = [f"bookings_{name}" for name in ("booking", "stay", "charge", "detainer", "handover")]
TABLES += ["accounts_sealedkey", "accounts_auditentry", "accounts_unsealed"]
BEFORE = ["accounts_county", "bookings_facility", "bookings_importbatch"]
MAPPING = """
timezone = "America/Chicago"
formats = ["%Y-%m-%d %H:%M:%S"]
[booking]
number = "id"
booked = "booked"
released = "released"
sex = "sex"
race = "race"
release_kind = { value = "street" }
birth = { text = "birthplace", country = "country", unknown = ["", "UNKNOWN"] }
[stay]
facility = { value = "MAIN" }
began = "booked"
ended = "released"
[charge]
description = "charge"
released = "charge_released"
release_reason = "disposition"
[[detainer]]
when = { column = "ice_hold", is = ["1"] }
received = { within = "booking" }
[[handover]]
when = { column = "to_ice", is = ["1"] }
handed = "released"
"""


def write_file(path: Path, rows: int) -> None:
    """A made-up file: 2.4 charges a booking, 14 % born abroad, 1.5 % with a hold, over 27 months."""
    draw = random.Random(2)
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADER.split(","))
        written = booking = 0
        while written < rows:
            booking += 1
            written += _booking(out, draw, booking, rows - written)


def _booking(out: "csv._writer", draw: random.Random, number: int, room: int) -> int:
    booked = datetime(2024, 1, 1, 12) + timedelta(minutes=draw.randrange(27 * 30 * 1440))  # noqa: DTZ001 - a wall clock
    booked += timedelta(hours=2) if booked.hour == 2 else timedelta()
    released = booked + timedelta(minutes=int(draw.lognormvariate(7.3, 1.4)) + 30)
    released += timedelta(hours=1) if released.hour == 2 else timedelta()
    hold = draw.random() < 0.015
    country = draw.choice(["Mexico", "Ecuador", "Somalia", "Laos"]) if draw.random() < 0.14 else "United States"
    common = [
        draw.choice(["male", "female"]),
        draw.choice(["White", "Black", "Hispanic"]),
        country.upper(),
        country,
        int(hold),
        int(hold and draw.random() < 0.3),
    ]
    lines = min(room, draw.choices([1, 2, 3, 4, 6], [30, 30, 20, 12, 8])[0])
    for _ in range(lines):
        charge = f"OFFENSE {draw.randrange(300)}"
        out.writerow([f"K{number:08d}", booked, released, charge, released, *common, "BAIL"])
    return lines


class Postgres:
    """Fresh databases from one migrated template; the limit is COPY."""

    name, goal = "PostgreSQL, COPY", 0.5

    def __init__(self, url: str) -> None:
        self.url = url
        self.database = urlsplit(url).path.lstrip("/")
        self.run(["DROP DATABASE IF EXISTS jw_bench_run", "DROP DATABASE IF EXISTS jw_bench_template", "CREATE DATABASE jw_bench_template"])
        manage(self.of("jw_bench_template"), "migrate", "-v0")

    def of(self, name: str) -> str:
        return self.url.removesuffix(self.database) + name

    def fresh(self) -> str:
        self.run(["DROP DATABASE IF EXISTS jw_bench_run", "CREATE DATABASE jw_bench_run TEMPLATE jw_bench_template", "CHECKPOINT"])
        return self.of("jw_bench_run")

    def run(self, statements: list[str]) -> None:
        connection = psycopg2.connect(self.url)
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        connection.close()

    def dump(self, url: str, folder: Path) -> int:
        """Every row that the import wrote, as COPY writes it; how many there are."""
        rows = 0
        connection = psycopg2.connect(url)
        with connection.cursor() as cursor:
            for table in [*BEFORE, *TABLES]:
                with (folder / table).open("w") as file:
                    cursor.copy_expert(f"COPY {table} TO STDOUT", file)
                rows += cursor.rowcount
        connection.close()
        return rows

    def timed_load(self, url: str, folder: Path) -> float:
        connection = psycopg2.connect(url)
        start = time.perf_counter()
        with connection.cursor() as cursor:
            for table in [*BEFORE, *TABLES]:
                with (folder / table).open() as file:
                    cursor.copy_expert(f"COPY {table} FROM STDIN", file)
        connection.commit()
        seconds = time.perf_counter() - start
        connection.close()
        return seconds

    def close(self) -> None:
        self.run(["DROP DATABASE IF EXISTS jw_bench_run", "DROP DATABASE IF EXISTS jw_bench_template"])


class SQLite:
    """Fresh files from one migrated file; the limit is executemany, of rows that are in memory already."""

    name, goal = "SQLite, executemany", 0.4

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        manage(self.of("template"), "migrate", "-v0")
        self.connect(self.of("template")).execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def of(self, name: str) -> str:
        return f"sqlite:///{self.folder / name}.sqlite3"

    def fresh(self) -> str:
        for ending in ("", "-wal", "-shm"):
            (self.folder / f"run.sqlite3{ending}").unlink(missing_ok=True)
        shutil.copy(self.folder / "template.sqlite3", self.folder / "run.sqlite3")
        return self.of("run")

    def connect(self, url: str) -> sqlite3.Connection:
        """With the options of the house, and the functions that Django's constraints call."""
        connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        register(connection)
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def dump(self, url: str, folder: Path) -> int:
        """The written file is kept aside; its rows are read table by table when they are loaded."""
        self.connect(url).execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.move(self.folder / "run.sqlite3", self.folder / "written.sqlite3")
        written = self.connect(self.of("written"))
        return sum(written.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in [*BEFORE, *TABLES])

    def timed_load(self, url: str, folder: Path) -> float:
        written, loaded, seconds = self.connect(self.of("written")), self.connect(url), 0.0
        loaded.execute("BEGIN IMMEDIATE")
        for table in [*BEFORE, *TABLES]:
            source = written.execute(f"SELECT * FROM {table}")
            places = ", ".join("?" * len(source.description))
            while rows := source.fetchmany(100_000):
                start = time.perf_counter()
                loaded.executemany(f"INSERT INTO {table} VALUES ({places})", rows)
                seconds += time.perf_counter() - start
        start = time.perf_counter()
        loaded.execute("COMMIT")
        return seconds + time.perf_counter() - start

    def close(self) -> None:
        pass


def manage(url: str, *words: str) -> str:
    done = subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=environment(url), text=True, capture_output=True, check=True)
    return done.stdout


def environment(url: str) -> dict[str, str]:
    return os.environ | {"DATABASE_URL": url, "SECRET_KEY": "bench" * 10, "LOCAL": "1"}


# A process inherits the peak of the one that starts it, and we may hold many rows: so a small one starts it and tells its peak.
SMALL = """
import resource, subprocess, sys
status = subprocess.call(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss // 1024, used.ru_utime + used.ru_stime, file=sys.stderr)
sys.exit(status)
"""


def timed_import(url: str, file: Path, mapping: Path) -> tuple[float, float, int]:
    """Seconds of the whole process less its start-up (the time of a command that does nothing), of its processor, and peak memory in MB."""
    start = time.perf_counter()
    manage(url, "version")
    idle = time.perf_counter() - start
    words = ["import_bookings", str(file), "--county", "27053", "--mapping", str(mapping), "--apply", "--no-figures"]
    start = time.perf_counter()
    line = [sys.executable, "-c", SMALL, sys.executable, "manage.py", *words]
    done = subprocess.run(line, cwd=ROOT, env=environment(url), text=True, capture_output=True, check=False)
    seconds = time.perf_counter() - start - idle
    if done.returncode:
        raise SystemExit(f"the import failed: {done.stdout} {done.stderr}")
    peak, processor = done.stderr.split()[-2:]
    return seconds, float(processor), int(peak)


def measure(database: Postgres | SQLite, folder: Path, file: Path, mapping: Path, rows: int, pairs: int) -> None:
    ratios, speeds, memory = [], [], []
    for _ in range(pairs):
        fresh = database.fresh()
        ours, processor, peak = timed_import(fresh, file, mapping)
        written = database.dump(fresh, folder)
        limit = database.timed_load(database.fresh(), folder)
        ratios.append(limit / ours)
        speeds.append(written / ours)
        memory.append(peak)
        times = f"import {ours:.1f} s (our processor {processor:.1f} s), limit {limit:.1f} s"
        print(f"{times}, {written:,} rows written, ratio {limit / ours:.2f}, peak {peak} MB", flush=True)
    database.close()
    ratio, peak = statistics.median(ratios), max(memory)
    reached = ratio >= database.goal and peak < MOST_MEGABYTES
    verdict = "too small" if rows < FULL else "reached" if reached else "not reached"
    print(
        f"bench_import {datetime.now(UTC):%Y-%m-%d} {platform.machine()} {os.cpu_count()} cores, {database.name}: {rows:,} file rows, "
        f"{pairs} pairs, median {statistics.median(speeds):,.0f} rows/s, ratio {ratio:.2f} (goal {database.goal}), "
        f"peak {peak} MB (goal under {MOST_MEGABYTES}): {verdict}",
        flush=True,
    )


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else FULL
    pairs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    url = os.environ.get("BENCH_DATABASE_URL")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file, mapping = folder / "file.csv", folder / "bench.toml"
        write_file(file, rows)
        mapping.write_text(MAPPING)
        databases = [Postgres(url)] if url else []
        if not url:
            print("Set BENCH_DATABASE_URL to measure PostgreSQL, as in postgres://postgres@127.0.0.1/postgres (it may create databases).")
        for database in [*databases, SQLite(folder)]:
            measure(database, folder, file, mapping, rows, pairs)


if __name__ == "__main__":
    main()
