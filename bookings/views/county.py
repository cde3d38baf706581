"""The county's own facts on one page, and the pages that add, correct, end them or enter them in error."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import permissions
from accounts.models import County, CountyProfile, User
from accounts.profiles import in_force
from bookings import actions, county_page
from bookings.forms.county import ASKS, EndForm, county_form
from bookings.kinds import COUNTY_FACTS, COUNTY_KINDS
from bookings.models import List
from bookings.views import changing
from bookings.views.access import asked_county, person, staff_page
from bookings.views.once import attempt, token

entry_page = require_http_methods(["GET", "HEAD", "POST"])
PAGE = "staff/county_fact.html"
FIRST, A_PAGE = 5, 50
GOVERNED = frozenset({"policies", "facilities", "profiles"})


@require_safe
@staff_page
def overview(request: HttpRequest) -> HttpResponse:
    county, mine = asked_county(request, permissions.log_counties)
    sections = [section(request, county, kind) for kind in county_page.HEADINGS if kind != "list-items"]
    lists = {"rows": county_page.lists(today(county)), "heading": county_page.HEADINGS["list-items"]}
    return render(request, "staff/county.html", {"county": county, "counties": mine, "sections": sections, "lists": lists})


def section(request: HttpRequest, county: County, kind: str) -> dict[str, Any]:
    facts, may = county_page.facts(kind, county), may_write(request, county, kind)
    heading, lede, add = county_page.HEADINGS[kind]
    shown = county_page.rows(kind, county, list(facts[:FIRST]), today(county), may=may)
    return {"kind": kind, "heading": heading, "lede": lede, "add": add if may else "", "rows": shown, "total": facts.count()}


@require_safe
@staff_page
def listed(request: HttpRequest, kind: str) -> HttpResponse:
    county, mine = asked_county(request, permissions.log_counties)
    facts = county_page.facts(known(kind), county)
    of_list = request.GET.get("list", "")
    if kind == "list-items" and of_list in List.values:
        facts = facts.filter(list=of_list)
    page, may = Paginator(facts, A_PAGE).get_page(request.GET.get("page")), may_write(request, county, kind)
    heading, lede, add = county_page.HEADINGS[kind]
    words = {"kind": kind, "heading": heading, "lede": lede, "add": add if may else "", "page": page, "of_list": of_list}
    rows = county_page.rows(kind, county, list(page), today(county), may=may)
    return render(request, "staff/county_kind.html", words | {"county": county, "counties": mine, "rows": rows})


@require_safe
@staff_page
def one(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Where a change leads: the fact with its history, wherever in a long list it stands."""
    county, _mine = asked_county(request, permissions.log_counties)
    rows = county_page.rows(kind, county, [found(county, known(kind), pk)], today(county), may=may_write(request, county, kind))
    heading, lede, _add = county_page.HEADINGS[kind]
    words = {"kind": kind, "heading": heading, "lede": lede, "rows": rows, "alone": True}
    return render(request, "staff/county_kind.html", words | {"county": county, "counties": [county]})


@entry_page
@staff_page
def add(request: HttpRequest, kind: str) -> HttpResponse:
    county = writable(request, known(kind))
    if kind == "nil-returns":
        return redirect(f"/staff/nil-return/?county={county.slug}")
    form = county_form(kind, county, changing.sent(request), initial=at_first(kind, county))
    done = attempt(request, [form], lambda: record(person(request), county, kind, form)) if form.is_bound else None
    page = about(request, county, kind) | {"form": form, "heading": county_page.HEADINGS[kind][2]}
    return done or render(request, PAGE, page)


def record(by: User, county: County, kind: str, form: Any) -> str:
    fact = actions.RECORD_OF_COUNTY[kind](by=by, county=county, **form.values())
    return place_of(county, kind, fact.pk)


def at_first(kind: str, county: County) -> dict[str, Any]:
    """A new profile begins with what is in force, so that only what changes is typed."""
    if kind != "profiles":
        return {}
    now = in_force(county, today(county))
    return {name: getattr(now, name) for name in ASKS[CountyProfile] if name != "in_force_from"}


@entry_page
@staff_page
def correct(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    county, fact = find(request, kind, pk)
    form = county_form(kind, county, changing.sent(request), fact)
    heading = _("Correct: %(what)s") % {"what": county_page.title(fact, county)}
    return change(request, county, kind, fact, form, heading, lambda by, why: correct_by(form, fact, by, why))


def correct_by(form: Any, fact: Any, by: User, reason: str) -> None:
    changes = form.changes()
    if not changes:
        raise ValidationError({"__all__": [_("Nothing differs from what is on record: there is nothing to correct.")]})
    actions.correct_of_county(fact, by=by, reason=reason, **changes)


@entry_page
@staff_page
def error(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    county, fact = find(request, kind, pk)
    if kind not in COUNTY_FACTS:
        raise Http404
    heading = _("Entered in error: %(what)s") % {"what": county_page.title(fact, county)}
    return change(request, county, kind, fact, None, heading, lambda by, why: actions.withdraw(fact, by=by, reason=why))


@entry_page
@staff_page
def end(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    county, fact = find(request, kind, pk)
    if kind not in actions.END:
        raise Http404
    form = EndForm(changing.sent(request), initial={"until": today(county)})
    heading = _("End: %(what)s") % {"what": county_page.title(fact, county)}
    return change(request, county, kind, fact, form, heading, lambda by, _why: ended(kind, fact, by, form), news=True)


def ended(kind: str, fact: Any, by: User, form: EndForm) -> None:
    actions.END[kind](fact, by=by, until=form.cleaned_data["until"])


def change(
    request: HttpRequest, county: County, kind: str, fact: Any, form: Any, heading: str, write: Any, *, news: bool = False
) -> HttpResponse:
    page = about(request, county, kind) | {"heading": heading} | ({"news": True} if news else {})
    page |= {"form": form} if form is not None else {"takes_out": True}
    return changing.change(request, fact, [form] if form is not None else [], page, write, place_of(county, kind, fact.pk))


def about(request: HttpRequest, county: County, kind: str) -> dict[str, Any]:
    back = f"/staff/county/{kind}/?county={county.slug}"
    return {"county": county, "kind_name": county_page.HEADINGS[kind][0], "back": back, "token": token(request), "template": PAGE}


def place_of(county: County, kind: str, pk: int) -> str:
    return f"/staff/county/{kind}/{pk}/?county={county.slug}"


def known(kind: str) -> str:
    if kind not in COUNTY_KINDS:
        raise Http404(_("There is no such kind of entry."))
    return kind


def find(request: HttpRequest, kind: str, pk: int) -> tuple[County, Any]:
    """One of the county's facts. Of another county it is not even said whether there is one."""
    county = writable(request, known(kind))
    return county, found(county, kind, pk)


def found(county: County, kind: str, pk: int) -> Any:
    fact = county_page.facts(kind, county).filter(pk=pk).first()
    if fact is None:
        raise Http404(_("There is no such entry in this county."))
    return fact


def writable(request: HttpRequest, kind: str) -> County:
    county, _mine = asked_county(request, permissions.log_counties)
    if kind == "list-items":
        permissions.check_may_keep_lists(request.user)
    elif kind in GOVERNED:
        permissions.check_may_govern(request.user, county)
    return county


def may_write(request: HttpRequest, county: County, kind: str) -> bool:
    """The log is kept by everybody who sees the page."""
    if kind == "list-items":
        return permissions.may_keep_lists(request.user)
    return kind not in GOVERNED or permissions.may_govern(request.user, county)


def today(county: County) -> Any:
    return timezone.now().astimezone(county.zone).date()
