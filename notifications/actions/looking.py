"""Notes of what was looked at: the auditor reads them, and no reader of the journal is told."""

from typing import Any

from django.db import transaction

from accounts import journal
from accounts.models import Origin, User
from bookings.actions.noting import actor
from bookings.models import Booking
from notifications.models import Representation


@transaction.atomic
def note_view(representation: Representation, *, by: User) -> None:
    """Counsel opened the page of a client."""
    _note("view", representation.booking, by, {"office": representation.office_id})


@transaction.atomic
def note_export(found: list[Booking], *, by: User) -> None:
    """Counsel took away the cases of their clients: an entry for each."""
    for booking in found:
        _note("export", booking, by, {})


def _note(verb: str, booking: Booking, by: User, detail: dict[str, Any]) -> None:
    note = journal.Note(
        by=actor(by),
        verb=verb,
        noun=booking._meta.label,
        origin=Origin.LIVE,
        object_id=booking.pk,
        county_id=booking.county_id,
        booking=booking.public_id,
        detail=detail,
    )
    journal.write(note, tell=False)
