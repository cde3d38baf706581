"""The JSON of a moment: a text as precise as what is known, or both ends; read by the county's clock."""

import re
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from rest_framework import serializers

from bookings.models import Booking
from bookings.models.moments import span
from bookings.spans import MINUTE, NoSuchTime, Span

WITHIN = "within-booking"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LOCAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")
OFFSET = re.compile(LOCAL.pattern + r"(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})")
YEARS = range(1900, 2200)


class MomentField(serializers.Field[Any, Any, Any, Any]):
    """`"2026-10-31T13:40"` by the county's clock, the same with an offset, `"2026-10-31"`, `"within-booking"`, or both ends."""

    def get_attribute(self, instance: Model) -> Span | None:
        return span(instance, str(self.field_name))

    def to_representation(self, value: Span) -> dict[str, str]:
        zone = self.context["county"].zone
        return {"at": value.at.astimezone(zone).isoformat(), "until": value.until.astimezone(zone).isoformat()}

    def to_internal_value(self, data: Any) -> Span:
        if data == WITHIN:
            return self._within()
        moment = self._ends(data) if isinstance(data, dict) else self._text(data)
        if not all(end.astimezone(self.context["county"].zone).year in YEARS for end in (moment.at, moment.until - MINUTE)):
            raise serializers.ValidationError(_("The year is not one of this record: give one from 1900 to 2199."))
        return moment

    def _within(self) -> Span:
        booking: Booking | None = self.context.get("booking")
        if booking is None or booking.released_until is None:
            raise serializers.ValidationError(_("Only for a booking whose release is on record: give the day, at least."))
        return Span(booking.booked_at, booking.released_until)

    def _text(self, data: Any) -> Span:
        try:
            return self._read(data)
        except NoSuchTime:
            raise serializers.ValidationError(_("The clocks were put forward over this time: it never was.")) from None
        except (ValueError, OverflowError):
            said = _("Give the time as 2026-10-31T13:40 (by the county's clock), with an offset (-05:00 or Z), or the day as 2026-10-31.")
            raise serializers.ValidationError(said) from None

    def _read(self, data: Any) -> Span:
        if not isinstance(data, str) or not 1 < int(data[:4]) < 9999:
            raise ValueError(data)
        if DAY.fullmatch(data):
            return Span.local_day(date.fromisoformat(data), self.context["county"].zone)
        if LOCAL.fullmatch(data):
            return Span.local_minute(datetime.fromisoformat(data), self.context["county"].zone)
        if OFFSET.fullmatch(data):
            return Span.minute(datetime.fromisoformat(data))
        raise ValueError(data)

    def _ends(self, data: dict[str, Any]) -> Span:
        if set(data) == {"at"}:
            return self._text(data["at"])
        if set(data) != {"at", "until"} or not all(isinstance(text, str) and OFFSET.fullmatch(text) for text in data.values()):
            raise serializers.ValidationError(_("Give both ends of the time, at and until (not included), each with its offset."))
        for text in data.values():
            self._text(text)
        try:
            return Span(*(datetime.fromisoformat(data[name]) for name in ("at", "until")))
        except ValueError:
            raise serializers.ValidationError(_("A time needs its start and its end, and ends after it starts.")) from None
