from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from bookings.models.fact import fact_constraints
from bookings.models.moments import known, moment, not_before, whole
from bookings.models.of_booking import BookingFact


class Evidence(models.TextChoices):
    """The kind of evidence only; no document is kept."""

    STATEMENT = "statement", _("own statement")
    PASSPORT = "passport", _("US passport")
    BIRTH_RECORD = "birth_record", _("birth record")
    NATURALIZATION = "naturalization", _("naturalization or citizenship certificate")
    FAMILY = "family", _("statement of family or counsel")
    OTHER = "other", _("other")


class ClaimAnswer(models.TextChoices):
    CONFIRMED = "confirmed", _("ICE confirmed it")
    REJECTED = "rejected", _("ICE rejected it")
    NONE = "none", _("ICE did not answer")


class CitizenshipClaim(BookingFact):
    """The person, or somebody for them, says that they are a US citizen."""

    claimed_at, claimed_until = moment(_("claimed"), optional=False)
    evidence = models.CharField(_("kind of evidence"), max_length=16, choices=Evidence.choices, default=Evidence.STATEMENT)
    told_at, told_until = moment(_("told to ICE"))
    answer = models.CharField(_("ICE's answer"), max_length=10, choices=ClaimAnswer.choices, blank=True)
    answered_at, answered_until = moment(_("ICE answered"))

    class Meta:
        constraints = [
            *fact_constraints("citizenshipclaim"),
            known("citizenshipclaim", "evidence", Evidence.values, _("Choose one of the listed kinds of evidence.")),
            known("citizenshipclaim", "answer", ["", *ClaimAnswer.values], _("Choose one of the listed answers.")),
            CheckConstraint(
                name="citizenshipclaim_answer_has_its_time",
                condition=Q(answered_at=None) | Q(answer__in=[ClaimAnswer.CONFIRMED, ClaimAnswer.REJECTED]),
                violation_error_message=_("The time of ICE's answer needs the answer: confirmed or rejected."),
            ),
            whole("citizenshipclaim", "claimed"),
            whole("citizenshipclaim", "told"),
            whole("citizenshipclaim", "answered"),
            not_before("citizenshipclaim", "told", "claimed", _("ICE was told before the claim was made: check both times.")),
            not_before("citizenshipclaim", "answered", "claimed", _("ICE answered before the claim was made: check both times.")),
        ]

    def __str__(self) -> str:
        return f"citizenship claim {self.pk}"
