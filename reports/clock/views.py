"""The release clock's pages: the office's figures, and the method for anyone."""

import csv
import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import permissions
from accounts.models import County
from accounts.periods import Month
from accounts.reauthentication import asks_again
from accounts.spreadsheet import defused
from notifications.rules.intervals import by_code
from notifications.rules.moments import MOMENTS
from reports.clock import page
from reports.clock.sentences import FIVE_SENTENCES
from reports.public import asking
from reports.public.asking import public_page
from reports.views import no_such_county, office_page, parameters, parsed

LONGEST = 36


@public_page
def method(request: HttpRequest) -> HttpResponse:
    asking.parameters(request, set())
    return render(request, "method.html", {"moments": MOMENTS, "intervals": list(by_code()), "sentences": FIVE_SENTENCES})


@office_page
def release_clock(request: HttpRequest) -> HttpResponse:
    return render(request, "office/release_clock.html", asked(request))


@office_page
@asks_again
def release_clock_csv(request: HttpRequest) -> HttpResponse:
    """The table of groups, as on the page."""
    shown = asked(request)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("Office draft, not for publication"), shown["county"].slug, shown["first"], shown["last"]])
    writer.writerow([shown["by_name"], _("releases"), *shown["bands"], "p10", "p50", "p90"])
    writer.writerows([defused(row["group"]), row["total"], *row["bands"], row["p10"], row["p50"], row["p90"]] for row in shown["groups"])
    headers = {"Content-Disposition": f'attachment; filename="{shown["county"].slug}-release-clock-draft.csv"'}
    return HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def asked(request: HttpRequest) -> dict[str, Any]:
    """What the address asks for. A month that is none, or an end before its start, gets a sentence and the last twelve months."""
    given = parameters(request, {"county", "from", "to", "by"})
    county = asked_county(request, given.get("county"))
    first, last, problem = asked_period(county, given)
    by = given.get("by", "channel")
    if by not in page.GROUPINGS:
        by, problem = "channel", _("There is no such grouping: choose one of the list.")
    query = f"?county={county.slug}&from={first}&to={last}&by={by}"
    return page.context(county, first, last, by) | {"problem": problem, "csv_url": reverse("release_clock_csv") + query}


def asked_county(request: HttpRequest, slug: str | None) -> County:
    mine = permissions.office_counties(request.user)
    found = next((county for county in mine if slug is None or county.slug == slug), None)
    if found is None:
        raise no_such_county()
    return found


def asked_period(county: County, given: dict[str, Any]) -> tuple[Month, Month, str]:
    usual = page.latest(county)
    if "from" not in given and "to" not in given:
        return *usual, ""
    first, last = parsed(given.get("from", "")), parsed(given.get("to", ""))
    if first is None or last is None:
        return *usual, _("Write both months as 2026-10. The last twelve months are shown.")
    if last < first or first.shift(LONGEST - 1) < last:
        return *usual, _("Choose a first month before the last, at most three years apart. The last twelve months are shown.")
    return first, last, ""
