"""Facts about the county itself: policies, signed nil returns, known gaps."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import caller
from bookings import actions
from bookings.api import serializers as shapes
from bookings.api.idempotency import Written, write_once
from bookings.api.views import View, as_read, known, rows

RECORD: dict[str, Callable[..., Any]] = {
    "policies": actions.record_policy,
    "nil-returns": actions.record_nil_return,
    "outages": actions.record_outage,
}


class CountyFacts(View):
    """The county's facts of one kind."""

    lists = True

    def get(self, request: Request) -> Response:
        """List the facts of this kind, those entered in error too."""
        found = rows(shapes.COUNTY_FACTS[self.kind]).filter(county=self.county).order_by("pk")
        return Response({"results": [self.shown(fact) for fact in found]})

    def post(self, request: Request) -> Response:
        """Record a fact of this kind."""
        return write_once(request, lambda: self.write(request))

    def write(self, request: Request) -> Written:
        values = known(self.read(shapes.serializer_for(shapes.COUNTY_FACTS[self.kind]), request))
        fact = RECORD[self.kind](by=caller(request), county=self.county, **values)
        return 201, self.fresh(fact), None

    @classmethod
    def shapes_of(cls, method: str, kind: str) -> tuple[Any, int, Any]:
        shape = shapes.serializer_for(shapes.COUNTY_FACTS[kind])
        return (None, 200, shapes.many(shape)) if method == "GET" else (shape, 201, shape)


class OneCountyFact(View):
    """One fact about the county."""

    def fact(self, pk: int) -> Any:
        found = rows(shapes.COUNTY_FACTS[self.kind]).filter(county=self.county, pk=pk).first()
        if found is None:
            raise NotFound(_("Your county has no such fact."))
        return found

    def get(self, request: Request, pk: int) -> Response:
        """Read a fact."""
        return Response(self.shown(self.fact(pk)))

    @classmethod
    def shapes_of(cls, method: str, kind: str) -> tuple[Any, int, Any]:
        return None, 200, shapes.serializer_for(shapes.COUNTY_FACTS[kind])


class CountyFactInError(OneCountyFact):
    """A fact about the county that should not have been entered."""

    http_method_names = ["post"]

    def post(self, request: Request, pk: int) -> Response:
        """Enter a fact in error: it stays on record, out of every figure."""
        return write_once(request, lambda: self.write(request, self.fact(pk)))

    def write(self, request: Request, fact: Any) -> Written:
        values = self.read(shapes.Reason, request)
        done = actions.withdraw(as_read(fact, values.get("version")), by=caller(request), reason=values["reason"])
        return 200, self.fresh(done), None

    @classmethod
    def shapes_of(cls, method: str, kind: str) -> tuple[Any, int, Any]:
        return shapes.Reason, 200, shapes.serializer_for(shapes.COUNTY_FACTS[kind])
