from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from bookings.models.fact import fact_constraints
from bookings.models.moments import known, moment, whole
from bookings.models.of_booking import BookingFact


class StepKind(models.TextChoices):
    """What happens on the way to a release, in its usual order."""

    BAIL_SET = "bail_set", _("bail set")
    BAIL_OFFERED = "bail_offered", _("bail offered")
    BAIL_ACCEPTED = "bail_accepted", _("bail accepted")
    BAIL_REFUSED = "bail_refused", _("bail refused")
    ELIGIBLE = "eligible", _("release-eligible")
    STAFF_KNEW = "staff_knew", _("staff knew of it")
    ABOUT_TO_TELL = "about_to_tell", _("staff are about to tell ICE")
    CLEARED = "cleared", _("cleared for release")
    CALLED_OFF = "called_off", _("called off")
    ICE_ARRIVED = "ice_arrived", _("ICE arrived")
    ICE_DISAVOWED = "ice_disavowed", _("ICE disavowed interest")


class EligibleReason(models.TextChoices):
    BAIL = "bail", _("bail")
    RECOGNIZANCE = "recognizance", _("own recognizance")
    TIME_SERVED = "time_served", _("time served")
    DISMISSED = "dismissed", _("case dismissed")
    NO_CHARGES = "no_charges", _("no charges filed")
    COURT_ORDER = "court_order", _("court order")
    OTHER = "other", _("other")
    UNKNOWN = "unknown", _("unknown")


class ReleaseStep(BookingFact):
    """One step of a release. Eligible, ready and released are three different facts."""

    kind = models.CharField(_("step"), max_length=16, choices=StepKind.choices)
    occurred_at, occurred_until = moment(_("when"), optional=False)
    reason = models.CharField(_("reason"), max_length=14, choices=EligibleReason.choices, blank=True)
    authority = models.CharField(_("authority"), max_length=120, blank=True)
    amount = models.DecimalField(_("amount of bail in dollars"), max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        indexes = [models.Index(name="releasestep_kind", fields=["booking", "kind"])]
        constraints = [
            *fact_constraints("releasestep"),
            known("releasestep", "kind", StepKind.values, _("Choose one of the listed steps.")),
            known("releasestep", "reason", ["", *EligibleReason.values], _("Choose one of the listed reasons.")),
            CheckConstraint(
                name="releasestep_eligible_has_its_reason",
                condition=(Q(kind=StepKind.ELIGIBLE) & ~Q(reason="")) | (~Q(kind=StepKind.ELIGIBLE) & Q(reason="")),
                violation_error_message=_("Say why the person became eligible; other steps carry no such reason."),
            ),
            CheckConstraint(
                name="releasestep_amount_is_of_bail",
                condition=Q(amount=None)
                | Q(kind__in=[StepKind.BAIL_SET, StepKind.BAIL_OFFERED, StepKind.BAIL_ACCEPTED, StepKind.BAIL_REFUSED], amount__gte=0),
                violation_error_message=_("Only a step of bail has an amount, and it is not below zero."),
            ),
            whole("releasestep", "occurred"),
        ]

    def __str__(self) -> str:
        return f"release step {self.pk}"
