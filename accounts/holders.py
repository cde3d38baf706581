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
        _mine[os.getpid()] = name, file
    return _mine[os.getpid()][0]


def left(claim: uuid.UUID) -> bool:
    """Whether nobody works on rows of that claim (asked before we claim any): it is dead, or we are it and our last work broke off."""
    return claim == me() or dead(claim)


def dead(claim: uuid.UUID) -> bool:
    """Whether the process of that name was on this machine and has ended.

    Its file stays for a day: it may have left rows in more than one table, and who asked may die before it frees them.
    """
    return claim not in {name for name, _file in _mine.values()} and _free(folder() / str(claim))


def _free(path: Path) -> bool:
    """Whether nobody holds the lock. Asked with a shared lock: of two that ask at once, neither must take the other for the holder."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _forget_old() -> None:
    """Files of processes that ended long ago: whatever they held was taken up since."""
    for path in folder().iterdir():
        if path.stat().st_mtime < time.time() - A_DAY and _free(path):
            path.unlink(missing_ok=True)


def _let_go() -> None:
    """A child shares the lock of its parent for as long as it keeps the file open, and would make it live on."""
    for _name, file in _mine.values():
        os.close(file)
    _mine.clear()


os.register_at_fork(after_in_child=_let_go)
