"""One writer at a time: SQLite has one lock for the whole file, and whoever waits for it looks only ten times a second.

So a process that writes one long transaction right after another keeps it from all others for as long as it has work.
"""

import time

from django.db import connection

LONG = 0.3
LOOKS = 0.12  # a little longer than SQLite's longest sleep between two looks
PATIENCE_MS = 600_000


def give_way(since: float) -> float:
    """Between two transactions of one process that has written since then (`time.monotonic`), and when it last gave way.

    On SQLite, after long enough, leave a gap that those who wait can see.
    """
    if connection.vendor != "sqlite" or time.monotonic() - since < LONG:
        return since
    time.sleep(LOOKS)
    return time.monotonic()


def be_patient() -> None:
    """For a command: wait for the lock as long as ten minutes, where a page would rather say soon that it could not save."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
