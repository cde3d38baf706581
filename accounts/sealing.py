"""Keys of bookings, at rest: made with the booking, destroyed at disposal."""

import contextlib
import uuid
from collections.abc import Iterable

from accounts.crypto import CannotOpen, Sealer, new_key, unwrap, wrap
from accounts.models import SealedKey


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
