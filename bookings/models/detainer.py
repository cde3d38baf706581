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


class ServedHow(models.TextChoices):
    IN_PERSON = "in_person", _("in person")
    INMATE_MAIL = "inmate_mail", _("inmate mail")
    OTHER = "other", _("other")


class Detainer(BookingFact):
    """A request by ICE to hold someone, or to be told of a release. Its outcome is a rule (`rules.outcome`), never a column."""

    form = models.CharField(_("form"), max_length=8, choices=Form.choices, default=Form.UNKNOWN)
    warrant = models.CharField(_("warrant attached"), max_length=8, choices=Warrant.choices, default=Warrant.UNKNOWN)
    trigger = models.CharField(_("what led to it"), max_length=14, choices=Trigger.choices, default=Trigger.UNKNOWN)
    came_from = models.CharField(_("came from"), max_length=8, choices=CameFrom.choices, default=CameFrom.ICE)
    relayed_from = models.CharField(_("relayed from"), max_length=120, blank=True)
    final_order = models.BooleanField(_("box 1: final order of removal"), default=False)
    pendency = models.BooleanField(_("box 1: removal proceedings pending"), default=False)
    biometric = models.BooleanField(_("box 1: biometric confirmation"), default=False)
    statements = models.BooleanField(_("box 1: statements or other evidence"), default=False)
    dhs_transferred = models.BooleanField(_("box 2: DHS will resume custody"), default=False)
    asks_notice = models.BooleanField(_("asks for notice of the release"), default=False)
    asks_hold = models.BooleanField(_("asks to hold up to 48 hours"), default=False)
    asks_relay = models.BooleanField(_("asks to relay to later custodians"), default=False)
    hours_asked = models.PositiveSmallIntegerField(_("hours of notice asked for"), null=True, blank=True)
    received_at, received_until = moment(_("received"), optional=False)
    served_at, served_until = moment(_("copy served on the person"))
    served_how = models.CharField(_("how served"), max_length=12, choices=ServedHow.choices, blank=True)
    served_by = models.CharField(_("served by"), max_length=120, blank=True)
    served_language = models.CharField(_("language of the copy"), max_length=8, blank=True)
    decision = models.CharField(_("decision"), max_length=12, choices=Decision.choices, blank=True)
    decision_basis = models.CharField(_("legal basis of the decision"), max_length=200, blank=True)
    decided_at, decided_until = moment(_("decided"))
    told_at, told_until = moment(_("person told of the decision"))
    withdrawn_at, withdrawn_until = moment(_("withdrawn by ICE"))
    expired_at, expired_until = moment(_("expired"))
    relayed_at, relayed_until = moment(_("relayed to another agency"))
    relayed_to = models.CharField(_("relayed to"), max_length=120, blank=True)
    duplicate_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="duplicates")
    duplicate_reason = models.CharField(_("why it is, or is not, the same paper again"), max_length=300, blank=True)
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
            known("detainer", "served_how", ["", *ServedHow.values], _("Choose how the copy was served.")),
            CheckConstraint(
                name="detainer_box_1_or_box_2",
                condition=Q(dhs_transferred=False) | Q(final_order=False, pendency=False, biometric=False, statements=False),
                violation_error_message=_("Box 1 and box 2 of the form exclude each other."),
            ),
            CheckConstraint(
                name="detainer_served_how_needs_a_time",
                condition=Q(served_at__isnull=False) | Q(served_how=""),
                violation_error_message=_("How the copy was served needs the time when it was served."),
            ),
            CheckConstraint(
                name="detainer_told_of_a_decision",
                condition=Q(told_at=None) | ~Q(decision=""),
                violation_error_message=_("The person can be told of a decision only once there is one."),
            ),
            CheckConstraint(
                name="detainer_relay_is_whole",
                condition=Q(relayed_at=None, relayed_to="") | (Q(relayed_at__isnull=False) & ~Q(relayed_to="")),
                violation_error_message=_("A relay needs its time and the agency it went to: both, or neither."),
            ),
            CheckConstraint(
                name="detainer_duplicate_has_its_reason",
                condition=Q(duplicate_of=None) | (~Q(duplicate_reason="") & ~Q(duplicate_of=F("pk"))),
                violation_error_message=_("Say why it is the same paper again."),
            ),
            whole("detainer", "told"),
            whole("detainer", "relayed"),
            whole("detainer", "received"),
            whole("detainer", "served"),
            whole("detainer", "decided"),
            whole("detainer", "withdrawn"),
            whole("detainer", "expired"),
            not_before("detainer", "served", "received", _("The copy was served before the detainer was received: check both times.")),
            not_before("detainer", "decided", "received", _("The decision is before the detainer was received: check both times.")),
            not_before("detainer", "told", "received", _("The person was told before the detainer was received: check both times.")),
            not_before("detainer", "relayed", "received", _("It was relayed before it was received: check both times.")),
            not_before("detainer", "withdrawn", "received", _("It was withdrawn before it was received: check both times.")),
            not_before("detainer", "expired", "received", _("It expired before it was received: check both times.")),
        ]

    def __str__(self) -> str:
        return f"detainer {self.pk}"
