"""Verbs that change a fact. The old values stay in the journal, with who and why; two clerks cannot overwrite each other."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Model
from django.utils.translation import gettext as _

from accounts.models import Origin, User
from bookings.actions.checking import check
from bookings.actions.noting import actor as who
from bookings.actions.noting import facts_of, months_of, note, widened
from bookings.models import Booking, Charge, Fact
from bookings.models.moments import moment_name, spans_to_columns
from bookings.spans import Span

Known = TypeVar("Known", bound=Fact)


class Stale(Exception):
    """Somebody else changed the fact since it was read."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else changed this since you opened it. Nothing was saved: look at the new values and try again."))


@transaction.atomic
def correct(
    fact: Known, *, by: User | None, reason: str, verb: str = "correct", origin: str = Origin.CORRECTION, actor: str = "", **changes: Any
) -> Known:
    """Change values of a fact, as read at its present version. Raises `Stale` if another write came first.

    `by` is the person; without one, `actor` names the command or task that does it.
    """
    check_reason(reason)
    booking = booking_of(fact)
    before, months = facts_of(fact), months_of(booking)
    set_columns(fact, changes)
    check(fact)
    _save(fact)
    after = {name: value for name, value in facts_of(fact).items() if before[name] != value}
    note(
        verb,
        fact,
        booking,
        by=who(by, actor or "command"),
        origin=origin,
        months=widened(months, fact, booking),
        before={name: before[name] for name in after},
        after=after,
        reason=reason,
        batch=changes.get("batch_id"),
    )
    return fact


def enter_in_error(fact: Known, *, by: User | None, reason: str, origin: str = Origin.CORRECTION) -> Known:
    """Take a fact out of every figure; it stays on record, with the reason."""
    return correct(fact, by=by, reason=reason, verb="enter_in_error", origin=origin, entered_in_error=True, error_reason=reason)


def update_disposition(charge: Charge, *, by: User | None, disposition: str, disposed: Span | None = None) -> Charge:
    """What became of a charge, often long after the release. News, not a correction."""
    return correct(
        charge, by=by, reason=disposition, verb="update_disposition", origin=Origin.LIVE, disposition=disposition, disposed=disposed
    )


def booking_of(fact: Fact) -> Booking:
    return fact if isinstance(fact, Booking) else fact.booking  # type: ignore[attr-defined]


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: a correction needs a reason.")})


def set_columns(fact: Model, changes: dict[str, Any]) -> None:
    columns = {name for field in fact._meta.concrete_fields for name in (field.name, field.attname)}
    for column, value in spans_to_columns(type(fact), changes).items():
        if column not in columns:
            raise TypeError(f"{type(fact).__name__} has no {moment_name(column)}.")
        setattr(fact, column, value)


def _save(fact: Fact) -> None:
    """Write only over the version that was read."""
    values = {field.attname: getattr(fact, field.attname) for field in fact._meta.concrete_fields if not field.primary_key}
    values["version"] = F("version") + 1
    if not type(fact).objects.filter(pk=fact.pk, version=fact.version).update(**values):
        raise Stale
    fact.version += 1
