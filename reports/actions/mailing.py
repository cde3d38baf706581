"""Verbs of reports by mail: asked for by anyone, confirmed from a mail, stopped by one click; and the rows of what is to be sent.

Nothing here says whether an address is subscribed: who asks is answered alike, and the mail itself tells its reader.
"""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from accounts import journal
from accounts.models import County, Origin
from reports.models import MailState, Release, ReportMail, ReportSubscription, Withdrawal
from reports.releases.noting import note

BY = "public"
AN_HOUR = timedelta(hours=1)
MOST_AN_HOUR = 300
FORGOTTEN = timedelta(days=8)


@transaction.atomic
def ask(county: County, address: str, language: str) -> None:
    """Somebody typed an address. A mail goes there, at most one an hour; who has confirmed already is told so in it."""
    row, _made = ReportSubscription.objects.get_or_create(county=county, address=address, until_at=None, defaults={"language": language})
    ReportSubscription.objects.filter(pk=row.pk, confirmed_at=None).update(language=language, asked_at=Now())
    asked = ReportMail.objects.filter(release=None, withdrawal=None, planned_at__gt=Now() - AN_HOUR)
    lately, all_lately = asked.filter(subscription=row).exists(), asked.filter(subscription__county=county).count()
    if not lately and all_lately < MOST_AN_HOUR:
        ReportMail.objects.create(subscription=row)
        wake()


@transaction.atomic
def confirm(row: ReportSubscription) -> None:
    if ReportSubscription.objects.filter(pk=row.pk, confirmed_at=None, until_at=None).update(confirmed_at=Now()):
        note("confirm_report_subscription", row, BY, row.county_id, {})


@transaction.atomic
def stop(row: ReportSubscription) -> None:
    """The address is forgotten at once; that mails went out stays on record, and not to whom."""
    if ReportSubscription.objects.filter(pk=row.pk, until_at=None).update(until_at=Now(), address=""):
        row.mails.filter(state=MailState.WAITING).update(state=MailState.CANCELLED, due_at=None)
        note("stop_report_subscription", row, BY, row.county_id, {})


def forget_unconfirmed() -> None:
    """Addresses that nobody confirmed while the link could be used."""
    ReportSubscription.objects.filter(confirmed_at=None, until_at=None, asked_at__lt=Now() - FORGOTTEN).delete()


def plan(release: Release, origin: str) -> None:
    """A row for each subscriber, in the transaction that publishes. What is made up for a demo is mailed to nobody."""
    if origin != Origin.DEMO:
        add(release.counties, release=release)


def plan_withdrawal(withdrawal: Withdrawal) -> None:
    add(withdrawal.release.counties, withdrawal=withdrawal)


def add(counties: Iterable[str], **what: Any) -> None:
    found = ReportSubscription.objects.filter(county__slug__in=list(counties), confirmed_at__isnull=False, until_at=None)
    if ReportMail.objects.bulk_create(ReportMail(subscription=one, **what) for one in found.order_by("pk")):
        wake()


def wake() -> None:
    transaction.on_commit(partial(journal.wake, "reports.tasks.mail_reports"), robust=True)
