"""The outbox of a laptop install shows these mails too: of what they are, and never to whom."""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import County
from notifications.outbox import About
from reports.models import ReportMail


def known(county: County, keys: Collection[UUID]) -> dict[UUID, About]:
    found = ReportMail.objects.filter(subscription__county=county, key__in=keys).select_related("subscription")
    return {one.key: About(_("a reader"), what(one), one.subscription.language) for one in found}


def what(mail: ReportMail) -> str:
    if mail.withdrawal_id:
        return _("withdrawal of a table")
    return _("report") if mail.release_id else _("confirmation of an address")
