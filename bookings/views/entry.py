"""A whole booking on one page; a booking by its number."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import County, User
from accounts.profiles import in_force_at
from bookings import actions
from bookings.actions.recording import number_hash
from bookings.forms.booking import ChargeLine, NewBookingForm, charge_lines
from bookings.forms.countries import suggestions
from bookings.models import Booking
from bookings.views.access import asked_county, person, staff_page, timeline_of, to_timeline
from bookings.views.once import attempt, token


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def new_booking(request: HttpRequest) -> HttpResponse:
    county, mine = asked_county(request)
    data = request.POST if request.method == "POST" else None
    profile = in_force_at(county, timezone.now())
    form, lines = NewBookingForm(data, county=county, profile=profile), charge_lines(data)
    if data is not None:
        done = attempt(request, [form, *lines], lambda: record(person(request), county, form, lines))
        if done:
            return done
    context = {"county": county, "counties": mine, "profile": profile, "form": form, "lines": lines}
    return render(request, "staff/new_booking.html", context | {"countries": suggestions(), "token": token(request)})


def record(by: User, county: County, form: NewBookingForm, lines: list[ChargeLine]) -> str:
    """Booking, stay and charges, in the transaction of `once`: all or nothing."""
    booking = actions.record_booking(by=by, county=county, number=form.cleaned_data["number"], **form.values())
    if form.cleaned_data["facility"]:
        actions.record_stay(by=by, booking=booking, facility=form.cleaned_data["facility"], began=form.cleaned_data["booked"])
    for line in lines:
        if line.is_filled():
            _record_charge(by, booking, line)
    return timeline_of(booking)


def _record_charge(by: User, booking: Booking, line: ChargeLine) -> None:
    try:
        actions.record_charge(by=by, booking=booking, **line.values())
    except ValidationError as problem:
        line.refuse(problem)
        raise ValidationError({}) from problem


@require_POST
@staff_page
def find(request: HttpRequest) -> HttpResponse:
    """By the exact number, sent in the body: no number stands in an address."""
    county, _mine = asked_county(request)
    number = request.POST.get("wanted", "").strip()
    mine = Booking.objects.visible_to(request.user).filter(number_hash=number_hash(county, number))
    found = mine.order_by("entered_in_error", "-pk").first() if number else None
    if found is not None:
        return to_timeline(found)
    messages.info(request, _("No booking of %(county)s has exactly this number.") % {"county": county.name})
    return redirect(f"/staff/?county={county.slug}")
