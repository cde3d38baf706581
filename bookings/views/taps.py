"""One tap records that something happens now, or at the minute given beside it. Whatever needs more than that has its form.

Apps to the right add their own taps with `register`, from their `AppConfig.ready`.
"""

import uuid
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Origin
from bookings import actions
from bookings.forms.moments import day_field, local_minute, time_field
from bookings.models import Booking, Detainer, EligibleReason, Fact, Mode, ReleaseKind, StepKind
from bookings.models.handover import TRANSFERS
from bookings.spans import Span
from bookings.views import undo
from bookings.views.access import find_booking, person, staff_page, timeline_of
from bookings.views.once import once
from bookings.wording import clock, whole_minute

STEPS = (
    StepKind.ELIGIBLE,
    StepKind.STAFF_KNEW,
    StepKind.ABOUT_TO_TELL,
    StepKind.CLEARED,
    StepKind.CALLED_OFF,
    StepKind.ICE_ARRIVED,
)
# Writes what was tapped: the request, the booking, and what stands behind the colon of the tap. Gives the anchor on the timeline.
Writer = Callable[[HttpRequest, Booking, str], str]
WRITERS: dict[str, Writer] = {}


def register(writers: dict[str, Writer]) -> None:
    WRITERS.update(writers)


@require_POST
@staff_page
def now(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    booking = find_booking(request, public_id)
    write = tap(request, booking, request.POST.get("what", ""))
    try:
        return redirect(once(request, write))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    except actions.Stale as stale:
        messages.error(request, str(stale))
    return redirect(back_to(request, booking))


def tap(request: HttpRequest, booking: Booking, asked: str) -> Callable[[], str]:
    what, _colon, which = asked.partition(":")
    write = WRITERS.get(what)
    if write is None:
        raise Http404(_("There is no such kind of entry."))
    return lambda: back_to(request, booking, write(request, booking, which))


def back_to(request: HttpRequest, booking: Booking, anchor: str = "") -> str:
    """The board, if it was tapped there; else the booking."""
    return f"/staff/?county={booking.county.slug}" if request.POST.get("back") == "board" else timeline_of(booking, anchor)


def moment_of(request: HttpRequest, booking: Booking) -> Span:
    """The minute given beside the taps, else this one. A day alone is the one that the page was made on."""
    at_day, at_time = request.POST.get("at_day", ""), request.POST.get("at_time", "")
    present = timezone.now()
    today = present.astimezone(booking.county.zone).date()
    day: date | None = day_field().clean(at_day)
    wall: time | None = time_field().clean(at_time)
    if wall is None and day in (None, today):
        return Span.minute(present)
    if wall is None:
        raise ValidationError({"at": [_("Give the time of that day, too.")]})
    return passed(local_minute(day or today, wall, booking.county.zone), present)


def passed(moment: Span, present: datetime) -> Span:
    if moment.at > present:
        raise ValidationError({"at": [_("That minute has not come yet: a tap records what has happened.")]})
    return moment


def step_of(kind: str) -> Writer:
    return lambda request, booking, _which: step(request, booking, kind)


def step(request: HttpRequest, booking: Booking, kind: str) -> str:
    moment = moment_of(request, booking)
    reason = request.POST.get("reason", "") if kind == StepKind.ELIGIBLE else ""
    fact = actions.record_release_step(by=person(request), booking=booking, kind=kind, occurred=moment, reason=reason)
    said(request, booking, moment, str(StepKind(kind).label), fact)
    return f"release-steps-{fact.pk}"


def released(request: HttpRequest, booking: Booking, _which: str) -> str:
    check_open(booking)
    kind = request.POST.get("release_kind", "")
    if kind not in ReleaseKind.values:
        raise ValidationError({"release_kind": [_("Say where the person went.")]})
    moment = moment_of(request, booking)
    actions.release(by=person(request), booking=booking, released=moment, kind=kind)
    said(request, booking, moment, _("released"), booking)
    return ""


def handed_over(request: HttpRequest, booking: Booking, _which: str) -> str:
    """A custody transfer, which is itself the release: both are recorded, or neither."""
    check_open(booking)
    mode = request.POST.get("mode", "")
    if mode not in TRANSFERS:
        raise ValidationError({"mode": [_("Say who took the person; an arrest after a release has its own form.")]})
    moment, by = moment_of(request, booking), person(request)
    fact = actions.record_handover(by=by, booking=booking, handed=moment, mode=mode)
    actions.release(by=by, booking=booking, released=moment, kind=ReleaseKind.ICE)
    said(request, booking, moment, _("handed over to ICE"), fact, booking)
    return f"handovers-{fact.pk}"


def check_open(booking: Booking) -> None:
    if booking.released_at is not None:
        raise ValidationError({"released": [_("The release of this booking is on record already: correct it if it is wrong.")]})


def served(request: HttpRequest, booking: Booking, which: str) -> str:
    """Serving a copy is no correction of the detainer: it is the next thing that happened to it."""
    pk = which or request.POST.get("detainer", "")
    detainer = Detainer.objects.current().filter(booking=booking, pk=int(pk) if pk.isdecimal() else None).first()
    if detainer is None:
        raise Http404(_("There is no such entry in this booking."))
    if detainer.served_at is not None:
        raise ValidationError({"served": [_("That the copy was served is on record already: correct it if it is wrong.")]})
    moment = moment_of(request, booking)
    actions.correct(detainer, by=person(request), reason="served", verb="serve_copy", origin=Origin.LIVE, served=moment)
    said(request, booking, moment, _("copy of the detainer served"), detainer)
    return f"detainers-{detainer.pk}"


def said(request: HttpRequest, booking: Booking, moment: Span, what: str, *facts: Fact) -> None:
    """Tell what was recorded, and offer to take all of it back. The first fact is the one whose time can be changed."""
    undo.offer(request, booking, *facts)
    zone = booking.county.zone
    today = moment.at.astimezone(zone).date() == timezone.now().astimezone(zone).date()
    words = {"what": what, "key": booking.case_key, "time": (clock if today else whole_minute)(moment.at, zone)}
    on_board = request.POST.get("back") == "board"
    messages.success(request, (_("Recorded for %(key)s: %(what)s, %(time)s.") if on_board else _("Recorded: %(what)s, %(time)s.")) % words)


def choices() -> dict[str, Any]:
    """What the taps offer to choose from."""
    modes = [(mode.value, mode.label) for mode in Mode if mode in TRANSFERS]
    return {"modes": modes, "reasons": EligibleReason.choices, "release_kinds": ReleaseKind.choices}


register({kind: step_of(kind) for kind in STEPS} | {"released": released, "handed_over": handed_over, "served": served})
