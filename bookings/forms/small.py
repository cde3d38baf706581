"""The short forms: why something is corrected, what became of a charge, nothing to report."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import County
from accounts.periods import Month
from bookings.forms.facts import FactForm
from bookings.forms.moments import YEARS, MomentField
from bookings.forms.refusing import RefusingForm
from bookings.models import Charge, Disposition
from bookings.spans import NoSuchTime, Span


class ReasonForm(RefusingForm):
    """`version` is the one that the clerk looked at. Not named "reason": facts have a field of that name."""

    because = forms.CharField(label=_("Why"), max_length=500, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    version = forms.IntegerField(widget=forms.HiddenInput)


class DispositionForm(FactForm):
    model = Charge
    moments = ("disposed",)
    disposition = forms.ChoiceField(label=_("disposition"), choices=Disposition.choices)
    disposed = MomentField(label=_("disposed of"), required=False)


class NilForm(RefusingForm):
    """Nothing to report in a shift, or in a month that is over."""

    scope = forms.ChoiceField(
        label=_("Nothing to report for"), choices=[("shift", _("a shift")), ("month", _("a whole month"))], widget=forms.RadioSelect
    )
    day = forms.DateField(
        label=_("day on which the shift began"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    starts = forms.TimeField(label=_("from, as in 07:00"), required=False, input_formats=["%H:%M", "%H%M"], widget=forms.TextInput)
    ends = forms.TimeField(label=_("to, as in 15:00"), required=False, input_formats=["%H:%M", "%H%M"], widget=forms.TextInput)
    month = forms.CharField(label=_("month, as in 2026-10"), required=False, max_length=7)
    signed_by = forms.CharField(label=_("signed by"), max_length=120)

    def __init__(self, *args: Any, county: County, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.county = county

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if found.get("scope") == "month":
            found["period"] = self._month(found.get("month") or "")
        elif found.get("scope") == "shift":
            found["period"] = self._shift(found)
        return found

    def _month(self, text: str) -> Span | None:
        try:
            start, end = Month.parse(text.strip()).bounds(self.county.zone)
        except (ValueError, OverflowError):
            self.add_error("month", _("Write the month as 2026-10."))
            return None
        if end > timezone.now():
            self.add_error("month", _("This month is not over."))
        return Span(start, end)

    def _shift(self, found: dict[str, Any]) -> Span | None:
        """A shift that ends at or before the hour it began ends on the next day."""
        day, starts, ends = found.get("day"), found.get("starts"), found.get("ends")
        if not (day and starts and ends):
            self.add_error("day", _("Give the day, and the times from and to."))
            return None
        if day.year not in YEARS:
            self.add_error("day", _("The year is not one of this record: give one from 1900 to 2199."))
            return None
        last = day if ends > starts else day + timedelta(days=1)
        try:
            period = Span(self._minute(day, starts).at, self._minute(last, ends).at)
        except NoSuchTime:
            self.add_error("starts", _("The clocks were put forward over this time: it never was."))
            return None
        if period.until > timezone.now():
            self.add_error("ends", _("This shift is not over."))
        return period

    def _minute(self, day: date, clock: time) -> Span:
        return Span.local_minute(datetime.combine(day, clock), self.county.zone)
