from typing import Any, ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import County, User
from bookings.models.batch import ImportBatch
from bookings.models.moments import known
from bookings.querysets import FactQuerySet


class Source(models.TextChoices):
    STAFF = "staff", _("entered by staff")
    IMPORT = "import", _("imported file")
    API = "api", _("jail system")
    PHONE_LOG = "phone_log", _("phone log")
    FAX_RECEIPT = "fax_receipt", _("fax receipt")


class Fact(models.Model):
    """What every fact of the record has: whose, since when known, by whom, from what source."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(_("source"), max_length=12, choices=Source.choices, default=Source.STAFF)
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now())
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    staff_minutes = models.PositiveSmallIntegerField(_("staff minutes"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    entered_in_error = models.BooleanField(_("entered in error"), default=False)
    error_reason = models.CharField(_("why it was entered in error"), max_length=500, blank=True)
    remarks = models.TextField(_("remarks (never leave the staff side)"), blank=True)

    # Columns that neither a form nor a jail system's program may fill.
    machine_only: ClassVar[frozenset[str]] = frozenset()
    # Choices that only JailWatch makes, by column: a form does not offer them.
    machine_choices: ClassVar[dict[str, frozenset[str]]] = {}

    objects: ClassVar[Any] = FactQuerySet.as_manager()

    class Meta:
        abstract = True


def fact_constraints(model: str) -> list[models.BaseConstraint]:
    """The constraints that every fact's table has."""
    return [
        known(model, "source", Source.values, _("Say where this fact comes from: one of the listed sources.")),
        CheckConstraint(
            name=f"{model}_error_has_its_reason",
            condition=Q(entered_in_error=False, error_reason="") | (Q(entered_in_error=True) & ~Q(error_reason="")),
            violation_error_message=_("Say why this was entered in error."),
        ),
    ]
