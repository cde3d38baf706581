"""The county's law offices: who is alerted, who may see the bookings of their clients; and the end of a representation."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import permissions
from accounts.models import County
from bookings.models.moments import span
from bookings.views import changing
from bookings.views.access import asked_county, find_fact, person, staff_page, timeline_of
from bookings.views.once import attempt, token
from bookings.wording import when, whole_minute
from notifications import actions
from notifications.forms import EndRepresentationForm, OfficeForm
from notifications.models import Office, Representation

entry_page = require_http_methods(["GET", "HEAD", "POST"])
PAGE, CLOSE, END = "staff/county_fact.html", "staff/office_close.html", "staff/fact.html"


@require_safe
@staff_page
def offices(request: HttpRequest) -> HttpResponse:
    """Who keeps the county's log sees them; who governs it changes them."""
    county, mine = asked_county(request, permissions.log_counties)
    found = Office.objects.filter(county=county).prefetch_related("members").order_by("closed_at", "name")
    rows = [{"office": one, "closed": whole_minute(one.closed_at, county.zone) if one.closed_at else ""} for one in found]
    rows.sort(key=lambda row: bool(row["closed"]))  # databases do not agree on where an empty time stands
    may = permissions.may_govern(request.user, county)
    return render(request, "staff/offices.html", {"county": county, "counties": mine, "rows": rows, "may": may})


@entry_page
@staff_page
def add(request: HttpRequest) -> HttpResponse:
    county = governed(request)
    form = OfficeForm(changing.sent(request), county=county)
    done = attempt(request, [form], lambda: added(request, county, form)) if form.is_bound else None
    return done or render(request, PAGE, about(request, county) | {"form": form, "heading": _("Add a law office")})


def added(request: HttpRequest, county: County, form: OfficeForm) -> str:
    return place_of(actions.add_office(by=person(request), county=county, **form.values()))


@entry_page
@staff_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    county, office = find_office(request, pk)
    form = OfficeForm(changing.sent(request), county=county, office=office)
    done = attempt(request, [form], lambda: changed(request, office, form)) if form.is_bound else None
    heading = _("Change: %(what)s") % {"what": find_office(request, pk)[1].name}  # as on record, whatever was typed
    return done or render(request, PAGE, about(request, county) | {"form": form, "heading": heading})


def changed(request: HttpRequest, office: Office, form: OfficeForm) -> str:
    changes = form.changes()
    if not changes:
        raise ValidationError({"__all__": [_("Nothing differs from what is on record: there is nothing to change.")]})
    return place_of(actions.change_office(office, by=person(request), **changes))


@entry_page
@staff_page
def close(request: HttpRequest, pk: int) -> HttpResponse:
    county, office = find_office(request, pk)
    done = attempt(request, [], lambda: place_of(actions.close_office(office, by=person(request)))) if request.method == "POST" else None
    return done or render(
        request, CLOSE, about(request, county) | {"office": office, "heading": _("Close: %(what)s") % {"what": office.name}}
    )


@entry_page
@staff_page
def end_representation(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    """News, not a correction: from then on the office sees the booking no more."""
    booking, fact = find_fact(request, public_id, "representations", pk)
    if not isinstance(fact, Representation) or fact.entered_in_error:
        raise Http404(_("There is no such entry in this booking."))
    form = EndRepresentationForm(changing.sent(request), booking=booking, fact=fact)
    heading = _("End: %(what)s") % {"what": spoken(fact, booking.county)}
    page = {"booking": booking, "key": booking.case_key, "county": booking.county, "back": timeline_of(booking), "token": token(request)}
    page |= {"form": form, "heading": heading, "news": True, "template": END}
    after = timeline_of(booking, f"representations-{fact.pk}")
    return changing.change(request, fact, [form], page, lambda by, _why: ended(fact, by, form), after)


def ended(fact: Representation, by: Any, form: Any) -> None:
    actions.end_representation(fact, by=by, ended=form.values()["ended"])


def spoken(fact: Representation, county: County) -> str:
    """By whom, since when. A designee's name stays sealed."""
    began = span(fact, "began")
    who = fact.office.name if fact.office is not None else fact.get_stands_display()
    return f"{who}, {when(began, county.zone)}" if began else str(who)


def governed(request: HttpRequest) -> County:
    county, _mine = asked_county(request, permissions.log_counties)
    permissions.check_may_govern(request.user, county)
    return county


def find_office(request: HttpRequest, pk: int) -> tuple[County, Office]:
    """One of the county's offices that is not closed. Of another county it is not even said whether there is one."""
    county = governed(request)
    office = Office.objects.filter(county=county, closed_at=None, pk=pk).first()
    if office is None:
        raise Http404(_("There is no such office in this county."))
    return county, office


def about(request: HttpRequest, county: County) -> dict[str, Any]:
    return {"county": county, "kind_name": _("Law offices"), "back": f"/staff/offices/?county={county.slug}", "token": token(request)}


def place_of(office: Office) -> str:
    return f"/staff/offices/?county={office.county.slug}#office-{office.pk}"
