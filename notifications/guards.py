"""Rules that look beyond one row of notifications: each refusal comes as (field, sentence). Registered with the record's own."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from bookings.actions.guards import OTHER_BOOKING, Problem, impossible, problems
from bookings.models import Consent, ConsentAnswer, IceVisit, YesNo
from bookings.rules.consent import ConsentFacts, last_before
from bookings.spans import Span
from notifications.models import Answer, Attempt, Outcome, Recipient, ReleaseNotification, Representation, Stands, Topic

# Every consent on record so far counts, whenever the visit is planned for.
LAST = Span(datetime.max.replace(tzinfo=UTC) - timedelta(days=2), datetime.max.replace(tzinfo=UTC) - timedelta(days=1))


@problems.register
def _notification(fact: ReleaseNotification) -> Iterator[Problem]:
    yield from left_to_machines(fact)
    for name, other in (("representation", fact.representation), ("detainer", fact.detainer), ("retracts", fact.retracts)):
        if other is not None and other.booking_id != fact.booking_id:
            yield name, OTHER_BOOKING
    stands = {Recipient.COUNSEL: Stands.COUNSEL, Recipient.DESIGNEE: Stands.DESIGNEE}.get(Recipient(fact.recipient))
    if fact.representation is not None and stands != fact.representation.stands:
        yield "representation", _("Counsel is told through an office, a designee through what the person said: choose the one that fits.")


def left_to_machines(fact: ReleaseNotification) -> Iterator[Problem]:
    """Alerts of officers, of deadlines and of withdrawals have a cause; one that somebody enters would have none, and alert nobody."""
    if not fact.cause:
        for name, machines in fact.machine_choices.items():
            if getattr(fact, name) in machines:
                yield name, _("JailWatch tells of this by itself, and nobody enters it by hand or by a program. Choose another.")


@impossible.register
def _changed(fact: ReleaseNotification) -> Iterator[Problem]:
    before = ReleaseNotification.objects.filter(pk=fact.pk).values_list("recipient", flat=True).first()
    if before not in (None, fact.recipient):
        yield "recipient", _("Whom it was told to cannot be changed: enter this one in error and record the right one.")


@problems.register
def _attempt(fact: Attempt) -> Iterator[Problem]:
    if fact.notification_id and fact.notification.booking_id != fact.booking_id:
        yield "notification", OTHER_BOOKING


@impossible.register
def _moved(fact: Attempt) -> Iterator[Problem]:
    if fact.notification_id and fact.notification.recipient != fact.recipient:
        yield "notification", _("This telling is to somebody else: record a try under it instead.")


@problems.register
def _answer(fact: Answer) -> Iterator[Problem]:
    if fact.notification_id and fact.notification.booking_id != fact.booking_id:
        yield "notification", OTHER_BOOKING
    elif fact.notification_id and fact.notification.recipient != Recipient.ICE:
        yield "notification", _("Only ICE answers here: choose a telling to ICE.")


of_visit = problems.dispatch(IceVisit)


@problems.register(IceVisit)
def _visit(fact: IceVisit) -> Iterator[Problem]:
    """Who wants to speak only with an attorney is not scheduled before counsel has answered (domain, DE-5)."""
    yield from of_visit(fact)
    if fact.planned_at is not None and fact.started_at is None and fact.attorney_present != YesNo.YES and waits_for_counsel(fact):
        yield "planned", _("The person speaks only with an attorney, and none has answered yet. Ask counsel first.")


def waits_for_counsel(fact: IceVisit) -> bool:
    rows = Consent.objects.current().filter(Q(visit=None) | Q(visit=fact.pk), booking=fact.booking_id, call=None)
    last = last_before((ConsentFacts(Span(row.asked_at, row.asked_until), row.answer, row.pk) for row in rows), LAST)
    if last is None or last.answer != ConsentAnswer.ONLY_WITH_ATTORNEY:
        return False
    asked = Attempt.objects.current().filter(booking=fact.booking_id, notification__about=Topic.INTERVIEW_ASKED)
    since = fact.requested_at or last.asked.at  # an answer about an earlier visit is none about this one
    return not asked.filter(notification__entered_in_error=False, outcome=Outcome.CONFIRMED, tried_until__gt=since).exists()


@problems.register
def _representation(fact: Representation) -> Iterator[Problem]:
    if fact.office is not None and fact.office.county_id != fact.county_id:
        yield "office", _("This office is in another county.")
