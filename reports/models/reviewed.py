"""What one officer drafts and another one approves or sends back."""

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from reports.models.release import HASH


class Reviewed(models.Model):
    """`sha256` is of the figures that the officer looked at, so that no others are approved; `journal_head` is where the journal's chain
    ended then. What is sent back is drafted by nobody until somebody drafts it again."""

    drafted_by: Any = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    drafted_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    journal_head = models.JSONField(default=dict, blank=True)
    approved_by: Any = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    refused_by: Any = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    refused_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(_("why it is sent back"), max_length=500, blank=True)

    class Meta:
        abstract = True

    @property
    def waits(self) -> bool:
        """Whether a second person is to approve it."""
        return self.drafted_by_id is not None and self.approved_by_id is None


def reviewed_constraints(name: str) -> list[CheckConstraint]:
    nobody, somebody = Q(drafted_by=None, drafted_at=None, sha256=""), Q(drafted_by__isnull=False, drafted_at__isnull=False)
    kept, sent_back = Q(refused_by=None, refused_at=None, refusal=""), Q(refused_by__isnull=False, refused_at__isnull=False)
    return [
        CheckConstraint(
            name=f"{name}_draft_is_whole",
            condition=nobody | somebody & Q(sha256__regex=HASH),
            violation_error_message=_("A draft needs who made it, when, and of which figures: all of them, or none."),
        ),
        CheckConstraint(
            name=f"{name}_refusal_is_whole",
            condition=kept | sent_back & ~Q(refusal=""),
            violation_error_message=_("What is sent back needs who does it, when and why: all of them, or none."),
        ),
        CheckConstraint(
            name=f"{name}_sent_back_is_no_draft",
            condition=Q(drafted_by=None) | Q(refused_by=None),
            violation_error_message=_("What was sent back is drafted by nobody until somebody drafts it again."),
        ),
        CheckConstraint(
            name=f"{name}_by_two_people",
            condition=Q(approved_by=None) | Q(drafted_by__isnull=False) & ~Q(drafted_by=F("approved_by")),
            violation_error_message=_("It must be approved by somebody else than who drafted it."),
        ),
    ]
