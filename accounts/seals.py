"""The chain: seals over listed entries, and the check that names the first row that was changed, removed or added."""

import hashlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from django.db import connection, transaction

from accounts.models import AuditEntry, Seal, Unsealed
from accounts.waiting import give_way

START = "0" * 64
AT_ONCE = 900  # SQLite before 3.32 takes 999 values in one statement
LOCK = 0x4A57_5345_414C  # "JWSEAL", an advisory lock of PostgreSQL


def seal_due() -> int:
    """Seal every entry that no seal covers, some hundreds a seal, each seal in a transaction of its own; say how many."""
    total, since = 0, time.monotonic()
    while sealed := seal_some():
        total += sealed
        since = give_way(since)
    return total


@transaction.atomic
def seal_some(most: int = AT_ONCE) -> int:
    """One seal over the oldest unsealed entries. The seal and the deletion of their `Unsealed` rows are one transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    ids = list(Unsealed.objects.filter(entry__in=AuditEntry.objects.values("pk")).order_by("entry").values_list("entry", flat=True)[:most])
    if not ids:
        return 0
    entries = [[entry.pk, digest(entry)] for entry in AuditEntry.objects.filter(pk__in=ids).order_by("pk")]
    last = Seal.objects.order_by("-number").first()
    seal = Seal(number=last.number + 1 if last else 1, sealed_at=_now(), previous=last.digest if last else START, entries=entries)
    seal.digest = seal_digest(seal)
    seal.save(force_insert=True)
    Unsealed.objects.filter(pk__in=ids).delete()
    return len(ids)


def _now() -> datetime:
    """The database's clock: a worker's own may be wrong."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()" if connection.vendor == "postgresql" else "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')")
        value = cursor.fetchone()[0]
    return value if isinstance(value, datetime) else datetime.fromisoformat(value).replace(tzinfo=UTC)


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces, in ASCII: the same value always gives the same bytes, half a surrogate pair too."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), default=_plain).encode()


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return str(value)


def digest(entry: AuditEntry) -> str:
    """sha256 over every column of an entry. `sealed` is covered as ciphertext, so a destroyed key changes nothing here.

    What is null is left out: a column that is added later must not change the digests of the entries before it.
    """
    values = {field.attname: getattr(entry, field.attname) for field in AuditEntry._meta.concrete_fields}
    return hashlib.sha256(canonical({name: value for name, value in values.items() if value is not None})).hexdigest()


def seal_digest(seal: Seal) -> str:
    return hashlib.sha256(canonical([seal.number, seal.sealed_at, seal.previous, seal.entries])).hexdigest()


def head() -> dict[str, Any]:
    """Where the chain ends now: whoever has printed it can tell later whether anything before it was rewritten."""
    last = Seal.objects.order_by("-number").values("number", "digest").first()
    return dict(last) if last else {"number": 0, "digest": START}


@dataclass(slots=True)
class Verdict:
    """What a check of the chain found. `problem` is a sentence naming the first bad row, or empty."""

    seals: int = 0
    entries: int = 0
    unsealed: int = 0
    head: str = START
    problem: str = ""


def verify() -> Verdict:
    """Check every link and every entry; entries still unsealed are counted, not proven."""
    verdict, seen = Verdict(), set[int]()
    try:
        verdict.problem = next(chain(_walk(verdict, seen), _strays(verdict, seen)), "")
    except (TypeError, ValueError):  # a seal that is not made as ours are
        verdict.problem = f"Seal {verdict.seals + 1} was changed: it cannot be read."
    return verdict


def _walk(verdict: Verdict, seen: set[int]) -> Iterator[str]:
    for seal in Seal.objects.order_by("number").iterator(chunk_size=20):
        yield from _check_link(seal, verdict)
        yield from _check_entries(seal, seen)
        verdict.seals, verdict.head, verdict.entries = seal.number, seal.digest, len(seen)


def _check_link(seal: Seal, verdict: Verdict) -> Iterator[str]:
    if seal.number != verdict.seals + 1:
        yield f"Seal {verdict.seals + 1} is missing: the next one found is seal {seal.number}."
    if seal.previous != verdict.head:
        yield f"Seal {seal.number} does not follow the seal before it."
    if seal.digest != seal_digest(seal):
        yield f"Seal {seal.number} was changed: its digest is not that of its content."


def _check_entries(seal: Seal, seen: set[int]) -> Iterator[str]:
    found = _digests([pk for pk, _ in seal.entries])
    for pk, sealed in seal.entries:
        if pk in seen:
            yield f"Journal entry {pk} is sealed twice, the second time by seal {seal.number}."
        seen.add(pk)
        if pk not in found:
            yield f"Journal entry {pk} is missing: seal {seal.number} covers it."
        elif found[pk] != sealed:
            yield f"Journal entry {pk} was changed after seal {seal.number}."


def _digests(ids: list[int]) -> dict[int, str]:
    """The digests of the entries that are there; "" for one that cannot be read, since SQLite stores anything in any column."""
    try:
        return {pk: digest(entry) for pk, entry in AuditEntry.objects.in_bulk(ids).items()}
    except (TypeError, ValueError):
        return {ids[0]: ""} if len(ids) == 1 else {pk: found for one in ids for pk, found in _digests([one]).items()}


def _strays(verdict: Verdict, seen: set[int]) -> Iterator[str]:
    """Entries that neither a seal nor the list of unsealed ones knows were put in behind the journal's back."""
    verdict.unsealed = Unsealed.objects.count()
    known = AuditEntry.objects.filter(pk__in=Unsealed.objects.values("entry"))
    for pk in AuditEntry.objects.exclude(pk__in=Unsealed.objects.values("entry")).order_by("pk").values_list("pk", flat=True).iterator():
        if pk not in seen and pk not in _sealed_since(verdict.seals):
            yield f"Journal entry {pk} was added behind the journal's back: no seal covers it and none is due."
    lost = Unsealed.objects.exclude(entry__in=known.values("pk")).order_by("entry").values_list("entry", flat=True).first()
    if lost is not None and not AuditEntry.objects.filter(pk=lost).exists():
        yield f"Journal entry {lost} is missing: it was written and not yet sealed."


def _sealed_since(number: int) -> set[int]:
    """Ids sealed while we were checking: sealing goes on meanwhile."""
    return {pk for seal in Seal.objects.filter(number__gt=number) for pk, _ in seal.entries}
