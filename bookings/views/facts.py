"""Add, correct and enter in error: one set of pages for every kind of fact."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.profiles import in_force_at
from bookings import actions
from bookings.forms import form_for
from bookings.forms.countries import suggestions
from bookings.forms.facts import NEW, FactForm
from bookings.forms.handover import NewHandoverForm
from bookings.forms.small import DispositionForm
from bookings.models import Booking, Charge, Consent, Fact, ReleaseKind, ReleaseStep, StepKind
from bookings.models.moments import span
from bookings.views import changing
from bookings.views.access import find_booking, find_fact, find_kind, person, staff_page, timeline_of
from bookings.views.changing import sent
from bookings.views.once import attempt, token
from bookings.wording import NAMES, WORD, named, when

entry_page = require_http_methods(["GET", "HEAD", "POST"])
PAGE = "staff/fact.html"


@entry_page
@staff_page
def add(request: HttpRequest, public_id: uuid.UUID, kind: str) -> HttpResponse:
    booking, model = find_booking(request, public_id), find_kind(kind)
    form = new_form(model)(sent(request), booking=booking, initial=at_first(request, model, booking))
    done = attempt(request, [form], lambda: record(person(request), booking, kind, form)) if form.is_bound else None
    words = {"form": form, "heading": _("Add: %(what)s") % {"what": NAMES[model]}, "existing": existing_words(form)}
    return done or render(request, PAGE, about(request, booking, model) | words)


def existing_words(form: FactForm) -> str:
    """When the paper on record was received, if a new detainer may be the same."""
    paper = getattr(form, "existing", None)
    received = span(paper, "received") if paper is not None else None
    return when(received, form.zone) if received else ""


def record(by: User, booking: Booking, kind: str, form: FactForm) -> str:
    fact = actions.RECORD[kind](by=by, booking=booking, **form.values())
    if isinstance(form, NewHandoverForm) and (released := form.the_release()):
        release_with(by, booking, released)
    return timeline_of(booking, f"{kind}-{fact.pk}")


def release_with(by: User, booking: Booking, released: dict[str, Any]) -> None:
    """In the transaction of the handover: both are recorded, or neither."""
    try:
        actions.release(by=by, booking=booking, **released)
    except actions.Stale as stale:
        raise ValidationError({"release": [str(stale)]}) from stale
    except ValidationError as problem:
        beside = "released" if released["kind"] == ReleaseKind.STREET else "handed"  # the one time that was typed
        raise ValidationError({beside: problem.messages}) from problem


def new_form(model: type[Fact]) -> type[FactForm]:
    if model in NEW:
        return NEW[model]
    return form_for(model, "place") if model is Charge else form_for(model)


def at_first(request: HttpRequest, model: type[Fact], booking: Booking) -> dict[str, Any]:
    """What stands in a new form: the step that was chosen, the consent form in force."""
    if model is ReleaseStep and request.GET.get("step") in StepKind.values:
        return {"kind": request.GET["step"]}
    if model is Consent:
        return {"form_version": in_force_at(booking.county, booking.booked_at).consent_version}
    return {}


@entry_page
@staff_page
def correct(request: HttpRequest, public_id: uuid.UUID, kind: str = "booking", pk: int | None = None) -> HttpResponse:
    booking, fact = find_fact(request, public_id, kind, pk)
    form: FactForm = form_for(type(fact))(sent(request), booking=booking, fact=fact)
    words = {"form": form, "heading": _("Correct: %(what)s") % {"what": named(fact, booking.county.zone)}}
    return change(request, booking, fact, [form], words, lambda by, reason: correct_by(form, fact, by, reason))


def correct_by(form: FactForm, fact: Fact, by: User, reason: str) -> None:
    changes = form.changes()
    if not changes:
        raise ValidationError({"__all__": [_("Nothing differs from what is on record: there is nothing to correct.")]})
    actions.correct(fact, by=by, reason=reason, **changes)


@entry_page
@staff_page
def error(request: HttpRequest, public_id: uuid.UUID, kind: str = "booking", pk: int | None = None) -> HttpResponse:
    booking, fact = find_fact(request, public_id, kind, pk)
    words = {"heading": _("Entered in error: %(what)s") % {"what": named(fact, booking.county.zone)}, "takes_out": True}
    return change(request, booking, fact, [], words, lambda by, reason: actions.enter_in_error(fact, by=by, reason=reason))


@entry_page
@staff_page
def disposition(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    """What became of a charge: news, so it needs no reason."""
    booking, fact = find_fact(request, public_id, "charges", pk)
    form = DispositionForm(sent(request), booking=booking, fact=fact)
    words = {"form": form, "heading": _("Disposition of charge %(charge)s") % {"charge": named(fact, booking.county.zone)}, "news": True}
    return change(request, booking, fact, [form], words, lambda by, _why: update_disposition(fact, by, form))


def update_disposition(fact: Fact, by: User, form: FactForm) -> None:
    if not isinstance(fact, Charge):
        raise Http404
    actions.update_disposition(fact, by=by, **form.values())


def change(request: HttpRequest, booking: Booking, fact: Fact, forms: list[Any], words: dict[str, Any], write: Any) -> HttpResponse:
    after = timeline_of(booking, "" if isinstance(fact, Booking) else anchor(fact))
    return changing.change(request, fact, forms, about(request, booking, type(fact)) | words | {"template": PAGE}, write, after)


def anchor(fact: Fact) -> str:
    return f"{WORD[type(fact)]}-{fact.pk}"


def about(request: HttpRequest, booking: Booking, model: type[Fact]) -> dict[str, Any]:
    return {
        "booking": booking,
        "key": booking.case_key,
        "county": booking.county,
        "back": timeline_of(booking),
        "countries": suggestions() if model.__name__ in {"Booking", "ConsularNotice"} else [],
        "token": token(request),
    }
