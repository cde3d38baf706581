from typing import Any, ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from bookings.models.fact import fact_constraints
from bookings.models.moments import known, moment, not_before, whole
from bookings.models.of_booking import BookingFact
from notifications.models.office import Office
from notifications.querysets import RepresentationQuerySet


class Stands(models.TextChoices):
    """Who stands by the person."""

    COUNSEL = "counsel", _("counsel")
    DESIGNEE = "designee", _("designee named by the person")


class HowKnown(models.TextChoices):
    COURT = "court", _("appointed by the court")
    OFFICE = "office", _("the office told the jail")
    PERSON = "person", _("the person told the jail")
    IMPORT = "import", _("imported file")
    UNKNOWN = "unknown", _("not known")


class Representation(BookingFact):
    """An office represents the person, or the person named a designee (Gov. Code 7283.1(b): one, revocable).

    The only way in which a defender sees a booking. Name and address of a designee are sealed under the booking's key.
    """

    stands = models.CharField(_("who"), max_length=8, choices=Stands.choices, default=Stands.COUNSEL)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="representations")
    contact_sealed = models.BinaryField(null=True)
    began_at, began_until = moment(_("from"), optional=False)
    ended_at, ended_until = moment(_("ended or revoked"))
    how_known = models.CharField(_("how it is known"), max_length=8, choices=HowKnown.choices, default=HowKnown.UNKNOWN)

    machine_only: ClassVar[frozenset[str]] = frozenset({"contact_sealed"})

    objects: ClassVar[Any] = RepresentationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(name="representation_office", fields=["office", "booking"])]
        constraints = [
            *fact_constraints("representation"),
            known("representation", "stands", Stands.values, _("Say who it is: counsel or a designee.")),
            known("representation", "how_known", HowKnown.values, _("Choose one of the listed ways in which it is known.")),
            CheckConstraint(
                name="representation_names_an_office_or_a_designee",
                condition=(~Q(stands=Stands.DESIGNEE) & Q(office__isnull=False, contact_sealed=None))
                | Q(stands=Stands.DESIGNEE, office=None),
                violation_error_message=_("Counsel is one of the county's offices; a designee is a person and no office."),
            ),
            UniqueConstraint(
                name="representation_one_designee",
                fields=["booking"],
                condition=Q(stands=Stands.DESIGNEE, ended_at=None, entered_in_error=False),
                violation_error_message=_("The person has named a designee already: end that one first."),
            ),
            UniqueConstraint(
                name="representation_office_once",
                fields=["booking", "office"],
                condition=Q(ended_at=None, entered_in_error=False),
                violation_error_message=_("This office already represents the person."),
            ),
            whole("representation", "began"),
            whole("representation", "ended"),
            not_before("representation", "ended", "began", _("It ended before it began: check both times.")),
        ]

    def __str__(self) -> str:
        return f"representation {self.pk}"
