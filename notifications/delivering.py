"""Sending what is due. The row is the queue: a worker claims some rows at once, and a worker that dies frees them.

A try is written down as *not known* before it is sent and settled afterwards; so nothing is lost, and nothing is sent twice
without a second attempt on record that says so. Times are the database's: a worker's own clock decides nothing.
"""

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from celery import current_task
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Min, Q, QuerySet
from django.db.models.functions import Now

from accounts import holders, journal
from accounts.crypto import Sealer
from accounts.models import County
from accounts.sealing import sealers
from notifications import texts
from notifications.actions import alerting
from notifications.actions.alerting import Begun, Ended
from notifications.channels import Channel, Email, Message, Result
from notifications.models import Delivery, Outcome, State
from notifications.pulse import beat, turn
from notifications.rules.following import Next, after

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)
RENEW = 20.0
# With a mail server that takes its time, each message is settled before the next: a worker that dies leaves fewer as not known.
SETTLE = 0.05
# So many are written down as tried before the first is sent: what a worker that dies leaves as not known, and sends again.
AT_ONCE = 10
# A drain gives its worker back after so long, since others wait for one too.
TURN = 5.0
# One worker of all waits for what is due within the second; its turn is a little shorter, so that no moment has none.
LINGER, LINGER_TURN = 1.0, timedelta(seconds=0.8)
PAUSES = (0.1, 0.5, 2.0)


@dataclass(slots=True)
class Turn:
    """How long one drain may go on, and whether it is the one that waits for what is due soon."""

    start: float = field(default_factory=time.monotonic)
    waits: bool = False

    def over(self) -> bool:
        return time.monotonic() > self.start + TURN

    def wait_for_next(self) -> bool:
        """Sleep until the next row is due, if that is soon and no other worker waits for it."""
        soonest = Delivery.objects.filter(claim=None).aggregate(due=Min("due_at"))["due"]
        if soonest is None:
            return False
        left = (soonest - database_now()).total_seconds()
        if left > self.start + LINGER - time.monotonic():
            return False
        self.waits = self.waits or turn("linger", LINGER_TURN)
        if self.waits:
            time.sleep(max(left, 0))
        return self.waits


def drain(most: int = 2000, linger: bool = True) -> int:
    """Send what is due; say how many were tried. Waits a moment for what is due within a second."""
    beat("worker")
    release_dead()
    done, answers, mine = 0, True, Turn()
    with Email() as channel:
        while done < most and answers:
            if mine.over():
                journal.wake("notifications.tasks.deliver_alerts")
                break
            begun = take(min(AT_ONCE, most - done))
            if begun is None and not (linger and mine.wait_for_next()):
                break
            answers = deliver(begun or [], channel)
            done += len(begun or [])
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
    held = Delivery.objects.filter(claim__isnull=False, due_at__isnull=False)
    for claim in held.values_list("claim", flat=True).distinct():
        if claim is not None and holders.left(claim):
            held.filter(claim=claim).update(claim=None, leased_until=None)


def due() -> QuerySet[Delivery]:
    return Delivery.objects.filter(Q(claim=None) | Q(leased_until__lt=Now()), due_at__lte=Now())


def take(most: int) -> list[Begun] | None:
    """Claim some rows that are due, and write down that they are tried. In one transaction: no claim is without its try.

    Two workers do not wait for each other: PostgreSQL passes over rows that another is claiming. None: nothing is due.
    """
    if not due().exists():
        return None
    with transaction.atomic():
        ids = list(due().select_for_update(skip_locked=True).order_by("due_at", "pk").values_list("pk", flat=True)[:most])
        claimed = Delivery.objects.filter(pk__in=ids)
        claimed.update(claim=holders.me(), leased_until=Now() + LEASE, tries=F("tries") + 1)
        rows = list(claimed.select_related(*NEEDED).order_by("due_at", "pk"))
        keys, now = sealers(row.notification.booking.public_id for row in rows), database_now()
        begun = alerting.begin_tries([row for row in rows if still_to_send(row, keys, now)], keys, now, task_name())
    return begun if ids else None


