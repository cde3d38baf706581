from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from bookings.models.booking import Booking
from bookings.models.contact import Channel
from bookings.models.fact import Fact, fact_constraints
from bookings.models.moments import known, moment, not_before, whole


class RequestKind(models.TextChoices):
    STATUS = "status", _("custody status")
    RELEASE_DATE = "release_date", _("release date")
    COURT_DATES = "court_dates", _("court dates")
    INTERVIEW = "interview", _("interview")
    RECORDS = "records", _("records")
    DATABASE = "database", _("database look-up")
    OTHER = "other", _("other")


class RequestAnswer(models.TextChoices):
    ANSWERED = "answered", _("answered")
    PARTLY = "partly", _("answered in part")
    DECLINED = "declined", _("declined")
    NONE = "none", _("not answered")


class FederalRequest(Fact):
    """A request by a federal agency that is no detainer. It may be about nobody in particular."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, null=True, blank=True, related_name="federalrequests")
    kind = models.CharField(_("what was asked"), max_length=14, choices=RequestKind.choices)
    agency = models.CharField(_("agency"), max_length=120)
    received_at, received_until = moment(_("received"), optional=False)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, default=Channel.UNKNOWN)
    answer = models.CharField(_("the jail's answer"), max_length=10, choices=RequestAnswer.choices, blank=True)
    answered_at, answered_until = moment(_("answered"))
    told = models.JSONField(_("what was told"), default=list, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=40, blank=True)

    class Meta:
        constraints = [
            *fact_constraints("federalrequest"),
            known("federalrequest", "kind", RequestKind.values, _("Choose what was asked for: one of the listed things.")),
            known("federalrequest", "channel", Channel.values, _("Choose one of the listed channels.")),
            known("federalrequest", "answer", ["", *RequestAnswer.values], _("Choose one of the listed answers.")),
            CheckConstraint(
                name="federalrequest_names_its_agency",
                condition=~Q(agency=""),
                violation_error_message=_("Say which agency asked for it."),
            ),
            CheckConstraint(
                name="federalrequest_answer_time_needs_an_answer",
                condition=Q(answered_at=None) | ~Q(answer__in=["", RequestAnswer.NONE]),
                violation_error_message=_("The time of the answer needs the answer."),
            ),
            whole("federalrequest", "received"),
            whole("federalrequest", "answered"),
            not_before("federalrequest", "answered", "received", _("It was answered before it was received: check both times.")),
        ]

    def __str__(self) -> str:
        return f"federal request {self.pk}"
