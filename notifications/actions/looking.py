"""Notes of what counsel looked at: the auditor reads them, and no reader of the journal is told."""

from collections.abc import Iterable

from accounts.models import User
from bookings.actions import looking
from bookings.models import Booking
from notifications.models import Representation


def note_view(representation: Representation, *, by: User, what: str) -> None:
    """Counsel opened a page or a paper of a client."""
    looking.note_view(representation.booking, by=by, what=what, office=representation.office_id)


def note_export(found: Iterable[Booking], *, by: User) -> None:
    """Counsel took away the cases of their clients."""
    looking.note_export(found, by=by, what="cases.csv")
