from typing import Any, ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from bookings.models.county_facts import CountyFact, county_fact_constraints
from bookings.models.moments import FIELD_OF, known

FIELD_OF["federalmoney_period_ends_after_it_starts"] = "last_day"
FIELD_OF["federalmoney_amount_is_positive"] = "amount"


class Programme(models.TextChoices):
    SCAAP = "scaap", _("State Criminal Alien Assistance Program (8 USC 1231(i))")
    HOUSING = "housing", _("housing of people for ICE or the Marshals")
    AGREEMENT = "agreement", _("agreement with ICE (287(g), basic ordering agreement)")
    GRANT = "grant", _("other federal grant")


class FederalMoney(CountyFact):
    """What the federal government paid the county. It stands beside what the jail's work with ICE cost, and is never taken off it."""

    programme = models.CharField(_("programme"), max_length=10, choices=Programme.choices)
    paid_by = models.CharField(_("who paid"), max_length=120)
    amount = models.DecimalField(_("amount in dollars"), max_digits=12, decimal_places=2)
    received_on = models.DateField(_("received on"))
    first_day = models.DateField(_("first day of the period"))
    last_day = models.DateField(_("last day of the period"))
    source = models.CharField(_("where it stands"), max_length=300)

    class Meta:
        ordering: ClassVar[Any] = ["county", "received_on", "pk"]
        verbose_name_plural = "federal money"
        constraints = [
            *county_fact_constraints("federalmoney"),
            known("federalmoney", "programme", Programme.values, _("Choose one of the listed programmes.")),
            CheckConstraint(
                name="federalmoney_amount_is_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("The amount is more than 0: money that was paid back is a correction."),
            ),
            CheckConstraint(
                name="federalmoney_has_who_and_where",
                condition=~Q(paid_by="") & ~Q(source=""),
                violation_error_message=_("Federal money needs who paid it and where that stands."),
            ),
            CheckConstraint(
                name="federalmoney_period_ends_after_it_starts",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=_("The period ends before it starts: check both days."),
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Nothing more is to be done to it."""
        return False

    def __str__(self) -> str:
        return f"federal money {self.pk}"
