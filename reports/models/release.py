from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models import County, User

HASH = r"^[0-9a-f]{64}\Z"
MONTH = r"^[0-9]{4}-(0[1-9]|1[0-2])\Z"


class ReleaseKind(models.TextChoices):
    MONTH = "month", _("month: what the agency did")
    YEAR = "year", _("year: tables of people")


class Release(models.Model):
    """What was published of one row (a county, or the pool of the smaller counties of a state) and one month or year.

    `document` is canonical JSON and holds every figure; `sha256` is of its bytes. `number` counts the releases of the row and is never
    used again. The database refuses update and delete (`reports.triggers`). A month may have revisions, a year has one edition.
    """

    county = models.ForeignKey(County, on_delete=models.PROTECT, null=True, related_name="releases", help_text=_("None for a pool."))
    row = models.CharField(max_length=80)
    counties = models.JSONField(default=list, help_text=_("Slugs of the counties of which it speaks."))
    kind = models.CharField(max_length=5, choices=ReleaseKind.choices)
    period = models.CharField(max_length=7, help_text=_("2026-10, or 2025"))
    revision = models.PositiveSmallIntegerField(default=1)
    number = models.PositiveIntegerField()
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    as_of = models.DateTimeField()
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="release_number_once",
                fields=["row", "number"],
                violation_error_message=_("This release number was used already."),
            ),
            UniqueConstraint(
                name="release_revision_once",
                fields=["row", "kind", "period", "revision"],
                violation_error_message=_("This period was published already in this revision."),
            ),
            CheckConstraint(
                name="release_has_a_row",
                condition=~Q(row=""),
                violation_error_message=_("A release names the county or pool of which it speaks."),
            ),
            CheckConstraint(
                name="release_period_fits_its_kind",
                condition=Q(kind="month", period__regex=MONTH) | Q(kind="year", period__regex=r"^[0-9]{4}\Z"),
                violation_error_message=_("A release is of a month, as in 2026-10, or of a year, as in 2025."),
            ),
            CheckConstraint(
                name="release_counts_from_one",
                condition=Q(number__gte=1, revision__gte=1),
                violation_error_message=_("Releases and revisions are counted from 1."),
            ),
            CheckConstraint(
                name="release_of_a_year_has_one_edition",
                condition=~Q(kind="year") | Q(revision=1),
                violation_error_message=_("Tables of people are published once: a second edition would show whose record was changed."),
            ),
            CheckConstraint(
                name="release_of_a_month_has_a_county",
                condition=~Q(kind="month") | Q(county__isnull=False),
                violation_error_message=_("The release of a month is of one county."),
            ),
            CheckConstraint(
                name="release_by_two_people",
                condition=~Q(drafted_by=F("approved_by")),
                violation_error_message=_("A release must be approved by somebody else than who drafted it."),
            ),
            CheckConstraint(
                name="release_has_its_hash",
                condition=Q(sha256__regex=HASH),
                violation_error_message=_("A release carries the SHA-256 of its document."),
            ),
            CheckConstraint(
                name="release_not_before_its_figures",
                condition=Q(published_at__gte=F("as_of")),
                violation_error_message=_("A release cannot be published before its figures were counted."),
            ),
        ]

    def __str__(self) -> str:
        return f"release {self.number} of {self.row}: {self.period}"


class Withdrawal(models.Model):
    """A table of an annual release that proved gravely wrong: marked, and never replaced."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="withdrawals")
    measure = models.CharField(max_length=12)
    grouping = models.CharField(max_length=20)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="withdrawal_once",
                fields=["release", "measure", "grouping"],
                violation_error_message=_("This table was withdrawn already."),
            ),
            CheckConstraint(
                name="withdrawal_names_a_table",
                condition=~Q(measure="") & ~Q(grouping=""),
                violation_error_message=_("A withdrawal names the measure and grouping of its table."),
            ),
            CheckConstraint(
                name="withdrawal_has_its_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why the table is withdrawn: readers will see it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} by {self.grouping} of {self.release_id}"
