"""In which state a month is. Pure."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models import MonthDraft, Restatement


class State(models.TextChoices):
    OPEN = "open", _("open")
    LATE = "late", _("over; late entries are still taken")
    CLOSED = "closed", _("closed")
    LAID_OUT = "laid_out", _("laid out for review")
    SENT_BACK = "sent_back", _("sent back")
    DRAFTED = "drafted", _("drafted; waits for a second officer")
    PUBLISHED = "published", _("published")
    DIFFERS = "differs", _("published; the record says otherwise now")
    RESTATED = "restated", _("published; a restatement waits for a second officer")


def state(
    at: datetime, ends: datetime, closes: datetime, published: bool, draft: MonthDraft | None, restatement: Restatement | None
) -> State:
    """`restatement` is the one that waits, if one does."""
    if published:
        return State.PUBLISHED if restatement is None else State.RESTATED if restatement.waits else State.DIFFERS
    if at < closes:
        return State.OPEN if at < ends else State.LATE
    return State.CLOSED if draft is None else of_draft(draft)


def of_draft(draft: MonthDraft) -> State:
    if draft.waits:
        return State.DRAFTED
    return State.SENT_BACK if draft.refusal else State.LAID_OUT
