"""The pages and files of the statutory forms: for the records officers of the county, and for nobody else."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import permissions
from accounts.models import County
from accounts.reauthentication import asks_again
from reports.actions.filing import note_form
from reports.forms import deadlines, files, page
from reports.forms.declared import Form
from reports.forms.filled import Filled, fill
from reports.forms.period import Period
from reports.forms.table import FORMS, own_first
from reports.views import no_such_county, office_page, parameters

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@office_page
def index(request: HttpRequest) -> HttpResponse:
    county, frame = asked(request, None)
    return render(
        request,
        "office/forms/index.html",
        frame | page.index(county, frame["period"], frame["now"]) | deadlines.context(county, frame["now"]),
    )


@office_page
def calendar(request: HttpRequest) -> HttpResponse:
    county, frame = asked(request, None)
    headers = {"Content-Disposition": f'attachment; filename="{county.slug}-statutory-forms.ics"'}
    return HttpResponse(deadlines.ics(county, frame["now"]), content_type="text/calendar; charset=utf-8", headers=headers)


@office_page
def form(request: HttpRequest, code: str) -> HttpResponse:
    filled, frame = asked_form(request, code)
    note_form(filled.county, by=request.user, form=filled.form.code, period=filled.period.code, file="page")  # type: ignore[arg-type]
    return render(request, "office/forms/form.html", frame | page.form(filled))


@office_page
@asks_again
def form_csv(request: HttpRequest, code: str) -> HttpResponse:
    filled, _frame = asked_form(request, code)
    return taken_away(request, filled, "csv", files.csv_text(filled).encode(), "text/csv; charset=utf-8")


@office_page
@asks_again
def form_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    filled, _frame = asked_form(request, code)
    return taken_away(request, filled, "xlsx", files.xlsx_bytes(filled), XLSX)


@office_page
@asks_again
def form_pdf(request: HttpRequest, code: str) -> HttpResponse:
    filled, _frame = asked_form(request, code)
    return taken_away(request, filled, "pdf", files.pdf_bytes(filled), "application/pdf")


@office_page
def compared(request: HttpRequest) -> HttpResponse:
    """The same period across forms."""
    county, frame = asked(request, None)
    return render(request, "office/forms/across.html", frame | page.compared(county, frame["period"], frame["now"]))


def taken_away(request: HttpRequest, filled: Filled, kind: str, content: bytes, content_type: str) -> HttpResponse:
    note_form(filled.county, by=request.user, form=filled.form.code, period=filled.period.code, file=kind)  # type: ignore[arg-type]
    headers = {"Content-Disposition": f'attachment; filename="{filled.name}.{kind}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


def asked_form(request: HttpRequest, code: str) -> tuple[Filled, dict[str, Any]]:
    wanted = FORMS.get(code)
    county, frame = asked(request, wanted)
    if wanted is None:
        raise Http404(_("There is no such form."))
    return fill(wanted, county, frame["period"], frame["now"]), frame


def asked(request: HttpRequest, wanted: Form | None) -> tuple[County, dict[str, Any]]:
    """The county and the period of an address, else the person's first county and the last full period of the form's own kind."""
    given = parameters(request, {"county", "period"})
    mine = list(permissions.filing_counties(request.user))
    county = next((one for one in mine if given.get("county") in (None, one.slug)), None)
    if county is None:
        raise no_such_county()
    now = timezone.now()
    period = asked_period(given.get("period"), county, wanted or own_first(county.state)[0])
    return county, page.frame(county, mine, period, now) | {"now": now}


def asked_period(code: str | None, county: County, wanted: Form) -> Period:
    now = timezone.now()
    if code is None:
        return page.usual(wanted, county, now)
    try:
        return page.chosen(code, county, now)
    except ValueError:
        raise Http404(
            _("There is no such period, or it has not begun. Write it as 2026-10, 2026-Q3, 2026, JUL2026, FY2026 or FFY2026.")
        ) from None
