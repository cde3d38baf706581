"""What is about the county itself: policies, nil returns, known gaps, general requests, buildings, profiles; and the shared lists."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import caller
from accounts.permissions import check_may_keep_lists
from bookings import actions
from bookings.api import paging
from bookings.api import serializers as shapes
from bookings.api.idempotency import Written, write_once
from bookings.api.views import Values, View, as_read, differing, known, rows
from bookings.kinds import COUNTY_KINDS
from bookings.models import Fact, FederalRequest, ListItem, Source


class CountyView(View):
    """A view of one kind. What belongs to another county is answered as what does not exist."""

    @property
    def model(self) -> Any:
        return COUNTY_KINDS[self.kind]

    def mine(self) -> QuerySet[Any]:
        """The rows of the kind that this county has; of the dated lists, all."""
        if self.model is ListItem:
            return rows(ListItem)
        found = rows(self.model).filter(county=self.county)
        return found.filter(booking=None) if self.model is FederalRequest else found

    def one(self, pk: int) -> Any:
        found = self.mine().filter(pk=pk).first()
        if found is None:
            raise NotFound(_("Your county has no such fact."))
        return found

    def check_may_write(self, request: Request) -> None:
        if self.model is ListItem:
            check_may_keep_lists(caller(request))


class CountyFacts(CountyView):
    """The county's facts of one kind."""

    lists = True
    asks = paging.ASKS

    def get(self, request: Request) -> Response:
        """List the facts of this kind, those entered in error too."""
        found, further = paging.by_id(self.mine(), paging.asked(request))
        return Response({"results": [self.shown(fact) for fact in found], "next": further})

    def post(self, request: Request) -> Response:
        """Record a fact of this kind."""
        self.check_may_write(request)
        return write_once(request, lambda: self.write(request))

    def write(self, request: Request) -> Written:
        values: Values = known(self.read(shapes.serializer_for(self.model), request))
        source = {"source": Source.API} if issubclass(self.model, Fact) else {}
        fact = actions.RECORD_OF_COUNTY[self.kind](by=caller(request), county=self.county, **source, **values)
        return 201, self.fresh(fact), None

    @classmethod
    def shapes_of(cls, method: str, kind: str) -> tuple[Any, int, Any]:
        shape = shapes.serializer_for(COUNTY_KINDS[kind])
        return (None, 200, shapes.many(shape)) if method == "GET" else (shape, 201, shape)


class OneCountyFact(CountyView):
    """One fact about the county."""

    def get(self, request: Request, pk: int) -> Response:
        """Read a fact."""
        return Response(self.shown(self.one(pk)))

    def patch(self, request: Request, pk: int) -> Response:
        """Correct a fact, as read at its version, with the reason."""
        self.check_may_write(request)
        fact = self.one(pk)
        values = self.read(shapes.correction_for(self.model), request)
        reason, version = values.pop("reason"), values.pop("version")
        changes = differing(as_read(fact, version), values)
        actions.correct_of_county(fact, by=caller(request), reason=reason, **changes)
        return Response(self.fresh(fact))

    @classmethod
    def shapes_of(cls, method: str, kind: str) -> tuple[Any, int, Any]:
        shape = shapes.serializer_for(COUNTY_KINDS[kind])
        return (None if method == "GET" else shapes.correction_for(COUNTY_KINDS[kind])), 200, shape


class CountyFactInError(CountyView):
    """A fact about the county that should not have been entered."""

    def post(self, request: Request, pk: int) -> Response:
        """Enter a fact in error: it stays on record, out of every figure."""
        return write_once(request, lambda: self.write(request, self.one(pk)))

    def write(self, request: Request, fact: Any) -> Written:
        values = self.read(shapes.Reason, request)
        done = actions.withdraw(as_read(fact, values.get("version")), by=caller(request), reason=values["reason"])
        return 200, self.fresh(done), None

    @classmethod
    def shapes_of(cls, method: str, kind: str) -> tuple[Any, int, Any]:
        return shapes.Reason, 200, shapes.serializer_for(COUNTY_KINDS[kind])


class EndOf(CountyView):
    """The end of a policy, a building or an entry of a list."""

    def post(self, request: Request, pk: int) -> Response:
        """Say from which day on it is no more in force: news, no correction."""
        self.check_may_write(request)
        return write_once(request, lambda: self.write(request, self.one(pk)))

    def write(self, request: Request, fact: Any) -> Written:
        values = self.read(shapes.End, request)
        done = actions.END[self.kind](as_read(fact, values.get("version")), by=caller(request), until=values["until"])
        return 200, self.fresh(done), None

    @classmethod
    def shapes_of(cls, method: str, kind: str) -> tuple[Any, int, Any]:
        return shapes.End, 200, shapes.serializer_for(COUNTY_KINDS[kind])
