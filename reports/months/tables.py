"""The page on which a published table of people is withdrawn: one officer asks, another one does it. It is marked, and never replaced."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import permissions
from accounts.models import County
from accounts.reauthentication import asks_again_to_change
from bookings.views.access import asked_county, person, staff_page
from bookings.views.once import attempt, token
from reports import display
from reports.disclosure.pools import pool_of
from reports.measures import DEFINITIONS
from reports.models import Release, ReleaseKind, WithdrawalDraft
from reports.months.forms import ApproveForm, BackForm, WithdrawForm
from reports.releases import life
from reports.releases.actions import Refused
from reports.releases.document import read

Table = tuple[Release, str, str]


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
@asks_again_to_change
def tables(request: HttpRequest) -> HttpResponseBase:
    county, mine = asked_county(request, permissions.office_counties)
    there = {key_of(one): one for one in published(county)}
    choices = [(key, name_of(one)) for key, one in there.items()]
    form: Any = WithdrawForm(tables=choices)
    if request.method == "POST":
        form = (
            FORMS.get(request.POST.get("act", ""), ApproveForm)(request.POST) if "table" not in request.POST else asking(request, choices)
        )
        if done := attempt(request, [form], lambda: acted(request, county, there, form)):
            return done
    return shown(request, county, mine, choices, form)


FORMS: dict[str, Any] = {"approve": ApproveForm, "send_back": BackForm}


def asking(request: HttpRequest, choices: list[tuple[str, str]]) -> WithdrawForm:
    return WithdrawForm(request.POST, tables=choices)


def shown(request: HttpRequest, county: County, mine: list[County], choices: list[tuple[str, str]], form: Any) -> HttpResponse:
    refused = form if form.is_bound and form.errors else None
    page = {
        "county": county,
        "counties": mine,
        "drafts": [about(one, county, request) for one in drafts(county)],
        "withdraw": form if isinstance(form, WithdrawForm) else WithdrawForm(tables=choices),
        "back": BackForm(),
        "form": refused,
        "token": token(request),
        "may_publish": permissions.may_publish(request.user, county),
    }
    return render(request, "office/months/tables.html", page, status=422 if refused else 200)


def published(county: County) -> list[Table]:
    """Every table of people that speaks of the county and stands: its own, and its pool's."""
    found = Release.objects.filter(Q(county=county) | Q(county=None, row=pool_of(county.state)), kind=ReleaseKind.YEAR)
    gone = {(one.release_id, one.measure, one.grouping) for release in found for one in release.withdrawals.all()}
    some = [
        (release, table["measure"], table["grouping"])
        for release in found.order_by("-period", "row")
        if county.slug in release.counties
        for table in read(release.document)["tables"]
    ]
    return [one for one in some if (one[0].pk, one[1], one[2]) not in gone]


def key_of(table: Table) -> str:
    return f"{table[0].pk} {table[1]} {table[2]}"


def name_of(table: Table) -> str:
    release, code, by = table
    measure = DEFINITIONS[code]
    grouping = measure.grouping(by)
    words = {"period": release.period, "measure": measure.name, "grouping": grouping.name if grouping else by, "row": release.row}
    return _("%(period)s, %(row)s: %(measure)s, by %(grouping)s") % words


def drafts(county: County) -> list[WithdrawalDraft]:
    found = WithdrawalDraft.objects.select_related("table", "drafted_by", "approved_by", "refused_by").order_by("-pk")
    return [one for one in found if county.slug in one.table.counties]


def about(one: WithdrawalDraft, county: County, request: HttpRequest) -> dict[str, Any]:
    return {
        "draft": one,
        "name": name_of((one.table, one.measure, one.grouping)),
        "at": display.moment(one.drafted_at, county),
        "is_mine": one.drafted_by_id == person(request).pk,
    }


def acted(request: HttpRequest, county: County, there: dict[str, Table], form: Any) -> str:
    by, given = person(request), form.cleaned_data
    if isinstance(form, WithdrawForm):
        life.draft_withdrawal(*there[given["table"]], by=by, reason=given["reason"])
    elif isinstance(form, BackForm):
        life.send_back(asked(request, county), by=by, why=given["why"])
    else:
        life.approve(asked(request, county), by=by)
    return f"{reverse('withdraw_tables')}?county={county.slug}"


def asked(request: HttpRequest, county: County) -> WithdrawalDraft:
    pk = request.POST.get("draft", "")
    found = next((one for one in drafts(county) if str(one.pk) == pk), None)
    if found is None:
        raise Refused(_("Nobody has drafted it, or it was published or sent back already."))
    return found
