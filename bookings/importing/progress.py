"""How far a file was read, for whoever waits: as a bar on a terminal, or as a small file beside the uploaded one."""

import contextlib
import os
import shutil
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PACKED = (b"PK\x03\x04", b"\x1f\x8b")


def lines_in(path: Path) -> int | None:
    """About how many rows there are, if the file is plain text: a quick look, for a bar only."""
    try:
        with path.open("rb") as file:
            if file.read(4).startswith(PACKED):
                return None
            file.seek(0)
            return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
    except OSError:
        return None


class Bar:
    """A bar on the terminal, and nothing at all where standard error is none."""

    def __init__(self, stream: Any, path: Path) -> None:
        self.stream = stream if stream.isatty() else None
        self.total = lines_in(path) if self.stream else None

    def __enter__(self) -> Self:
        return self

    def show(self, rows: int) -> None:
        if self.stream:
            self.stream.write(f"\r{self._bar(rows)}{rows:,} rows read", ending="")
            self.stream.flush()

    def _bar(self, rows: int) -> str:
        if not self.total:
            return ""
        width = max(10, min(40, shutil.get_terminal_size().columns - 40))
        full = width * min(rows, self.total) // self.total
        return f"[{'#' * full}{'.' * (width - full)}] {100 * min(rows, self.total) // self.total:3d} %  "

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        if self.stream:
            self.stream.write("")


class Trace:
    """The rows read so far, in a file of a few bytes. Not in the database: on SQLite the import itself holds the only write lock."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def note(self, rows: int) -> None:
        """Comfort only: an import does not stop over it."""
        with contextlib.suppress(OSError):
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(str(rows))

    def rows(self) -> int | None:
        try:
            return int(self.path.read_text())
        except (OSError, ValueError):
            return None
