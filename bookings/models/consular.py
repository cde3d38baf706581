from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from bookings.models.contact import Channel
from bookings.models.fact import fact_constraints
from bookings.models.moments import known, moment, not_before, whole
from bookings.models.of_booking import BookingFact


class ConsularAnswer(models.TextChoices):
    WANTS = "wants", _("wants the consulate told")
    DECLINES = "declines", _("does not want it told")
    NONE = "none", _("no answer")


class Duty(models.TextChoices):
    MANDATORY = "mandatory", _("mandatory whatever the person says")
    ON_REQUEST = "on_request", _("only if the person asks")
    UNKNOWN = "unknown", _("not known")


class ConsularNotice(BookingFact):
    """Vienna Convention, Article 36: advised, answered, consulate told. It is no contact with ICE."""

    advised_at, advised_until = moment(_("advised"))
    language = models.CharField(_("language"), max_length=8, blank=True)
    answer = models.CharField(_("answer"), max_length=10, choices=ConsularAnswer.choices, blank=True)
    duty = models.CharField(_("duty to tell"), max_length=12, choices=Duty.choices, default=Duty.UNKNOWN)
    consulate = models.CharField(_("consulate of (country)"), max_length=2, blank=True)
    told_at, told_until = moment(_("consulate told"))
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, blank=True)
    confirmation = models.CharField(_("confirmation"), max_length=120, blank=True)

    class Meta:
        constraints = [
            *fact_constraints("consularnotice"),
            known("consularnotice", "answer", ["", *ConsularAnswer.values], _("Choose one of the listed answers.")),
            known("consularnotice", "duty", Duty.values, _("Say whether the notice is mandatory or on request.")),
            known("consularnotice", "channel", ["", *Channel.values], _("Choose one of the listed channels.")),
            CheckConstraint(
                name="consularnotice_is_advice_or_notice",
                condition=Q(advised_at__isnull=False) | Q(told_at__isnull=False),
                violation_error_message=_("Give the time of the advice, or the time when the consulate was told."),
            ),
            CheckConstraint(
                name="consularnotice_names_the_consulate",
                condition=Q(told_at=None) | ~Q(consulate=""),
                violation_error_message=_("Say which country's consulate was told."),
            ),
            whole("consularnotice", "advised"),
            whole("consularnotice", "told"),
            not_before("consularnotice", "told", "advised", _("The consulate was told before the person was advised: check both times.")),
        ]

    def __str__(self) -> str:
        return f"consular notice {self.pk}"
