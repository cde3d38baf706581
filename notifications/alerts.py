"""Who is told what: the journal's reader that plans alerts from live entries, and withdraws those that were wrong.

An import, a demo, a back-fill or a correction alerts nobody. Whatever a fact caused is found again by its `cause`, so that an
entry read twice plans once.
"""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db.models import Q

from accounts.models import AuditEntry, Inbox, Origin
from bookings.models import (
    Booking,
    CitizenshipClaim,
    Detainer,
    Fact,
    FederalRequest,
    Handover,
    IceAnswer,
    IceCall,
    IceVisit,
    ReleaseStep,
    RequestKind,
    StepKind,
)
from bookings.models.moments import moments_in, span
from notifications import deadlines
from notifications.actions import alerting
from notifications.models import Attempt, Outcome, Recipient, ReleaseNotification, Representation, Topic

# A fact recorded later than this after it happened is a back-fill: it belongs on record, but alerts nobody.
BACKFILL = timedelta(hours=24)
NOT_REACHED = frozenset({Outcome.NO_ANSWER, Outcome.FAILED, Outcome.UNKNOWN})


def read(row: Inbox) -> None:
    """Bulk writes (no entry) alert nobody."""
    if row.entry is None:
        return
    entry = AuditEntry.objects.get(pk=row.entry)
    if entry.booking is None:
        return
    if entry.noun == Booking._meta.label and entry.verb == "enter_in_error":
        withdraw(ReleaseNotification.objects.filter(booking__public_id=entry.booking))
    fact = fact_of(entry) if entry.noun in CAUSES else None
    if fact is not None and entry.verb == "enter_in_error":
        retract(fact)
    elif fact is not None and entry.origin == Origin.LIVE:
        plan(fact, entry.verb)


def watch(row: Inbox) -> None:
    """A reader of its own, so that no alert waits until all deadlines of a booking are worked out."""
    if row.entry is None:
        return
    entry = AuditEntry.objects.get(pk=row.entry)
    if entry.booking is not None:
        gone = deadlines.watch(entry.booking, live=entry.origin == Origin.LIVE)
        if entry.verb == "enter_in_error":
            withdraw(ReleaseNotification.objects.filter(cause__in=[f"deadline:{pk}" for pk in gone]))


def fact_of(entry: AuditEntry) -> Fact | None:
    model: Any = apps.get_model(entry.noun)
    if not issubclass(model, Fact) or not hasattr(model, "booking"):
        return None
    found: Fact | None = model.objects.select_related("booking", "booking__county").filter(pk=entry.object_id).first()
    return found


def plan(fact: Any, verb: str) -> None:
    topic = topic_of(fact) if verb.startswith("record_") else None
    if topic is None or fact.entered_in_error or fact.booking.entered_in_error or is_backfill(fact):
        return
    for one in standing_by(fact):
        alerting.plan_for_lawyer(one, topic, cause_of(fact), detainer=fact if isinstance(fact, Detainer) else None)


def topic_of(fact: Fact) -> Topic | None:
    if isinstance(fact, Attempt):
        return Topic.ICE_TOLD if fact.recipient == Recipient.ICE and fact.outcome not in NOT_REACHED else None
    if isinstance(fact, ReleaseStep):
        return Topic.ABOUT_TO_TELL if fact.kind == StepKind.ABOUT_TO_TELL else None
    if isinstance(fact, Detainer):
        return Topic.DETAINER_RECEIVED if fact.duplicate_of_id is None else None
    if asks_interview(fact):
        return Topic.INTERVIEW_ASKED
    return next((topic for model, topic in ALWAYS.items() if isinstance(fact, model)), None)


def asks_interview(fact: Fact) -> bool:
    """An interview is asked for in writing, or by ICE's answer in a call, as well as by a visit that is planned."""
    if isinstance(fact, FederalRequest):
        return fact.kind == RequestKind.INTERVIEW
    return isinstance(fact, IceCall) and fact.answer == IceAnswer.WANTS_INTERVIEW


ALWAYS: dict[type[Fact], Topic] = {
    IceVisit: Topic.INTERVIEW_ASKED,
    Handover: Topic.HANDED_OVER,
    CitizenshipClaim: Topic.CITIZENSHIP_CLAIM,
}
# What an entry must be about to cause an alert, or to withdraw one.
CAUSING: tuple[type[Fact], ...] = (Attempt, ReleaseStep, Detainer, FederalRequest, IceCall, *ALWAYS)
CAUSES = frozenset(model._meta.label for model in CAUSING)


def cause_of(fact: Any) -> str:
    """ICE is told once of a release, however many tries it takes."""
    if isinstance(fact, Attempt):
        return f"{ReleaseNotification._meta.label_lower}:{fact.notification_id}"
    return f"{fact._meta.label_lower}:{fact.pk}"


def is_backfill(fact: Fact) -> bool:
    first = next((found for name in moments_in(type(fact)) if (found := span(fact, name))), None)
    return first is not None and fact.recorded_at - first.until > BACKFILL


def standing_by(fact: Any) -> list[Representation]:
    """Those who represent the person now; a lawyer who came later is not alerted of what was before."""
    in_force = Q(ended_at=None) | Q(ended_at__gt=fact.recorded_at)
    still_open = Q(office=None) | Q(office__closed_at=None) | Q(office__closed_at__gt=fact.recorded_at)
    found = Representation.objects.current().filter(in_force, still_open, booking=fact.booking_id, began_at__lte=fact.recorded_at)
    return list(found.select_related("office", "booking", "booking__county").order_by("pk"))


def retract(fact: Fact) -> None:
    """Withdraw what the fact caused, unless another fact caused the same."""
    if isinstance(fact, Attempt) and any(topic_of(other) for other in fact.notification.attempts.filter(entered_in_error=False)):
        return
    withdraw(ReleaseNotification.objects.filter(cause=cause_of(fact)))


def withdraw(caused: Any) -> None:
    """Each alert of these that JailWatch planned. A withdrawal is not withdrawn."""
    planned = caused.current().exclude(cause="").exclude(about=Topic.RETRACTION).order_by("pk")
    for told in planned.select_related("booking__county", "representation__office", "subscription"):
        alerting.retract(told)
