"""The triggers of what is only added to refuse every delete, also the flush between tests that commit. Here they step aside for it."""

from typing import Any

from django.db import connections
from django.test import TransactionTestCase

from accounts.triggers import JOURNAL
from reports.triggers import FROZEN

original = TransactionTestCase._fixture_teardown


def fixture_teardown(case: Any) -> None:
    names = list(case._databases_names(include_mirrors=False))
    for guard in (JOURNAL, FROZEN):
        for alias in names:
            guard.drop(connections[alias])
    try:
        original(case)
    finally:
        for guard in (JOURNAL, FROZEN):
            for alias in names:
                guard.create(connections[alias])


def install() -> None:
    TransactionTestCase._fixture_teardown = fixture_teardown
