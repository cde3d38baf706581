"""Handovers of the month, with what the record says of the case then and now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch

from bookings.models import Booking, Charge, Disposition, Handover, Level
from bookings.models.charge import FINAL
from bookings.rules.conviction import Conviction
from reports.measures.record.detainers import status
from reports.measures.record.period import Period, known, optional

YEAR = timedelta(days=365)
LEVELS = (Level.FELONY, Level.GROSS_MISDEMEANOR, Level.MISDEMEANOR, Level.INFRACTION, Level.UNKNOWN, Level.HOLD)


@dataclass(frozen=True, slots=True)
class Taken:
    """One handover. `court` says whether it came before the first court appearance, `later` what became of the case since, and
    `year` what had become of it 365 days after the handover."""

    conviction: Conviction
    mode: str
    place: str
    agency: str
    basis: str
    court: str
    later: str
    year: str
    offense: str
    pk: int


def taken(period: Period) -> list[Taken]:
    charges = Prefetch("booking__charges", Charge.objects.current())
    found = Handover.objects.counted().made_in(period.county, period.month).select_related("booking")
    return [_taken(made) for made in found.prefetch_related(charges, "offenses__charge")]


def _taken(made: Handover) -> Taken:
    then = status(made.booking, known(made, "handed"))
    return Taken(
        conviction=then,
        mode=made.mode,
        place=made.place,
        agency=" ".join(made.receiving_agency.split())[:60],
        basis=made.legal_basis,
        court=_court(made),
        later=later(made.booking, then),
        year=after_a_year(made.booking, then, known(made, "handed").until + YEAR),
        offense=_offense(made),
        pk=made.pk,
    )


def _court(made: Handover) -> str:
    """Before the first court appearance, after it, or not known: no appearance may be one that was not recorded."""
    court, handed = optional(made.booking, "court"), known(made, "handed")
    if court is None:
        return "none"
    if handed.certainly_before(court):
        return "before"
    return "after" if court.certainly_before(handed) else "unknown"


def later(booking: Booking, then: Conviction) -> str:
    """What became of the case in the end: one conviction decides, one open charge keeps it open."""
    if then in (Conviction.CONVICTED, Conviction.NO_CHARGE):
        return str(then.value)
    found = {charge.disposition for charge in booking.charges.all() if charge.level != Level.HOLD}
    if Disposition.CONVICTED in found:
        return "convicted_later"
    if Disposition.UNKNOWN in found:
        return "unknown"
    return "open" if Disposition.PENDING in found or not found & set(FINAL) else "dropped"


def after_a_year(booking: Booking, then: Conviction, limit: datetime) -> str:
    """What had become of the case by a moment: a conviction decides, then what is not known, then what was open. The clock is not
    asked: of a handover less than a year ago the case is open unless it has ended."""
    if then in (Conviction.CONVICTED, Conviction.NO_CHARGE):
        return str(then.value)
    found = set(by_then((charge for charge in booking.charges.all() if charge.level != Level.HOLD), limit))
    return next((word for word in ("convicted_later", "unknown", "open") if word in found), "dropped")


def by_then(charges: Iterable[Charge], limit: datetime) -> Iterable[str]:
    for charge in charges:
        disposed = optional(charge, "disposed")
        if charge.disposition == Disposition.PENDING or (disposed and disposed.at >= limit):
            yield "open"
        elif charge.disposition not in FINAL or disposed is None or disposed.until > limit:
            yield "unknown"
        else:
            yield "convicted_later" if charge.disposition == Disposition.CONVICTED else "dropped"


def _offense(made: Handover) -> str:
    """The level of the offense that allowed the handover."""
    found = next((one for one in made.offenses.all() if one.counts and not one.entered_in_error), None)
    if found is None:
        return "none"
    return found.charge.level if found.charge else "earlier"
