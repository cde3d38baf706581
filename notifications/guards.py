"""Rules that look beyond one row of notifications: each refusal comes as (field, sentence). Registered with the record's own."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from bookings.actions.guards import OTHER_BOOKING, Problem, problems
from notifications.models import Answer, Attempt, Recipient, ReleaseNotification, Representation, Stands


@problems.register
def _notification(fact: ReleaseNotification) -> Iterator[Problem]:
    for name, other in (("representation", fact.representation), ("detainer", fact.detainer), ("retracts", fact.retracts)):
        if other is not None and other.booking_id != fact.booking_id:
            yield name, OTHER_BOOKING
    stands = {Recipient.COUNSEL: Stands.COUNSEL, Recipient.DESIGNEE: Stands.DESIGNEE}.get(Recipient(fact.recipient))
    if fact.representation is not None and stands != fact.representation.stands:
        yield "representation", _("Counsel is told through an office, a designee through what the person said: choose the one that fits.")
    before = ReleaseNotification.objects.filter(pk=fact.pk).values_list("recipient", flat=True).first()
    if before not in (None, fact.recipient):
        yield "recipient", _("Whom it was told to cannot be changed: enter this one in error and record the right one.")


@problems.register
def _attempt(fact: Attempt) -> Iterator[Problem]:
    if fact.notification_id and fact.notification.booking_id != fact.booking_id:
        yield "notification", OTHER_BOOKING
    elif fact.notification_id and fact.notification.recipient != fact.recipient:
        yield "notification", _("This telling is to somebody else: record a try under it instead.")


@problems.register
def _answer(fact: Answer) -> Iterator[Problem]:
    if fact.notification_id and fact.notification.booking_id != fact.booking_id:
        yield "notification", OTHER_BOOKING
    elif fact.notification_id and fact.notification.recipient != Recipient.ICE:
        yield "notification", _("Only ICE answers here: choose a telling to ICE.")


@problems.register
def _representation(fact: Representation) -> Iterator[Problem]:
    if fact.office is not None and fact.office.county_id != fact.county_id:
        yield "office", _("This office is in another county.")
