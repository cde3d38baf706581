from typing import Any, ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models.county import County


def consent_languages() -> list[str]:
    return ["en", "es"]


class CountyProfile(models.Model):
    """What a county asks, owes and promises, from a date on. A profile is never edited once in force: the next one supersedes it.

    Deadlines are the defaults of the state laws that name one (domain: SB 1364 24 h, Gov. Code 7283.1 "promptly").
    """

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="profiles")
    in_force_from = models.DateField(_("in force from"))
    in_force_until = models.DateField(_("in force until (that day not included)"), null=True, blank=True)

    asks_birthplace = models.BooleanField(_("birthplace is asked at booking"), default=True)
    asks_citizenship = models.BooleanField(_("citizenship is asked at booking"), default=True)
    asks_race = models.BooleanField(_("race is recorded at booking"), default=True)
    notice_required = models.BooleanField(_("a data-practices notice is due before the question"), default=False)
    notice_version = models.CharField(_("version of the notice in force"), max_length=40, blank=True)
    notice_text = models.TextField(_("text of the notice"), blank=True)

    consent_version = models.CharField(_("version of the consent form in force"), max_length=40, blank=True)
    consent_languages = models.JSONField(_("languages of the consent form"), default=consent_languages)

    hours_to_serve = models.PositiveSmallIntegerField(_("hours to serve a copy of the detainer"), default=24)
    hours_to_tell = models.PositiveSmallIntegerField(_("hours to tell person and counsel after ICE"), default=1)
    hours_eligible = models.PositiveSmallIntegerField(_("hours from eligible to released before it is listed"), default=6)
    late_entry_days = models.PositiveSmallIntegerField(_("days after a month's end for late entries"), default=10)
    threshold = models.PositiveSmallIntegerField(_("smallest group of people published"), default=11)
    fiscal_year_month = models.PositiveSmallIntegerField(_("month in which the fiscal year starts"), default=1)
    keep_words_months = models.PositiveSmallIntegerField(
        _("months after the release to keep words written freely"), null=True, blank=True, help_text=_("Empty: they are kept.")
    )
    keep_people_months = models.PositiveSmallIntegerField(
        _("months after the release to keep what describes people"), null=True, blank=True, help_text=_("Empty: it is kept. At least 24.")
    )
    keep_identity_months = models.PositiveSmallIntegerField(
        _("months after the release to keep what identifies"), null=True, blank=True, help_text=_("Empty: it is kept. At least 24.")
    )
    retention_schedule = models.CharField(_("the approved schedule under which records end"), max_length=200, blank=True, db_default="")
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        ordering: ClassVar[Any] = ["county", "-in_force_from"]
        constraints = [
            UniqueConstraint(
                name="countyprofile_one_a_day",
                fields=["county", "in_force_from"],
                violation_error_message=_("This county already has a profile from that day on."),
            ),
            UniqueConstraint(
                name="countyprofile_one_open",
                fields=["county"],
                condition=Q(in_force_until=None),
                violation_error_message=_("This county already has a profile in force: give it a last day first."),
            ),
            CheckConstraint(
                name="countyprofile_ends_after_it_starts",
                condition=Q(in_force_until=None) | Q(in_force_until__gt=F("in_force_from")),
                violation_error_message=_("The profile ends before it starts: check both days."),
            ),
            CheckConstraint(
                name="countyprofile_threshold_has_a_floor",
                condition=Q(threshold__gte=5),
                violation_error_message=_("No group of fewer than 5 people may ever be published."),
            ),
            CheckConstraint(
                name="countyprofile_fiscal_year_starts_in_a_month",
                condition=Q(fiscal_year_month__gte=1, fiscal_year_month__lte=12),
                violation_error_message=_("The fiscal year starts in a month from 1 to 12."),
            ),
            CheckConstraint(
                name="countyprofile_notice_has_its_version",
                condition=Q(notice_required=False) | ~Q(notice_version=""),
                violation_error_message=_("A notice that is required needs the version of its text."),
            ),
            CheckConstraint(
                name="countyprofile_keeps_words_a_month",
                condition=Q(keep_words_months=None) | Q(keep_words_months__gte=1),
                violation_error_message=_("Words are kept for a month at least."),
            ),
            CheckConstraint(
                name="countyprofile_keeps_two_years",
                condition=(Q(keep_people_months=None) | Q(keep_people_months__gte=24))
                & (Q(keep_identity_months=None) | Q(keep_identity_months__gte=24)),
                violation_error_message=_("What describes people is published a year later: keep it for 24 months at least."),
            ),
            CheckConstraint(
                name="countyprofile_identity_ends_last",
                condition=Q(keep_identity_months=None)
                | (
                    (Q(keep_words_months=None) | Q(keep_words_months__lte=F("keep_identity_months")))
                    & (Q(keep_people_months=None) | Q(keep_people_months__lte=F("keep_identity_months")))
                ),
                violation_error_message=_("What identifies ends last: give it at least as many months as the others."),
            ),
            CheckConstraint(
                name="countyprofile_retention_has_its_schedule",
                condition=Q(keep_words_months=None, keep_people_months=None, keep_identity_months=None) | ~Q(retention_schedule=""),
                violation_error_message=_("Nothing ends without an approved schedule: name it."),
            ),
        ]

    def __str__(self) -> str:
        return f"profile of {self.county} from {self.in_force_from}"
