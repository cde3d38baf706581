from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from bookings.models.fact import fact_constraints
from bookings.models.moments import known, moment, whole
from bookings.models.of_booking import BookingFact


class Level(models.TextChoices):
    FELONY = "felony", _("felony")
    GROSS_MISDEMEANOR = "gross_misdemeanor", _("gross misdemeanor")
    MISDEMEANOR = "misdemeanor", _("misdemeanor")
    INFRACTION = "infraction", _("infraction or petty offense")
    HOLD = "hold", _("hold or other matter, no offense")
    UNKNOWN = "unknown", _("unknown")


class Disposition(models.TextChoices):
    PENDING = "pending", _("pending")
    CONVICTED = "convicted", _("convicted")
    DISMISSED = "dismissed", _("dismissed")
    DECLINED = "declined", _("declined or not filed")
    ACQUITTED = "acquitted", _("acquitted")
    NO_OFFENSE = "no_offense", _("no offense charged")
    UNKNOWN = "unknown", _("unknown")


FINAL = (Disposition.CONVICTED, Disposition.DISMISSED, Disposition.DECLINED, Disposition.ACQUITTED)


class Charge(BookingFact):
    """One charge of a booking, known by its place in it: two identical lines are two charges.

    Whether the person was convicted *as of* a moment is a rule (`rules.conviction`), never a field.
    """

    place = models.PositiveSmallIntegerField(_("place in the booking"))
    statute = models.CharField(_("statute"), max_length=60, blank=True)
    description = models.CharField(_("description"), max_length=200)
    level = models.CharField(_("level"), max_length=20, choices=Level.choices, default=Level.UNKNOWN)
    disposition = models.CharField(_("disposition"), max_length=12, choices=Disposition.choices, default=Disposition.UNKNOWN)
    disposed_at, disposed_until = moment(_("disposed of"))
    released_at, released_until = moment(_("released on this charge"))
    release_reason = models.CharField(_("reason of the release on this charge, as written"), max_length=120, blank=True)

    class Meta:
        ordering = ["booking", "place"]
        constraints = [
            *fact_constraints("charge"),
            UniqueConstraint(
                name="charge_place_once",
                fields=["booking", "place"],
                condition=Q(entered_in_error=False),
                violation_error_message=_("This booking already has a charge in this place."),
            ),
            known("charge", "level", Level.values, _("Choose one of the listed levels.")),
            known("charge", "disposition", Disposition.values, _("Choose one of the listed dispositions.")),
            CheckConstraint(
                name="charge_place_counts_from_one",
                condition=Q(place__gte=1),
                violation_error_message=_("Charges are counted from 1."),
            ),
            CheckConstraint(
                name="charge_disposition_date_needs_a_final_disposition",
                condition=Q(disposed_at=None) | Q(disposition__in=FINAL),
                violation_error_message=_(
                    "Only a charge that ended (convicted, dismissed, declined, acquitted) has a date of disposition."
                ),
            ),
            whole("charge", "disposed"),
            whole("charge", "released"),
        ]

    def __str__(self) -> str:
        return f"charge {self.place} of booking {self.booking_id}"
