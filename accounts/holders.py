"""Whether the process that claimed a row is still there. A claim is the name of its process, which holds a lock on a file of that name.

The system frees the lock when the process ends, however it ends; so on one machine a killed worker's rows are taken up at once.
A claim from another machine has no file here: it is known dead only when its lease has run out.
"""

import fcntl
import os
import time
import uuid
from pathlib import Path

from django.conf import settings

A_DAY = 86_400
# Name and file descriptor of this process, by its id: a worker's child is another process than its parent.
_mine: dict[int, tuple[uuid.UUID, int]] = {}


def folder() -> Path:
    path = Path(settings.HOLDERS)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def me() -> uuid.UUID:
    """The name of this process. Its file gets the name only once it is locked, so nobody can take it for a dead one's."""
    if os.getpid() not in _mine:
        _forget_old()
        name = uuid.uuid4()
        making = folder() / f"{name}.new"
        file = os.open(making, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(file, fcntl.LOCK_EX)
        making.rename(folder() / str(name))
        _mine.clear()
        _mine[os.getpid()] = name, file
    return _mine[os.getpid()][0]


def dead(claim: uuid.UUID) -> bool:
    """Whether the process of that name was on this machine and has ended. Its file is taken away."""
    path = folder() / str(claim)
    return claim not in {name for name, _file in _mine.values()} and path.exists() and _free(path)


def _free(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _forget_old() -> None:
    """Files of processes that ended long ago: whatever they held was taken up since."""
    for path in folder().iterdir():
        if path.stat().st_mtime < time.time() - A_DAY:
            _free(path)
