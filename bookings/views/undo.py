"""Taking back a tap right after it: offered to who tapped, in the session that tapped, for a short while, over the version that it left."""

import time
import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from bookings import actions
from bookings.kinds import KINDS
from bookings.models import Booking, Fact
from bookings.views.access import find_booking, person, staff_page, timeline_of
from bookings.wording import WORD

# Long enough for somebody who reads the page by ear; whatever is older is entered in error or corrected, as everything else.
SECONDS = 60
TAPPED = "tapped"


def offer(request: HttpRequest, booking: Booking, *facts: Fact) -> None:
    """Remember the tap with the session: what it wrote, and as which versions. The first fact is the one whose time can be changed."""
    request.session[TAPPED] = {
        "by": person(request).pk,
        "booking": str(booking.public_id),
        "facts": [(WORD.get(type(fact), "booking"), fact.pk, fact.version) for fact in facts],
        "until": time.time() + SECONDS,
    }


def offered_on_board(request: HttpRequest) -> dict[str, Any]:
    """What the board offers to take back, and of which booking."""
    tapped: dict[str, Any] = request.session.get(TAPPED) or {}
    found = Booking.objects.visible_to(request.user).select_related("county").filter(public_id=tapped.get("booking")).first()
    undo = offered(request, found) if found else None
    return {"undo": undo, "booking": found} if undo else {}


def offered(request: HttpRequest, booking: Booking) -> dict[str, Any] | None:
    """What the page of the booking offers to take back, if anything."""
    tapped = _tapped(request, booking)
    if tapped is None:
        return None
    until, left = datetime.fromtimestamp(tapped["until"], booking.county.zone), max(1, int(tapped["until"] - time.time()))
    return {"until": f"{until:%H:%M:%S}", "of": SECONDS, "seconds": left, "correct": _correct(booking, tapped)}


def _tapped(request: HttpRequest, booking: Booking) -> dict[str, Any] | None:
    found: dict[str, Any] | None = request.session.get(TAPPED)
    if found is None or found["booking"] != str(booking.public_id) or found["by"] != person(request).pk:
        return None
    return found if time.time() < found["until"] else None


def _correct(booking: Booking, tapped: dict[str, Any]) -> str:
    kind, pk, _version = tapped["facts"][0]
    if kind == "booking":
        return reverse("correct_booking", args=[booking.public_id])
    return reverse("correct_fact", args=[booking.public_id, kind, pk])


@require_POST
@staff_page
def undo(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    booking = find_booking(request, public_id)
    back = f"/staff/?county={booking.county.slug}" if request.POST.get("back") == "board" else timeline_of(booking)
    tapped = _tapped(request, booking)
    if tapped is None:
        messages.info(request, _("There is nothing to undo any more. Correct it, or enter it in error, where it stands below."))
        return redirect(back)
    try:
        take_back(person(request), booking, tapped)
        messages.success(request, _("Undone. The tap and its undoing stay on record."))
    except actions.Stale as stale:
        messages.error(request, str(stale))
    del request.session[TAPPED]
    return redirect(back)


@transaction.atomic
def take_back(by: User, booking: Booking, tapped: dict[str, Any]) -> None:
    """All that the tap wrote or nothing, the last first."""
    for kind, pk, version in reversed(tapped["facts"]):
        facts: Any = KINDS[kind].objects if kind != "booking" else None
        fact: Any = booking if facts is None else facts.get(booking=booking, pk=pk)
        if fact.version != version:
            raise actions.Stale
        _take_back(by, fact, kind)


def _take_back(by: User, fact: Any, kind: str) -> None:
    """A step leaves the figures whole; of a release or a served copy only what the tap wrote."""
    reason = _("undone right after the tap")
    if kind == "booking":
        actions.correct(fact, by=by, reason=reason, released=None, release_kind="", release_reason="")
    elif kind == "detainers":
        actions.correct(fact, by=by, reason=reason, served=None)
    else:
        actions.enter_in_error(fact, by=by, reason=reason)
