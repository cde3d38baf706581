"""What stays and what ends: legal holds, and disposals, which one person proposes and another approves."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import County, User
from bookings.models.booking import Booking
from bookings.models.moments import known


class Clock(models.TextChoices):
    """Which clock of the county's schedule runs out. The last one ends what the others leave."""

    WORDS = "words", _("words written freely")
    PEOPLE = "people", _("what describes people")
    IDENTITY = "identity", _("what identifies: the booking’s key")


class LegalHold(models.Model):
    """Nothing of the booking, or of the whole county, is disposed of until the hold is lifted."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, null=True, blank=True, related_name="holds")
    reason = models.CharField(_("why it is held"), max_length=300, help_text=_("The case or the demand; name nobody who was held."))
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(db_default=Now())
    lifted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_why = models.CharField(_("why it is lifted"), max_length=300, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                name="legalhold_has_its_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why it is held: the case or the demand."),
            ),
            CheckConstraint(
                name="legalhold_lifting_is_whole",
                condition=Q(lifted_at=None, lifted_by=None, lifted_why="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_why="")),
                violation_error_message=_("A hold is lifted by somebody, at a time, for a reason: all three, or none."),
            ),
            UniqueConstraint(
                name="legalhold_once",
                fields=["booking"],
                condition=Q(lifted_at=None, booking__isnull=False),
                violation_error_message=_("This booking is held already."),
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"


class Disposal(models.Model):
    """All that one clock ended by a day: proposed by one person, approved and done by another, or refused."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+")
    clock = models.CharField(_("clock"), max_length=8, choices=Clock.choices)
    released_before = models.DateField(_("released before"))
    schedule = models.CharField(_("under which schedule"), max_length=200)
    bookings = models.PositiveIntegerField(default=0)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(db_default=Now())
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    refused_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(_("why it is refused"), max_length=300, blank=True)

    class Meta:
        constraints = [
            known("disposal", "clock", Clock.values, _("Choose one of the listed clocks.")),
            CheckConstraint(
                name="disposal_takes_two_people",
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")),
                violation_error_message=_("Whoever proposes a disposal does not approve it: ask a second person."),
            ),
            CheckConstraint(
                name="disposal_is_decided_once",
                condition=Q(decided_at=None, approved_by=None, refused_by=None, refusal="")
                | Q(decided_at__isnull=False, approved_by__isnull=False, refused_by=None, refusal="")
                | (Q(decided_at__isnull=False, approved_by=None, refused_by__isnull=False) & ~Q(refusal="")),
                violation_error_message=_("A disposal is approved, or refused with a reason, or still open."),
            ),
            CheckConstraint(
                name="disposal_names_its_schedule",
                condition=~Q(schedule=""),
                violation_error_message=_("Nothing is disposed of outside an approved schedule: name it."),
            ),
            UniqueConstraint(
                name="disposal_one_open",
                fields=["county", "clock"],
                condition=Q(decided_at=None),
                violation_error_message=_("A disposal of this kind is proposed already: decide that one first."),
            ),
        ]

    def __str__(self) -> str:
        return f"disposal {self.pk}"


class Disposed(models.Model):
    """One booking that a disposal took."""

    disposal = models.ForeignKey(Disposal, on_delete=models.PROTECT, related_name="taken")
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="disposed")
    clock = models.CharField(max_length=8, choices=Clock.choices)

    class Meta:
        verbose_name_plural = "disposed"
        constraints = [
            known("disposed", "clock", Clock.values, _("Choose one of the listed clocks.")),
            UniqueConstraint(
                name="disposed_once",
                fields=["booking", "clock"],
                violation_error_message=_("This was disposed of already."),
            ),
        ]

    def __str__(self) -> str:
        return f"booking {self.booking_id}, {self.clock}"
