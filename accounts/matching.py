"""Hashes for matching only: booking numbers, a person's lasting number, what a file said.

They are made under a key of their own, since what they stand for is not kept and could not be hashed again after a rotation.
"""

from functools import cache

from accounts.crypto import MATCHING, CannotOpen, hash_under, unwrap
from accounts.models import MatchingKey


@cache
def secret() -> bytes:
    """Read once a process: it never changes, only what wraps it does."""
    row = MatchingKey.objects.first()
    if row is None:
        raise CannotOpen("The matching key is missing: it was made with the database (migrate), or stands in its backup.")
    return unwrap(bytes(row.wrapped), MATCHING)


def keyed_hash(purpose: str, *parts: str) -> str:
    """64 hex digits by which a value is found again."""
    return hash_under(secret(), purpose, parts)
