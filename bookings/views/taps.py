"""One tap records that something happens now. Whatever needs more than a tap has its form."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Origin
from bookings import actions
from bookings.models import Booking, Detainer, Fact, ReleaseKind, StepKind
from bookings.spans import Span
from bookings.views import undo
from bookings.views.access import find_booking, person, staff_page, timeline_of
from bookings.views.once import once
from bookings.wording import clock

STEPS = (StepKind.ELIGIBLE, StepKind.STAFF_KNEW, StepKind.CLEARED, StepKind.CALLED_OFF, StepKind.ICE_ARRIVED)


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
    return redirect(timeline_of(booking))


def tap(request: HttpRequest, booking: Booking, what: str) -> Callable[[], str]:
    if what in STEPS:
        return lambda: step(request, booking, what)
    if what == "released":
        return lambda: released(request, booking)
    if what == "served":
        return lambda: served(request, booking)
    raise Http404(_("There is no such kind of entry."))


def step(request: HttpRequest, booking: Booking, kind: str) -> str:
    moment = this_minute()
    reason = request.POST.get("reason", "") if kind == StepKind.ELIGIBLE else ""
    fact = actions.record_release_step(by=person(request), booking=booking, kind=kind, occurred=moment, reason=reason)
    said(request, booking, moment, str(StepKind(kind).label), fact)
    return timeline_of(booking, f"release-steps-{fact.pk}")


def released(request: HttpRequest, booking: Booking) -> str:
    if booking.released_at is not None:
        raise ValidationError({"released": [_("The release of this booking is on record already: correct it if it is wrong.")]})
    kind = request.POST.get("release_kind", "")
    if kind not in ReleaseKind.values:
        raise ValidationError({"release_kind": [_("Say where the person went.")]})
    moment = this_minute()
    actions.release(by=person(request), booking=booking, released=moment, kind=kind)
    said(request, booking, moment, _("released"), booking)
    return timeline_of(booking)


def served(request: HttpRequest, booking: Booking) -> str:
    """Serving a copy is no correction of the detainer: it is the next thing that happened to it."""
    pk = request.POST.get("detainer", "")
    detainer = Detainer.objects.current().filter(booking=booking, pk=int(pk) if pk.isdecimal() else None).first()
    if detainer is None:
        raise Http404(_("There is no such entry in this booking."))
    if detainer.served_at is not None:
        raise ValidationError({"served": [_("That the copy was served is on record already: correct it if it is wrong.")]})
    moment = this_minute()
    actions.correct(detainer, by=person(request), reason="served", verb="serve_copy", origin=Origin.LIVE, served=moment)
    said(request, booking, moment, _("copy of the detainer served"), detainer)
    return timeline_of(booking, f"detainers-{detainer.pk}")


def this_minute() -> Span:
    return Span.minute(timezone.now())


def said(request: HttpRequest, booking: Booking, moment: Span, what: str, fact: Fact) -> None:
    undo.offer(request, booking, fact)
    words = {"what": what, "time": clock(moment.at, booking.county.zone)}
    messages.success(request, _("Recorded: %(what)s, %(time)s.") % words)
