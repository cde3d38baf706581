"""Sending what is due. The row is the queue, and is taken by a conditional UPDATE at the last moment, when its text is written.

What is taken is *not known* until the mail server has answered. A worker that dies in between leaves it so, and nobody sends it again: a
reader may miss a mail that way, and never gets one twice. What was not taken yet is sent by whoever comes next.
"""

import logging
import time
from datetime import timedelta

from django.db.models import F, QuerySet
from django.db.models.functions import Now

from accounts import journal
from notifications.channels import Email, Message, Result
from notifications.models import Outcome
from reports.actions import mailing
from reports.mailing import links, texts
from reports.models import MailState, ReportMail

log = logging.getLogger(__name__)
TURN, SOME = 5.0, 50
MOST_TRIES = 10
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
NEEDED = ("subscription__county", "release", "withdrawal__release")


def drain() -> int:
    """Send what is due; says how many mails were handed over or tried. Gives its worker back after a turn."""
    mailing.forget_unconfirmed()
    done, until = 0, time.monotonic() + TURN
    kept: dict[tuple[int, str, str], texts.Text] = {}
    with Email() as channel:
        while rows := list(due().select_related(*NEEDED).order_by("due_at", "pk")[:SOME]):
            for row in rows:
                if time.monotonic() > until:
                    journal.wake("reports.tasks.mail_reports")
                    return done
                result = send(row, channel, kept)
                done += result is not None
                if result is not None and result.silent:
                    return done
    return done


def due() -> QuerySet[ReportMail]:
    return ReportMail.objects.filter(state=MailState.WAITING, due_at__lte=Now())


def send(row: ReportMail, channel: Email, kept: dict[tuple[int, str, str], texts.Text]) -> Result | None:
    """None if somebody else has taken it, or its reader said stop meanwhile."""
    try:
        message = message_of(row, kept)
    except Exception as problem:  # one mail that cannot be written must not stop the others; the error may hold an address
        log.error("Report mail %s could not be written: %s", row.pk, type(problem).__name__)
        message = None
    if not take(row):
        return None
    result = channel.send(message) if message else Result(Outcome.FAILED, "not written")
    settle(row, result)
    return result


def take(row: ReportMail) -> bool:
    """Whether it is ours to send: it waits still, and its reader too."""
    mine = ReportMail.objects.filter(pk=row.pk, state=MailState.WAITING, tries=row.tries, subscription__until_at=None)
    return bool(mine.update(state=MailState.UNKNOWN, due_at=None, tries=F("tries") + 1, tried_at=Now()))


def settle(row: ReportMail, result: Result) -> None:
    """What came of it. Only what was surely not handed over is tried again."""
    mine = ReportMail.objects.filter(pk=row.pk, state=MailState.UNKNOWN, tries=row.tries + 1)
    if result.outcome == Outcome.SENT:
        mine.update(state=MailState.SENT, problem="")
    elif result.outcome != Outcome.FAILED:
        mine.update(problem=result.problem)
    elif result.lasting or row.tries + 1 >= MOST_TRIES or row.subscription.until_at:
        mine.update(state=MailState.FAILED, problem=result.problem)
    else:
        wait = min(FIRST_WAIT * 2**row.tries, LONGEST_WAIT)
        mine.update(state=MailState.WAITING, due_at=Now() + wait, problem=result.problem)


def message_of(row: ReportMail, kept: dict[tuple[int, str, str], texts.Text]) -> Message:
    """With the headers by which a mail program offers to stop, in one click (RFC 8058)."""
    text, to = texts.of(row, kept), row.subscription
    stop = {"List-Unsubscribe": f"<{links.stopping(to)}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return Message(to.address, text.subject, text.body, row.key, stop if to.confirmed_at else {})
