"""The form field of a moment: a day, a time of day, and how well it is known."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.spans import MINUTE, NoSuchTime, Span

MINUTES, NOW, DAY, BETWEEN, WITHIN, KEPT = "minute", "now", "day", "between", "within", "kept"
KNOWN = [
    (MINUTES, _("to the minute")),
    (NOW, _("now")),
    (DAY, _("that day, time not known")),
    (BETWEEN, _("some time between two times")),
    (WITHIN, _("some time in the booking")),
]
KEEP = (KEPT, _("as it stands"))
# A clerk writes a time as it comes: 13:40, 1340, 1:40 pm.
YEARS = range(1900, 2200)
TIMES = ["%H:%M", "%H%M", "%H.%M", "%H:%M:%S", "%I:%M %p", "%I:%M%p"]


def day_input(label: Any = None) -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"} | ({"aria-label": label} if label else {}))


def time_input(label: Any) -> forms.TimeInput:
    return forms.TimeInput(format="%H:%M", attrs={"aria-label": label, "placeholder": "13:40"})


def day_field() -> forms.DateField:
    return forms.DateField(required=False, error_messages={"invalid": _("Write the day as 2026-10-31.")})


def time_field() -> forms.TimeField:
    return forms.TimeField(required=False, input_formats=TIMES, error_messages={"invalid": _("Write the time as 13:40.")})


def checked_year(day: date) -> date:
    if day.year not in YEARS:
        raise ValidationError(_("The year is not one of this record: give one from 1900 to 2199."))
    return day


def local_minute(day: date, clock: time, zone: ZoneInfo) -> Span:
    try:
        return Span.local_minute(datetime.combine(checked_year(day), clock), zone)
    except NoSuchTime:
        raise ValidationError(_("The clocks were put forward over this time: it never was.")) from None


def spanning(first: Span, last: Span) -> Span:
    """From the start of the first to the end of the last."""
    try:
        return Span(first.at, last.until)
    except ValueError:
        raise ValidationError(_("It ends before it begins: check both times.")) from None


class MomentWidget(forms.MultiWidget):
    """Inputs under one legend: a time and how well it is known; the last two only for "some time between two times".

    They work by keyboard and without JavaScript; a script adds a "now" button.
    """

    template_name = "forms/moment.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        widgets: dict[str, Any] = {
            "day": day_input(_("day")),
            "time": time_input(_("time, as in 13:40")),
            "known": forms.Select(choices=KNOWN, attrs={"aria-label": _("how well it is known")}),
            "last_day": day_input(_("at the latest: day")),
            "last_time": time_input(_("at the latest: time, as in 13:40")),
        }
        super().__init__(widgets, attrs)
        self.zone: ZoneInfo | None = None
        self.within: Span | None = None

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["between"] = context["widget"]["subwidgets"][2]["value"] == [BETWEEN]
        return context

    def decompress(self, value: Span | None) -> list[Any]:
        if value is None or self.zone is None:
            return [None, None, MINUTES]
        wall = value.at.astimezone(self.zone).replace(tzinfo=None)
        if value.until - value.at <= MINUTE or Span.local_minute(wall, self.zone) == value:
            return [wall.date(), wall.time(), MINUTES]
        if Span.local_day(wall.date(), self.zone) == value:
            return [wall.date(), None, DAY]
        return [None, None, WITHIN] if value == self.within else self._between(value, self.zone)

    def _between(self, value: Span, zone: ZoneInfo) -> list[Any]:
        """Both ends by the clock, if they can be said so: an end in the hour that comes twice in autumn can not."""
        ends = [moment.astimezone(zone).replace(tzinfo=None) for moment in (value.at, value.until - MINUTE)]
        if Span(Span.local_minute(ends[0], zone).at, Span.local_minute(ends[1], zone).until) != value:
            return [None, None, KEPT]
        return [ends[0].date(), ends[0].time(), BETWEEN, ends[1].date(), ends[1].time()]


class MomentField(forms.MultiValueField):
    """Cleans to a `Span` in UTC, or nothing. The form gives it the county's zone, and the booking's span for "some time in it"."""

    widget = MomentWidget

    def __init__(self, **kwargs: Any) -> None:
        fields = (
            day_field(),
            time_field(),
            forms.ChoiceField(choices=[*KNOWN, KEEP], required=False),
            day_field(),
            time_field(),
        )
        super().__init__(fields=fields, require_all_fields=False, **kwargs)
        self.zone: ZoneInfo | None = None
        self.within: Span | None = None
        self.kept: Span | None = None

    def place(self, zone: ZoneInfo, within: Span | None, kept: Span | None = None) -> None:
        """Say whose clock the field reads, and what stands there now: a span that the inputs cannot say is kept as it is."""
        self.zone = self.widget.zone = zone
        self.within = self.widget.within = within
        choices = KNOWN if within else [choice for choice in KNOWN if choice[0] != WITHIN]
        inputs: Any = self.widget
        if kept is not None and inputs.decompress(kept)[2] == KEPT:
            self.kept, choices = kept, [*choices, KEEP]
        inputs.widgets[2].choices = choices

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.compress_quietly(data) != initial

    def compress_quietly(self, data: Any) -> Any:
        try:
            return self.clean(data)
        except ValidationError:
            return data

    def clean(self, value: Any) -> Span | None:
        """The select always holds something, so a field is empty if day and time are."""
        day, clock, known, *last = (*(value or []), None, None, None, None, None)[:5]
        if known == NOW:
            return Span.minute(timezone.now())
        if known == KEPT and self.kept is not None:
            return self.kept
        if known == WITHIN:
            return self._within()
        if known == BETWEEN:
            return self._between(self._cleaned(day, clock), self._cleaned(*last))
        if not day and not clock:
            if self.required:
                raise ValidationError(_("Give the day and the time."), code="required")
            return None
        return self._span(*self._cleaned(day, clock), known or MINUTES)

    def _cleaned(self, day: Any, clock: Any) -> tuple[date | None, time | None]:
        return self.fields[0].clean(day), self.fields[1].clean(clock)

    def _between(self, first: tuple[date | None, time | None], last: tuple[date | None, time | None]) -> Span:
        """An end of which only the day is given reaches to the edge of that day."""
        if first[0] is None or last[0] is None:
            raise ValidationError(_("Give both: the earliest day it can have been, and the latest."))
        ends = [self._span(day, clock, MINUTES if clock else DAY) for day, clock in (first, last)]
        return spanning(ends[0], ends[1])

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
            return Span.local_day(checked_year(day), self.zone)
        if clock is None:
            raise ValidationError(_("Give the time, or say that only the day is known."))
        return local_minute(day, clock, self.zone)


def settle_now(data: Any, names: Any, zone: ZoneInfo) -> Any:
    """Typed values with every "now" written out as day and time, so that it stands still if the form comes back."""
    chosen = [name for name in names if data.get(f"{name}_known") == NOW]
    if not chosen:
        return data
    settled, wall = data.copy(), timezone.now().astimezone(zone)
    for name in chosen:
        settled[f"{name}_day"], settled[f"{name}_time"], settled[f"{name}_known"] = (
            wall.strftime("%Y-%m-%d"),
            wall.strftime("%H:%M"),
            MINUTES,
        )
    return settled
