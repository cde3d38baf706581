from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

# An entry without a first day has been on its list since before anything recorded here.
SINCE_EVER = date(1900, 1, 1)


class List(models.TextChoices):
    """The dated lists."""

    LEGAL_BASIS = "legal_basis", _("legal bases")
    FORM = "form", _("versions of ICE's forms")
    REASON = "reason", _("reasons given on the forms")
    REASON_CROSSWALK = "reason_crosswalk", _("reasons as New York City counts them")
    CONSULAR = "consular", _("countries whose consulate must be told")
    HANDOVER_MODE = "handover_mode", _("ways of handing over")
    RATE = "rate", _("rates of pay and of jail-days")


class ListItem(models.Model):
    """One entry of a dated list, with its source. Lists change by law; a fact is read by the list of its day."""

    list = models.CharField(_("list"), max_length=20, choices=List.choices)
    code = models.CharField(_("code"), max_length=40)
    label = models.CharField(_("label"), max_length=200)
    value = models.CharField(
        _("stands for"), max_length=200, blank=True, help_text=_("What the code stands for elsewhere: a crosswalk's target, a rate.")
    )
    in_force_from = models.DateField(_("in force from"), default=SINCE_EVER)
    in_force_until = models.DateField(_("in force until (that day not included)"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    checked_on = models.DateField(_("checked on"))
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        ordering: ClassVar[Any] = ["list", "code"]
        constraints = [
            UniqueConstraint(
                name="listitem_once_a_day",
                fields=["list", "code", "in_force_from"],
                violation_error_message=_("This list already has this entry from that day on."),
            ),
            CheckConstraint(
                name="listitem_list_is_known",
                condition=Q(list__in=List.values),
                violation_error_message=_("Choose one of the dated lists."),
            ),
            CheckConstraint(
                name="listitem_ends_after_it_starts",
                condition=Q(in_force_until=None) | Q(in_force_until__gt=F("in_force_from")),
                violation_error_message=_("The entry ends before it starts: check both days."),
            ),
            CheckConstraint(
                name="listitem_names_its_source",
                condition=~Q(source=""),
                violation_error_message=_("Say where this entry comes from."),
            ),
        ]

    def __str__(self) -> str:
        return self.label
