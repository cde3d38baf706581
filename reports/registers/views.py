"""The pages of the registers. The office reads them; a commissioner asks; the records officer keeps them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import permissions
from accounts.models import County, User
from bookings.views import changing
from bookings.views.access import asked_county, person, staff_page
from bookings.views.once import attempt, token
from reports.actions import registers as verbs
from reports.registers import page
from reports.registers.declared import REGISTERS, Register
from reports.registers.forms import EntryForm, form_of
from reports.views import office_page

TEMPLATE = "office/registers/act.html"
entry_page = require_http_methods(["GET", "HEAD", "POST"])


@office_page
def index(request: HttpRequest) -> HttpResponse:
    county, mine = asked_county(request, permissions.office_counties)
    sections = page.sections(county, may(request, county))
    return render(request, "office/registers/index.html", {"county": county, "counties": mine, "sections": sections})


def may(request: HttpRequest, county: County) -> frozenset[str]:
    file = {"file"} if permissions.may_file(request.user, county) else set()
    return frozenset(file | ({"questions"} if permissions.may_ask(request.user, county) else set()))


@entry_page
@staff_page
def add(request: HttpRequest, code: str) -> HttpResponse:
    """A commissioner asks in their own name and today; whoever keeps the register says who asked and when."""
    register = known(code)
    county, mine = asked_county(request, permissions.office_counties)
    keeps = permissions.may_file(request.user, county)
    if not keeps and not (code == "questions" and permissions.may_ask(request.user, county)):
        raise Http404(_("There is no such register, or you do not keep it."))
    names = register.add.fields if keeps else ("about", "text")
    form = form_of(register, names)(
        changing.sent(request), zone=county.zone, initial={name: today(county) for name in names if name == register.days[0]}
    )
    own = {} if keeps else {"asked_by": str(person(request))[:120], "asked_on": today(county)}
    done = attempt(request, [form], lambda: added(request, register, county, own | form.values())) if form.is_bound else None
    return done or render(
        request, TEMPLATE, about(request, county, mine, register) | {"form": form, "heading": register.add.title, "news": True}
    )


def added(request: HttpRequest, register: Register, county: County, values: dict[str, Any]) -> str:
    register.add.verb(by=person(request), county=county, **values)
    return home(county)


@entry_page
@staff_page
def step(request: HttpRequest, code: str, pk: int, step: str) -> HttpResponse:
    """Answer, give evidence, settle."""
    register, county, entry = find(request, code, pk)
    taken = register.step(step)
    if taken is None:
        raise Http404
    initial = {name: today(county) for name in taken.fields if name in ("answered_on", "settled_on")}
    initial |= {"answered_by": str(person(request))} if "answered_by" in taken.fields else {}
    form = form_of(register, taken.fields)(changing.sent(request), zone=county.zone, initial=initial | kept(entry, taken.fields))
    words = {"heading": f"{taken.title}: {page.title(register, entry)}", "news": True}
    return changed(request, county, register, entry, form, words, lambda by, _why: taken.verb(entry, by=by, **form.values()))


def kept(entry: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """Evidence may be given again: the form then begins with what stands."""
    return {name: getattr(entry, name) for name in names if name in ("evidence", "own_number") and getattr(entry, name)}


@entry_page
@staff_page
def correct(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    register, county, entry = find(request, code, pk)
    form = form_of(register, register.fields, needed=False)(changing.sent(request), zone=county.zone, entry=entry)
    words = {"heading": _("Correct: %(what)s") % {"what": page.title(register, entry)}}
    return changed(request, county, register, entry, form, words, lambda by, why: corrected(form, entry, by, why))


def corrected(form: EntryForm, entry: Any, by: User, reason: str) -> None:
    changes = form.changes()
    if not changes:
        raise ValidationError({"__all__": [_("Nothing differs from what is on record: there is nothing to correct.")]})
    verbs.correct_of_county(entry, by=by, reason=reason, **changes)


@entry_page
@staff_page
def error(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    register, county, entry = find(request, code, pk)
    words = {"heading": _("Entered in error: %(what)s") % {"what": page.title(register, entry)}, "takes_out": True}
    return changed(request, county, register, entry, None, words, lambda by, why: verbs.withdraw(entry, by=by, reason=why))


def changed(
    request: HttpRequest, county: County, register: Register, entry: Any, form: Any, words: dict[str, Any], write: Any
) -> HttpResponse:
    shown = (
        about(request, county, [county], register)
        | words
        | {"form": form, "template": TEMPLATE, "lines": page.row(county, register, entry, False)["lines"]}
    )
    return changing.change(request, entry, [form] if form is not None else [], shown, write, home(county))


def about(request: HttpRequest, county: County, mine: list[County], register: Register) -> dict[str, Any]:
    return {"county": county, "counties": mine, "register": register, "back": home(county), "token": token(request)}


def known(code: str) -> Register:
    if code not in REGISTERS:
        raise Http404(_("There is no such register, or you do not keep it."))
    return REGISTERS[code]


def find(request: HttpRequest, code: str, pk: int) -> tuple[Register, County, Any]:
    """An entry, for whoever keeps the registers of its county. Of another county it is not even said whether there is one."""
    register = known(code)
    county, _mine = asked_county(request, permissions.filing_counties)
    entry = register.model.objects.select_related("county").filter(county=county, pk=pk, entered_in_error=False).first()
    if entry is None:
        raise Http404(_("There is no such register, or you do not keep it."))
    return register, county, entry


def home(county: County) -> str:
    return reverse("registers") + f"?county={county.slug}"


def today(county: County) -> Any:
    return timezone.now().astimezone(county.zone).date()
