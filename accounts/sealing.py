"""Keys at rest: a booking's is made with it and destroyed at disposal; all are wrapped anew when SECRET_KEY was rotated."""

import contextlib
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from accounts import journal
from accounts.crypto import MATCHING, CannotOpen, Sealer, is_current, new_key, unwrap, wrap
from accounts.models import MatchingKey, Origin, SealedKey


def new_sealer(booking: uuid.UUID) -> Sealer:
    """Make and store the key of a new booking."""
    key = new_key()
    SealedKey.objects.create(booking=booking, wrapped=wrap(key, booking.bytes))
    return Sealer(key)


def sealer(booking: uuid.UUID) -> Sealer:
    """The sealer of a booking that has a key; `CannotOpen` once the key was destroyed."""
    row = SealedKey.objects.filter(booking=booking).first()
    if row is None:
        raise CannotOpen("The key of this booking was destroyed: its sealed values can no longer be read.")
    return Sealer(unwrap(bytes(row.wrapped), booking.bytes))


def sealers(bookings: Iterable[uuid.UUID]) -> dict[uuid.UUID, Sealer]:
    """The sealers of those of some bookings that still have a key that can be used."""
    found = {}
    for row in SealedKey.objects.filter(booking__in=set(bookings)):
        with contextlib.suppress(CannotOpen):
            found[row.booking] = Sealer(unwrap(bytes(row.wrapped), row.booking.bytes))
    return found


CHUNK = 500


@dataclass(slots=True)
class Rekeyed:
    """What a rekeying found: all keys, those wrapped anew, those under a SECRET_KEY that is not given here."""

    keys: int = 0
    rewrapped: int = 0
    lost: int = 0


def rekey(*, by: str = "command:rekey") -> Rekeyed:
    """Wrap every key anew that is still under a fallback. Safe while others write, and to be called again after a break."""
    done = Rekeyed()
    for rows in _chunks():
        _rewrap(rows, done)
    _rewrap_matching(done)
    with transaction.atomic():
        detail = {"rewrapped": done.rewrapped, "lost": done.lost}
        journal.write(journal.Note(by=by, verb="rekey", noun=SealedKey._meta.label, origin=Origin.LIVE, detail=detail), tell=False)
    return done


def under_fallback() -> int:
    """How many keys still need a fallback (or a key that nobody has) to be read."""
    matching = sum(not is_current(bytes(row.wrapped)) for row in MatchingKey.objects.all())
    return matching + sum(not is_current(bytes(row.wrapped)) for rows in _chunks() for row in rows)


def _chunks() -> Iterator[list[SealedKey]]:
    last = 0
    while rows := list(SealedKey.objects.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield rows
        last = rows[-1].pk


def _rewrap(rows: list[SealedKey], done: Rekeyed) -> None:
    """An UPDATE by id: the key of a booking that is disposed of meanwhile does not come back."""
    done.keys += len(rows)
    changed = []
    for row in rows:
        try:
            if not is_current(bytes(row.wrapped)):
                row.wrapped = wrap(unwrap(bytes(row.wrapped), row.booking.bytes), row.booking.bytes)
                changed.append(row)
        except CannotOpen:
            done.lost += 1
    SealedKey.objects.bulk_update(changed, ["wrapped"], batch_size=CHUNK)
    done.rewrapped += len(changed)


def _rewrap_matching(done: Rekeyed) -> None:
    for row in MatchingKey.objects.all():
        done.keys += 1
        try:
            if not is_current(bytes(row.wrapped)):
                MatchingKey.objects.filter(pk=row.pk).update(wrapped=wrap(unwrap(bytes(row.wrapped), MATCHING), MATCHING))
                done.rewrapped += 1
        except CannotOpen:
            done.lost += 1
