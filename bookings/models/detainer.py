from typing import Any, ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from bookings.models.fact import fact_constraints
from bookings.models.moments import known, moment, not_before, whole
from bookings.models.of_booking import BookingFact
from bookings.querysets import DetainerQuerySet


class Form(models.TextChoices):
    """The forms by which ICE asks, and what each is (domain: Form I-247A and its forerunners)."""

    I_247A = "I-247A", _("I-247A (since April 2017)")
    I_247D = "I-247D", _("I-247D (2015-17, hold)")
    I_247N = "I-247N", _("I-247N (2015-17, notice only)")
    I_247X = "I-247X", _("I-247X (2015-17, other)")
    I_247G = "I-247G", _("I-247G (notice only)")
    I_247 = "I-247", _("I-247 (before 2015)")
    OTHER = "other", _("other form")
    UNKNOWN = "unknown", _("form not known")


class Warrant(models.TextChoices):
    """What came with it. Only a judicial warrant is signed by a judge."""

    NONE = "none", _("none")
    I_200 = "I-200", _("I-200, signed by an officer")
    I_205 = "I-205", _("I-205, signed by an officer")
    I_203 = "I-203", _("I-203, order to detain or release")
    NCIC = "ncic", _("NCIC hit")
    JUDICIAL = "judicial", _("judicial warrant")
    UNKNOWN = "unknown", _("not known")


class Trigger(models.TextChoices):
    FINGERPRINTS = "fingerprints", _("fingerprint match")
    JAIL_CALL = "jail_call", _("call by the jail")
    COURT_RECORDS = "court_records", _("review of court records")
    INTERVIEW = "interview", _("interview")
    ROSTER = "roster", _("jail roster")
    UNKNOWN = "unknown", _("unknown")


class CameFrom(models.TextChoices):
    ICE = "ice", _("ICE")
    RELAYED = "relayed", _("relayed by another agency")


class Decision(models.TextChoices):
    COMPLY = "comply", _("comply")
    DECLINE = "decline", _("decline")
    NOTIFY_ONLY = "notify_only", _("notify only")


class Detainer(BookingFact):
    """A request by ICE to hold someone, or to be told of a release. Its outcome is a rule (`rules.outcome`), never a column."""

    form = models.CharField(_("form"), max_length=8, choices=Form.choices, default=Form.UNKNOWN)
    warrant = models.CharField(_("warrant attached"), max_length=8, choices=Warrant.choices, default=Warrant.UNKNOWN)
    trigger = models.CharField(_("what led to it"), max_length=14, choices=Trigger.choices, default=Trigger.UNKNOWN)
    came_from = models.CharField(_("came from"), max_length=8, choices=CameFrom.choices, default=CameFrom.ICE)
    relayed_from = models.CharField(_("relayed from"), max_length=120, blank=True)
    hours_asked = models.PositiveSmallIntegerField(_("hours of notice asked for"), null=True, blank=True)
    received_at, received_until = moment(_("received"), optional=False)
    served_at, served_until = moment(_("copy served on the person"))
    decision = models.CharField(_("decision"), max_length=12, choices=Decision.choices, blank=True)
    decision_basis = models.CharField(_("legal basis of the decision"), max_length=200, blank=True)
    decided_at, decided_until = moment(_("decided"))
    withdrawn_at, withdrawn_until = moment(_("withdrawn by ICE"))
    expired_at, expired_until = moment(_("expired"))
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by")

    objects: ClassVar[Any] = DetainerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(name="detainer_received", fields=["county", "received_at"])]
        constraints = [
            *fact_constraints("detainer"),
            known("detainer", "form", Form.values, _("Choose one of the listed forms.")),
            known("detainer", "warrant", Warrant.values, _("Choose one of the listed warrants.")),
            known("detainer", "trigger", Trigger.values, _("Choose one of the listed triggers.")),
            known("detainer", "came_from", CameFrom.values, _("Say whether it came from ICE or was relayed.")),
            known("detainer", "decision", ["", *Decision.values], _("Choose one of the listed decisions.")),
            CheckConstraint(
                name="detainer_relay_names_its_agency",
                condition=Q(came_from=CameFrom.ICE, relayed_from="") | (Q(came_from=CameFrom.RELAYED) & ~Q(relayed_from="")),
                violation_error_message=_("A relayed detainer names the agency it came from; one from ICE names none."),
            ),
            CheckConstraint(
                name="detainer_decision_is_whole",
                condition=Q(decision="", decided_at=None) | (~Q(decision="") & Q(decided_at__isnull=False)),
                violation_error_message=_("A decision needs its time: both, or neither."),
            ),
            CheckConstraint(
                name="detainer_supersedes_another",
                condition=Q(supersedes=None) | ~Q(supersedes=F("pk")),
                violation_error_message=_("A detainer cannot supersede itself."),
            ),
            whole("detainer", "received"),
            whole("detainer", "served"),
            whole("detainer", "decided"),
            whole("detainer", "withdrawn"),
            whole("detainer", "expired"),
            not_before("detainer", "served", "received", _("The copy was served before the detainer was received: check both times.")),
            not_before("detainer", "decided", "received", _("The decision is before the detainer was received: check both times.")),
            not_before("detainer", "withdrawn", "received", _("It was withdrawn before it was received: check both times.")),
            not_before("detainer", "expired", "received", _("It expired before it was received: check both times.")),
        ]

    def __str__(self) -> str:
        return f"detainer {self.pk}"
