"""The links in a mail: signed, so that nobody can make one up, and without the address that they are about."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from reports.models import ReportSubscription

CONFIRMING, STOPPING = "reports.mailing.confirming", "reports.mailing.stopping"
DAYS = 7


def confirming(row: ReportSubscription) -> str:
    return address("report_mail_confirm", row, CONFIRMING)


def stopping(row: ReportSubscription) -> str:
    """It works for as long as there are mails."""
    return address("report_mail_stop", row, STOPPING)


def address(name: str, row: ReportSubscription, salt: str) -> str:
    return settings.SITE_URL + reverse(name, args=[row.county.slug, signing.dumps(row.pk, salt=salt)])


def confirmed_by(signed: str, slug: str) -> ReportSubscription | None:
    """Not older than the link may be, and not stopped since."""
    found = signed_by(signed, slug, CONFIRMING, DAYS * 24 * 3600)
    return found if found and found.until_at is None else None


def stopped_by(signed: str, slug: str) -> ReportSubscription | None:
    return signed_by(signed, slug, STOPPING, None)


def signed_by(signed: str, slug: str, salt: str, max_age: int | None) -> ReportSubscription | None:
    try:
        pk = signing.loads(signed, salt=salt, max_age=max_age)
    except signing.BadSignature:
        return None
    return ReportSubscription.objects.select_related("county").filter(pk=pk, county__slug=slug).first()
