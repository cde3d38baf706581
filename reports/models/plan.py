from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from reports.models.release import HASH


class Plan(models.Model):
    """What is published of people in one year of one state, and in which shape: fixed before the year begins, and never changed.

    `document` is the canonical JSON of `reports.disclosure.work.Plan`. The database refuses update and delete.
    """

    state = models.CharField(max_length=2)
    year = models.PositiveSmallIntegerField()
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_on = models.DateField()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="plan_once",
                fields=["state", "year"],
                violation_error_message=_("This state already has a plan for that year."),
            ),
            CheckConstraint(
                name="plan_state_is_two_letters",
                condition=Q(state__regex=r"^[A-Z]{2}\Z"),
                violation_error_message=_("Write the state as two capital letters, as in MN."),
            ),
            CheckConstraint(
                name="plan_before_its_year",
                condition=Q(approved_on__year__lt=F("year")),
                violation_error_message=_("The plan must be approved before its year begins."),
            ),
            CheckConstraint(
                name="plan_by_two_people",
                condition=~Q(drafted_by=F("approved_by")),
                violation_error_message=_("A plan must be approved by somebody else than who drafted it."),
            ),
            CheckConstraint(
                name="plan_has_its_hash",
                condition=Q(sha256__regex=HASH),
                violation_error_message=_("A plan carries the SHA-256 of its document."),
            ),
        ]

    def __str__(self) -> str:
        return f"plan of {self.state} for {self.year}"
