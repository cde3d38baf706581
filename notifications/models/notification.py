from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from bookings.models import Detainer, YesNo
from bookings.models.fact import fact_constraints
from bookings.models.moments import known
from bookings.models.of_booking import BookingFact
from notifications.models.representation import Representation
from notifications.models.subscription import DEADLINES, Subscription


class Recipient(models.TextChoices):
    ICE = "ice", _("ICE")
    PERSON = "person", _("the person")
    COUNSEL = "counsel", _("counsel")
    DESIGNEE = "designee", _("designee")
    OFFICER = "officer", _("an officer of the county")
    OTHER_AGENCY = "other_agency", _("other agency")


class Topic(models.TextChoices):
    """What somebody is told of."""

    RELEASE = "release", _("the coming release")
    DETAINER_RECEIVED = "detainer_received", _("a detainer was received")
    INTERVIEW_ASKED = "interview_asked", _("ICE asked for an interview")
    ABOUT_TO_TELL = "about_to_tell", _("staff are about to tell ICE of the release")
    ICE_TOLD = "ice_told", _("ICE was told of the release")
    HANDED_OVER = "handed_over", _("the person was handed over to ICE")
    CITIZENSHIP_CLAIM = "citizenship_claim", _("the person claims US citizenship")
    NOT_SERVED = "not_served", _("a copy of the detainer was not served in time")
    NOT_TOLD = "not_told", _("ICE was told, and the person or counsel was not")
    ELIGIBLE_LONG = "eligible_long", _("eligible for long while ICE was told")
    HOLD_STARTS = "hold_starts", _("held on the detainer: the 48 hours run")
    HOLD_ENDS = "hold_ends", _("held on the detainer: the 48 hours are over")
    RETRACTION = "retraction", _("an alert was withdrawn: what it told of was entered in error")


# Telling of a release itself: these count as having told counsel of it (t6); news of other things does not.
RELEASE_TOPICS = (Topic.RELEASE, Topic.ABOUT_TO_TELL, Topic.ICE_TOLD)
TO_LAWYERS = (Recipient.COUNSEL, Recipient.DESIGNEE)


class ReleaseNotification(BookingFact):
    """One telling to one recipient. When it was tried, by whom and with what success stands in its attempts.

    It has no due time: what a machine has to send has its own row (`Delivery`), which there is none of for ICE.
    """

    recipient = models.CharField(_("told to"), max_length=12, choices=Recipient.choices)
    about = models.CharField(_("told of"), max_length=18, choices=Topic.choices, default=Topic.RELEASE)
    representation = models.ForeignKey(Representation, on_delete=models.PROTECT, null=True, blank=True, related_name="notifications")
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    detainer = models.ForeignKey(Detainer, on_delete=models.PROTECT, null=True, blank=True, related_name="notifications")
    retracts = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="retractions")
    agency = models.CharField(_("office or agency told"), max_length=120, blank=True)
    hours_asked = models.PositiveSmallIntegerField(_("hours of notice that ICE asked for"), null=True, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    public_information = models.CharField(_("release date is public"), max_length=8, choices=YesNo.choices, default=YesNo.UNKNOWN)
    language = models.CharField(_("language"), max_length=8, blank=True)
    text_told = models.TextField(_("what was told"), blank=True)
    cause = models.CharField(max_length=40, blank=True, help_text=_("The journal entry or deadline that made JailWatch plan it."))

    machine_only: ClassVar[frozenset[str]] = frozenset({"subscription", "retracts", "cause"})
    # Officers are alerted by their subscription, and of deadlines and withdrawals JailWatch tells by itself.
    machine_choices: ClassVar[dict[str, frozenset[str]]] = {
        "recipient": frozenset({Recipient.OFFICER}),
        "about": frozenset({Topic.RETRACTION, *DEADLINES}),
    }

    class Meta:
        indexes = [models.Index(name="notification_recipient", fields=["booking", "recipient"])]
        constraints = [
            *fact_constraints("releasenotification"),
            known("releasenotification", "recipient", Recipient.values, _("Choose who was told: one of those listed.")),
            known("releasenotification", "about", Topic.values, _("Choose what it is about: one of those listed.")),
            known("releasenotification", "public_information", YesNo.values, _("Say whether the release date is public anyway.")),
            CheckConstraint(
                name="releasenotification_lawyer_is_named",
                condition=Q(recipient__in=TO_LAWYERS, representation__isnull=False)
                | (~Q(recipient__in=TO_LAWYERS) & Q(representation=None)),
                violation_error_message=_("Counsel or designee: name which representation; anybody else has none."),
            ),
            CheckConstraint(
                name="releasenotification_officer_subscribed",
                condition=Q(recipient=Recipient.OFFICER, subscription__isnull=False)
                | (~Q(recipient=Recipient.OFFICER) & Q(subscription=None)),
                violation_error_message=_("Officers of the county are alerted by their subscription, and by nothing else."),
            ),
            CheckConstraint(
                name="releasenotification_ice_is_told_of_a_release",
                condition=~Q(recipient=Recipient.ICE) | Q(about=Topic.RELEASE),
                violation_error_message=_("ICE is told of a release here; calls about other things are recorded as calls."),
            ),
            CheckConstraint(
                name="releasenotification_hours_are_of_ice",
                condition=Q(hours_asked=None) | Q(recipient=Recipient.ICE),
                violation_error_message=_("Only ICE asks for hours of notice: leave them empty."),
            ),
            CheckConstraint(
                name="releasenotification_agency_is_named",
                condition=(Q(recipient=Recipient.OTHER_AGENCY) & ~Q(agency=""))
                | Q(recipient=Recipient.ICE)
                | (~Q(recipient__in=[Recipient.OTHER_AGENCY, Recipient.ICE]) & Q(agency="")),
                violation_error_message=_("Name the other agency; for the person, counsel and officers leave it empty."),
            ),
            CheckConstraint(
                name="releasenotification_retraction_names_the_alert",
                condition=Q(about=Topic.RETRACTION, retracts__isnull=False) | (~Q(about=Topic.RETRACTION) & Q(retracts=None)),
                violation_error_message=_("A retraction names the alert that it withdraws; nothing else does."),
            ),
            UniqueConstraint(
                name="releasenotification_lawyer_once",
                fields=["cause", "representation"],
                condition=~Q(cause="") & Q(representation__isnull=False),
                violation_error_message=_("This lawyer is alerted of this already."),
            ),
            UniqueConstraint(
                name="releasenotification_officer_once",
                fields=["cause", "subscription"],
                condition=~Q(cause="") & Q(subscription__isnull=False),
                violation_error_message=_("This officer is alerted of this already."),
            ),
        ]

    def __str__(self) -> str:
        return f"release notification {self.pk}"

    @property
    def spoken(self) -> str:
        """How it is called in a list to choose from."""
        return _("%(recipient)s: %(about)s") % {"recipient": self.get_recipient_display(), "about": self.get_about_display()}
