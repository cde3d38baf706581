"""Conviction status as of a moment: what was certain then, in this booking. A rule, never a stored field.

A charge ended before the moment only if its disposition was *certainly* over by then. What was not certainly ended
was still pending, except a conviction that may have come first (its day straddles the moment, or it has no date):
that is unknown, since to call it pending would claim what the record does not say. One certain conviction decides;
an unknown outweighs what is left, because it may hide a conviction. Holds and entries without an offense are no charges.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from bookings.models import Disposition, Level
from bookings.spans import Span


class Conviction(TextChoices):
    CONVICTED = "convicted", _("convicted of a charge in this booking")
    NOT_CONVICTED_PENDING = "not_convicted_pending", _("not convicted, a charge was pending")
    ENDED_WITHOUT_CONVICTION = "ended_without_conviction", _("all charges ended without a conviction")
    NO_CHARGE = "no_charge", _("no offense charged")
    UNKNOWN = "unknown", _("not known")


@dataclass(frozen=True, slots=True)
class ChargeFacts:
    """What the rule needs of one charge; `disposed` is when it ended, if that was recorded."""

    disposition: str
    level: str
    disposed: Span | None = None

    @property
    def is_offense(self) -> bool:
        return self.level != Level.HOLD and self.disposition != Disposition.NO_OFFENSE


# The heaviest status of any charge is that of the booking.
WEIGHT = (Conviction.CONVICTED, Conviction.UNKNOWN, Conviction.NOT_CONVICTED_PENDING, Conviction.ENDED_WITHOUT_CONVICTION)
BEFORE = frozenset({Conviction.NOT_CONVICTED_PENDING, Conviction.ENDED_WITHOUT_CONVICTION, Conviction.NO_CHARGE})


def conviction(charges: Iterable[ChargeFacts], as_of: Span, *, sentenced: bool = False) -> Conviction:
    """The status of a booking as of a moment. `sentenced`: booked to serve a sentence, so convicted before the booking began."""
    if sentenced:
        return Conviction.CONVICTED
    found = {of_charge(charge, as_of) for charge in charges if charge.is_offense}
    return next((status for status in WEIGHT if status in found), Conviction.NO_CHARGE)


def of_charge(charge: ChargeFacts, as_of: Span) -> Conviction:
    over = charge.disposed is not None and charge.disposed.certainly_before(as_of)
    if charge.disposition == Disposition.CONVICTED:
        return Conviction.CONVICTED if over else _open_conviction(charge.disposed, as_of)
    if charge.disposition == Disposition.UNKNOWN:
        return Conviction.UNKNOWN
    return Conviction.ENDED_WITHOUT_CONVICTION if over else Conviction.NOT_CONVICTED_PENDING


def _open_conviction(disposed: Span | None, as_of: Span) -> Conviction:
    later = disposed is not None and as_of.certainly_before(disposed)
    return Conviction.NOT_CONVICTED_PENDING if later else Conviction.UNKNOWN


def before_conviction(status: str) -> bool | None:
    """Whether a status means that no conviction had come yet; nothing where the record does not tell."""
    if status == Conviction.UNKNOWN:
        return None
    return status in BEFORE
