from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import County


class MeasureCell(models.Model):
    """One office figure as it stands: a measure of a county in a month, whole (grouping and group "") or for one group.

    "" and never NULL, because two NULLs are different to a unique constraint. `denominator` is there where the figure
    is a part of something; a ratio is never stored.
    """

    measure = models.CharField(max_length=12)
    county = models.ForeignKey(County, on_delete=models.CASCADE, related_name="+", db_index=False)
    month = models.DateField(help_text=_("The first day of the month, as the county's calendar has it."))
    grouping = models.CharField(max_length=20, blank=True)
    group = models.CharField(max_length=60, blank=True)
    numerator = models.PositiveIntegerField()
    denominator = models.PositiveIntegerField(null=True)
    filled_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            UniqueConstraint(
                name="measurecell_once",
                fields=["county", "month", "measure", "grouping", "group"],
                violation_error_message=_("This figure is already there."),
            ),
            CheckConstraint(
                name="measurecell_month_is_a_first_day",
                condition=Q(month__day=1),
                violation_error_message=_("A month is written as its first day."),
            ),
            CheckConstraint(
                name="measurecell_has_a_measure",
                condition=~Q(measure=""),
                violation_error_message=_("A figure names its measure."),
            ),
            CheckConstraint(
                name="measurecell_group_needs_its_grouping",
                condition=Q(grouping="", group="") | (~Q(grouping="") & ~Q(group="")),
                violation_error_message=_("A group belongs to a grouping, and the figure of all has neither."),
            ),
            CheckConstraint(
                name="measurecell_is_a_part",
                condition=Q(denominator=None) | Q(numerator__lte=F("denominator")),
                violation_error_message=_("A part is not larger than the whole."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.month:%Y-%m} {self.group}".strip()
