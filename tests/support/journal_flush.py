"""The journal's triggers refuse every delete, also the flush between tests that commit. Here they step aside for it."""

from typing import Any

from django.db import connections
from django.test import TransactionTestCase

from accounts import triggers

original = TransactionTestCase._fixture_teardown


def fixture_teardown(case: Any) -> None:
    names = list(case._databases_names(include_mirrors=False))
    for alias in names:
        triggers.drop(connections[alias])
    try:
        original(case)
    finally:
        for alias in names:
            triggers.create(connections[alias])


def install() -> None:
    TransactionTestCase._fixture_teardown = fixture_teardown
