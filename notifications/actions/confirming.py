"""A lawyer or officer confirms an alert: one click, which ends the reminders."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Origin, User
from bookings.actions.recording import add
from bookings.spans import Span
from notifications.models import Attempt, Delivery, Outcome, Recipient, State, Way


def may_confirm(user: User, delivery: Delivery) -> bool:
    told = delivery.notification
    if told.recipient == Recipient.COUNSEL and told.representation is not None and told.representation.office is not None:
        return told.representation.office.members.filter(pk=user.pk).exists()
    return told.recipient == Recipient.OFFICER and told.subscription is not None and told.subscription.user_id == user.pk


def check_may_confirm(user: User, delivery: Delivery) -> None:
    if not may_confirm(user, delivery):
        raise PermissionDenied(_("Only those to whom an alert was sent confirm it."))


@transaction.atomic
def confirm(delivery: Delivery, *, by: User) -> bool:
    """Note that the alert was read. A second click changes nothing; then this says False, as of one that was withdrawn."""
    check_may_confirm(by, delivery)
    open_ones = Delivery.objects.filter(pk=delivery.pk, confirmed_at=None).exclude(state=State.CANCELLED)
    if not open_ones.update(state=State.CONFIRMED, confirmed_at=Now(), due_at=None, claim=None, leased_until=None):
        return False
    told = delivery.notification
    moment = Span.minute(timezone.now())
    fact = Attempt(
        county_id=told.county_id,
        booking=told.booking,
        notification=told,
        recipient=told.recipient,
        recorded_by=by,
        tried_at=moment.at,
        tried_until=moment.until,
        channel=Way.SITE,
        outcome=Outcome.CONFIRMED,
        person=str(by),
    )
    add(fact, told.booking, by=f"user:{by.pk}", origin=Origin.LIVE)
    return True