def deliver(begun: Sequence[Begun], channel: Channel) -> bool:
    """Send what was begun, one message after another, and settle it. False if the mail server does not answer: then try later."""
    ended: list[Ended] = []
    silent, renewed = "", time.monotonic()
    settled = renewed
    for number, one in enumerate(begun):
        if time.monotonic() > settled + SETTLE:
            settle(ended)
            ended, settled = [], time.monotonic()
        if time.monotonic() > renewed + RENEW:
            renew(begun[number:])
            renewed = time.monotonic()
        result = Result(Outcome.FAILED, silent) if silent else send(one.row, channel)
        silent = silent or (result.problem if result.silent else "")
        ended.append(Ended(one, result.outcome, result.problem, follows(one.row, result)))
    settle(ended)
    return not silent


def send(row: Delivery, channel: Channel) -> Result:
    """A message that cannot even be written must not stop the others. The error may hold an address: only its kind is kept."""
    try:
        message = message_of(row)
    except Exception as problem:
        log.error("Delivery %s cannot be written: %s.", row.pk, type(problem).__name__)
        return Result(Outcome.FAILED, type(problem).__name__)
    return channel.send(message)


def renew(begun: Sequence[Begun]) -> None:
    """A slow mail server: keep what is not sent yet."""
    Delivery.objects.filter(pk__in=[one.row.pk for one in begun], claim=holders.me()).update(leased_until=Now() + LEASE)


def settle(ended: Sequence[Ended]) -> None:
    """If the database is away for a moment, what was sent must not be forgotten; if it stays away, it is on record as not known."""
    if not ended:
        return
    for left in reversed(range(len(PAUSES))):
        try:
            if len(alerting.end_tries(ended)) < len(ended):
                log.warning("Some of %s deliveries were taken by another worker while they were sent.", len(ended))
            return
        except (OperationalError, InterfaceError):
            if not left:
                raise
            connection.close_if_unusable_or_obsolete()
            time.sleep(PAUSES[-left])


def follows(row: Delivery, result: Result) -> Next:
    return after(result.outcome, lasting=result.lasting, tries=row.tries, contact=row.contact, second=has_second(row))


def database_now() -> datetime:
    """The time by the database's clock."""
    value: Any = County.objects.annotate(now=Now()).values_list("now", flat=True).first()
    return value


NEEDED = (
    "notification__booking__county",
    "notification__representation__office",
    "notification__representation__booking",
    "notification__subscription",
)


def still_to_send(row: Delivery, keys: Mapping[UUID, Sealer], now: datetime) -> bool:
    """Whether a claimed row is to be sent; else it ends here."""
    reason = no_longer_wanted(row) or ("" if row.notification.booking.public_id in keys else "the booking was disposed of")
    if reason:
        alerting.cancel(row, reason)
    elif row.tries > 1 and now >= row.window_until:
        give_up(row)
    else:
        return True
    return False


def no_longer_wanted(row: Delivery) -> str:
    """Access ends with the representation, and so do its alerts; but that an alert was wrong is told to whoever got it."""
    told = row.notification
    if told.entered_in_error:
        return "entered in error"
    if told.about == "retraction":
        return ""
    stands = told.representation
    if stands is not None and (stands.ended_at is not None or stands.entered_in_error):
        return "the representation ended"
    if stands is not None and stands.office is not None and stands.office.closed_at is not None:
        return "the office closed"
    return "the subscription ended" if told.subscription is not None and told.subscription.until_at is not None else ""


def give_up(row: Delivery) -> None:
    """The window closed: it stays listed as failed, unknown or never confirmed."""
    state = State.UNCONFIRMED if row.state == State.SENT else State.UNKNOWN if row.state == State.UNKNOWN else State.FAILED
    Delivery.objects.filter(pk=row.pk).update(state=state, due_at=None, claim=None, leased_until=None)


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


def has_second(row: Delivery) -> bool:
    office = row.notification.representation.office if row.notification.representation is not None else None
    return bool(office and office.second_email)


def task_name() -> str:
    """The Celery task that tries, or the command."""
    return f"celery:{current_task.request.id}"[:80] if current_task and current_task.request.id else "command"
