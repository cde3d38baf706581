"""Facts about a county rather than a person: policies, signed nil returns, known gaps."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import County, User
from bookings.models.moments import known, moment, whole


class PolicyRule(models.TextChoices):
    HONOR_DETAINERS = "honor_detainers", _("holding people on detainers")
    TELL_ICE = "tell_ice", _("telling ICE of releases")
    CALL_ICE = "call_ice", _("calling ICE about people born abroad")
    ASK_BIRTHPLACE = "ask_birthplace", _("asking for birthplace")
    ASK_FIRST = "ask_first", _("asking the person before a call or visit")
    VISITS = "visits", _("visits by ICE")
    OTHER = "other", _("other")


class CountyFact(models.Model):
    """Whose, recorded when and by whom. Entered in error, it stays on record and out of figures."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="%(class)ss")
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now())
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)
    entered_in_error = models.BooleanField(_("entered in error"), default=False)
    error_reason = models.CharField(_("why it was entered in error"), max_length=500, blank=True)

    class Meta:
        abstract = True


def county_fact_constraints(model: str) -> list[models.BaseConstraint]:
    return [
        CheckConstraint(
            name=f"{model}_error_has_its_reason",
            condition=Q(entered_in_error=False, error_reason="") | (Q(entered_in_error=True) & ~Q(error_reason="")),
            violation_error_message=_("Say why this was entered in error."),
        )
    ]


class Policy(CountyFact):
    """A rule of the county, from a day on. Two policies for one rule never overlap (checked by the verb, which knows the days)."""

    rule = models.CharField(_("rule"), max_length=16, choices=PolicyRule.choices)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"))
    applies_to = models.CharField(_("applies to"), max_length=200, blank=True)
    adopted_by = models.CharField(_("adopted by"), max_length=120)
    in_force_from = models.DateField(_("in force from"))
    in_force_until = models.DateField(_("in force until (that day not included)"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name_plural = "policies"
        ordering: ClassVar[Any] = ["county", "rule", "in_force_from"]
        constraints = [
            *county_fact_constraints("policy"),
            known("policy", "rule", PolicyRule.values, _("Choose the rule that the policy is about.")),
            CheckConstraint(
                name="policy_ends_after_it_starts",
                condition=Q(in_force_until=None) | Q(in_force_until__gt=F("in_force_from")),
                violation_error_message=_("The policy ends before it starts: check both days."),
            ),
            CheckConstraint(
                name="policy_has_title_text_author_and_source",
                condition=~Q(title="") & ~Q(text="") & ~Q(adopted_by="") & ~Q(source=""),
                violation_error_message=_("A policy needs its title, its text, who adopted it and where it stands."),
            ),
            UniqueConstraint(
                name="policy_one_a_day",
                fields=["county", "rule", "in_force_from"],
                condition=Q(entered_in_error=False),
                violation_error_message=_("This rule already has a policy from that day on."),
            ),
            UniqueConstraint(
                name="policy_one_open",
                fields=["county", "rule"],
                condition=Q(entered_in_error=False, in_force_until=None),
                violation_error_message=_("This rule already has a policy in force: give it a last day first."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NilReturn(CountyFact):
    """Somebody signed that there was nothing to report in a shift or a month. A blank month is not a zero month."""

    period_at, period_until = moment(_("period"), optional=False)
    whole_month = models.BooleanField(_("for a whole month"), default=False)
    signed_by = models.CharField(_("signed by"), max_length=120)

    class Meta:
        constraints = [
            *county_fact_constraints("nilreturn"),
            CheckConstraint(
                name="nilreturn_is_signed",
                condition=~Q(signed_by=""),
                violation_error_message=_("A nil return needs the name of who signs it."),
            ),
            whole("nilreturn", "period"),
        ]

    def __str__(self) -> str:
        return f"nil return {self.pk}"


class Outage(CountyFact):
    """A known gap: a time in which facts were not, or not all, recorded."""

    gap_at, gap_until = moment(_("gap"), optional=False)
    what = models.CharField(_("what is missing"), max_length=200)

    class Meta:
        constraints = [
            *county_fact_constraints("outage"),
            CheckConstraint(
                name="outage_says_what_is_missing",
                condition=~Q(what=""),
                violation_error_message=_("Say what is missing in this time."),
            ),
            whole("outage", "gap"),
        ]

    def __str__(self) -> str:
        return self.what
