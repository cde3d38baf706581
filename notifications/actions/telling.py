"""Verbs of people: who was told of a release, each try, ICE's answers, and who stands by the person."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Origin, User
from accounts.sealing import sealer
from bookings.actions.noting import actor
from bookings.actions.recording import add
from bookings.models import Booking, Source
from bookings.models.moments import spans_to_columns
from bookings.spans import Span
from notifications.addresses import is_federal
from notifications.models import Answer, Attempt, Recipient, ReleaseNotification, Representation


@transaction.atomic
def record_release_notification(*, by: User, booking: Booking, origin: str = Origin.LIVE, **values: Any) -> ReleaseNotification:
    """Record that somebody is told of a release. The tries follow with `record_attempt`."""
    fact = ReleaseNotification(county_id=booking.county_id, booking=booking, recorded_by=by, **values)
    add(fact, booking, by=actor(by), origin=origin)
    return fact


@transaction.atomic
def record_attempt(*, by: User, booking: Booking, notification: Any = None, origin: str = Origin.LIVE, **values: Any) -> Attempt:
    """Record one try by a person: the one named, else whoever records it. A jail system is no person, and names one."""
    told = _of(booking, notification if notification is not None else values.pop("notification_id", None))
    clerk = "" if values.get("source") == Source.API else str(by)[:120]
    given = values | {"person": values.get("person") or clerk}
    recipient = told.recipient if told else ""
    columns = spans_to_columns(Attempt, given)
    fact = Attempt(county_id=booking.county_id, booking=booking, recorded_by=by, notification=told, recipient=recipient, **columns)
    add(fact, booking, by=actor(by), origin=origin)
    return fact


def _of(booking: Booking, notification: Any) -> ReleaseNotification | None:
    if isinstance(notification, ReleaseNotification) or notification is None:
        return notification
    return ReleaseNotification.objects.filter(booking=booking, pk=notification).first()


@transaction.atomic
def record_answer(*, by: User, booking: Booking, origin: str = Origin.LIVE, **values: Any) -> Answer:
    """Record what ICE answered to being told."""
    fact = Answer(county_id=booking.county_id, booking=booking, recorded_by=by, **spans_to_columns(Answer, values))
    add(fact, booking, by=actor(by), origin=origin)
    return fact


@transaction.atomic
def record_representation(
    *, by: User, booking: Booking, contact_name: str = "", contact_email: str = "", origin: str = Origin.LIVE, **values: Any
) -> Representation:
    """Record that an office represents the person, or whom the person named. A designee's name and address are sealed at once."""
    if is_federal(contact_email):
        raise ValidationError({"contact_email": [_("Alerts never go to an address of a federal immigration agency.")]})
    fact = Representation(county_id=booking.county_id, booking=booking, recorded_by=by, **spans_to_columns(Representation, values))
    if contact_name or contact_email:
        fact.contact_sealed = sealer(booking.public_id).seal(json.dumps({"name": contact_name, "email": contact_email}))
    add(fact, booking, by=actor(by), origin=origin)
    return fact


@transaction.atomic
def tell(
    *,
    by: User,
    booking: Booking,
    recipient: str,
    tried: Span,
    channel: str,
    outcome: str,
    representation: Representation | None = None,
    origin: str = Origin.LIVE,
    **values: Any,
) -> Attempt:
    """One tap: a try to tell somebody of the release, under the telling that is on record already, or a new one."""
    same = {"recipient": recipient, "representation": representation, "about": values.pop("about", "release")}
    if recipient == Recipient.OTHER_AGENCY:
        same["agency"] = values.pop("agency", "")
    told = ReleaseNotification.objects.current().filter(booking=booking, **same).order_by("-pk").first()
    if told is None or _called_off_since(booking, told):
        given = values if recipient == Recipient.ICE else {}
        told = record_release_notification(by=by, booking=booking, origin=origin, **same, **given)
    return record_attempt(by=by, booking=booking, notification=told, tried=tried, channel=channel, outcome=outcome, origin=origin)


def _called_off_since(booking: Booking, told: ReleaseNotification) -> bool:
    """After a release was called off, the next one is told anew."""
    off = booking.releasesteps.filter(kind="called_off", entered_in_error=False).order_by("-recorded_at", "-pk").first()
    return off is not None and off.recorded_at >= told.recorded_at
