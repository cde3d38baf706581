"""Who gets a county's reports by mail, and what was sent to them."""

import uuid
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import County
from bookings.models.moments import known
from notifications.addresses import not_federal
from reports.models.release import Release, Withdrawal

LANGUAGES = ("en", "es")


class ReportSubscription(models.Model):
    """Somebody, anybody, gets the reports of a county by mail: once confirmed, and until they say stop. Then the address is forgotten."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    address = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    asked_at = models.DateTimeField(db_default=Now())
    confirmed_at = models.DateTimeField(null=True, blank=True)
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            known("reportsubscription", "language", LANGUAGES, _("Choose one of the languages in which reports are written.")),
            UniqueConstraint(
                name="reportsubscription_once",
                fields=["county", "address"],
                condition=Q(until_at=None),
                violation_error_message=_("This address gets the reports of this county already."),
            ),
            CheckConstraint(
                name="reportsubscription_address_goes_with_its_end",
                condition=Q(until_at=None) & ~Q(address="") | Q(until_at__isnull=False, address=""),
                violation_error_message=_("Who gets reports has an address; who no longer does has none any more."),
            ),
            CheckConstraint(
                name="reportsubscription_is_not_federal",
                condition=not_federal("address"),
                violation_error_message=_("Reports are not mailed to an address of a federal immigration agency; they are public anyway."),
            ),
        ]

    def __str__(self) -> str:
        return f"report subscription {self.pk}"


class MailState(models.TextChoices):
    WAITING = "waiting", _("waiting to be sent")
    SENT = "sent", _("sent")
    UNKNOWN = "unknown", _("not known whether it was sent")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("no longer to be sent")


class ReportMail(models.Model):
    """One mail to one subscriber: of a release, of a withdrawal, or (of neither) to confirm that they asked. The row is the queue.

    `due_at` says when it is due, nothing that it is no more. `key` goes out as the Message-ID.
    """

    subscription: Any = models.ForeignKey(ReportSubscription, on_delete=models.CASCADE, related_name="mails")
    release: Any = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="mails")
    withdrawal: Any = models.ForeignKey(Withdrawal, on_delete=models.PROTECT, null=True, related_name="mails")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    planned_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(null=True, db_default=Now())
    state = models.CharField(max_length=9, choices=MailState.choices, default=MailState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True, help_text=_("Why the last try failed: the kind of error, no address."))

    class Meta:
        indexes = [models.Index(name="reportmail_due", fields=["due_at"], condition=Q(due_at__isnull=False))]
        constraints = [
            known("reportmail", "state", MailState.values, _("Choose one of the listed states of a mail.")),
            UniqueConstraint(
                name="reportmail_of_a_release_once",
                fields=["subscription", "release"],
                violation_error_message=_("This release is mailed to this subscriber already."),
            ),
            UniqueConstraint(
                name="reportmail_of_a_withdrawal_once",
                fields=["subscription", "withdrawal"],
                violation_error_message=_("This withdrawal is mailed to this subscriber already."),
            ),
            CheckConstraint(
                name="reportmail_is_of_one_thing",
                condition=Q(release=None) | Q(withdrawal=None),
                violation_error_message=_("A mail tells of a release or of a withdrawal, not of both."),
            ),
            CheckConstraint(
                name="reportmail_waits_or_is_done",
                condition=Q(state="waiting", due_at__isnull=False) | ~Q(state="waiting") & Q(due_at=None),
                violation_error_message=_("A mail that waits says when it is due; one that is done is due no more."),
            ),
        ]

    def __str__(self) -> str:
        return f"report mail {self.pk}"
