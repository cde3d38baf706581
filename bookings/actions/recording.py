"""Verbs that add a fact. Keyword-only; `by` is required; a refusal is a `ValidationError` with a sentence per field."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Field

from accounts.matching import keyed_hash
from accounts.models import County, Origin, User
from accounts.sealing import new_sealer
from bookings.actions.checking import check
from bookings.actions.correcting import Stale, correct
from bookings.actions.disposing import ENDED, refuses_before
from bookings.actions.noting import actor, facts_of, months_of, note
from bookings.models import (
    AllowingOffense,
    Booking,
    Charge,
    CitizenshipClaim,
    Consent,
    ConsularNotice,
    Detainer,
    Fact,
    FederalRequest,
    FingerprintCheck,
    Handover,
    IceCall,
    IceVisit,
    ReleaseStep,
    Stay,
)
from bookings.models.moments import spans_to_columns
from bookings.spans import Span

F = TypeVar("F", bound=Fact)


def number_hash(county: County, number: str) -> str:
    """The keyed hash by which a booking number is matched, within its county."""
    return keyed_hash("booking-number", county.fips, number)


@transaction.atomic
def record_booking(*, by: User, county: County, number: str, booked: Span, origin: str = Origin.LIVE, **values: Any) -> Booking:
    """Record a booking. Other moments are given as spans by their name, as in `released=Span(...)`."""
    if not (number := number.strip()):
        raise ValidationError({"number": Field.default_error_messages["blank"]})
    before = refuses_before(county)
    if before is not None and booked.at < before:
        raise ValidationError({"booked": ENDED})
    columns = spans_to_columns(Booking, values | {"booked": booked})
    booking = Booking(county=county, recorded_by=by, number_hash=number_hash(county, number), **columns)
    key = new_sealer(booking.public_id)
    booking.number_sealed = key.seal(number)
    check(booking)
    booking.save(force_insert=True)
    note(
        "record_booking",
        booking,
        booking,
        by=actor(by),
        origin=origin,
        months=months_of(booking),
        before=None,
        after=facts_of(booking),
        key=key,
    )
    return booking


def record_stay(*, by: User, booking: Booking, **values: Any) -> Stay:
    return _record(Stay, by, booking, values)


def record_charge(*, by: User, booking: Booking, **values: Any) -> Charge:
    """Record a charge in the next free place of the booking, or in the one given."""
    return _record(Charge, by, booking, {"place": _next_place(booking)} | values)


def record_fingerprint_check(*, by: User, booking: Booking, **values: Any) -> FingerprintCheck:
    return _record(FingerprintCheck, by, booking, values)


def record_ice_call(*, by: User, booking: Booking, **values: Any) -> IceCall:
    """Record a call. One that put the person on the phone needs a logged yes before, or `override_reason`."""
    return _record(IceCall, by, booking, values)


def record_consent(*, by: User, booking: Booking, **values: Any) -> Consent:
    return _record(Consent, by, booking, values)


def record_visit(*, by: User, booking: Booking, **values: Any) -> IceVisit:
    """Record a visit asked for or held. One that started needs a logged yes before, or `override_reason`."""
    return _record(IceVisit, by, booking, values)


def record_detainer(*, by: User, booking: Booking, **values: Any) -> Detainer:
    """Record a detainer. The same form on the same day needs `duplicate_reason`, with `duplicate_of` if it is the same paper."""
    return _record(Detainer, by, booking, values)


def record_citizenship_claim(*, by: User, booking: Booking, **values: Any) -> CitizenshipClaim:
    return _record(CitizenshipClaim, by, booking, values)


def record_consular_notice(*, by: User, booking: Booking, **values: Any) -> ConsularNotice:
    return _record(ConsularNotice, by, booking, values)


def record_release_step(*, by: User, booking: Booking, **values: Any) -> ReleaseStep:
    return _record(ReleaseStep, by, booking, values)


def record_handover(*, by: User, booking: Booking, **values: Any) -> Handover:
    return _record(Handover, by, booking, values)


def record_allowing_offense(*, by: User, booking: Booking, **values: Any) -> AllowingOffense:
    return _record(AllowingOffense, by, booking, values)


def record_federal_request(*, by: User, booking: Booking, **values: Any) -> FederalRequest:
    """Record a request about a booking; `county_facts.record_general_request` is for one about nobody in particular."""
    return _record(FederalRequest, by, booking, values)


def release(*, by: User, booking: Booking, released: Span, kind: str, reason: str = "", why: str = "released") -> Booking:
    """Record the release of a booking that is still open: an addition, so it needs no reason of a correction.

    A second release is `Stale`: what is on record already is corrected, with a reason.
    """
    if booking.released_at is not None:
        raise Stale
    return correct(
        booking, by=by, reason=why, verb="release", origin=Origin.LIVE, released=released, release_kind=kind, release_reason=reason
    )


@transaction.atomic
def _record(model: type[F], by: User, booking: Booking, values: dict[str, Any]) -> F:
    origin = values.pop("origin", Origin.LIVE)
    fact = model(county_id=booking.county_id, booking=booking, recorded_by=by, **spans_to_columns(model, values))
    add(fact, booking, by=actor(by), origin=origin)
    return fact


def add(fact: Fact, booking: Booking, *, by: str, origin: str) -> None:
    """Check, write and note a new fact of a booking."""
    check(fact)
    fact.save(force_insert=True)
    verb = f"record_{fact._meta.model_name}"
    months, after = months_of(booking), facts_of(fact)
    note(verb, fact, booking, by=by, origin=origin, months=months, before=None, after=after, batch=fact.batch_id)


def _next_place(booking: Booking) -> int:
    last = booking.charges.order_by("-place").values_list("place", flat=True).first()
    return (last or 0) + 1
