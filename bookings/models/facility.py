from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models import County
from bookings.models.fact import fact_constraints
from bookings.models.moments import moment, not_before, whole
from bookings.models.of_booking import BookingFact


class Facility(models.Model):
    """A jail building: the jail system's code for it, and ICE's."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="facilities")
    code = models.CharField(_("the jail system’s code"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    ice_code = models.CharField(_("ICE’s facility code"), max_length=20, blank=True)
    in_use_until = models.DateField(_("in use until (that day not included)"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        verbose_name_plural = "facilities"
        constraints = [
            UniqueConstraint(
                name="facility_code_once",
                fields=["county", "code"],
                violation_error_message=_("This county already has a facility with this code."),
            ),
            CheckConstraint(
                name="facility_has_a_code",
                condition=~Q(code=""),
                violation_error_message=_("A facility needs the code by which the jail system knows it."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Stay(BookingFact):
    """A stretch of a booking in one building."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="stays")
    began_at, began_until = moment(_("came into the building"), optional=False)
    ended_at, ended_until = moment(_("left the building"))

    class Meta:
        constraints = [
            *fact_constraints("stay"),
            whole("stay", "began"),
            whole("stay", "ended"),
            not_before("stay", "ended", "began", _("The person left the building before coming into it: check both times.")),
        ]

    def __str__(self) -> str:
        return f"stay {self.pk}"
