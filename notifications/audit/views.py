"""The pages of the auditor of a county. Nobody else is told that they exist."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import permissions, seals
from accounts.models import AuditEntry, County
from accounts.periods import Month
from bookings.views.access import person, staff_page
from notifications.audit import sampling
from notifications.audit import trail as trails
from notifications.audit.forms import MonthForm, SampleForm, TrailForm
from notifications.audit.lists import LISTS, Listed
from notifications.audit.months import CountyMonth
from notifications.audit.noting import note_audit
from notifications.audit.tables import Table, csv_file, csv_text

A_PAGE = 100
# Above so many entries the check takes longer than a page may: the command does it.
MOST_CHECKED = 200_000


def audit_page(view: Any) -> Any:
    return require_safe(staff_page(view))


@audit_page
def trail(request: HttpRequest) -> HttpResponse:
    county, mine, form = asked_trail(request)
    some = list(trails.found(county, form.asked())[: trails.A_PAGE + 1])
    further = some[trails.A_PAGE - 1].pk if len(some) > trails.A_PAGE else None
    note_audit(county, by=person(request), what="trail")
    words = {"rows": trails.rows(county, some[: trails.A_PAGE]), "form": form, "further": further}
    return shown(request, "audit/trail.html", county, mine, "trail", words)


@audit_page
def trail_csv(request: HttpRequest) -> HttpResponse:
    county, _mine, form = asked_trail(request)
    some = trails.found(county, form.asked())[: trails.MOST_IN_A_FILE]
    note_audit(county, by=person(request), what="trail.csv")
    lines = [trails.file_row(one) for one in trails.rows(county, some)]
    return csv_file(f"{county.slug}-trail", csv_text(trails.COLUMNS, lines))


def asked_trail(request: HttpRequest) -> tuple[County, list[County], TrailForm]:
    county, mine = asked_county(request, set(TrailForm.base_fields))
    form = TrailForm(request.GET, county)
    if not form.is_valid():
        raise BadRequest(refusal(form))
    return county, mine, form


def refusal(form: Form) -> str:
    return " ".join(str(sentence) for found in form.errors.values() for sentence in found)


@audit_page
def lists(request: HttpRequest) -> HttpResponse:
    county, mine = asked_county(request, {"month"})
    month = asked_month(request, county)
    return shown(request, "audit/lists.html", county, mine, "lists", {"lists": LISTS.values(), "month": month})


@audit_page
def listed(request: HttpRequest, code: str) -> HttpResponse:
    county, mine, one, table = asked_list(request, code)
    page = Paginator(table.rows, A_PAGE).get_page(request.GET.get("page"))
    month = asked_month(request, county)
    words: dict[str, Any] = {"one": one, "table": table, "page": page, "month": month, "form": MonthForm({"month": str(month)})}
    note_audit(county, by=person(request), what=code, month=str(month))
    query = urlencode({"county": county.slug, "month": str(month)})
    words["csv_url"] = f"{reverse('audit_list_csv', args=[code])}?{query}"
    return shown(request, "audit/list.html", county, mine, "lists", words)


@audit_page
def listed_csv(request: HttpRequest, code: str) -> HttpResponse:
    county, _mine, _one, table = asked_list(request, code)
    month = asked_month(request, county)
    note_audit(county, by=person(request), what=f"{code}.csv", month=str(month))
    return csv_file(f"{county.slug}-{month}-{code}", csv_text(table.columns, table.rows))


def asked_list(request: HttpRequest, code: str) -> tuple[County, list[County], Listed, Table]:
    county, mine = asked_county(request, {"month", "page"})
    if code not in LISTS:
        raise Http404(_("There is no such list."))
    return county, mine, LISTS[code], LISTS[code].table(CountyMonth(county, asked_month(request, county)))


@audit_page
def sample(request: HttpRequest) -> HttpResponse:
    """Without a seed a new one is drawn, and stands in the address from then on."""
    county, mine = asked_county(request, {"month", "size", "seed"})
    if "seed" not in request.GET:
        given = {"county": county.slug, "month": str(asked_month(request, county)), "size": sampling.SIZE, "seed": sampling.new_seed()}
        return redirect(f"{reverse('audit_sample')}?{urlencode(given)}")
    form, table = drawn(request, county)
    note_audit(county, by=person(request), what="sample", seed=form.cleaned_data["seed"])
    words = {"form": form, "table": table, "csv_url": f"{reverse('audit_sample_csv')}?{request.GET.urlencode()}"}
    return shown(request, "audit/sample.html", county, mine, "sample", words)


@audit_page
def sample_csv(request: HttpRequest) -> HttpResponse:
    county, _mine = asked_county(request, {"month", "size", "seed"})
    form, table = drawn(request, county)
    note_audit(county, by=person(request), what="sample.csv", seed=form.cleaned_data["seed"])
    return csv_file(f"{county.slug}-sample-{form.cleaned_data['seed']}", csv_text(table.columns, table.rows))


def drawn(request: HttpRequest, county: County) -> tuple[SampleForm, Table]:
    form = SampleForm({"month": str(asked_month(request, county)), "size": sampling.SIZE, **request.GET.dict()})
    if not form.is_valid():
        raise BadRequest(refusal(form))
    month = CountyMonth(county, asked_month(request, county))
    return form, sampling.drawn(month, form.cleaned_data["seed"], form.cleaned_data["size"])


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def chain(request: HttpRequest) -> HttpResponse:
    """The head of the chain; on request the whole of it is checked, as `manage.py verify_audit` does."""
    county, mine = asked_county(request, set())
    entries = AuditEntry.objects.count()
    small = entries <= MOST_CHECKED
    verdict = seals.verify() if request.method == "POST" and small else None
    words = {"head": seals.head(), "entries": entries, "small": small, "verdict": verdict}
    return shown(request, "audit/chain.html", county, mine, "chain", words)


def asked_county(request: HttpRequest, known: set[str]) -> tuple[County, list[County]]:
    """The county of an address, among those that this person audits. An unknown parameter is refused."""
    for name, values in request.GET.lists():
        if name not in known | {"county"} or len(values) > 1:
            raise BadRequest(_("This address has a parameter that is not known, or has one twice."))
    mine = list(permissions.audit_counties(request.user))
    slug = request.POST.get("county") or request.GET.get("county")
    found = next((one for one in mine if slug is None or one.slug == slug), None)
    if found is None:
        raise Http404(_("There is no such page for you: these pages are for the auditors of a county."))
    return found, mine


def asked_month(request: HttpRequest, county: County) -> Month:
    """The month of an address, else the running one. One that has not begun has no facts."""
    running = Month.of(timezone.now(), county.zone)
    text = request.GET.get("month")
    try:
        month = Month.parse(text) if text is not None else running
    except ValueError:
        raise BadRequest(_("There is no such month. Write it as 2026-10.")) from None
    if month > running:
        raise BadRequest(_("This month has not begun."))
    return month


def shown(request: HttpRequest, template: str, county: County, mine: list[County], here: str, words: dict[str, Any]) -> HttpResponse:
    return render(request, template, {"county": county, "counties": mine, "here": here, **words})
