from typing import Any, ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models import County, User
from bookings.models.moments import known
from notifications.addresses import not_federal
from notifications.querysets import OfficeQuerySet


class OfficeKind(models.TextChoices):
    PUBLIC_DEFENDER = "public_defender", _("public defender")
    CONFLICT_COUNSEL = "conflict_counsel", _("conflict counsel")
    PRIVATE = "private", _("private counsel")
    LEGAL_AID = "legal_aid", _("legal aid")


class Office(models.Model):
    """A law office that represents people held in a county's jail. Its members see the bookings that they represent, and no other."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="offices")
    name = models.CharField(_("name of the office"), max_length=120)
    kind = models.CharField(_("kind of office"), max_length=16, choices=OfficeKind.choices, default=OfficeKind.PUBLIC_DEFENDER)
    email = models.EmailField(_("address for alerts"))
    second_email = models.EmailField(_("second address, if the first fails or nobody confirms"), blank=True)
    language = models.CharField(_("language of its alerts"), max_length=8, default="en")
    members = models.ManyToManyField(User, related_name="offices", blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects: ClassVar[Any] = OfficeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["county", "name"]
        constraints = [
            known("office", "kind", OfficeKind.values, _("Choose one of the listed kinds of office.")),
            UniqueConstraint(
                name="office_name_once",
                fields=["county", "name"],
                violation_error_message=_("This county already has an office of this name."),
            ),
            CheckConstraint(
                name="office_is_not_federal",
                condition=not_federal("email") & not_federal("second_email"),
                violation_error_message=_("Alerts never go to an address of a federal immigration agency."),
            ),
            CheckConstraint(
                name="office_second_address_differs",
                condition=Q(second_email="") | ~Q(second_email=models.F("email")),
                violation_error_message=_("The second address is the first one again: give another or none."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
