from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models import County, User
from bookings.models.moments import known
from notifications.addresses import not_federal


class Channel(models.TextChoices):
    EMAIL = "email", _("e-mail")


# The deadlines (`DeadlineRule`) that somebody can be alerted of.
DEADLINES = ("not_served", "not_told", "eligible_long", "hold_starts", "hold_ends")


class Subscription(models.Model):
    """Somebody who works for the county is alerted of deadlines that passed. It alerts only once confirmed, and until its end."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="subscriptions")
    topic = models.CharField(_("alerted of"), max_length=18)
    channel = models.CharField(_("by"), max_length=8, choices=Channel.choices, default=Channel.EMAIL)
    address = models.EmailField(_("address"))
    language = models.CharField(_("language"), max_length=8, default="en")
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    until_at = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        constraints = [
            known("subscription", "topic", DEADLINES, _("Choose one of the listed deadlines.")),
            known("subscription", "channel", Channel.values, _("Choose how the alert is sent: by e-mail.")),
            UniqueConstraint(
                name="subscription_once",
                fields=["county", "user", "topic"],
                condition=Q(until_at=None),
                violation_error_message=_("You are alerted of this already."),
            ),
            CheckConstraint(
                name="subscription_is_not_federal",
                condition=not_federal("address"),
                violation_error_message=_("Alerts never go to an address of a federal immigration agency."),
            ),
        ]

    def __str__(self) -> str:
        return f"subscription {self.pk}"
