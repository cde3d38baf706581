"""Holds and disposals of one county: what is due, what is held, what was proposed, done and refused."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts import permissions
from accounts.models import County
from accounts.profiles import in_force
from accounts.reauthentication import asks_again
from bookings.actions import disposing
from bookings.actions.correcting import Stale
from bookings.forms.retention import DecideForm, HoldForm, ProposeForm, WhyForm
from bookings.models import Clock, Disposal, LegalHold
from bookings.rules.retention import ends_before
from bookings.views.access import asked_county, person, staff_page

SHOWN = 50


@require_safe
@staff_page
def retention(request: HttpRequest) -> HttpResponse:
    return page(request)


def page(request: HttpRequest, hold_form: HoldForm | None = None, says: str = "") -> HttpResponse:
    county, mine = asked_county(request, permissions.retention_counties)
    disposals = Disposal.objects.filter(county=county).select_related("proposed_by", "approved_by", "refused_by").order_by("-pk")[:SHOWN]
    context = {
        "county": county,
        "counties": mine,
        "clocks": [clock(county, one) for one in Clock],
        "holds": LegalHold.objects.filter(county=county, lifted_at=None).select_related("booking", "placed_by").order_by("-pk"),
        "open": [one for one in disposals if one.decided_at is None],
        "decided": [one for one in disposals if one.decided_at is not None],
        "hold_form": hold_form or HoldForm(county=county),
        "says": says,
    }
    return render(request, "staff/retention.html", context | {"me": request.user}, status=400 if says or hold_form else 200)


def clock(county: County, one: Clock) -> dict[str, Any]:
    """How long the profile in force keeps it, and how many bookings are due."""
    today = timezone.now().astimezone(county.zone).date()
    months = getattr(in_force(county, today), f"keep_{one}_months")
    before = ends_before(today, months) if months else None
    due = disposing.due(county, one, before).count() if before else 0
    return {"code": one.value, "name": one.label, "months": months, "before": before, "due": due}


def acted(request: HttpRequest, county: County, act: Callable[[], str]) -> HttpResponse:
    """Back to the page with what was done, or the page with why not."""
    try:
        messages.success(request, act())
    except ValidationError as problem:
        return page(request, says=" ".join(problem.messages))
    except Stale as problem:
        return page(request, says=str(problem))
    return redirect(f"/admin/retention/?county={county.slug}")


@require_POST
@staff_page
def hold(request: HttpRequest) -> HttpResponse:
    county, _mine = asked_county(request, permissions.retention_counties)
    form = HoldForm(request.POST, county=county)
    if not form.is_valid():
        return page(request, form)

    def act() -> str:
        disposing.place_hold(by=person(request), county=county, booking=form.booking, reason=form.cleaned_data["reason"])
        return _("Held: nothing of it is disposed of until the hold is lifted.")

    return acted(request, county, act)


@require_POST
@staff_page
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    county, found = mine(request, LegalHold, pk)
    form = WhyForm(request.POST)

    def act() -> str:
        disposing.lift_hold(found, by=person(request), why=form.cleaned_data.get("why", "") if form.is_valid() else "")
        return _("The hold is lifted.")

    return acted(request, county, act)


@require_POST
@staff_page
@asks_again
def propose(request: HttpRequest) -> HttpResponse:
    county, _mine = asked_county(request, permissions.retention_counties)
    form = ProposeForm(request.POST)
    if not form.is_valid():
        return page(request, says=_("There is no such clock."))

    def act() -> str:
        disposing.propose(by=person(request), county=county, clock=form.cleaned_data["clock"])
        return _("Proposed. Another person approves it.")

    return acted(request, county, act)


@require_POST
@staff_page
@asks_again
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    county, found = mine(request, Disposal, pk)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return page(request, says=_("Approve it, or refuse it and say why."))

    def act() -> str:
        if form.cleaned_data["decision"] == "refuse":
            disposing.refuse(found, by=person(request), why=form.cleaned_data["why"])
            return _("Refused. Nothing was disposed of.")
        count = disposing.approve(found, by=person(request))
        return ngettext("One booking was disposed of.", "%(count)s bookings were disposed of.", count) % {"count": count}

    return acted(request, county, act)


def mine(request: HttpRequest, model: Any, pk: int) -> tuple[County, Any]:
    """One of a county in which this person keeps retention; another is not said to exist."""
    found = model.objects.filter(pk=pk, county__in=permissions.retention_counties(request.user)).select_related("county").first()
    if found is None:
        raise Http404
    return found.county, found
