"""Pages and files. All but the first are the office's: whoever has no role in a county is not even told that it has figures."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts import permissions
from accounts.models import County
from accounts.periods import Month
from accounts.reauthentication import asks_again
from reports import dresses, figures, monthly, office

View = Callable[..., HttpResponse]


def office_page(view: View) -> View:
    """Signed in, read only, and kept by no cache."""
    return cache_control(private=True, no_store=True)(require_safe(login_required(view)))


@office_page
def office_index(request: HttpRequest) -> HttpResponse:
    """Who has no county and asked for none is told so; a county that is named is never said to exist."""
    mine = list(permissions.office_counties(request.user))
    if not mine and "county" not in parameters(request, {"county"}):
        return render(request, "office/index.html", {"county": None, "any_county": County.objects.exists()})
    return render(request, "office/index.html", office.context(asked_of(request, mine), mine))


@office_page
@asks_again
def office_csv(request: HttpRequest) -> HttpResponse:
    county, _others = asked_county(request)
    return csv_file(figures.all_figures(county, office.latest_months(county)), f"{county.slug}-office")


@office_page
@asks_again
def office_json(request: HttpRequest) -> HttpResponse:
    county, _others = asked_county(request)
    return JsonResponse(dresses.as_json(county, figures.all_figures(county, office.latest_months(county))))


@office_page
def month(request: HttpRequest, slug: str, period: str) -> HttpResponse:
    return render(request, "reports/month.html", monthly.context(*asked_month(request, slug, period)))


@office_page
@asks_again
def month_csv(request: HttpRequest, slug: str, period: str) -> HttpResponse:
    county, wanted = asked_month(request, slug, period)
    return csv_file(monthly.month_figures(county, wanted), f"{county.slug}-{wanted}-office")


@office_page
@asks_again
def month_json(request: HttpRequest, slug: str, period: str) -> HttpResponse:
    county, wanted = asked_month(request, slug, period)
    return JsonResponse(dresses.as_json(county, monthly.month_figures(county, wanted)))


def csv_file(found: list[figures.Figure], name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}-draft.csv"'}
    return HttpResponse(dresses.csv_text(found), content_type="text/csv; charset=utf-8", headers=headers)


def asked_county(request: HttpRequest) -> tuple[County, list[County]]:
    """The county named by `?county=`, else the first of this person's, and all of this person's."""
    mine = list(permissions.office_counties(request.user))
    return asked_of(request, mine), mine


def asked_of(request: HttpRequest, mine: list[County]) -> County:
    slug = parameters(request, {"county"}).get("county")
    found = next((county for county in mine if slug is None or county.slug == slug), None)
    if found is None:
        raise no_such_county()
    return found


def no_such_county() -> Http404:
    return Http404(_("There is no such county, or you have no role in it."))


def asked_month(request: HttpRequest, slug: str, period: str) -> tuple[County, Month]:
    """The county and month of an address. A month that has not begun has no page."""
    parameters(request, set())
    county = next((county for county in permissions.office_counties(request.user) if county.slug == slug), None)
    if county is None:
        raise no_such_county()
    wanted = parsed(period)
    if wanted is None or wanted > figures.running_month(county):
        raise Http404(_("There is no such month, or it has not begun. Write it as 2026-10."))
    return county, wanted


def parsed(period: str) -> Month | None:
    try:
        return Month.parse(period)
    except ValueError:
        return None


def parameters(request: HttpRequest, known: set[str]) -> dict[str, Any]:
    """The parameters of the address. One that is not known, or comes twice, is refused: never answer with an unfiltered number."""
    for name, values in request.GET.lists():
        if name not in known or len(values) > 1:
            raise BadRequest(_("This address has a parameter that is not known, or has one twice."))
    return dict(request.GET.items())
