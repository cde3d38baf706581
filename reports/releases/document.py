"""Canonical JSON: the same figures are the same bytes, so a hash can be checked by anyone. Sorted keys, no spaces, UTF-8, decimals as
strings."""

import hashlib
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any


def canonical(record: Any) -> str:
    """Raises for anything that could be written in two ways, such as a float."""
    return json.dumps(plain(record), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, set | frozenset):
        return sorted(plain(one) for one in value)
    return atom(value)


def atom(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        raise TypeError("A float has no canonical form: write a decimal.")
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def moment(at: datetime) -> str:
    """In UTC and to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def read(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return found
