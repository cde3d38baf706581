"""Deadlines watched: started by live entries only, closed by whatever records the fact, raised once when their time is over."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from accounts.models import AuditEntry, Origin
from accounts.profiles import all_of
from bookings.models import Booking, Detainer
from notifications.actions import alerting
from notifications.gather import cases
from notifications.models import Deadline, Representation, Subscription
from notifications.rules.clock import clocks
from notifications.rules.deadlines import Due, Hours
from notifications.rules.deadlines import deadlines as rule

# A fact recorded later than this after it happened starts no deadline: it is a back-fill.
BACKFILL = timedelta(hours=24)


def watch(public_id: UUID, *, live: bool) -> list[int]:
    """Bring the deadlines of one booking in line with its facts. Says which are no longer asked for at all."""
    booking = Booking.objects.select_related("county").filter(public_id=public_id).first()
    if booking is None:
        return []
    wanted = {(one.rule, one.start.key): one for one in ([] if booking.entered_in_error else started(booking))}
    known = {(one.rule, one.subject): one for one in Deadline.objects.filter(booking=booking)}
    for key, row in known.items():
        _settle(row, wanted.get(key))
    if live:
        new = [one for key, one in wanted.items() if key not in known and not one.met and started_live(booking, one)]
        Deadline.objects.bulk_create(
            Deadline(county_id=booking.county_id, booking=booking, rule=one.rule, subject=one.start.key, due_at=one.due) for one in new
        )
    return [row.pk for key, row in known.items() if key not in wanted]


def started(booking: Booking) -> list[Due]:
    case = cases([booking])[booking.pk]
    profile = all_of(booking.county)

    def hours(moment: datetime) -> Hours:
        then = profile(moment)
        return Hours(then.hours_to_serve, then.hours_to_tell, then.hours_eligible)

    holds = dict(Detainer.objects.current().filter(booking=booking, asks_hold=True).values_list("pk", "form"))
    represented = Representation.objects.current().filter(booking=booking, ended_at=None).exists()
    return list(rule(case, clocks(case), hours, represented=represented, holds=holds, zone=booking.county.zone))


def _settle(row: Deadline, now: Due | None) -> None:
    """Closed by the fact that was waited for; open again if that fact was entered in error; moved with its start."""
    met = now is None or now.met
    changes: dict[str, Any] = {}
    if met and row.closed_at is None:
        changes["closed_at"] = Now()
    if not met and row.closed_at is not None:
        changes["closed_at"] = None
    if now is not None and now.due != row.due_at:
        changes["due_at"] = now.due
    if changes:
        Deadline.objects.filter(pk=row.pk).update(**changes)


def started_live(booking: Booking, one: Due) -> bool:
    """Whether the fact that started it was itself entered live, and soon: not imported, nor filled in from an old paper."""
    if one.start.recorded - one.start.when.until > BACKFILL:
        return False
    entries = AuditEntry.objects.filter(booking=booking.public_id, noun=one.start.label, object_id=one.start.key)
    return entries.filter(verb__startswith="record_", origin=Origin.LIVE).exists()


def raise_due(most: int = 500) -> int:
    """Raise what is over, one row after another; say how many."""
    due = Deadline.objects.filter(raised_at=None, closed_at=None, due_at__lte=Now()).order_by("due_at", "pk")
    return sum(raise_one(pk) for pk in due.values_list("pk", flat=True)[:most])


@transaction.atomic
def raise_one(pk: int) -> bool:
    """The conditional UPDATE lets one worker raise it, and its alerts are planned in the same transaction."""
    if not Deadline.objects.filter(pk=pk, raised_at=None, closed_at=None).update(raised_at=Now()):
        return False
    row = Deadline.objects.select_related("booking__county").get(pk=pk)
    wanted = Q(until_at=None) | Q(until_at__gt=Now())
    for subscription in Subscription.objects.filter(wanted, county=row.county_id, topic=row.rule, confirmed_at__isnull=False):
        alerting.plan_for_officer(row.booking, subscription, row.rule, f"deadline:{row.pk}")
    return True
