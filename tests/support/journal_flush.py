"""The triggers of what is only added to refuse every delete, also the flush between tests that commit. Here they step aside for it.

The matching key, which a migration made, outlives the flush: processes read it once.
"""

from typing import Any

from django.db import connections
from django.test import TransactionTestCase

from accounts.triggers import JOURNAL
from reports.triggers import FROZEN

original = TransactionTestCase._fixture_teardown


def fixture_teardown(case: Any) -> None:
    from accounts.models import MatchingKey

    names = list(case._databases_names(include_mirrors=False))
    for guard in (JOURNAL, FROZEN):
        for alias in names:
            guard.drop(connections[alias])
    kept = {alias: list(MatchingKey.objects.using(alias).values()) for alias in names}
    try:
        original(case)
    finally:
        for alias, rows in kept.items():
            MatchingKey.objects.using(alias).bulk_create((MatchingKey(**row) for row in rows), ignore_conflicts=True)
        for guard in (JOURNAL, FROZEN):
            for alias in names:
                guard.create(connections[alias])


def install() -> None:
    TransactionTestCase._fixture_teardown = fixture_teardown
