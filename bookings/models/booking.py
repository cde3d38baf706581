import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from bookings.models.fact import Fact, fact_constraints
from bookings.models.moments import known, moment, not_before, whole
from bookings.querysets import BookingQuerySet


class BookingKind(models.TextChoices):
    NEW_ARREST = "new_arrest", _("new arrest")
    WARRANT = "warrant", _("warrant")
    SENTENCE = "sentence", _("sentence")
    OTHER_HOLD = "other_hold", _("another agency's hold")
    HELD_FOR_ICE = "held_for_ice", _("held for ICE (outside every public figure)")
    UNKNOWN = "unknown", _("not known")


class Answer(models.TextChoices):
    """What became of a question. Unknown is not the same as not asked."""

    ANSWERED = "answered", _("answered")
    DECLINED = "declined", _("declined to answer")
    NOT_ASKED = "not_asked", _("not asked")
    UNKNOWN = "unknown", _("unknown")


class ReleaseKind(models.TextChoices):
    STREET = "street", _("street")
    ICE = "ice", _("ICE")
    OTHER_AGENCY = "other_agency", _("other agency or jail")
    STATE_PRISON = "state_prison", _("state prison")
    DIED = "died", _("died")
    ESCAPED = "escaped", _("escaped")
    OTHER = "other", _("other")
    UNKNOWN = "unknown", _("unknown")


class Sex(models.TextChoices):
    FEMALE = "female", _("female")
    MALE = "male", _("male")
    OTHER = "other", _("other")
    UNKNOWN = "unknown", _("unknown")


class Booking(Fact):
    """One stay of one person in the jail, from booking to release.

    The booking number is sealed; `number_hash` (keyed) is for matching only. Addresses carry `public_id`, which is random.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number_sealed = models.BinaryField(null=True)
    number_hash = models.CharField(max_length=64)
    person_key = models.CharField(max_length=64, blank=True)
    import_digest = models.CharField(max_length=64, blank=True, help_text=_("Keyed hash of what the last file said of this booking."))
    to_check = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("How many things were odd in what the last file said; empty if no file told of it.")
    )
    kind = models.CharField(_("kind of booking"), max_length=12, choices=BookingKind.choices, default=BookingKind.UNKNOWN)
    arresting_agency = models.CharField(_("arresting agency"), max_length=120, blank=True)
    booked_at, booked_until = moment(_("booked"), optional=False)
    arrested_at, arrested_until = moment(_("arrested"))

    notice_at, notice_until = moment(_("data-practices notice given"))
    notice_version = models.CharField(_("version of the notice"), max_length=40, blank=True)
    notice_language = models.CharField(_("language of the notice"), max_length=8, blank=True)

    birth_answer = models.CharField(_("birthplace asked"), max_length=10, choices=Answer.choices, default=Answer.UNKNOWN)
    birth_country = models.CharField(_("country of birth"), max_length=2, blank=True)
    birth_text = models.CharField(_("birthplace as written"), max_length=120, blank=True)
    birth_asked_by = models.CharField(_("who asked"), max_length=120, blank=True)
    birth_basis = models.CharField(_("on what basis"), max_length=120, blank=True)
    citizen_answer = models.CharField(_("citizenship asked"), max_length=10, choices=Answer.choices, default=Answer.UNKNOWN)
    citizen_country = models.CharField(_("country of citizenship"), max_length=2, blank=True)
    citizen_text = models.CharField(_("citizenship as written"), max_length=120, blank=True)
    citizen_asked_by = models.CharField(_("who asked"), max_length=120, blank=True)
    citizen_basis = models.CharField(_("on what basis"), max_length=120, blank=True)

    sex = models.CharField(_("sex"), max_length=8, choices=Sex.choices, default=Sex.UNKNOWN)
    race = models.CharField(_("race as the jail records it"), max_length=60, blank=True)
    age = models.PositiveSmallIntegerField(_("age in whole years"), null=True, blank=True)

    court_at, court_until = moment(_("first court appearance"))
    released_at, released_until = moment(_("released"))
    release_kind = models.CharField(_("released to"), max_length=12, choices=ReleaseKind.choices, blank=True)
    release_reason = models.CharField(_("reason of the release, as written"), max_length=120, blank=True)

    objects: ClassVar[Any] = BookingQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(name="booking_booked", fields=["county", "booked_at"]),
            models.Index(name="booking_released", fields=["county", "released_at"]),
        ]
        constraints = [
            *fact_constraints("booking"),
            UniqueConstraint(
                name="booking_number_once",
                fields=["county", "number_hash"],
                condition=Q(entered_in_error=False),
                violation_error_message=_("This county already has a booking with this number."),
            ),
            known("booking", "kind", BookingKind.values, _("Choose one of the listed kinds of booking.")),
            known("booking", "birth_answer", Answer.values, _("Say whether birthplace was answered, declined, not asked or is unknown.")),
            known(
                "booking", "citizen_answer", Answer.values, _("Say whether citizenship was answered, declined, not asked or is unknown.")
            ),
            known("booking", "sex", Sex.values, _("Choose one of the listed entries for sex.")),
            known("booking", "release_kind", ["", *ReleaseKind.values], _("Choose one of the listed kinds of release.")),
            CheckConstraint(
                name="booking_birth_country_needs_an_answer",
                condition=Q(birth_country="") | Q(birth_answer=Answer.ANSWERED),
                violation_error_message=_("A country of birth is recorded only if birthplace was answered."),
            ),
            CheckConstraint(
                name="booking_citizen_country_needs_an_answer",
                condition=Q(citizen_country="") | Q(citizen_answer=Answer.ANSWERED),
                violation_error_message=_("A country of citizenship is recorded only if citizenship was answered."),
            ),
            CheckConstraint(
                name="booking_age_is_possible",
                condition=Q(age=None) | Q(age__lte=120),
                violation_error_message=_("The age is over 120 years: check it."),
            ),
            CheckConstraint(
                name="booking_release_is_whole",
                condition=Q(released_at=None, release_kind="") | (Q(released_at__isnull=False) & ~Q(release_kind="")),
                violation_error_message=_("A release needs its time and where the person went: both, or neither."),
            ),
            CheckConstraint(
                name="booking_notice_is_whole",
                condition=Q(notice_at=None, notice_version="") | (Q(notice_at__isnull=False) & ~Q(notice_version="")),
                violation_error_message=_("A notice needs its time and the version of its text: both, or neither."),
            ),
            whole("booking", "notice"),
            whole("booking", "booked"),
            whole("booking", "arrested"),
            whole("booking", "court"),
            whole("booking", "released"),
            not_before("booking", "released", "booked", _("The release is before the booking: check both times.")),
            not_before("booking", "court", "booked", _("The first court appearance is before the booking: check both times.")),
        ]

    @property
    def case_key(self) -> str:
        """How a booking is called in lists: never by its number."""
        return str(self.public_id)[:8].upper()

    def __str__(self) -> str:
        return str(self.public_id)
