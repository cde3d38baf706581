from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from bookings.models.contact import YesNo
from bookings.models.fact import fact_constraints
from bookings.models.moments import known, moment, not_before, whole
from bookings.models.of_booking import BookingFact


class VisitKind(models.TextChoices):
    PHONE = "phone", _("by phone")
    VIDEO = "video", _("by video")
    IN_PERSON = "in_person", _("in person")


class EndedBy(models.TextChoices):
    PERSON = "person", _("the person")
    ICE = "ice", _("ICE")
    STAFF = "staff", _("staff")
    ATTORNEY = "attorney", _("the attorney")
    UNKNOWN = "unknown", _("not known")


class IceVisit(BookingFact):
    """An interview by ICE: asked for, perhaps held. Held without a yes before its start needs a reason (`rules.consent`)."""

    kind = models.CharField(_("how"), max_length=10, choices=VisitKind.choices)
    requested_at, requested_until = moment(_("asked for"), optional=False)
    planned_at, planned_until = moment(_("planned for"))
    agency = models.CharField(_("agency that asked"), max_length=120, blank=True)
    room = models.CharField(_("room"), max_length=60, blank=True)
    started_at, started_until = moment(_("started"))
    ended_at, ended_until = moment(_("ended"))
    ended_by = models.CharField(_("who ended it"), max_length=10, choices=EndedBy.choices, blank=True)
    attorney_present = models.CharField(_("attorney present"), max_length=8, choices=YesNo.choices, default=YesNo.UNKNOWN)
    staff_present = models.CharField(_("staff stayed in the room"), max_length=8, choices=YesNo.choices, default=YesNo.UNKNOWN)
    learned_at, learned_until = moment(_("person learned that it was ICE"))
    language = models.CharField(_("language spoken"), max_length=8, blank=True)
    override_reason = models.CharField(_("why without consent"), max_length=500, blank=True)

    class Meta:
        constraints = [
            *fact_constraints("icevisit"),
            known("icevisit", "kind", VisitKind.values, _("Say how: by phone, by video or in person.")),
            known("icevisit", "ended_by", ["", *EndedBy.values], _("Choose who ended the visit: one of those listed.")),
            known("icevisit", "attorney_present", YesNo.values, _("Say whether an attorney was present.")),
            known("icevisit", "staff_present", YesNo.values, _("Say whether staff stayed in the room.")),
            CheckConstraint(
                name="icevisit_end_needs_a_start",
                condition=Q(ended_at=None, ended_by="") | Q(started_at__isnull=False),
                violation_error_message=_("A visit that did not start has no end."),
            ),
            CheckConstraint(
                name="icevisit_override_needs_a_start",
                condition=Q(override_reason="") | Q(started_at__isnull=False),
                violation_error_message=_("A reason for going without consent is recorded only for a visit that started."),
            ),
            whole("icevisit", "requested"),
            whole("icevisit", "planned"),
            whole("icevisit", "started"),
            whole("icevisit", "ended"),
            whole("icevisit", "learned"),
            not_before("icevisit", "started", "requested", _("The visit started before it was asked for: check both times.")),
            not_before("icevisit", "ended", "started", _("The visit ended before it started: check both times.")),
        ]

    def __str__(self) -> str:
        return f"ICE visit {self.pk}"
