from typing import Any, ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import County
from bookings.models.moments import known
from reports.models.release import MONTH, Release, Withdrawal
from reports.models.reviewed import Reviewed, reviewed_constraints


class RestatementState(models.TextChoices):
    PENDING = "pending", _("pending: the record says otherwise than what was published")
    PUBLISHED = "published", _("published as a new revision")
    WITHDRAWN = "withdrawn", _("withdrawn: the record says again what was published")


class Restatement(Reviewed):
    """A published month of which the record says otherwise now. `differs` is what: measure, period, grouping, group, was, now.

    The reason is the officer's own words for the public. What a clerk wrote down as the reason of a correction stays where it is.
    """

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=7)
    restates = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="restatement")
    found_at = models.DateTimeField()
    differs: Any = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=RestatementState.choices, default=RestatementState.PENDING)
    reason = models.CharField(_("why the figures changed, for the public"), max_length=500, blank=True)
    release = models.OneToOneField(Release, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar[Any] = ["county", "period", "pk"]
        constraints = [
            *reviewed_constraints("restatement"),
            known("restatement", "state", RestatementState.values, _("Choose one of the listed states of a restatement.")),
            CheckConstraint(
                name="restatement_period_is_a_month",
                condition=Q(period__regex=MONTH),
                violation_error_message=_("A month is written as 2026-10."),
            ),
            CheckConstraint(
                name="restatement_draft_has_its_reason",
                condition=Q(drafted_by=None) | ~Q(reason=""),
                violation_error_message=_("Say publicly why the figures changed: readers will see it."),
            ),
            CheckConstraint(
                name="restatement_published_is_whole",
                condition=Q(state="published", release__isnull=False, approved_by__isnull=False)
                | (~Q(state="published") & Q(release=None, approved_by=None)),
                violation_error_message=_("A published restatement has its release and who approved it; no other has."),
            ),
        ]

    def __str__(self) -> str:
        return f"restatement of {self.period}"


class WithdrawalDraft(Reviewed):
    """A table of people of an annual release that somebody finds gravely wrong: another officer withdraws it, or sends this back."""

    table = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=12)
    grouping = models.CharField(max_length=20)
    reason = models.CharField(_("why the table is withdrawn, for the public"), max_length=300, blank=True)
    withdrawal = models.OneToOneField(Withdrawal, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            *reviewed_constraints("withdrawaldraft"),
            models.UniqueConstraint(
                name="withdrawaldraft_once",
                fields=["table", "measure", "grouping"],
                violation_error_message=_("Somebody already asked to withdraw this table."),
            ),
            CheckConstraint(
                name="withdrawaldraft_names_a_table",
                condition=~Q(measure="") & ~Q(grouping=""),
                violation_error_message=_("A withdrawal names the measure and grouping of its table."),
            ),
            CheckConstraint(
                name="withdrawaldraft_has_its_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why the table is withdrawn: readers will see it."),
            ),
            CheckConstraint(
                name="withdrawaldraft_withdrawal_is_approved",
                condition=Q(withdrawal=None, approved_by=None) | Q(withdrawal__isnull=False, approved_by__isnull=False),
                violation_error_message=_("What was withdrawn was approved, and what was approved is withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return f"to withdraw {self.measure} by {self.grouping} of {self.table_id}"
