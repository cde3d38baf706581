"""Who writes for long leaves others a turn, and a command waits for its own."""

import time

import pytest
from django.db import connection

from accounts.waiting import LONG, LOOKS, PATIENCE_MS, be_patient, give_way

pytestmark = pytest.mark.django_db
SQLITE = connection.vendor == "sqlite"


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    found: list[float] = []
    monkeypatch.setattr("accounts.waiting.time.sleep", found.append)
    return found


def test_after_long_writing_others_get_a_gap_that_they_can_see(slept: list[float]) -> None:
    since = time.monotonic() - LONG
    assert (give_way(since) > since, slept) == ((True, [LOOKS]) if SQLITE else (False, []))


def test_after_a_short_write_nobody_waits_for_nothing(slept: list[float]) -> None:
    since = time.monotonic() + 60
    assert (give_way(since), slept) == (since, [])


def test_a_command_waits_for_the_lock_and_not_only_as_long_as_a_page() -> None:
    before = patience()
    be_patient()
    assert patience() == (PATIENCE_MS if SQLITE else before)


def patience() -> int:
    """Milliseconds; PostgreSQL has no such lock, and waits for a row without end."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout" if SQLITE else "SELECT 0")
        return int(cursor.fetchone()[0])
