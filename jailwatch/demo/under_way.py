"""Two releases under way now, and one mail in the laptop's outbox that shows what an alert looks like."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import County, Origin, User
from bookings.actions import record_release_step
from bookings.models import Booking
from bookings.spans import Span
from notifications.actions import alerting, record_answer, record_attempt, record_release_notification, record_representation
from notifications.models import Office, Representation, Topic
from notifications.timing import with_contact

# Minutes before now at which the person became eligible, staff knew, and ICE was told with what success.
COURSES = ((50, 45, 30, "reached"), (130, 120, 15, "no_answer"))


@transaction.atomic
def releases(county: County, office: Office, staff: User, now: datetime) -> None:
    held = Booking.objects.counted().filter(county=county, released_at=None, booked_at__lt=now - timedelta(hours=12))
    waiting = held.filter(detainers__entered_in_error=False, detainers__withdrawn_at=None, releasesteps=None, handovers=None)
    for booking, course in zip(with_contact(waiting.distinct()).order_by("-booked_at")[: len(COURSES)], COURSES, strict=False):
        _one(booking, office, staff, now, course)


def _one(booking: Booking, office: Office, staff: User, now: datetime, course: tuple[int, int, int, str]) -> None:
    eligible, knew, told, outcome = course
    clerk = Clerk(booking, staff)
    clerk.record(record_release_step, "occurred", before(now, eligible), kind="eligible", reason="bail")
    clerk.record(record_release_step, "occurred", before(now, knew), kind="staff_knew")
    at = before(now, told)
    telling = record_release_notification(
        by=staff, booking=booking, origin=Origin.DEMO, recipient="ice", recorded_at=at.until, agency="ICE (made up)"
    )
    clerk.record(record_attempt, "tried", at, notification=telling, channel="phone", outcome=outcome, person="release desk (made up)")
    if outcome == "reached":
        clerk.record(record_answer, "answered", before(now, told - 5), notification=telling, answer="coming")
    if not booking.representations.exists():
        clerk.record(record_representation, "began", before(now, 11 * 60), office=office, how_known="court")


@dataclass(frozen=True)
class Clerk:
    """Records facts of one booking by their verbs, each a minute after it happened."""

    booking: Booking
    staff: User

    def record(self, verb: Callable[..., Any], name: str, moment: Span, **values: Any) -> None:
        verb(by=self.staff, booking=self.booking, origin=Origin.DEMO, recorded_at=moment.until, **{name: moment}, **values)


def before(now: datetime, minutes: int) -> Span:
    return Span.minute(now - timedelta(minutes=minutes))


def worked_example(county: County) -> None:
    """Only where mails are files: one alert to the made-up office, of a release under way. A server's mail is never touched."""
    if not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        return
    found = Representation.objects.current().filter(county=county, booking__released_at=None, booking__releasesteps__kind="eligible")
    if (one := found.select_related("office", "booking__county").order_by("-pk").first()) is not None:
        alerting.plan_for_lawyer(one, Topic.ICE_TOLD, f"demo:{one.booking_id}")
