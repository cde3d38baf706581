"""What a run says of a file: its counts, what to check, and the rejected rows with the reason of each."""

import csv
import heapq
import os
import pickle
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, Any

from bookings.importing.outliers import Outlier
from bookings.importing.reading import Row

Refused = tuple[int, str, Row]
IN_MEMORY = 10_000


@dataclass(slots=True)
class Counts:
    """What became of the rows; `bookings` = new + changed + unchanged."""

    read: int = 0
    bookings: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    tocheck: int = 0

    def __str__(self) -> str:
        return " ".join(f"{name}={value}" for name, value in asdict(self).items())


class Rejects:
    """Rejected rows in the order of their lines, in flat memory: a file of the wrong kind has nothing else."""

    def __init__(self) -> None:
        self.rows: list[Refused] = []
        self.spools: list[IO[bytes]] = []
        self.count = 0

    def add(self, line: int, reason: str, row: Row) -> None:
        self.rows.append((line, reason, row))
        self.count += 1
        if len(self.rows) == IN_MEMORY:
            self.spools.append(_spooled(sorted(self.rows)))
            self.rows = []

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, place: int) -> Refused:
        return next(islice(self, place, None))

    def __iter__(self) -> Iterator[Refused]:
        return heapq.merge(*map(_read, self.spools), sorted(self.rows))


def _spooled(rows: list[Refused]) -> IO[bytes]:
    """A file without a name: it is gone with the process, however that ends."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the report
    for row in rows:
        pickle.dump(row, file, pickle.HIGHEST_PROTOCOL)
    return file


def _read(file: IO[bytes]) -> Iterator[Refused]:
    file.seek(0)
    while True:
        try:
            yield pickle.load(file)  # noqa: S301 - our own file
        except EOFError:
            return


@dataclass(slots=True)
class Report:
    counts: Counts = field(default_factory=Counts)
    rejected: Rejects = field(default_factory=Rejects)
    to_check: dict[str, list[int]] = field(default_factory=dict)
    unknown_countries: dict[str, int] = field(default_factory=dict)
    outlier: Outlier | None = None
    batch: int | None = None
    header: Row = field(default_factory=list)
    says: str = ""


def write_rejected(path: Path, report: Report) -> Path | None:
    """The rejected rows with line and reason, in `FILE.rejected.csv`; an older one is taken away."""
    target = path.with_name(path.name + ".rejected.csv")
    if not report.rejected:
        target.unlink(missing_ok=True)
        return None
    with open(target, "w", newline="", encoding="utf-8", opener=_private) as file:
        writer = csv.writer(file)
        writer.writerow(["line", "reason", *report.header])
        writer.writerows([line, reason, *row] for line, reason, row in report.rejected)
    return target


def _private(path: str, flags: int) -> int:
    """Rows of people: readable by whoever runs the import, and never written through somebody else's link."""
    return os.open(path, flags | os.O_NOFOLLOW, 0o600)


def defused(cell: Any) -> str:
    """A cell that a spreadsheet would take for a formula, as text."""
    text = str(cell)
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
