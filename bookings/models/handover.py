from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.models.charge import Charge
from bookings.models.detainer import Detainer
from bookings.models.fact import fact_constraints
from bookings.models.moments import known, moment, whole
from bookings.models.of_booking import BookingFact
from bookings.querysets import HandoverQuerySet


class Mode(models.TextChoices):
    """How ICE or its contractor took the person."""

    CUSTODY_TRANSFER = "custody_transfer", _("custody transfer to an ICE officer")
    CONTRACTOR = "contractor", _("custody transfer to ICE's contractor")
    ARREST_NON_PUBLIC = "arrest_non_public", _("released, then arrested in a non-public area")
    ARREST_PUBLIC = "arrest_public", _("released, then arrested in a public area of the jail")
    UNKNOWN = "unknown", _("not known how")


# Ways that are themselves the release.
TRANSFERS = frozenset({Mode.CUSTODY_TRANSFER, Mode.CONTRACTOR})


class Place(models.TextChoices):
    CUSTODY_LINE = "custody_line", _("inside the jail")
    SALLY_PORT = "sally_port", _("sally port")
    VESTIBULE = "vestibule", _("locked vestibule")
    LOBBY = "lobby", _("public lobby")
    STREET = "street", _("street or parking lot")
    ELSEWHERE = "elsewhere", _("elsewhere")
    UNKNOWN = "unknown", _("not known where")


class Handover(BookingFact):
    """ICE or its contractor took the person. Nothing else is a handover: a transfer to another jail is none."""

    detainer = models.ForeignKey(Detainer, on_delete=models.PROTECT, null=True, blank=True, related_name="handovers")
    handed_at, handed_until = moment(_("handed over"), optional=False)
    mode = models.CharField(_("how"), max_length=18, choices=Mode.choices, default=Mode.UNKNOWN)
    place = models.CharField(_("where"), max_length=14, choices=Place.choices, default=Place.UNKNOWN)
    receiving_agency = models.CharField(_("receiving agency"), max_length=120, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)

    objects: ClassVar[Any] = HandoverQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(name="handover_handed", fields=["county", "handed_at"])]
        constraints = [
            *fact_constraints("handover"),
            known("handover", "mode", Mode.values, _("Choose one of the listed ways of handing over.")),
            known("handover", "place", Place.values, _("Choose one of the listed places.")),
            whole("handover", "handed"),
            models.UniqueConstraint(
                name="handover_once",
                fields=["booking"],
                condition=models.Q(entered_in_error=False),
                violation_error_message=_("This booking already ends in a handover."),
            ),
        ]

    def __str__(self) -> str:
        return f"handover {self.pk}"


class AllowingOffense(BookingFact):
    """An offense that allowed a handover (Gov. Code 7284.6(c)(2)): one counts, further ones stand beside it."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="offenses")
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    description = models.CharField(_("offense, if it is no charge of this booking"), max_length=200, blank=True)
    counts = models.BooleanField(_("the one that counts"), default=True)

    class Meta:
        constraints = [
            *fact_constraints("allowingoffense"),
            models.CheckConstraint(
                name="allowingoffense_names_an_offense",
                condition=models.Q(charge__isnull=False, description="") | (models.Q(charge=None) & ~models.Q(description="")),
                violation_error_message=_("Choose a charge of this booking, or describe an earlier offense: one of the two."),
            ),
            models.UniqueConstraint(
                name="allowingoffense_one_counts",
                fields=["handover"],
                condition=models.Q(entered_in_error=False, counts=True),
                violation_error_message=_("One offense already counts for this handover: mark this one as a further one."),
            ),
        ]

    def __str__(self) -> str:
        return f"allowing offense {self.pk}"
