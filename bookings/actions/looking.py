"""Who looked at what: the one helper by which a view of a person's record is noted in the journal. Its readers are not told.

A view is an entry like a write, in the same chain: whoever wants to hide that he looked would have to break the chain.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from accounts import journal
from accounts.models import Origin, User
from bookings.actions.noting import actor
from bookings.models import Booking


@transaction.atomic
def note_view(booking: Booking, *, by: User, what: str, **detail: Any) -> None:
    """Somebody saw a booking's record. `what` names the page, paper or address."""
    journal.write(_look("view", booking, by, {"what": what, **detail}), tell=False)


@transaction.atomic
def note_export(found: Iterable[Booking], *, by: User, what: str) -> None:
    """Somebody took some bookings away in a file: an entry for each."""
    journal.write_silently([_look("export", one, by, {"what": what}) for one in found])


def _look(verb: str, booking: Booking, by: User, detail: dict[str, Any]) -> journal.Note:
    return journal.Note(
        by=actor(by),
        verb=verb,
        noun=booking._meta.label,
        origin=Origin.LIVE,
        object_id=booking.pk,
        county_id=booking.county_id,
        booking=booking.public_id,
        detail=detail,
    )
