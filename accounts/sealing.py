"""Keys of bookings, at rest: made with the booking, destroyed at disposal."""

import uuid

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
