from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from bookings.models.fact import fact_constraints
from bookings.models.ice_call import IceCall
from bookings.models.moments import known, moment, whole
from bookings.models.of_booking import BookingFact
from bookings.models.visit import IceVisit


class ConsentAnswer(models.TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
    ONLY_WITH_ATTORNEY = "only_with_attorney", _("only with an attorney")
    WITHDRAWN = "withdrawn", _("withdrawn")
    NOT_ASKED = "not_asked", _("not asked")


class ConsentHow(models.TextChoices):
    IN_PERSON = "in_person", _("in person")
    PHONE = "phone", _("by phone")
    VIDEO = "video", _("by video")
    PAPER = "paper", _("on paper")
    UNKNOWN = "unknown", _("not known")


class Interpreter(models.TextChoices):
    NONE = "none", _("none needed")
    IN_PERSON = "in_person", _("in person")
    PHONE_LINE = "phone_line", _("phone line")
    STAFF = "staff", _("staff member")
    MISSING = "missing", _("needed, not provided")
    UNKNOWN = "unknown", _("not known")


class Consent(BookingFact):
    """The person was asked whether to speak with ICE, and what they were told (Gov. Code 7283.1(a); RCW 10.93.160; HB19-1124).

    It is about one call, one visit, or (neither named) about what comes next.
    """

    call = models.ForeignKey(IceCall, on_delete=models.PROTECT, null=True, blank=True, related_name="consents")
    visit = models.ForeignKey(IceVisit, on_delete=models.PROTECT, null=True, blank=True, related_name="consents")
    asked_at, asked_until = moment(_("asked"), optional=False)
    how = models.CharField(_("how"), max_length=10, choices=ConsentHow.choices, default=ConsentHow.UNKNOWN)
    form_version = models.CharField(_("version of the form"), max_length=40, blank=True)
    language = models.CharField(_("language of the form"), max_length=8, blank=True)
    interpreter = models.CharField(_("interpreter"), max_length=12, choices=Interpreter.choices, default=Interpreter.UNKNOWN)
    answer = models.CharField(_("answer"), max_length=20, choices=ConsentAnswer.choices)
    told_purpose = models.BooleanField(_("told the purpose"), default=False)
    told_voluntary = models.BooleanField(_("told that it is voluntary"), default=False)
    told_may_decline = models.BooleanField(_("told that they may decline"), default=False)
    told_attorney = models.BooleanField(_("told that they may ask for an attorney"), default=False)
    told_no_punishment = models.BooleanField(_("told that declining has no punishment"), default=False)

    class Meta:
        constraints = [
            *fact_constraints("consent"),
            known("consent", "how", ConsentHow.values, _("Choose how the person was asked.")),
            known("consent", "interpreter", Interpreter.values, _("Choose one of the listed entries for the interpreter.")),
            known("consent", "answer", ConsentAnswer.values, _("Choose one of the listed answers.")),
            CheckConstraint(
                name="consent_is_about_one_thing",
                condition=Q(call=None) | Q(visit=None),
                violation_error_message=_("A consent is about a call or about a visit, not about both."),
            ),
            whole("consent", "asked"),
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"
