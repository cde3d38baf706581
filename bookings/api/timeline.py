"""Everything on record about one booking, in order: one question to the database a kind, however much there is."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import AuditEntry, Origin
from bookings.actions.disposing import disposals_of
from bookings.api import paging
from bookings.api import serializers as shapes
from bookings.api.moments import MomentField
from bookings.api.views import View, of_booking
from bookings.kinds import KINDS
from bookings.models import Booking
from bookings.models.moments import moments_in, span
from bookings.spans import Span

Entry = tuple[paging.Place, dict[str, Any]]


class Timeline(View):
    """A booking and all its facts in the order in which they happened."""

    asks = paging.ASKS

    def get(self, request: Request, public_id: UUID) -> Response:
        """Read everything on record about a booking."""
        page, booking = paging.asked(request), self.looked_at(request, public_id)
        corrections = corrections_of(booking)
        entries = self._own(booking, corrections)
        for place, kind in enumerate(KINDS, 1):
            entries += [self._entry(place, kind, fact, corrections) for fact in of_booking(kind, booking)]
        found, further = paging.by_place(entries, page)
        return Response({"booking": self.shown(booking), "disposed": disposals_of(booking), "facts": found, "next": further})

    def _own(self, booking: Booking, corrections: Counter[tuple[str, int]]) -> list[Entry]:
        """The booking's own moments, each where it belongs."""
        named = [(name, span(booking, name)) for name in moments_in(Booking)]
        return [
            ((moment.at, 0, place, name), self._line("booking", booking, name, moment, corrections))
            for place, (name, moment) in enumerate(named)
            if moment
        ]

    def _entry(self, place: int, kind: str, fact: Any, corrections: Counter[tuple[str, int]]) -> Entry:
        """A fact stands where it first happened; one without a time of its own, where it was recorded."""
        named = [(name, span(fact, name)) for name in moments_in(type(fact))]
        name, first = min(((name, moment) for name, moment in named if moment), key=lambda found: found[1].at, default=(None, None))
        line = self._line(kind, fact, name, first, corrections)
        return ((first.at if first else fact.recorded_at), place, fact.pk, name or ""), line | {"fact": self.shown(fact)}

    def _line(self, kind: str, fact: Any, moment: str | None, when: Span | None, corrections: Counter[tuple[str, int]]) -> dict[str, Any]:
        field = MomentField()
        field._context = {"county": self.county}  # type: ignore[attr-defined]
        return {
            "kind": kind,
            "id": str(fact.public_id) if isinstance(fact, Booking) else fact.pk,
            "moment": moment,
            "when": field.to_representation(when) if when else None,
            "source": fact.source,
            "recorded_at": fact.recorded_at,
            "recorded_by": str(fact.recorded_by) if fact.recorded_by_id else None,
            "version": fact.version,
            "corrections": corrections[fact._meta.label, fact.pk],
            "entered_in_error": fact.entered_in_error,
        }

    @classmethod
    def shapes_of(cls, method: str, kind: str) -> tuple[Any, int, Any]:
        return None, 200, shapes.TimelineShape


def corrections_of(booking: Booking) -> Counter[tuple[str, int]]:
    """How often each fact was corrected, by noun and id. An import's change of a row is one too."""
    changed = Q(origin=Origin.CORRECTION) | Q(origin=Origin.IMPORT, verb__in=("correct", "enter_in_error", "undo_import"))
    entries = AuditEntry.objects.filter(changed, booking=booking.public_id)
    counted = entries.values_list("noun", "object_id").annotate(times=Count("pk"))
    return Counter({(noun, pk or 0): times for noun, pk, times in counted})
