"""What `/definitions/` and the API say of each measure, generated from the one table. Nothing here reads a figure."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control

from reports.disclosure import is_act
from reports.measures import ANNUAL, DEFINITIONS, THEMES, Grouping, Measure
from reports.public.asking import parameters, public_page

OF_WHOM = {"events": _("events"), "persons": _("people")}
KINDS = {"act": _("exact, month by month"), "attribute": _("protected")}


@cache_control(public=True, max_age=300)
@public_page
def definitions(request: HttpRequest) -> HttpResponse:
    parameters(request, set())
    return render(request, "definitions.html", {"themes": themes(), "number": len(DEFINITIONS)})


def themes() -> list[dict[str, Any]]:
    return [
        {"code": code, "name": name, "measures": [described(one) for one in DEFINITIONS.values() if one.theme == code]}
        for code, name in THEMES.items()
    ]


def described(measure: Measure) -> dict[str, Any]:
    """One measure as the page shows it. The tables of a year are protected as a whole; of the others the closed list of acts says it."""
    return {
        "code": measure.code,
        "name": measure.name,
        "unit": measure.unit,
        "of_whom": OF_WHOM[measure.of_whom],
        "counts": measure.counts,
        "leaves_out": measure.leaves_out,
        "shown": _("in the tables of a year") if measure.code in ANNUAL else KINDS[kind(measure.code, "")],
        "groupings": [grouping(measure, one) for one in measure.groupings],
        "law": measure.law,
        "reviewed_on": measure.reviewed_on,
    }


def kind(code: str, by: str) -> str:
    return "act" if is_act(code, by) else "attribute"


def grouping(measure: Measure, one: Grouping) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "kind": KINDS[one.kind],
        "groups": [group.label for group in one.groups],
        "several": one.several,
    }
