"""Small makers for the tests of the journal: notes, entries, and a way to tamper behind the triggers."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.db import connection, transaction

from accounts import journal, seals, triggers
from accounts.journal import Note
from accounts.models import AuditEntry
from accounts.periods import Month

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
NOTE = Note(
    by="user:7",
    verb="book",
    noun="booking",
    origin="live",
    object_id=41,
    county_id=3,
    booking=uuid.UUID("7d9f4a10-5d2e-4f6b-9d57-0d6f3c1b2a55"),
    months=(OCTOBER, NOVEMBER),
    batch=5,
    detail={"kind": "new_arrest", "charges": 2},
    sealed=b"\x01\x02ciphertext",
)


def write(**changes: Any) -> AuditEntry:
    """One journal entry, in a transaction of its own."""
    with transaction.atomic():
        return journal.write(replace(NOTE, **changes))


def write_many(number: int) -> list[int]:
    with transaction.atomic():
        return [journal.write(replace(NOTE, object_id=index)).pk for index in range(number)]


def seal_each(*sizes: int) -> list[list[int]]:
    """A chain with one seal for each size; gives the ids that each seal covers."""
    return [written for size in sizes if (written := write_many(size)) and seals.seal_due() == size]


@contextmanager
def behind_the_triggers() -> Iterator[None]:
    """What an intruder with the rights of the tables' owner can do."""
    triggers.drop(connection)
    yield
    triggers.create(connection)


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
