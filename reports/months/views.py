"""The pages of the life of a month. The office reads them; its records officers and supervisors draft, approve and send back."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import permissions
from accounts.models import County
from accounts.periods import Month
from accounts.reauthentication import asks_again_to_change
from bookings.views.access import asked_county, person, staff_page
from bookings.views.once import attempt, token
from reports.models import MonthDraft, Restatement
from reports.months import page
from reports.months.forms import ApproveForm, BackForm, DraftForm, RestateForm
from reports.releases import life
from reports.releases.actions import Refused
from reports.views import asked_month, office_page

Paper = MonthDraft | Restatement | None
FORMS: dict[str, Any] = {"draft": DraftForm, "restate": RestateForm, "send_back": BackForm, "approve": ApproveForm}


@office_page
def index(request: HttpRequest) -> HttpResponse:
    county, mine = asked_county(request, permissions.office_counties)
    found = page.months(county, timezone.now())
    unsigned = [one["label"] for one in found if one["over"] and not one["kept"]]
    return render(request, "office/months/index.html", {"county": county, "counties": mine, "months": found, "unsigned": unsigned})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
@asks_again_to_change
def month(request: HttpRequest, slug: str, period: str) -> HttpResponseBase:
    county, wanted = asked_month(request, slug, period)
    paper = page.paper_of(county, wanted)
    forms = {act: form(auto_id=f"{act}_%s") for act, form in FORMS.items()}
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act not in FORMS:
            raise BadRequest(_("This form is not known here."))
        forms[act] = FORMS[act](request.POST, auto_id=f"{act}_%s")
        if done := attempt(request, [forms[act]], lambda: acted(request, county, wanted, paper, forms[act])):
            return done
        paper = page.paper_of(county, wanted)
    return shown(request, county, wanted, paper, forms)


def shown(request: HttpRequest, county: County, wanted: Month, paper: Paper, forms: dict[str, Any]) -> HttpResponse:
    """A reason that was typed before stands in the form: what was sent back is mended, not typed again."""
    found = page.context(county, wanted, person(request), timezone.now(), paper)
    if isinstance(paper, Restatement):
        forms["restate"].initial["reason"] = paper.reason
    refused = next((form for form in forms.values() if form.is_bound and form.errors), None)
    words = {"forms": forms, "token": token(request), "form": refused}
    return render(request, "office/months/month.html", found | words, status=200 if refused is None else 422)


def acted(request: HttpRequest, county: County, wanted: Month, paper: Paper, form: Any) -> str:
    """Do what was asked, and go back to the page of the month."""
    verb = VERBS[request.POST["act"]]
    verb(request, county, wanted, paper, form.cleaned_data)
    return request.path


def draft(request: HttpRequest, county: County, wanted: Month, _paper: Paper, given: dict[str, Any]) -> None:
    life.draft_month(county, wanted, by=person(request), seen=given["seen"])


def restate(request: HttpRequest, _county: County, _wanted: Month, paper: Paper, given: dict[str, Any]) -> None:
    if not isinstance(paper, Restatement):
        raise Refused(_("There is nothing to restate any more: it was published, or the record says again what was published."))
    life.draft_restatement(paper, by=person(request), seen=given["seen"], reason=given["reason"])


def send_back(request: HttpRequest, _county: County, _wanted: Month, paper: Paper, given: dict[str, Any]) -> None:
    life.send_back(there(paper), by=person(request), why=given["why"])


def approve(request: HttpRequest, _county: County, _wanted: Month, paper: Paper, _given: dict[str, Any]) -> None:
    life.approve(there(paper), by=person(request))


def there(paper: Paper) -> MonthDraft | Restatement:
    if paper is None:
        raise Refused(_("Nobody has drafted it, or it was published or sent back already."))
    return paper


VERBS: dict[str, Callable[..., None]] = {"draft": draft, "restate": restate, "send_back": send_back, "approve": approve}
