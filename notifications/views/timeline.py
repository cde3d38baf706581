"""One booking, told in order."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookings.models import Booking, EligibleReason, ReleaseKind
from bookings.views import undo
from bookings.views.access import find_booking, staff_page
from bookings.views.once import token
from bookings.wording import NAMES, WORD
from notifications import timeline as timelines
from notifications.clock_page import clock_of


@require_safe
@staff_page
def timeline(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    booking = find_booking(request, public_id)
    entries = timelines.timeline(booking)
    page = {
        "booking": booking,
        "county": booking.county,
        "key": booking.case_key,
        "number": timelines.number_of(booking),
        "entries": entries,
        "charges": timelines.charges(entries),
        "unserved": timelines.unserved(entries),
        "kinds": [(word, str(NAMES[model])) for model, word in WORD.items()],
        "token": token(request),
        "clock": clock_of(booking),
        "undo": undo.offered(request, booking),
    }
    return render(request, "staff/timeline.html", page | choices(booking))


def choices(booking: Booking) -> dict[str, Any]:
    return {"reasons": EligibleReason.choices, "release_kinds": ReleaseKind.choices, "in_custody": booking.released_at is None}
