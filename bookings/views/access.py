"""Who gets at what: a booking or fact of another county is not even said to exist."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from accounts import permissions
from accounts.models import County, User
from bookings.kinds import KINDS
from bookings.models import Booking, Fact

View = Callable[..., HttpResponseBase]


def staff_page(view: View) -> View:
    """Signed in, and kept by no cache."""
    return cache_control(private=True, no_store=True)(login_required(view))


def person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def asked_county(request: HttpRequest, mine_of: Callable[[Any], Any] = permissions.staff_counties) -> tuple[County, list[County]]:
    """The county named by `county`, else the first in which this person has the role that the page is for, and all of these."""
    slug = request.POST.get("county") or request.GET.get("county")
    mine = list(mine_of(request.user))
    found = next((county for county in mine if slug is None or county.slug == slug), None)
    if found is None:
        raise Http404(_("There is no such page for you: these pages are for the staff of a county's jail."))
    return found, mine


def find_booking(request: HttpRequest, public_id: uuid.UUID) -> Booking:
    found: Booking | None = Booking.objects.visible_to(request.user).select_related("county").filter(public_id=public_id).first()
    if found is None:
        raise Http404(_("There is no such booking."))
    return found


def find_kind(word: str) -> type[Fact]:
    if word not in KINDS:
        raise Http404(_("There is no such kind of entry."))
    return KINDS[word]


def find_fact(request: HttpRequest, public_id: uuid.UUID, kind: str, pk: int | None) -> tuple[Booking, Fact]:
    """The booking, and one of its facts; or the booking itself as the fact."""
    booking = find_booking(request, public_id)
    if pk is None:
        return booking, booking
    facts: Any = find_kind(kind).objects
    found = facts.filter(booking=booking, pk=pk).first()
    if found is None:
        raise Http404(_("There is no such entry in this booking."))
    found.booking = booking
    return booking, found


def to_timeline(booking: Booking, anchor: str = "") -> HttpResponse:
    return redirect(timeline_of(booking, anchor))


def timeline_of(booking: Booking, anchor: str = "") -> str:
    return f"/staff/bookings/{booking.public_id}/{'#' + anchor if anchor else ''}"
