from typing import Any, ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from bookings.models.county_facts import CountyFact, county_fact_constraints
from bookings.models.moments import FIELD_OF, known

FIELD_OF["outsideclaim_number_needs_evidence"] = "evidence"
FIELD_OF["outsideclaim_outcome_is_whole"] = "outcome"
FIELD_OF["outsideclaim_outcome_needs_evidence"] = "evidence"
FIELD_OF["outsideclaim_settled_not_before_claimed"] = "settled_on"
FIELD_OF["outsideclaim_period_ends_after_it_starts"] = "last_day"


class ClaimOutcome(models.TextChoices):
    OPEN = "open", _("open")
    DIFFERENT = "different", _("both stand: they count different things")
    CORRECTED = "corrected", _("the claim was right: the county’s figure was corrected")
    WITHDRAWN = "withdrawn", _("the claim was withdrawn or corrected")
    UNRESOLVED = "unresolved", _("not resolved")


class OutsideClaim(CountyFact):
    """Somebody outside named a number for what the county counts. The county's evidence stands beside it, and what came of it."""

    claimed_by = models.CharField(_("who claims"), max_length=120)
    claimed_on = models.DateField(_("claimed on"))
    source = models.CharField(_("where it stands"), max_length=300)
    what = models.CharField(_("what is counted, in their words"), max_length=300)
    number = models.PositiveIntegerField(_("their number"))
    first_day = models.DateField(_("first day of the period"))
    last_day = models.DateField(_("last day of the period"))
    own_number = models.PositiveIntegerField(_("the county’s number"), null=True, blank=True)
    evidence = models.TextField(
        _("the county’s evidence"), blank=True, help_text=_("The figure, its definition and its release. Name nobody who was held.")
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=ClaimOutcome.choices, default=ClaimOutcome.OPEN)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    settled_why = models.CharField(_("why"), max_length=500, blank=True)

    class Meta:
        ordering: ClassVar[Any] = ["county", "claimed_on", "pk"]
        constraints = [
            *county_fact_constraints("outsideclaim"),
            known("outsideclaim", "outcome", ClaimOutcome.values, _("Choose one of the listed outcomes.")),
            CheckConstraint(
                name="outsideclaim_has_who_what_and_where",
                condition=~Q(claimed_by="") & ~Q(what="") & ~Q(source=""),
                violation_error_message=_("A claim needs who makes it, what it counts and where it stands."),
            ),
            CheckConstraint(
                name="outsideclaim_period_ends_after_it_starts",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=_("The period ends before it starts: check both days."),
            ),
            CheckConstraint(
                name="outsideclaim_number_needs_evidence",
                condition=Q(own_number=None) | ~Q(evidence=""),
                violation_error_message=_("Say where the county’s own number stands."),
            ),
            CheckConstraint(
                name="outsideclaim_outcome_is_whole",
                condition=Q(outcome=ClaimOutcome.OPEN, settled_on=None, settled_why="")
                | (~Q(outcome=ClaimOutcome.OPEN) & Q(settled_on__isnull=False) & ~Q(settled_why="")),
                violation_error_message=_("An outcome needs its day and its reason; an open claim has neither."),
            ),
            CheckConstraint(
                name="outsideclaim_outcome_needs_evidence",
                condition=Q(outcome=ClaimOutcome.OPEN) | ~Q(evidence=""),
                violation_error_message=_("A claim is settled only once the county’s evidence is on record."),
            ),
            CheckConstraint(
                name="outsideclaim_settled_not_before_claimed",
                condition=Q(settled_on=None) | Q(settled_on__gte=F("claimed_on")),
                violation_error_message=_("It was settled before it was claimed: check both days."),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.outcome == ClaimOutcome.OPEN

    def __str__(self) -> str:
        return f"claim {self.pk}"
