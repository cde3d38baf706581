"""Papers to print, for the jail's staff and for counsel of the person."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from bookings.actions.looking import note_view
from bookings.models import Booking
from bookings.views.access import find_booking, person, staff_page
from bookings.wording import whole_minute
from notifications import papers as made
from notifications.actions import looking
from notifications.views.alerts import find_client


@require_safe
@staff_page
def of_booking(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    booking = find_booking(request, public_id)
    note_view(booking, by=person(request), what="papers")
    return listed(request, booking, "timeline")


@require_safe
@staff_page
def of_client(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    user, representation = find_client(request, public_id)
    looking.note_view(representation, by=user, what="papers")
    return listed(request, representation.booking, "client")


def listed(request: HttpRequest, booking: Booking, back: str) -> HttpResponse:
    words = {"booking": booking, "county": booking.county, "key": booking.case_key, "back": back}
    return render(request, "papers/list.html", words | {"papers": made.papers(booking)})


@require_safe
@staff_page
def for_booking(request: HttpRequest, public_id: uuid.UUID, name: str, language: str) -> HttpResponse:
    booking = find_booking(request, public_id)
    note_view(booking, by=person(request), what=name[:40])
    return printed(request, booking, name, language, "booking_papers")


@require_safe
@staff_page
def for_client(request: HttpRequest, public_id: uuid.UUID, name: str, language: str) -> HttpResponse:
    user, representation = find_client(request, public_id)
    looking.note_view(representation, by=user, what=name[:40])
    return printed(request, representation.booking, name, language, "client_papers")


def printed(request: HttpRequest, booking: Booking, name: str, language: str, back: str) -> HttpResponse:
    """The whole page is in the language of the paper, whatever the reader's is."""
    if name not in made.TITLES or language not in made.LANGUAGES or (paper := made.paper(booking, name, language)) is None:
        raise Http404(_("There is no such paper in this case."))
    with override(language):
        words = {"booking": booking, "county": booking.county, "key": booking.case_key, "paper": paper, "back": back}
        answer = render(request, "papers/paper.html", words | {"made": whole_minute(timezone.now(), booking.county.zone)})
    answer.headers["Content-Language"] = language
    return answer
