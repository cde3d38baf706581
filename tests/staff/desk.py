"""A clerk at a desk: a signed-in client, a county with a building, and what a form sends."""

from typing import Any

from django.test import Client

from accounts.models import County, Role, User
from bookings import actions
from bookings.models import Booking, Facility
from bookings.spans import Span
from tests.support import build

NOON = "2026-11-24 12:00:00+00:00"


def clerk(county: County, role: Role = Role.STAFF) -> Client:
    client = Client()
    client.force_login(build.person(role, county))
    return client


def county_with_building(slug: str = "here", **values: Any) -> County:
    county = build.county(slug, **values)
    Facility.objects.create(county=county, code="MAIN", name="Main jail")
    return county


def person() -> User:
    return build.person()


def recorded(county: County, number: str = "2026-000123", booked: str = "2026-11-23 08:00", **values: Any) -> Booking:
    """A booking through the verb, so that it has its key and its journal."""
    return actions.record_booking(by=build.person(), county=county, number=number, booked=minute(booked, county), **values)


def minute(text: str, county: County) -> Span:
    return build.minute(text, county)


def moment(name: str, text: str) -> dict[str, str]:
    """What the three inputs of a moment send."""
    day, _space, clock = text.partition(" ")
    return {f"{name}_day": day, f"{name}_time": clock, f"{name}_known": "minute" if clock else "day"}


def now(name: str) -> dict[str, str]:
    return {f"{name}_known": "now"}


def page_of(booking: Booking) -> str:
    return f"/staff/bookings/{booking.public_id}/"
