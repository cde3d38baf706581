"""The mail by which somebody confirms that they want to be alerted: a link that opens nothing without signing in."""

import uuid

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext, override

from accounts.models import User
from notifications import texts
from notifications.channels import Email, Message
from notifications.models import Outcome, Subscription

SALT = "notifications.subscribing"
DAYS = 7


def link_of(found: Subscription) -> str:
    return f"{settings.SITE_URL}/staff/subscriptions/confirm/{signing.dumps(found.pk, salt=SALT)}/"


def send(found: Subscription) -> bool:
    """Whether a mail server took it. If not, nothing is lost: the page offers to send it again."""
    with override(found.language if found.language in texts.LANGUAGES else "en"):
        subject = gettext("JailWatch: confirm that you want to be alerted")
        body = gettext(
            "Somebody signed in as you asked that JailWatch alert you at this address when a deadline of the jail passes. "
            "If it was you, sign in and confirm within %(days)s days: %(link)s\n\nIf not, do nothing: no alert will come."
        ) % {"days": DAYS, "link": link_of(found)}
    with Email() as channel:
        return channel.send(Message(found.address, subject, f"{body}\n", uuid.uuid4())).outcome == Outcome.SENT


def signed_by(text: str, user: User) -> Subscription | None:
    """The subscription of a link: of this person, not ended, and not older than the link may be."""
    try:
        pk = signing.loads(text, salt=SALT, max_age=DAYS * 24 * 3600)
    except signing.BadSignature:
        return None
    return Subscription.objects.select_related("county").filter(pk=pk, user=user, until_at=None).first()
