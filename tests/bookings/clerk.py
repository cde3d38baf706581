"""What a clerk does, in one line each: through the verbs, on 16 October 2026, the day after the booking."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import County, User
from bookings import actions
from bookings.models import Booking, Consent, Fact, IceCall, IceVisit
from bookings.spans import Span
from tests.support import build


def booked(county: County, by: User, number: str, booked: str = "2026-10-15 08:00", **values: Any) -> Booking:
    return actions.record_booking(by=by, county=county, number=number, booked=build.minute(booked, county), **values)


def on(county: County, text: str) -> Span:
    """A time on the day of the visit, or "day" for the whole of it, or "day before"."""
    if text.startswith("day"):
        return Span.local_day(date(2026, 10, 15 if text == "day before" else 16), county.zone)
    return build.minute(f"2026-10-16 {text}", county)


def refused(verb: Callable[..., Any], *args: Any, **values: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refusal:
        verb(*args, **values)
    return refusal.value.message_dict


def ask(by: User, booking: Booking, answer: str, asked: str, **about: Any) -> Consent:
    return actions.record_consent(by=by, booking=booking, answer=answer, asked=on(booking.county, asked), **about)


def call(by: User, booking: Booking, phone: str | None = "14:00", **values: Any) -> IceCall:
    at = on(booking.county, phone) if phone else None
    given = {"called": on(booking.county, "13:55"), "put_on_phone": "yes", "phone": at}
    return actions.record_ice_call(by=by, booking=booking, **given | values)


def visit(by: User, booking: Booking, started: str | None = "14:00", **values: Any) -> IceVisit:
    start = on(booking.county, started) if started else None
    given = {"kind": "video", "requested": on(booking.county, "day before"), "started": start}
    return actions.record_visit(by=by, booking=booking, **given | values)


def again(fact: Fact) -> Any:
    return type(fact).objects.get(pk=fact.pk)
