"""Files written beside the folder and renamed into its place: whoever kills this leaves the old bundle whole, or none."""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"


class NoBundle(Exception):
    """Something else stands where the bundle would go."""


def write(output: Path, files: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """The hash of each file by its name. The same files make the same folder, byte for byte."""
    output = output.absolute()
    new, old = (output.with_name(f".{output.name}.{kind}") for kind in ("new", "old"))
    with alone(output):
        tidy(output, new, old)
        hashes = dict(sorted((name, put(new / name, content)) for name, content in files))
        put(new / MANIFEST, (json.dumps({"files": hashes}, indent=1, sort_keys=True) + "\n").encode())
        put(new / SUMS, "".join(f"{digest}  {name}\n" for name, digest in hashes.items()).encode())
        take_place(output, new, old)
    return hashes


@contextmanager
def alone(output: Path) -> Iterator[None]:
    """Two at once: the second waits. The system frees the lock however the process ends."""
    output.parent.mkdir(parents=True, exist_ok=True)
    with output.with_name(f".{output.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def tidy(output: Path, new: Path, old: Path) -> None:
    """What a run that was killed left. Killed between the two renames, it left the old bundle beside its place."""
    if old.exists() and not output.exists():
        old.rename(output)
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)
    if output.exists() and not is_ours(output):
        raise NoBundle(output)


def is_ours(output: Path) -> bool:
    return output.is_dir() and ((output / MANIFEST).exists() or not any(output.iterdir()))


def put(path: Path, content: bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def take_place(output: Path, new: Path, old: Path) -> None:
    os.sync()
    if output.exists():
        output.rename(old)
    new.rename(output)
    shutil.rmtree(old, ignore_errors=True)
