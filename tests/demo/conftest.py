from typing import Any

import pytest

from tests.demo.orders import QUICK_HASHER


@pytest.fixture(autouse=True)
def _quick_hasher(settings: Any) -> None:
    settings.PASSWORD_HASHERS = QUICK_HASHER
