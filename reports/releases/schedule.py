"""What the schedule does for months: on the county's day it lays out the months that are closed, and tells the records officers once."""

from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.db.models import Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from accounts import permissions
from accounts.models import County, User
from accounts.periods import Month
from notifications.addresses import is_federal
from notifications.channels import Email, Message
from notifications.models import Outcome
from reports.models import MeasureCell, MonthDraft
from reports.releases import life, pending
from reports.releases.checks import closing

MAILS = UUID("6f0a3f0e-1f6b-5a57-9f53-0d8e6d6f7a17")


def draft_due(at: datetime | None = None) -> int:
    """Every county by its own calendar; says how many months were laid out."""
    return sum(draft_county(county, at or timezone.now()) for county in County.objects.order_by("pk"))


def draft_county(county: County, at: datetime) -> int:
    made = life.lay_out(county, closed_months(county, at), at)
    if made:
        pending.look_at_all(county)
    tell(county, at)
    return len(made)


def closed_months(county: County, at: datetime) -> list[Month]:
    """Every month that is closed, from the first with figures on: those without data too, since a blank month is no zero month."""
    first = MeasureCell.objects.filter(county=county).aggregate(first=Min("month"))["first"]
    closes, last = closing(county), Month.of(at, county.zone).shift(-1)
    return [month for month in Month.of_date(first).until(last) if closes(month) <= at] if first else []


def tell(county: County, at: datetime) -> None:
    """One mail of all that was laid out. The rows are taken before it leaves, so that nobody is told twice, whatever dies."""
    due = MonthDraft.objects.filter(county=county, told_at=None, release=None, drafted_by=None).order_by("period")
    officers = [one for one in officers_of(county) if not is_federal(one.email)]
    rows = [one for one in due if MonthDraft.objects.filter(pk=one.pk, told_at=None).update(told_at=at)] if officers else []
    if rows and not send(county, rows, officers):
        MonthDraft.objects.filter(pk__in=[one.pk for one in rows]).update(told_at=None)


def officers_of(county: County) -> list[User]:
    return list(User.objects.filter(memberships__county=county, memberships__role__in=permissions.FILERS, is_active=True).distinct())


def send(county: County, rows: list[MonthDraft], officers: list[User]) -> bool:
    """Whether a mail server may have taken any of them: if none was handed over, the next tick tries again."""
    with override(settings.LANGUAGE_CODE), Email() as channel:
        subject = gettext("JailWatch: months of %(county)s wait to be reviewed") % {"county": county.name}
        body = gettext(
            "The late-entry days are over, and these months are laid out for review: %(months)s.\n\nLook at the checks and draft them: "
            "%(link)s\nAnother officer then approves and publishes. JailWatch publishes nothing by itself."
        ) % {"months": ", ".join(one.period for one in rows), "link": settings.SITE_URL + reverse("months")}
        keys = [uuid5(MAILS, f"{rows[0].pk}-{rows[-1].pk}-{one.pk}") for one in officers]
        sent = [channel.send(Message(one.email, subject, f"{body}\n", key)) for one, key in zip(officers, keys, strict=True)]
    return any(one.outcome != Outcome.FAILED for one in sent)
