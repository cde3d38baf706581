"""What a made-up county has beside bookings: its profile, policies, a signed nil return, a known gap, general requests."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import County, Origin, User
from bookings.actions import record_county, record_general_request, record_nil_return, record_outage, record_policy, set_profile
from bookings.spans import Span
from jailwatch.demo.calendar import midnight
from jailwatch.demo.places import Place, Steps, policies, profile
from jailwatch.demo.scene import DAY, HOUR, MINUTE
from notifications.actions import add_office
from notifications.models import Office

BY = "command:demo"


@transaction.atomic
def found(place: Place, when: Steps, administrator: User) -> County:
    """The county with its rules."""
    county = record_county(County(**place.county()), by=BY, origin=Origin.DEMO)
    set_profile(by=administrator, county=county, in_force_from=when.first - timedelta(days=730), **profile(place))
    for policy in policies(place, when):
        record_policy(by=administrator, county=county, **policy)
    return county


def defenders(county: County, users: dict[str, User]) -> Office:
    """The made-up public defender's office, whose mails go to an address that no mail server takes."""
    values = {"name": "Public defender (made up)", "email": "alerts@defender.example", "second_email": "duty@defender.example"}
    return add_office(by=users["administrator"], county=county, members=(users["defender"],), **values)


@transaction.atomic
def extras(place: Place, county: County, when: Steps, staff: User, now: datetime) -> None:
    start = midnight(when.first, place.zone)
    gap = start + 40 * DAY + 2 * HOUR
    record_outage(by=staff, county=county, gap=Span(gap, gap + 6 * HOUR), what="phone log of the night shift (made up)")
    shift = midnight((now - 2 * DAY).astimezone(place.zone).date(), place.zone)
    record_nil_return(by=staff, county=county, period=Span(shift, shift + 8 * HOUR), signed_by="night sergeant (made up)")
    for number in range(3):
        asked = start + (20 + number * 25) * DAY + 10 * HOUR
        if asked + DAY < now:
            _request(staff, county, asked)


def _request(staff: User, county: County, asked: datetime) -> None:
    record_general_request(
        by=staff,
        county=county,
        kind="records",
        agency="Federal task force (made up)",
        received=Span(asked, asked + MINUTE),
        channel="email",
        answer="declined",
        answered=Span(asked + 3 * HOUR, asked + 3 * HOUR + MINUTE),
    )
