"""The mail by which somebody is invited: one link, signed, which opens a page and nothing else until its form is sent."""

import logging

from django.conf import settings
from django.core import mail, signing
from django.utils.translation import gettext as _

from accounts.actions.people import DAYS
from accounts.models import Invitation

log = logging.getLogger(__name__)
SALT = "accounts.invitations"


def link_of(invitation: Invitation) -> str:
    return f"{settings.SITE_URL}/invitation/{signing.dumps(invitation.pk, salt=SALT)}/"


def signed_by(text: str) -> Invitation | None:
    """The open invitation of a link that is not too old."""
    try:
        pk = signing.loads(text, salt=SALT, max_age=DAYS * 24 * 3600)
    except signing.BadSignature:
        return None
    return Invitation.objects.select_related("county").filter(pk=pk, accepted_at=None, withdrawn_at=None).first()


def send(invitation: Invitation) -> bool:
    """Whether a mail server took it. If not, nothing is lost: it can be sent again."""
    words = {"county": invitation.county.name, "role": invitation.get_role_display(), "link": link_of(invitation), "days": DAYS}
    body = _(
        "You are invited to JailWatch, the record of %(county)s, as: %(role)s.\n\n"
        "Open this link within %(days)s days, choose a password, and then set up a second factor: %(link)s\n\n"
        "The link works once. If you do not expect it, do nothing: without the link there is no account."
    )
    try:
        return bool(mail.send_mail(_("JailWatch: your invitation"), f"{body % words}\n", None, [invitation.email]))
    except OSError as problem:
        log.warning("An invitation could not be sent: %s", type(problem).__name__)
        return False
