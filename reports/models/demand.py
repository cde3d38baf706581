from typing import Any, ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from bookings.models.county_facts import CountyFact, county_fact_constraints
from bookings.models.moments import FIELD_OF, known

FIELD_OF["outsidedemand_answer_is_whole"] = "answer"
FIELD_OF["outsidedemand_answered_not_before_received"] = "answered_on"


class DemandKind(models.TextChoices):
    SUBPOENA = "subpoena", _("subpoena signed by a judge")
    ADMINISTRATIVE = "administrative", _("subpoena or warrant of an agency, not signed by a judge")
    WARRANT = "warrant", _("judicial warrant or court order")
    RECORDS = "records", _("public records request")
    QUERY = "query", _("informal query")
    OTHER = "other", _("other")


class DemandAnswer(models.TextChoices):
    GIVEN = "given", _("given")
    PARTLY = "partly", _("given in part")
    REFUSED = "refused", _("refused")
    NOTHING = "nothing", _("nothing on record to give")
    WITHDRAWN = "withdrawn", _("withdrawn")


class OutsideDemand(CountyFact):
    """Somebody outside demanded what this record holds. Which demands came, and how they were answered, is counted in public."""

    kind = models.CharField(_("kind of demand"), max_length=14, choices=DemandKind.choices)
    made_by = models.CharField(_("who demands"), max_length=120)
    received_on = models.DateField(_("received on"))
    what = models.CharField(_("what is demanded"), max_length=300, help_text=_("It is on record for good: name nobody who was held."))
    answer = models.CharField(_("answer"), max_length=10, choices=DemandAnswer.choices, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    basis = models.CharField(_("legal basis of the answer"), max_length=300, blank=True)

    class Meta:
        ordering: ClassVar[Any] = ["county", "received_on", "pk"]
        constraints = [
            *county_fact_constraints("outsidedemand"),
            known("outsidedemand", "kind", DemandKind.values, _("Choose one of the listed kinds of demand.")),
            known("outsidedemand", "answer", ["", *DemandAnswer.values], _("Choose one of the listed answers.")),
            CheckConstraint(
                name="outsidedemand_has_who_and_what",
                condition=~Q(made_by="") & ~Q(what=""),
                violation_error_message=_("A demand needs who makes it and what is demanded."),
            ),
            CheckConstraint(
                name="outsidedemand_answer_is_whole",
                condition=Q(answer="", answered_on=None, basis="") | (~Q(answer="") & Q(answered_on__isnull=False)),
                violation_error_message=_("An answer needs its day; a demand without one has no day and no basis."),
            ),
            CheckConstraint(
                name="outsidedemand_answered_not_before_received",
                condition=Q(answered_on=None) | Q(answered_on__gte=F("received_on")),
                violation_error_message=_("It was answered before it was received: check both days."),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.answered_on is None

    def __str__(self) -> str:
        return f"demand {self.pk}"
