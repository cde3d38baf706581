"""Rows of the record, made directly: what a test says is what stands in the table. Times are read off the county's wall clock."""

from datetime import datetime
from hashlib import sha256
from itertools import count
from typing import Any

from accounts.models import County, Membership, Role, User
from accounts.periods import Month
from bookings.models import Answer, Booking, Charge, Detainer, Disposition, Handover, ImportBatch, Level, ReleaseKind
from bookings.models.moments import put
from bookings.spans import Span

NUMBERS = count(1)
MOMENTS = {"booked", "court", "released", "disposed", "received", "served", "decided", "withdrawn", "expired", "handed"}


def county(slug: str = "hennepin", *, zone: str = "America/Chicago", **values: Any) -> County:
    """A county; its FIPS code follows from its slug, so that a second one differs."""
    fips = f"{int(sha256(slug.encode()).hexdigest(), 16) % 100_000:05d}"
    return County.objects.create(**{"slug": slug, "fips": fips, "name": f"{slug.title()} County", "state": "MN", "timezone": zone} | values)


def person(role: Role | None = None, place: County | None = None) -> User:
    """Someone who can sign in, with a role in a county or without any."""
    user = User.objects.create_user(f"person{next(NUMBERS)}@example.org")
    if role and place:
        Membership.objects.create(user=user, county=place, role=role)
    return user


def minute(text: str, place: County) -> Span:
    return Span.local_minute(datetime.fromisoformat(text), place.zone)


def columns(place: County, values: dict[str, Any]) -> dict[str, Any]:
    """`booked="2026-10-31 23:30"` (or a span) becomes its two columns."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name in MOMENTS:
            put(found, name, minute(value, place) if isinstance(value, str) else value)
        else:
            found[name] = value
    return found


def booking(place: County, booked: str | Span = "2026-10-15 12:00", **values: Any) -> Booking:
    """A booking. A release without a kind is one to the street."""
    if "released" in values:
        values.setdefault("release_kind", ReleaseKind.STREET)
    return Booking.objects.create(county=place, number_hash=f"hash{next(NUMBERS)}", **columns(place, values | {"booked": booked}))


def born(place: County, country: str, booked: str = "2026-10-15 12:00", **values: Any) -> Booking:
    """A booking whose birthplace was answered."""
    return booking(place, booked, birth_answer=Answer.ANSWERED, birth_country=country, **values)


def charge(of: Booking, disposition: str = Disposition.PENDING, level: str = Level.FELONY, **values: Any) -> Charge:
    values = columns(of.county, values)
    return Charge.objects.create(
        county=of.county, booking=of, place=of.charges.count() + 1, description="made up", disposition=disposition, level=level, **values
    )


def detainer(of: Booking, received: str | Span = "2026-10-16 09:00", **values: Any) -> Detainer:
    return Detainer.objects.create(county=of.county, booking=of, **columns(of.county, values | {"received": received}))


def handover(of: Booking, handed: str | Span = "2026-10-17 14:00", **values: Any) -> Handover:
    return Handover.objects.create(county=of.county, booking=of, **columns(of.county, values | {"handed": handed}))


def batch(place: County, first: str, last: str) -> ImportBatch:
    """A file that covers the months from first to last."""
    return ImportBatch.objects.create(
        county=place,
        file_name="made-up.csv",
        sha256="0" * 64,
        mapping="flat",
        first_month=Month.parse(first).first_day,
        last_month=Month.parse(last).first_day,
    )
