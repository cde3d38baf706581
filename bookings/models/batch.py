import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import CheckConstraint, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import County, User
from bookings.models.moments import known


class BatchQuerySet(models.QuerySet["ImportBatch"]):
    def standing(self) -> Self:
        """Batches that were not undone."""
        return self.filter(undone_at=None)


class ImportBatch(models.Model):
    """One file that was applied: what it was, who applied it, and what became of its rows."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    mapping = models.CharField(max_length=80)
    applied_at = models.DateTimeField(db_default=Now())
    applied_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    first_month = models.DateField(null=True)
    last_month = models.DateField(null=True)
    read = models.PositiveIntegerField(default=0)
    bookings = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[BatchQuerySet] = BatchQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "import batches"
        constraints = [
            CheckConstraint(
                name="importbatch_bookings_add_up",
                condition=Q(bookings=models.F("new") + models.F("changed") + models.F("unchanged")),
                violation_error_message=_("The bookings of a file are new, changed or unchanged."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name}"


class Letters(models.TextChoices):
    """How a text file may write its letters. The first is sure by itself; the others a person confirms, or the mapping says."""

    UTF_8 = "utf-8", "UTF-8"
    WINDOWS = "windows-1252", "Windows-1252"
    DOS = "cp850", "DOS 850"
    MACINTOSH = "mac-roman", "Macintosh"


class RunState(models.TextChoices):
    CHECKING = "checking", _("being checked")
    ASKING = "asking", _("asks how its letters are to be read")
    CHECKED = "checked", _("checked, not applied")
    APPLYING = "applying", _("being applied")
    APPLIED = "applied", _("applied")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")
    FAILED = "failed", _("could not be read")
    ABANDONED = "abandoned", _("abandoned")


AT_WORK = (RunState.CHECKING, RunState.APPLYING, RunState.UNDOING)


class ImportRun(models.Model):
    """One file that somebody uploaded, or one batch to undo, on its way. The row is the queue: what is at work and due is claimed here.

    The file lies in a folder of its own under the name `stored` until it was applied or abandoned. `letters` is what somebody
    confirmed on seeing the file read so; blank where nobody had to.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    stored = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    mapping = models.CharField(max_length=80, blank=True)
    mapping_text = models.TextField(blank=True)
    covers = models.CharField(max_length=16, blank=True)
    accept_outliers = models.BooleanField(default=False)
    letters = models.CharField(max_length=12, choices=Letters.choices, blank=True, db_default="")
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.CHECKING)
    result = models.JSONField(default=dict, blank=True)
    problem = models.TextField(blank=True)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="runs")
    due_at = models.DateTimeField(db_default=Now())
    attempts = models.PositiveIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(name="importrun_due", fields=["state", "due_at"])]
        constraints = [
            known("importrun", "state", RunState.values, _("Choose one of the listed states of an import.")),
            known("importrun", "letters", ["", *Letters.values], _("Choose one of the listed ways to read the letters of a file.")),
            CheckConstraint(
                name="importrun_undoes_a_batch",
                condition=~Q(state__in=["undoing", "undone"]) | Q(batch__isnull=False),
                violation_error_message=_("Only a file that was applied can be undone."),
            ),
        ]

    @property
    def at_work(self) -> bool:
        return self.state in AT_WORK

    def __str__(self) -> str:
        return f"{self.file_name}"
