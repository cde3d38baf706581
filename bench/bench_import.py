"""Import (validation, charges, sealed journal) into PostgreSQL, against a bare COPY of all the rows it writes.

Both into the same indexed tables of fresh copies of one empty database, in turn. Needs BENCH_DATABASE_URL: a PostgreSQL
account that may create databases, as in postgres://postgres@127.0.0.1/postgres. Below FULL rows it prints "too small".

    python bench/bench_import.py [ROWS] [PAIRS]
"""

import csv
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
FULL = 300_000
GOAL = 0.4
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


class Server:
    """Fresh databases from one migrated template."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.name = urlsplit(url).path.lstrip("/")
        self.run(["DROP DATABASE IF EXISTS jw_bench_run", "DROP DATABASE IF EXISTS jw_bench_template", "CREATE DATABASE jw_bench_template"])
        manage(self.of("jw_bench_template"), "migrate", "-v0")

    def of(self, name: str) -> str:
        return self.url.removesuffix(self.name) + name

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


def manage(url: str, *words: str) -> str:
    environment = os.environ | {"DATABASE_URL": url, "SECRET_KEY": "bench" * 10, "LOCAL": "1"}
    done = subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=environment, text=True, capture_output=True, check=True)
    return done.stdout


def timed_import(url: str, file: Path, mapping: Path) -> tuple[float, int]:
    """Seconds of the whole process less its start-up (the time of a command that does nothing), and peak memory in MB."""
    start = time.perf_counter()
    manage(url, "version")
    idle = time.perf_counter() - start
    environment = os.environ | {"DATABASE_URL": url, "SECRET_KEY": "bench" * 10, "LOCAL": "1"}
    words = [
        sys.executable,
        "manage.py",
        "import_bookings",
        str(file),
        "--county",
        "27053",
        "--mapping",
        str(mapping),
        "--apply",
        "--no-figures",
    ]
    start = time.perf_counter()
    child = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    last = (child.stdout.read() if child.stdout else "").strip().splitlines()[-1]
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start - idle
    if status:
        raise SystemExit(f"the import failed: {last}")
    return seconds, usage.ru_maxrss // 1024


def dump(url: str, folder: Path) -> int:
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


def timed_copy(url: str, folder: Path) -> float:
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


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else FULL
    pairs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    url = os.environ.get("BENCH_DATABASE_URL")
    if not url:
        raise SystemExit("Set BENCH_DATABASE_URL, as in postgres://postgres@127.0.0.1/postgres (an account that may create databases).")
    server = Server(url)
    ratios, speeds, memory = [], [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file, mapping = folder / "file.csv", folder / "bench.toml"
        write_file(file, rows)
        mapping.write_text(MAPPING)
        for _ in range(pairs):
            fresh = server.fresh()
            ours, peak = timed_import(fresh, file, mapping)
            written = dump(fresh, folder)
            copy = timed_copy(server.fresh(), folder)
            ratios.append(copy / ours)
            speeds.append(written / ours)
            memory.append(peak)
            print(f"import {ours:.1f} s, COPY {copy:.1f} s, {written:,} rows written, ratio {copy / ours:.2f}, peak {peak} MB", flush=True)
    server.run(["DROP DATABASE IF EXISTS jw_bench_run", "DROP DATABASE IF EXISTS jw_bench_template"])
    verdict = "too small" if rows < FULL else ("reached" if statistics.median(ratios) >= GOAL else "not reached")
    print(
        f"bench_import {datetime.now(UTC):%Y-%m-%d} {platform.machine()} {os.cpu_count()} cores: {rows:,} file rows, {pairs} pairs, "
        f"median {statistics.median(speeds):,.0f} rows/s, ratio to COPY {statistics.median(ratios):.2f} (goal {GOAL}), "
        f"peak {max(memory)} MB: {verdict}"
    )


if __name__ == "__main__":
    main()
