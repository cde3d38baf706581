from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import County
from bookings.models import Booking
from bookings.models.moments import moment, whole

CLOCKS = ("t0", "t1", "cleared", "t2", "t3", "t4", "t5", "t6", "t7", "t8")


class ReleaseTiming(models.Model):
    """The release clock of one booking, derived from its facts by `notifications.timing.record` and by nothing else.

    `intervals` holds, by the code of `notifications.rules.intervals`, the state and the bounds in minutes; `facts` the ids of
    the facts that gave each moment. It can be thrown away and made again: `retime --check` finds no difference.
    """

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="timing")
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="+", db_index=False)
    ice_interest = models.BooleanField(_("ICE had asked for this person"), default=False)
    t0_at, t0_until = moment(_("release-eligible"))
    t1_at, t1_until = moment(_("staff knew"))
    cleared_at, cleared_until = moment(_("cleared"))
    t2_at, t2_until = moment(_("ICE first told"))
    t3_at, t3_until = moment(_("ICE reached"))
    t4_at, t4_until = moment(_("ICE answered"))
    t5_at, t5_until = moment(_("person told"))
    t6_at, t6_until = moment(_("counsel told"))
    t7_at, t7_until = moment(_("released"))
    t8_at, t8_until = moment(_("handed over to ICE"))
    answer = models.CharField(max_length=12, blank=True)
    channel = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=14, blank=True)
    attempts_to_reach = models.PositiveSmallIntegerField(null=True)
    intervals: Any = models.JSONField(default=dict)
    facts: Any = models.JSONField(default=dict)
    rule_version = models.CharField(max_length=12)
    task = models.CharField(max_length=80, blank=True)
    timed_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(name="timing_released", fields=["county", "t7_at"])]
        constraints = [
            *(whole("releasetiming", name) for name in CLOCKS),
            CheckConstraint(
                name="releasetiming_has_its_rule",
                condition=~Q(rule_version=""),
                violation_error_message=_("A timing names the version of the rule that made it."),
            ),
        ]

    def __str__(self) -> str:
        return f"timing of booking {self.booking_id}"
