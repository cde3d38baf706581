"""The reports' pages and files: of releases for anyone, of the office's exact figures for who may see them. Thin."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from accounts import permissions, profiles
from accounts.models import County
from accounts.reauthentication import asks_again
from reports.public import asking, looking
from reports.public.asking import public_page
from reports.public.looking import Look
from reports.public.serving import serve
from reports.report import build, exact, listing, page, published
from reports.report.dress import FILES, KINDS, PAPERS, body
from reports.report.model import Report
from reports.report.span import Span, span_of
from reports.views import no_such_county, office_page, parameters

FILTERS = {"revision", "lang", "paper"}


class ReportFile:
    """The end of a report's address."""

    regex = "|".join(FILES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


# --- anyone --------------------------------------------------------------------------------------------------------------------------


@public_page
def listed(request: HttpRequest, slug: str) -> HttpResponse:
    seen = looking.at(slug)
    asking.parameters(request, set())
    context = listing.context(seen.county, seen.found)
    return serve(request, seen.depends, lambda: render(request, "reports/list.html", context))


@public_page
def shown(request: HttpRequest, slug: str, period: str) -> HttpResponse:
    seen = looking.at(slug)
    given = asking.parameters(request, FILTERS)
    span, revision = asked_span(seen.county, period), asked_revision(given)
    return serve(request, depends(seen), lambda: on_page(request, seen, span, revision, given))


def on_page(request: HttpRequest, seen: Look, span: Span, revision: int | None, given: dict[str, str]) -> HttpResponse:
    with spoken(given):
        return render(request, "reports/report.html", page.context(public_report(seen, span, revision), around(seen, span, revision)))


@public_page
def file(request: HttpRequest, slug: str, period: str, kind: str) -> HttpResponse:
    seen = looking.at(slug)
    given = asking.parameters(request, FILTERS)
    span, revision, paper = asked_span(seen.county, period), asked_revision(given), asked_paper(given)
    return serve(request, depends(seen), lambda: answer(seen, span, revision, kind, given, paper))


def answer(seen: Look, span: Span, revision: int | None, kind: str, given: dict[str, str], paper: str) -> HttpResponse:
    with spoken(given):
        return attached(public_report(seen, span, revision), kind, paper)


def depends(seen: Look) -> tuple[object, ...]:
    """What a report shows besides its release: counts of the registers too."""
    return (*seen.depends, *(repr(one) for one in published.stamp(seen.county)))


def public_report(seen: Look, span: Span, revision: int | None) -> Report:
    reading = published.read(seen.county, span, seen.found, revision)
    if reading is None:
        words = {"period": span.name, "county": seen.county.name}
        if revision:
            raise Http404(_("There is no such revision of %(period)s.") % words)
        raise Http404(_("%(period)s is not published for %(county)s.") % words)
    reading.address = reverse("report", args=[seen.county.slug, span.code])
    return build.report(reading)


def around(seen: Look, span: Span, revision: int | None) -> dict[str, Any]:
    """Links that stand beside a report and are no part of it."""
    return {
        "county": seen.county,
        "base": reverse("report", args=[seen.county.slug, span.code]).rstrip("/"),
        "query": f"?revision={revision}" if revision else "",
        "list_url": reverse("reports", args=[seen.county.slug]),
        "revisions": listing.revisions(seen.county, span, seen.found),
    }


def asked_span(county: County, period: str) -> Span:
    try:
        return span_of(period, profiles.in_force(county, county_day(period)).fiscal_year_month if period.startswith("FY") else 1)
    except ValueError:
        raise Http404(_("There is no such period. Write it as 2026-10 or 2025, FY2025 or FFY2025.")) from None


def county_day(period: str) -> Any:
    return span_of(period).last.first_day


def asked_revision(given: dict[str, str]) -> int | None:
    text = given.get("revision")
    if text is not None and not (text.isascii() and text.isdecimal() and 0 < int(text) < 10_000):
        raise asking.BadAddress(_("A revision is a number, such as 1."))
    return int(text) if text else None


def asked_paper(given: dict[str, str]) -> str:
    paper = given.get("paper", "letter")
    if paper not in PAPERS:
        raise asking.BadAddress(_("Paper is letter or a4."))
    return paper


def spoken(given: dict[str, str]) -> Any:
    """The language of the address, else the reader's own."""
    language = given.get("lang") or get_language() or "en"
    if language not in dict(settings.LANGUAGES):
        raise asking.BadAddress(_("This language is not spoken here."))
    return override(language)


def attached(report: Report, kind: str, paper: str = "letter") -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{report.name}.{kind}"', "Content-Language": report.language}
    return HttpResponse(body(report, kind, paper), content_type=KINDS[kind], headers=headers)


# --- the office ----------------------------------------------------------------------------------------------------------------------


@office_page
def office_shown(request: HttpRequest, slug: str, period: str) -> HttpResponse:
    given = parameters(request, FILTERS - {"revision"})
    county, span = office_asked(request, slug, period)
    with spoken(given):
        context = page.context(office_report(county, span), office_around(county, span))
        return render(request, "reports/report.html", context)


@office_page
@asks_again
def office_file(request: HttpRequest, slug: str, period: str, kind: str) -> HttpResponse:
    given = parameters(request, FILTERS - {"revision"})
    county, span = office_asked(request, slug, period)
    with spoken(given):
        return attached(office_report(county, span), kind, asked_paper(given))


def office_asked(request: HttpRequest, slug: str, period: str) -> tuple[County, Span]:
    county = next((one for one in permissions.office_counties(request.user) if one.slug == slug), None)
    if county is None:
        raise no_such_county()
    span = asked_span(county, period)
    if not exact.covers(county, span):
        raise Http404(_("There is no such month, or it has not begun. Write it as 2026-10."))
    return county, span


def office_report(county: County, span: Span) -> Report:
    reading = exact.read(county, span)
    reading.address = reverse("office_report", args=[county.slug, span.code])
    return build.report(reading)


def office_around(county: County, span: Span) -> dict[str, Any]:
    base = reverse("office_report", args=[county.slug, span.code]).rstrip("/")
    figures_url = reverse("month", args=[county.slug, span.code]) if span.is_month else ""
    return {
        "county": county,
        "base": base,
        "query": "",
        "list_url": reverse("office") + f"?county={county.slug}",
        "figures_url": figures_url,
    }
