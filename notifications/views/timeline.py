"""One booking, told in order."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings.actions.disposing import disposals_of
from bookings.actions.looking import note_view
from bookings.models import Booking
from bookings.views import taps, undo
from bookings.views.access import find_booking, person, staff_page
from bookings.views.once import token
from bookings.wording import NAMES, WORD
from notifications import timeline as timelines
from notifications import under_way
from notifications.board import day_of
from notifications.clock_page import clock_of
from notifications.gather import cases


@require_safe
@staff_page
def timeline(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    booking = find_booking(request, public_id)
    note_view(booking, by=person(request), what="timeline")
    entries = timelines.timeline(booking)
    case = cases([booking])[booking.pk]
    page = {
        "booking": booking,
        "county": booking.county,
        "key": booking.case_key,
        "number": timelines.number_of(booking),
        "disposed": disposals_of(booking),
        "entries": entries,
        "charges": timelines.charges(entries),
        "kinds": [(word, str(NAMES[model])) for model, word in WORD.items()],
        "token": token(request),
        "clock": clock_of(booking, case),
        "undo": undo.offered(request, booking),
        "in_custody": booking.released_at is None,
    }
    row = {"booking": booking, "taps": under_way.taps_of(booking, case) | {"unserved": timelines.unserved(entries)}}
    return render(request, "staff/timeline.html", page | {"row": row, "taps": taps.choices(), "day": today(booking)})


def today(booking: Booking) -> str:
    return day_of(booking.county, timezone.now())
