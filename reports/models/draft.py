from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models import County
from reports.models.release import MONTH, Release
from reports.models.reviewed import Reviewed, reviewed_constraints


class MonthDraft(Reviewed):
    """A closed month on its way to its first release: laid out by the schedule, drafted by an officer, approved by another one."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=7)
    made_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True, help_text=_("When the records officers were told of it."))
    release = models.OneToOneField(Release, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            *reviewed_constraints("monthdraft"),
            UniqueConstraint(
                name="monthdraft_once",
                fields=["county", "period"],
                violation_error_message=_("This month was laid out already."),
            ),
            CheckConstraint(
                name="monthdraft_period_is_a_month",
                condition=Q(period__regex=MONTH),
                violation_error_message=_("A month is written as 2026-10."),
            ),
            CheckConstraint(
                name="monthdraft_release_is_approved",
                condition=Q(release=None, approved_by=None) | Q(release__isnull=False, approved_by__isnull=False),
                violation_error_message=_("What was published was approved, and what was approved is published."),
            ),
        ]

    def __str__(self) -> str:
        return f"draft of {self.period}"
