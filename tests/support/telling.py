"""Rows of who was told of a release, made directly: see `build`."""

from itertools import count
from typing import Any

from accounts.models import County, User
from bookings.models import Booking
from notifications.models import Attempt, Delivery, Office, ReleaseNotification, Representation, Subscription
from tests.support import build

NUMBERS = count(1)
# Addresses of federal immigration agencies, however they are written; and some that only look like theirs.
FEDERAL = (
    "x@dhs.gov",
    "x@DHS.gov",
    "x@ice.dhs.gov",
    "X@ICE.DHS.GOV",
    "x@hq.ice.dhs.gov",
    "x@ice.gov",
    "x@cbp.gov",
    "x@sub.cbp.dhs.gov",
    "x@uscis.dhs.gov",
    "x@Uscis.Gov",
    # What a mail server is told of these is dhs.gov, too.
    "x@ｄｈｓ.gov",
    "x@ice.dhſ.gov",
    "x@ice.d\u00adhs.gov",
)
LOOKS_FEDERAL = (
    "x@dhs.gov.example.org",
    "x@notdhs.gov",
    "x@ice.gov.example.org",
    "dhs.gov@example.org",
    "x@juice.gov",
    "ice@co.hennepin.mn.us",
)


def office(county: County, **values: Any) -> Office:
    """A law office; each its own, since one office represents a person once."""
    values = {"name": f"Office {next(NUMBERS)}", "email": "alerts@example.org"} | values
    return Office.objects.create(county=county, **values)


def counsel(booking: Booking, began: str = "2026-10-16 09:00", **values: Any) -> Representation:
    moment = build.minute(began, booking.county)
    values = {"stands": "counsel", "office": office(booking.county), "began_at": moment.at, "began_until": moment.until} | values
    return Representation.objects.create(county=booking.county, booking=booking, **values)


def designee(booking: Booking, **values: Any) -> Representation:
    return counsel(booking, stands="designee", office=None, **values)


def subscription(county: County, user: User | None = None, **values: Any) -> Subscription:
    values = {"topic": "not_served", "address": "officer@example.org"} | values
    return Subscription.objects.create(county=county, user=user or build.person(), **values)


def notification(booking: Booking, recipient: str = "ice", **values: Any) -> ReleaseNotification:
    """A telling of a release, with the representation or subscription that its recipient needs."""
    if recipient in ("counsel", "designee"):
        values.setdefault("representation", {"counsel": counsel, "designee": designee}[recipient](booking))
    if recipient == "officer":
        values.setdefault("subscription", subscription(booking.county))
    if recipient == "other_agency":
        values.setdefault("agency", "Ramsey County Jail")
    return ReleaseNotification.objects.create(county=booking.county, booking=booking, recipient=recipient, **values)


def attempt(told: ReleaseNotification, tried: str = "2026-10-17 13:00", **values: Any) -> Attempt:
    """A try by a person, unless a task is named."""
    moment = build.minute(tried, told.county)
    values = {"recipient": told.recipient, "outcome": "reached", "tried_at": moment.at, "tried_until": moment.until} | values
    if "task" not in values:
        values.setdefault("person", "a deputy")
    return Attempt.objects.create(county=told.county, booking=told.booking, notification=told, **values)


def delivery(told: ReleaseNotification, **values: Any) -> Delivery:
    values = {"recipient": told.recipient, "window_until": build.minute("2026-10-18 13:00", told.county).at} | values
    return Delivery.objects.create(county=told.county, notification=told, **values)
