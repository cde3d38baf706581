"""The limit that `bench_alerts.py` compares with: a Celery task that inserts one row, and no more. Loaded into the bench's worker."""

import os
import time

from celery import shared_task
from django.db import connection

TABLE = "bench_bare"


def make_table() -> None:
    with connection.cursor() as cursor:
        number = "bigserial" if connection.vendor == "postgresql" else "integer"
        cursor.execute(f"CREATE TABLE {TABLE} (id {number} PRIMARY KEY, number bigint NOT NULL)")


@shared_task(name="bench.insert")
def insert(number: int) -> None:
    """Commits by itself; then a line says when, by the clock that all processes of the machine share."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} (number) VALUES (%s)", [number])  # noqa: S608 - a name of our own
    line = f"{time.monotonic():.6f}\n".encode()
    file = os.open(os.environ["BENCH_BARE_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(file, line)
    os.close(file)
