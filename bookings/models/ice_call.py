from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from bookings.models.contact import Channel, StartedBy, YesNo
from bookings.models.fact import fact_constraints
from bookings.models.moments import known, moment, not_before, whole
from bookings.models.of_booking import BookingFact


class CallTrigger(models.TextChoices):
    BIRTHPLACE = "birthplace", _("birthplace or citizenship abroad")
    FINGERPRINTS = "fingerprints", _("fingerprint match")
    ICE_ASKED = "ice_asked", _("ICE asked")
    WARRANT = "warrant", _("warrant or NCIC hit")
    CLAIM = "claim", _("claim of citizenship")
    RELEASE = "release", _("release under way")
    OTHER = "other", _("other")
    UNKNOWN = "unknown", _("unknown")


class IceAnswer(models.TextChoices):
    NO_INTEREST = "no_interest", _("no interest")
    US_CITIZEN = "us_citizen", _("US citizen")
    WANTS_INTERVIEW = "wants_interview", _("wants an interview")
    WILL_LODGE = "will_lodge", _("will lodge a detainer")
    CALLS_BACK = "calls_back", _("will call back")
    NONE = "none", _("no answer")


class IceCall(BookingFact):
    """The jail and ICE spoke about someone. Who started it is a fact of its own."""

    called_at, called_until = moment(_("called"), optional=False)
    ended_at, ended_until = moment(_("call ended"))
    started_by = models.CharField(_("who started it"), max_length=8, choices=StartedBy.choices, default=StartedBy.UNKNOWN)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, default=Channel.UNKNOWN)
    trigger = models.CharField(_("what led to it"), max_length=14, choices=CallTrigger.choices, default=CallTrigger.UNKNOWN)
    spoke = models.CharField(_("who spoke for the jail"), max_length=120, blank=True)
    told = models.JSONField(_("what ICE was told"), default=list, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=40, blank=True)
    answer = models.CharField(_("ICE's answer"), max_length=16, choices=IceAnswer.choices, blank=True)
    answered_at, answered_until = moment(_("ICE answered"))
    put_on_phone = models.CharField(_("person put on the phone"), max_length=8, choices=YesNo.choices, default=YesNo.UNKNOWN)
    phone_at, phone_until = moment(_("person came to the phone"))
    staff_present = models.CharField(_("staff stayed in the room"), max_length=8, choices=YesNo.choices, default=YesNo.UNKNOWN)
    override_reason = models.CharField(_("why without consent"), max_length=500, blank=True)

    class Meta:
        constraints = [
            *fact_constraints("icecall"),
            known("icecall", "started_by", StartedBy.values, _("Say who started the call: the jail, ICE or not known.")),
            known("icecall", "channel", Channel.values, _("Choose one of the listed channels.")),
            known("icecall", "trigger", CallTrigger.values, _("Choose one of the listed triggers.")),
            known("icecall", "answer", ["", *IceAnswer.values], _("Choose one of the listed answers.")),
            known("icecall", "put_on_phone", YesNo.values, _("Say whether the person was put on the phone.")),
            known("icecall", "staff_present", YesNo.values, _("Say whether staff stayed in the room.")),
            CheckConstraint(
                name="icecall_answer_time_needs_an_answer",
                condition=Q(answered_at=None) | ~Q(answer__in=["", IceAnswer.NONE]),
                violation_error_message=_("The time of ICE's answer needs the answer."),
            ),
            CheckConstraint(
                name="icecall_phone_time_needs_the_phone",
                condition=Q(phone_at=None) | Q(put_on_phone=YesNo.YES),
                violation_error_message=_("A time on the phone is recorded only if the person was put on the phone."),
            ),
            CheckConstraint(
                name="icecall_override_needs_the_phone",
                condition=Q(override_reason="") | Q(put_on_phone=YesNo.YES),
                violation_error_message=_("A reason for going without consent is recorded only if the person was put on the phone."),
            ),
            whole("icecall", "called"),
            whole("icecall", "ended"),
            whole("icecall", "answered"),
            whole("icecall", "phone"),
            not_before("icecall", "ended", "called", _("The call ended before it began: check both times.")),
            not_before("icecall", "answered", "called", _("ICE answered before the call: check both times.")),
            not_before("icecall", "phone", "called", _("The person came to the phone before the call: check both times.")),
        ]

    def __str__(self) -> str:
        return f"ICE call {self.pk}"
