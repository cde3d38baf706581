"""The journal: what was written, by whom and why; who must still read it; and the chain that proves it was not rewritten."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Origin(models.TextChoices):
    LIVE = "live", _("live")
    CORRECTION = "correction", _("correction")
    IMPORT = "import", _("import")
    DEMO = "demo", _("demo")


class SealedKey(models.Model):
    """The key of one booking, wrapped by the master key. Deleting the row disposes of all that it sealed."""

    booking = models.UUIDField(unique=True)
    wrapped = models.BinaryField()

    def __str__(self) -> str:
        return f"key of {self.booking}"


class AuditEntry(models.Model):
    """One write. Added by the verb that writes the fact, in its transaction; update and delete are refused by the database.

    There are no foreign keys: the journal outlives what it speaks of. `sealed` holds the old and new values and the
    reason, as ciphertext under the booking's key; `detail` holds what is about no person.
    """

    recorded_at = models.DateTimeField(db_default=Now())
    by = models.CharField(max_length=80, help_text=_("user:12, task:seal_journal, command:import_bookings"))
    verb = models.CharField(max_length=60)
    noun = models.CharField(max_length=60)
    object_id = models.BigIntegerField(null=True)
    county_id = models.BigIntegerField(null=True)
    booking = models.UUIDField(null=True, help_text=_("The public id of the booking, if the entry is about one."))
    first_month = models.DateField(null=True)
    last_month = models.DateField(null=True)
    origin = models.CharField(max_length=12, choices=Origin.choices)
    batch = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)
    sealed = models.BinaryField(null=True)

    class Meta:
        verbose_name_plural = "audit entries"
        indexes = [models.Index(name="auditentry_booking", fields=["booking"])]
        constraints = [
            CheckConstraint(
                name="auditentry_origin_is_known",
                condition=Q(origin__in=Origin.values),
                violation_error_message=_("The origin of a journal entry is live, correction, import or demo."),
            ),
            CheckConstraint(
                name="auditentry_months_go_together",
                condition=Q(first_month=None, last_month=None)
                | Q(county_id__isnull=False, first_month__isnull=False, last_month__isnull=False, first_month__lte=models.F("last_month")),
                violation_error_message=_("A journal entry names a first and a last month of one county, or neither."),
            ),
            CheckConstraint(
                name="auditentry_seals_under_a_booking",
                condition=Q(sealed=None) | Q(booking__isnull=False),
                violation_error_message=_("Sealed values belong to a booking, whose key seals them."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.verb} {self.noun}"


class Inbox(models.Model):
    """One reader has still to read one entry, or (after a bulk write) one county-month. The row is the queue."""

    reader = models.CharField(max_length=60)
    entry = models.BigIntegerField(null=True, help_text=_("The journal entry; none for a county-month of a bulk write."))
    county_id = models.BigIntegerField(null=True)
    first_month = models.DateField(null=True)
    last_month = models.DateField(null=True)
    origin = models.CharField(max_length=12, choices=Origin.choices)
    created_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=Now())
    attempts = models.PositiveIntegerField(default=0)
    claim = models.UUIDField(null=True)
    problem = models.CharField(max_length=200, blank=True, help_text=_("Why the last try failed: the kind of error, no values."))

    class Meta:
        verbose_name_plural = "inbox rows"
        indexes = [models.Index(name="inbox_due", fields=["due_at"])]
        constraints = [
            UniqueConstraint(
                name="inbox_entry_once",
                fields=["reader", "entry"],
                violation_error_message=_("A reader reads an entry once."),
            ),
            CheckConstraint(
                name="inbox_names_entry_or_month",
                condition=Q(entry__isnull=False) | Q(county_id__isnull=False, first_month__isnull=False, last_month__isnull=False),
                violation_error_message=_("An inbox row names a journal entry or a county-month."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reader}: entry {self.entry}"


class Unsealed(models.Model):
    """An entry that no seal covers yet. Sealing deletes the row in the seal's own transaction, so nothing is sealed twice."""

    entry = models.BigIntegerField(primary_key=True)

    class Meta:
        verbose_name_plural = "unsealed"

    def __str__(self) -> str:
        return f"entry {self.entry}"


class Seal(models.Model):
    """A link of the chain: the ids and digests it covers, and the digest of the seal before it."""

    number = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    entries = models.JSONField(help_text=_("[[entry id, sha256 of the entry], ...]"))

    class Meta:
        constraints = [
            CheckConstraint(
                name="seal_number_is_positive",
                condition=Q(number__gte=1),
                violation_error_message=_("Seals are numbered from 1."),
            )
        ]

    def __str__(self) -> str:
        return f"seal {self.number}"
