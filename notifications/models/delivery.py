import uuid

from django.db import models
from django.db.models import CheckConstraint, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import County
from bookings.models.moments import known
from notifications.models.notification import Recipient, ReleaseNotification


class State(models.TextChoices):
    WAITING = "waiting", _("waiting to be sent")
    SENT = "sent", _("sent, not confirmed")
    UNKNOWN = "unknown", _("not known whether it was sent")
    CONFIRMED = "confirmed", _("confirmed")
    FAILED = "failed", _("failed: nobody was reached")
    UNCONFIRMED = "unconfirmed", _("sent, never confirmed")
    BY_HAND = "by_hand", _("to be told by hand")
    CANCELLED = "cancelled", _("no longer to be sent")


class Delivery(models.Model):
    """What JailWatch has still to send. The row is the queue: `due_at` says when it is due, nothing that it is no more.

    `key` is the idempotency key: it goes out as the Message-ID, so that what was sent twice is one message to its reader.
    There is none to ICE: by constraint, and by a trigger that compares the notification.
    """

    notification = models.OneToOneField(ReleaseNotification, on_delete=models.PROTECT, related_name="delivery")
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+", db_index=False)
    recipient = models.CharField(max_length=12, choices=Recipient.choices)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    planned_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(null=True, db_default=Now())
    window_until = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    contact = models.PositiveSmallIntegerField(default=1, help_text=_("The first or the second address."))
    tries = models.PositiveIntegerField(default=0)
    claim = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True, help_text=_("Why the last try failed: the kind of error, no address."))
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(name="delivery_due", fields=["due_at"]),
            models.Index(name="delivery_state", fields=["county", "state"]),
        ]
        constraints = [
            known("delivery", "state", State.values, _("Choose one of the listed states of delivery.")),
            CheckConstraint(
                name="delivery_is_never_to_ice",
                condition=Q(recipient__in=[Recipient.COUNSEL, Recipient.DESIGNEE, Recipient.OFFICER]),
                violation_error_message=_("JailWatch sends alerts to counsel, designees and officers of the county, never to ICE."),
            ),
            CheckConstraint(
                name="delivery_contact_is_first_or_second",
                condition=Q(contact__in=[1, 2]),
                violation_error_message=_("There is a first and a second address, and no other."),
            ),
            CheckConstraint(
                name="delivery_confirmed_has_its_time",
                condition=Q(state=State.CONFIRMED, confirmed_at__isnull=False) | (~Q(state=State.CONFIRMED) & Q(confirmed_at=None)),
                violation_error_message=_("A confirmed delivery has the time of its confirmation, and no other has."),
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"
