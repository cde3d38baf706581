"""Published figures as JSON, for anyone. A question that is not wholly understood is refused: never answered with another number."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import County
from accounts.periods import Month
from reports import figures
from reports.figures import Figure, Status, UnknownMeasure

KNOWN = ("county", "measure", "from", "to", "by")
NEEDED = KNOWN[:4]
MOST_MONTHS = 1200
FORMAT = 1  # of the answer: a change of it makes every kept copy stale


class FigureSerializer(serializers.Serializer[Any]):
    """One published number, or the reason why there is none."""

    measure = serializers.CharField()
    county = serializers.CharField()
    period = serializers.CharField(help_text="The published window: 2026-10, 2026-Q3 or 2025.")
    by = serializers.CharField(help_text="The grouping, or nothing for the whole.")
    group = serializers.CharField(help_text="A group of the grouping; ~rest is all other groups together.")
    value = serializers.IntegerField(allow_null=True)
    denominator = serializers.IntegerField(allow_null=True, help_text="The whole of which the value is a part.")
    status = serializers.ChoiceField(choices=[one.value for one in Status])
    unit = serializers.CharField()
    row = serializers.CharField(help_text="Whose bookings are counted: the county, or the pool in which it stands.")
    as_of = serializers.DateTimeField(allow_null=True)
    release = serializers.IntegerField(allow_null=True, help_text="The number of the release of that row.")
    withdrawn = serializers.BooleanField(help_text="The table proved gravely wrong and is shown no more.")


class FigureList(serializers.Serializer[Any]):
    results = FigureSerializer(many=True)


@dataclass(frozen=True)
class Asked:
    county: County
    measure: str
    first: Month
    last: Month
    by: str


class Figures(APIView):
    """The figures of releases."""

    authentication_classes = ()
    permission_classes = ()
    lists = True
    refuses = (400, 404, 405, 429, 500, 503)
    kind = "figures"
    asks = (
        OpenApiParameter("county", str, required=True, description="The slug of a county."),
        OpenApiParameter("measure", str, required=True, description="The code of a measure, as in DT-001."),
        OpenApiParameter("from", str, required=True, description="The first month, as in 2026-01."),
        OpenApiParameter("to", str, required=True, description="The last month, included."),
        OpenApiParameter("by", str, description="One grouping of the measure."),
    )

    def get(self, request: Request) -> HttpResponse:
        """Figures of one measure over some months, whole or by one grouping. Not in pages: all of them."""
        asked = understood(request)
        tag = etag(request, asked.county)
        known = get_conditional_response(request._request, etag=tag)
        return with_headers(known or Response({"results": FigureSerializer(answer(asked), many=True).data}), tag)

    @classmethod
    def shapes_of(cls, method: str, kind: str) -> tuple[Any, int, Any]:
        return None, 200, FigureList


def understood(request: Request) -> Asked:
    """Every filter is known, there once, and means something."""
    for name, values in request.query_params.lists():
        if name not in KNOWN:
            raise exceptions.ParseError(_("There is no filter %(name)s. Filters are county, measure, from, to, by.") % {"name": name[:40]})
        if len(values) > 1:
            raise exceptions.ParseError(_("The filter %(name)s came twice. Give each once.") % {"name": name})
    given = {name: request.query_params.get(name, "") for name in KNOWN}
    if missing := [name for name in NEEDED if not given[name]]:
        raise exceptions.ParseError(_("Say also %(names)s: nothing is answered for all of them.") % {"names": ", ".join(missing)})
    if "by" in request.query_params and not given["by"]:
        raise exceptions.ParseError(_("The filter by is empty. Name a grouping, or leave it out."))
    first, last = span(given["from"], given["to"])
    asked = Asked(county(given["county"]), given["measure"], first, last, given["by"])
    check_measure(asked)
    return asked


def span(first: str, last: str) -> tuple[Month, Month]:
    try:
        months = Month.parse(first), Month.parse(last)
    except ValueError:
        raise exceptions.ParseError(_("Write months as 2026-10.")) from None
    if months[0] > months[1]:
        raise exceptions.ParseError(_("The last month is before the first one."))
    if months[0].shift(MOST_MONTHS) <= months[1]:
        raise exceptions.ParseError(_("Ask for at most %(count)s months at once.") % {"count": MOST_MONTHS})
    return months


def county(slug: str) -> County:
    found = County.objects.filter(slug=slug).first()
    if found is None:
        raise exceptions.NotFound(_("There is no such county. The list is at /api/v1/counties/."))
    return found


def check_measure(asked: Asked) -> None:
    try:
        figures.definition(asked.measure, asked.by)
    except UnknownMeasure:
        raise exceptions.ParseError(_("There is no such measure, or it has no such grouping. The list is at /api/v1/measures/.")) from None


def answer(asked: Asked) -> list[Figure]:
    return figures.published(asked.county, [asked.measure], asked.first, asked.last, asked.by)


def etag(request: Request, of: County) -> str:
    """Of what was asked and which releases there are; no document is read for it."""
    parts = (FORMAT, figures.version(of), sorted(request.query_params.items()), get_language())
    return quote_etag(blake2b(repr(parts).encode(), digest_size=16).hexdigest())


def with_headers(response: HttpResponse, tag: str) -> HttpResponse:
    """Anyone may keep it, and asks each time whether it still holds."""
    response["ETag"] = tag
    response["Cache-Control"] = "public, no-cache"
    patch_vary_headers(response, ["Accept-Language"])
    return response
