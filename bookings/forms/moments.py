"""The form field of a moment: a day, a time of day, and how well it is known."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bookings.spans import MINUTE, NoSuchTime, Span

MINUTES, DAY, WITHIN = "minute", "day", "within"
KNOWN = [(MINUTES, _("to the minute")), (DAY, _("that day, time not known")), (WITHIN, _("some time in the booking"))]


class MomentWidget(forms.MultiWidget):
    """Three inputs under one legend. They work by keyboard and without JavaScript; a script adds a "now" button."""

    template_name = "forms/moment.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        widgets: dict[str, Any] = {
            "day": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "aria-label": _("day")}),
            "time": forms.TimeInput(format="%H:%M", attrs={"type": "time", "aria-label": _("time")}),
            "known": forms.Select(choices=KNOWN, attrs={"aria-label": _("how well it is known")}),
        }
        super().__init__(widgets, attrs)
        self.zone: ZoneInfo | None = None

    def decompress(self, value: Span | None) -> list[Any]:
        if value is None or self.zone is None:
            return [None, None, MINUTES]
        wall = value.at.astimezone(self.zone)
        if value.until - value.at <= MINUTE:
            return [wall.date(), wall.time(), MINUTES]
        if Span.local_day(wall.date(), self.zone) == value:
            return [wall.date(), None, DAY]
        return [None, None, WITHIN]


class MomentField(forms.MultiValueField):
    """Cleans to a `Span` in UTC, or nothing. The form gives it the county's zone, and the booking's span for "some time in it"."""

    widget = MomentWidget

    def __init__(self, **kwargs: Any) -> None:
        fields = (
            forms.DateField(required=False, error_messages={"invalid": _("Write the day as 2026-10-31.")}),
            forms.TimeField(required=False, error_messages={"invalid": _("Write the time as 13:40.")}),
            forms.ChoiceField(choices=KNOWN, required=False),
        )
        super().__init__(fields=fields, require_all_fields=False, **kwargs)
        self.zone: ZoneInfo | None = None
        self.within: Span | None = None

    def place(self, zone: ZoneInfo, within: Span | None) -> None:
        """Say whose clock the field reads."""
        self.zone = self.widget.zone = zone
        self.within = within

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.compress_quietly(data) != initial

    def compress_quietly(self, data: Any) -> Any:
        try:
            return self.clean(data)
        except ValidationError:
            return data

    def clean(self, value: Any) -> Span | None:
        """The select always holds something, so a field is empty if day and time are."""
        day, clock, known = (*(value or []), None, None, None)[:3]
        if known == WITHIN:
            return self._within()
        if not day and not clock:
            if self.required:
                raise ValidationError(_("Give the day and the time."), code="required")
            return None
        return self._span(self.fields[0].clean(day), self.fields[1].clean(clock), known or MINUTES)

    def _within(self) -> Span:
        if self.within is None:
            raise ValidationError(_("Only for a booking that is on record: give the day, at least."))
        return self.within

    def _span(self, day: date | None, clock: time | None, known: str) -> Span:
        if day is None:
            raise ValidationError(_("Give the day."))
        if self.zone is None:
            raise RuntimeError("The form did not say whose clock this field reads.")
        if known == DAY:
            return Span.local_day(day, self.zone)
        if clock is None:
            raise ValidationError(_("Give the time, or say that only the day is known."))
        try:
            return Span.local_minute(datetime.combine(day, clock), self.zone)
        except NoSuchTime:
            raise ValidationError(_("The clocks were put forward over this time: it never was.")) from None
