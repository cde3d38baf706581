from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models import County
from bookings.models import Booking
from bookings.models.moments import known


class DeadlineRule(models.TextChoices):
    NOT_SERVED = "not_served", _("copy of the detainer not served in time")
    NOT_TOLD = "not_told", _("person or counsel not told in time after ICE")
    ELIGIBLE_LONG = "eligible_long", _("eligible for long while ICE was told")
    HOLD_STARTS = "hold_starts", _("the 48 hours of the detainer run")
    HOLD_ENDS = "hold_ends", _("the 48 hours of the detainer are over")


class Deadline(models.Model):
    """Something that must happen by a time, watched from the live entry that started it. The row is the queue.

    `subject` is the id of the fact that started it (a detainer, an attempt, a step). It closes by itself once the fact that
    was waited for is on record; if its time passes first, it is raised: an item on the board and an alert to subscribers.
    """

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+", db_index=False)
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="deadlines")
    rule = models.CharField(max_length=14, choices=DeadlineRule.choices)
    subject = models.BigIntegerField()
    due_at = models.DateTimeField()
    raised_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(name="deadline_due", fields=["due_at"], condition=models.Q(raised_at=None, closed_at=None)),
            models.Index(name="deadline_open", fields=["county"], condition=models.Q(closed_at=None)),
        ]
        constraints = [
            known("deadline", "rule", DeadlineRule.values, _("Choose one of the listed deadlines.")),
            UniqueConstraint(
                name="deadline_once",
                fields=["booking", "rule", "subject"],
                violation_error_message=_("This deadline is watched already."),
            ),
        ]

    def __str__(self) -> str:
        return f"deadline {self.pk}"
