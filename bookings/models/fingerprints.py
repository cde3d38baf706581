from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.models.fact import fact_constraints
from bookings.models.moments import known, moment, not_before, whole
from bookings.models.of_booking import BookingFact


class Match(models.TextChoices):
    YES = "yes", _("match")
    NO = "no", _("no match")
    UNKNOWN = "unknown", _("not known (the usual answer)")


class FingerprintCheck(BookingFact):
    """The automatic path of the prints: jail, state bureau, FBI, DHS. The jail seldom learns what came of it."""

    sent_at, sent_until = moment(_("sent"), optional=False)
    state_at, state_until = moment(_("answered by the state bureau"))
    fbi_at, fbi_until = moment(_("answered by the FBI"))
    dhs_at, dhs_until = moment(_("answered by DHS"))
    match = models.CharField(_("match with DHS"), max_length=8, choices=Match.choices, default=Match.UNKNOWN)

    class Meta:
        constraints = [
            *fact_constraints("fingerprintcheck"),
            known("fingerprintcheck", "match", Match.values, _("Say whether the prints matched: yes, no or not known.")),
            whole("fingerprintcheck", "sent"),
            whole("fingerprintcheck", "state"),
            whole("fingerprintcheck", "fbi"),
            whole("fingerprintcheck", "dhs"),
            not_before("fingerprintcheck", "state", "sent", _("The state answered before the prints were sent: check both times.")),
            not_before("fingerprintcheck", "fbi", "sent", _("The FBI answered before the prints were sent: check both times.")),
            not_before("fingerprintcheck", "dhs", "sent", _("DHS answered before the prints were sent: check both times.")),
        ]

    def __str__(self) -> str:
        return f"fingerprint check {self.pk}"
