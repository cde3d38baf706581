from typing import Any, ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from bookings.models.county_facts import CountyFact, county_fact_constraints
from bookings.models.moments import FIELD_OF

FIELD_OF["boardquestion_answer_is_whole"] = "answer"
FIELD_OF["boardquestion_answered_not_before_asked"] = "answered_on"


class BoardQuestion(CountyFact):
    """A question of the county board. It stays open, and on record, until it is answered; the answer does not close the record."""

    asked_by = models.CharField(_("who asks"), max_length=120)
    asked_on = models.DateField(_("asked on"))
    about = models.CharField(_("about which figure or period"), max_length=120, blank=True)
    text = models.TextField(_("question"), help_text=_("It is on record for good: name nobody who was held."))
    answer = models.TextField(_("answer"), blank=True, help_text=_("It is on record for good: name nobody who was held."))
    answered_by = models.CharField(_("who answers"), max_length=120, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[Any] = ["county", "asked_on", "pk"]
        constraints = [
            *county_fact_constraints("boardquestion"),
            CheckConstraint(
                name="boardquestion_has_who_and_what",
                condition=~Q(asked_by="") & ~Q(text=""),
                violation_error_message=_("A question needs its words and who asks it."),
            ),
            CheckConstraint(
                name="boardquestion_answer_is_whole",
                condition=Q(answer="", answered_by="", answered_on=None)
                | (~Q(answer="") & ~Q(answered_by="") & Q(answered_on__isnull=False)),
                violation_error_message=_("An answer needs its words, who gives it and the day: all of them, or none."),
            ),
            CheckConstraint(
                name="boardquestion_answered_not_before_asked",
                condition=Q(answered_on=None) | Q(answered_on__gte=F("asked_on")),
                violation_error_message=_("The answer is from before the question: check both days."),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.answered_on is None

    def __str__(self) -> str:
        return f"question {self.pk}"
