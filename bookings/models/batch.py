from django.db import models
from django.db.models import CheckConstraint, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import County, User


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
