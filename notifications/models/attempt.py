from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bookings.models.fact import fact_constraints
from bookings.models.moments import known, moment, whole
from bookings.models.of_booking import BookingFact
from notifications.models.notification import Recipient, ReleaseNotification


class Way(models.TextChoices):
    """By what channel it was tried."""

    PHONE = "phone", _("by phone")
    EMAIL = "email", _("by e-mail")
    FAX = "fax", _("by fax")
    IN_PERSON = "in_person", _("in person")
    WRITING = "writing", _("in writing")
    VIDEO = "video", _("by video")
    SITE = "site", _("on this site")
    OTHER = "other", _("otherwise")
    UNKNOWN = "unknown", _("not known")


class Outcome(models.TextChoices):
    REACHED = "reached", _("reached")
    HANDED_OVER = "handed_over", pgettext_lazy("outcome", "handed over")
    READ_TO = "read_to", _("read to them")
    VOICEMAIL = "voicemail", _("voicemail")
    NO_ANSWER = "no_answer", _("no answer")
    SENT = "sent", pgettext_lazy("outcome", "sent")
    DELIVERED = "delivered", _("delivered")
    CONFIRMED = "confirmed", _("confirmed")
    FAILED = "failed", _("failed")
    UNKNOWN = "unknown", _("not known whether it was sent")


class Attempt(BookingFact):
    """One try of one telling: by a person, or (never to ICE) by a task. "Sent" is not "told"."""

    notification = models.ForeignKey(ReleaseNotification, on_delete=models.PROTECT, related_name="attempts")
    recipient = models.CharField(_("told to"), max_length=12, choices=Recipient.choices)
    tried_at, tried_until = moment(_("tried"), optional=False)
    channel = models.CharField(_("how"), max_length=10, choices=Way.choices, default=Way.UNKNOWN)
    outcome = models.CharField(_("what came of it"), max_length=12, choices=Outcome.choices)
    person = models.CharField(_("who tried"), max_length=120, blank=True)
    task = models.CharField(_("task that tried"), max_length=80, blank=True)
    due_at = models.DateTimeField(null=True, blank=True, help_text=_("When a task should have tried."))

    # The recipient is that of the notification (the database sees to it), repeated for the constraint below.
    machine_only: ClassVar[frozenset[str]] = frozenset({"recipient", "task", "due_at"})

    class Meta:
        indexes = [models.Index(name="attempt_tried", fields=["county", "tried_at"])]
        constraints = [
            *fact_constraints("attempt"),
            known("attempt", "recipient", Recipient.values, _("Choose who was told: one of those listed.")),
            known("attempt", "channel", Way.values, _("Choose how it was tried: one of those listed.")),
            known("attempt", "outcome", Outcome.values, _("Choose what came of it: one of those listed.")),
            CheckConstraint(
                name="attempt_by_a_person_or_a_task",
                condition=(~Q(person="") & Q(task="", due_at=None)) | (Q(person="") & ~Q(task="")),
                violation_error_message=_("Say who tried: a person tried, or a task did."),
            ),
            CheckConstraint(
                name="attempt_ice_is_told_by_a_person",
                condition=~Q(recipient=Recipient.ICE) | Q(task=""),
                violation_error_message=_("No machine tells ICE anything: name the person who did."),
            ),
            whole("attempt", "tried"),
        ]

    def __str__(self) -> str:
        return f"attempt {self.pk}"
