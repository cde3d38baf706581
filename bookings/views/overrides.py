"""What was held without a logged yes, and the reason that was given: for supervisors and auditors."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import CharField, DateTimeField, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import permissions
from accounts.models import County
from bookings.models import IceCall, IceVisit
from bookings.models.moments import span
from bookings.views.access import asked_county, staff_page
from bookings.wording import NAMES, WORD, when

A_PAGE = 50
# When the person was on the phone, or when the visit started: the moment for which a yes was due.
DUE: dict[Any, tuple[str, ...]] = {IceCall: ("phone", "called"), IceVisit: ("started",)}


@require_safe
@staff_page
def overrides(request: HttpRequest) -> HttpResponse:
    county, mine = asked_county(request, permissions.override_counties)
    page = Paginator(held_without_a_yes(county), A_PAGE).get_page(request.GET.get("page"))
    context = {"county": county, "counties": mine, "page": page, "rows": rows(county, list(page))}
    return render(request, "staff/overrides.html", context | {"opens": permissions.may_enter(request.user, county)})


def held_without_a_yes(county: County) -> QuerySet[Any]:
    """Kind and id of each call and visit, latest first: two tables read as one, so that a page asks for a page."""
    return _of(IceCall, county).union(_of(IceVisit, county)).order_by("-due", "what", "-pk")


def _of(model: Any, county: County) -> QuerySet[Any]:
    due = [f"{name}_at" for name in DUE[model]]
    moment = Coalesce(*due, output_field=DateTimeField()) if len(due) > 1 else Coalesce(due[0], due[0], output_field=DateTimeField())
    found = model.objects.current().filter(county=county).exclude(override_reason="").order_by()
    what = Value(WORD[model], output_field=CharField())
    return found.annotate(due=moment, what=what).values("pk", "due", "what")


def rows(county: County, page: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: dict[tuple[str, int], Any] = {}
    for model in DUE:
        wanted = [one["pk"] for one in page if one["what"] == WORD[model]]
        for fact in model.objects.filter(pk__in=wanted).select_related("booking", "recorded_by"):
            found[WORD[model], fact.pk] = fact
    return [row(county, found[one["what"], one["pk"]]) for one in page]


def row(county: County, fact: Any) -> dict[str, Any]:
    moment = next((found for name in DUE[type(fact)] if (found := span(fact, name))), None)
    return {
        "booking": fact.booking,
        "key": fact.booking.case_key,
        "kind": str(NAMES[type(fact)]),
        "when": when(moment, county.zone) if moment else "",
        "by": str(fact.recorded_by) if fact.recorded_by else _("an imported file"),
        "reason": fact.override_reason,
        "anchor": f"{WORD[type(fact)]}-{fact.pk}",
    }
