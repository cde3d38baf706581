from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.models.fact import fact_constraints
from bookings.models.moments import known, moment, whole
from bookings.models.of_booking import BookingFact
from notifications.models.attempt import Way
from notifications.models.notification import ReleaseNotification


class Answered(models.TextChoices):
    COMING = "coming", _("ICE is coming")
    NOT_COMING = "not_coming", _("ICE is not coming")
    NONE = "none", _("no answer")


class Answer(BookingFact):
    """What ICE answered to being told of a release."""

    notification = models.ForeignKey(ReleaseNotification, on_delete=models.PROTECT, related_name="answers")
    answered_at, answered_until = moment(_("answered"), optional=False)
    answer = models.CharField(_("answer"), max_length=12, choices=Answered.choices)
    expected_at, expected_until = moment(_("ICE expected at"))
    channel = models.CharField(_("how"), max_length=10, choices=Way.choices, default=Way.UNKNOWN)
    answered_by = models.CharField(_("who answered"), max_length=120, blank=True)

    class Meta:
        constraints = [
            *fact_constraints("answer"),
            known("answer", "answer", Answered.values, _("Choose what ICE answered: one of the listed entries.")),
            known("answer", "channel", Way.values, _("Choose how the answer came: one of those listed.")),
            models.CheckConstraint(
                name="answer_expected_if_coming",
                condition=models.Q(expected_at=None) | models.Q(answer=Answered.COMING),
                violation_error_message=_("ICE is expected only if it answered that it is coming."),
            ),
            whole("answer", "answered"),
            whole("answer", "expected"),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"
