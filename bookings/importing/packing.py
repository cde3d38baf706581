"""A file as bytes: whether it can be read at all, and, if it is packed, unpacked up to a limit."""

import gzip
import hashlib
import io
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from bookings.importing.errors import CannotRead

HEAD = 65_536
# A year of a large county's charges takes about 0.1 GB. A file of a few bytes can unpack to any size.
MOST_UNPACKED = 2 * 1024**3
GZIP, ZIP, OLE = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOM, WIDE = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")


def check(path: Path) -> None:
    """Raises `CannotRead` for what is no ordinary file that can be opened."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise CannotRead(f"{path} is a folder. Name a file in it.")
        if not stat.S_ISREG(mode):
            raise CannotRead(f"{path} is a pipe or a device, which can be read only once. Save what it gives as a file and name that.")
        with path.open("rb") as file:
            file.read(1)
    except (FileNotFoundError, NotADirectoryError):
        raise CannotRead(f"There is no file {path}. Check the name.") from None
    except OSError as problem:
        raise CannotRead(f"{path} cannot be opened: {problem.strerror}. Ask for the right to read it.") from None


def is_workbook(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(ZIP)) == ZIP


def head_of(path: Path) -> bytes:
    """The first bytes of its text. Raises `CannotRead` if there is none."""
    with unpacked(path) as file:
        head = file.read(HEAD)
    if head.startswith(OLE):
        raise CannotRead(f"{path} is an older Excel file, or one with a password. Save it as .xlsx without a password, or as CSV.")
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise CannotRead(f"{path} is empty. Export it again from the jail's system.")
    if head.startswith((ZIP, GZIP)) or (b"\x00" in head and not head.startswith(WIDE)):
        raise CannotRead(no_text(path))
    return head


def no_text(path: Path, line: int = 0) -> str:
    where = f" (line {line})" if line else ""
    return f"{path} is not a text file{where}. Save it as CSV in UTF-8 and try again."


def sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


@contextmanager
def unpacked(path: Path) -> Iterator[IO[bytes]]:
    """Its bytes, unpacked if they say that they are packed (whatever the name says)."""
    with path.open("rb") as file:
        packed = file.read(len(GZIP)) == GZIP
        file.seek(0)
        if not packed:
            yield file
            return
        with io.BufferedReader(Unpacking(file, path), HEAD) as whole:
            yield whole


class Unpacking(io.RawIOBase):
    """gzip, counted: more than `MOST_UNPACKED` bytes, or a broken packing, is one sentence."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self.file = gzip.GzipFile(fileobj=file)
        self.path, self.left = path, MOST_UNPACKED

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            block = self.file.read(len(buffer))
        except (gzip.BadGzipFile, EOFError, zlib.error):
            raise CannotRead(f"{self.path} cannot be unpacked: it is cut off or damaged. Pack it with gzip again.") from None
        self.left -= len(block)
        if self.left < 0:
            raise CannotRead(f"{self.path} unpacks to more than {MOST_UNPACKED // 1024**3} GB. Split it by months.")
        buffer[: len(block)] = block
        return len(block)
