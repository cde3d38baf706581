"""Sending what is due. The row is the queue: a worker claims it by a conditional UPDATE, and a worker that dies frees it.

A try is written down as *not known* before it is sent and settled afterwards; so nothing is lost, and nothing is sent twice
without a second attempt on record that says so. Times are the database's: a worker's own clock decides nothing.
"""

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from celery import current_task
from django.conf import settings
from django.db.models import F, Min, Q
from django.db.models.functions import Now

from accounts import holders
from notifications import texts
from notifications.actions import alerting
from notifications.channels import Channel, Email, Message, Result
from notifications.models import Delivery, Outcome, State
from notifications.pulse import beat

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)
NAG = timedelta(minutes=30)
BACK_OFF, LONGEST = timedelta(seconds=30), timedelta(minutes=15)
LINGER = timedelta(seconds=1)
TRIES_OF_FIRST = 2


def drain(most: int = 2000, linger: bool = True) -> int:
    """Send what is due, one row after another; say how many were tried. Waits a moment for what is due within a second."""
    beat("worker")
    release_dead()
    done = 0
    with Email() as channel:
        while done < most:
            if (row := claim()) is not None:
                deliver(row, channel)
                done += 1
            elif not linger or not wait_for_next():
                break
    return done


def on_schedule() -> int:
    """What the schedule does each second."""
    beat("schedule")
    return drain()


def after_planning() -> int:
    """What was planned just now is sent by the same task, without waiting for another one."""
    return drain(linger=False)


def release_dead() -> None:
    """Rows that a process of this machine claimed and did not live to settle are due at once."""
    for held in Delivery.objects.filter(claim__isnull=False).values_list("claim", flat=True).distinct():
        if held is not None and holders.left(held):
            Delivery.objects.filter(claim=held).update(claim=None, leased_until=None)


def claim() -> Delivery | None:
    free = Q(claim=None) | Q(leased_until__lt=Now())
    while (row := Delivery.objects.filter(free, due_at__lte=Now()).order_by("due_at", "pk").first()) is not None:
        mine = holders.me()
        same = Delivery.objects.filter(pk=row.pk, claim=row.claim, tries=row.tries)
        if same.update(claim=mine, leased_until=Now() + LEASE, tries=F("tries") + 1):
            row.claim, row.tries = mine, row.tries + 1
            return row
    return None


def wait_for_next() -> bool:
    """Sleep until the next row is due, if that is within a second."""
    soonest = Delivery.objects.filter(claim=None).aggregate(due=Min("due_at"))["due"]
    if soonest is None:
        return False
    left = soonest - database_now()
    if left > LINGER:
        return False
    time.sleep(max(left.total_seconds(), 0))
    return True


def database_now() -> datetime:
    """The time by the database's clock."""
    from accounts.models import County

    value: Any = County.objects.annotate(now=Now()).values_list("now", flat=True).first()
    return value


@dataclass(frozen=True, slots=True)
class Next:
    """What follows a try: the state of the row, and in how long it is due again."""

    state: str
    wait: timedelta | None
    contact: int

    def columns(self) -> dict[str, Any]:
        return {"state": self.state, "contact": self.contact, "due_at": None if self.wait is None else Now() + self.wait}


def deliver(claimed: Delivery, channel: Channel) -> None:
    """Try one claimed row: write down that it is tried, send, write down what came of it."""
    row = Delivery.objects.select_related(*NEEDED).get(pk=claimed.pk)
    if reason := no_longer_wanted(row):
        alerting.cancel(row, reason)
        return
    now = database_now()
    if row.tries > 1 and now >= row.window_until:
        give_up(row)
        return
    attempt = alerting.begin_try(row, now, task_name())
    result = channel.send(message_of(row))
    then = after(row, result)
    if not alerting.end_try(attempt, result.outcome, row, problem=result.problem, **then.columns()):
        log.warning("Delivery %s was taken by another worker while it was sent.", row.pk)


NEEDED = (
    "notification__booking__county",
    "notification__representation__office",
    "notification__representation__booking",
    "notification__subscription",
)


def no_longer_wanted(row: Delivery) -> str:
    """Access ends with the representation, and so do its alerts; but that an alert was wrong is told to whoever got it."""
    told = row.notification
    if told.entered_in_error:
        return "entered in error"
    if told.about == "retraction":
        return ""
    if told.representation is not None and (told.representation.ended_at is not None or told.representation.entered_in_error):
        return "the representation ended"
    return "the subscription ended" if told.subscription is not None and told.subscription.until_at is not None else ""


def give_up(row: Delivery) -> None:
    """The window closed: it stays listed as failed, unknown or never confirmed."""
    state = State.UNCONFIRMED if row.state == State.SENT else State.UNKNOWN if row.state == State.UNKNOWN else State.FAILED
    Delivery.objects.filter(pk=row.pk, claim=row.claim).update(state=state, due_at=None, claim=None, leased_until=None)


def message_of(row: Delivery) -> Message:
    told = row.notification
    subject = texts.alert(told.about, told.language, told.booking.case_key).subject
    link = f"{settings.SITE_URL}/alerts/" if told.representation is None or told.representation.office is not None else ""
    text = texts.mail(subject, told.text_told, link, told.language, again=row.tries > 1)
    return Message(address(row), text.subject, text.body, row.key)


def address(row: Delivery) -> str:
    told = row.notification
    if told.subscription is not None:
        return told.subscription.address
    return alerting.address_of(told.representation, row.contact) if told.representation is not None else ""


def after(row: Delivery, result: Result) -> Next:
    """Nag what was sent until it is confirmed; try what failed again, later each time, and then by the second address."""
    second = has_second(row)
    if result.outcome == Outcome.SENT:
        return Next(State.SENT, NAG, 2 if second and row.contact == 1 else 1)
    if result.outcome == Outcome.FAILED and result.lasting:
        return Next(State.FAILED, timedelta(0), 2) if second and row.contact == 1 else Next(State.FAILED, None, row.contact)
    state = State.UNKNOWN if result.outcome == Outcome.UNKNOWN else State.FAILED
    contact = 2 if second and row.tries >= TRIES_OF_FIRST else row.contact
    return Next(state, min(BACK_OFF * 2 ** min(row.tries - 1, 10), LONGEST), contact)


def has_second(row: Delivery) -> bool:
    office = row.notification.representation.office if row.notification.representation is not None else None
    return bool(office and office.second_email)


def task_name() -> str:
    """The Celery task that tries, or the command."""
    return f"celery:{current_task.request.id}"[:80] if current_task and current_task.request.id else "command"
