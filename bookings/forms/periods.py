"""The form field of a period: from when to when. Not how well a moment is known, but how long something lasted."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bookings.forms.moments import checked_year, day_field, day_input, local_minute, time_field, time_input
from bookings.spans import Span

MIDNIGHT = time()


class PeriodWidget(forms.MultiWidget):
    """Two ends under one legend. An empty time is the edge of its day."""

    template_name = "forms/period.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        widgets: dict[str, Any] = {
            "from_day": day_input(_("first day")),
            "from_time": time_input(_("from what time, as in 13:40; empty: from the start of the day")),
            "to_day": day_input(_("last day")),
            "to_time": time_input(_("to what time, as in 13:40; empty: to the end of the day")),
        }
        super().__init__(widgets, attrs)
        self.zone: ZoneInfo | None = None

    def decompress(self, value: Span | None) -> list[Any]:
        if value is None or self.zone is None:
            return [None, None, None, None]
        first, last = (moment.astimezone(self.zone) for moment in (value.at, value.until))
        last_day = last.date() - timedelta(days=1) if last.time() == MIDNIGHT else last.date()
        return [first.date(), _unless_midnight(first), last_day, _unless_midnight(last)]


def _unless_midnight(wall: datetime) -> time | None:
    return None if wall.time() == MIDNIGHT else wall.time()


class PeriodField(forms.MultiValueField):
    """Cleans to a `Span` in UTC. The form gives it the county's zone, and what stands there now."""

    widget = PeriodWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(fields=(day_field(), time_field(), day_field(), time_field()), require_all_fields=False, **kwargs)
        self.zone: ZoneInfo | None = None
        self.kept: Span | None = None

    def place(self, zone: ZoneInfo, kept: Span | None = None) -> None:
        self.zone = self.widget.zone = zone
        self.kept = kept

    def clean(self, value: Any) -> Span | None:
        typed = [part.clean(one) for part, one in zip(self.fields, value or [None] * 4, strict=False)]
        widget: Any = self.widget
        if self.kept is not None and typed == widget.decompress(self.kept):
            return self.kept
        return self._period(*typed)

    def _period(self, first: date | None, starts: time | None, last: date | None, ends: time | None) -> Span:
        if first is None or last is None:
            raise ValidationError(_("Give the first day and the last day."), code="required")
        if self.zone is None:
            raise RuntimeError("The form did not say whose clock this field reads.")
        start = local_minute(first, starts, self.zone).at if starts else _midnight(checked_year(first), self.zone)
        end = local_minute(last, ends, self.zone).at if ends else _midnight(checked_year(last) + timedelta(days=1), self.zone)
        if start >= end:
            raise ValidationError(_("It ends before it begins: check both times."))
        return Span(start, end)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, MIDNIGHT, zone).astimezone(UTC)
