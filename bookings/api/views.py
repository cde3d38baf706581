"""The addresses of the write API. A view finds the booking in the key's county, reads the values and calls one verb."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import caller
from accounts.models import County
from bookings import actions
from bookings.actions import Stale
from bookings.actions.looking import note_view
from bookings.api import paging
from bookings.api import serializers as shapes
from bookings.api.idempotency import Written, write_once
from bookings.api.refusals import GENERAL, Conflict
from bookings.kinds import COUNTY_KINDS, KINDS
from bookings.models import Booking, Charge, Source
from bookings.models.moments import moments_in, span

Values = dict[str, Any]


class View(APIView):
    """A view for one county's jail system. `shapes_of` tells the OpenAPI document what goes in and comes out, by method."""

    county: County
    kind = ""

    def booking(self, public_id: UUID) -> Booking:
        """A booking of another county is answered exactly as one that does not exist."""
        found = Booking.objects.filter(county=self.county, public_id=public_id).select_related("county", "recorded_by").first()
        if found is None:
            raise NotFound(_("Your county has no such booking."))
        return found

    def looked_at(self, request: Request, public_id: UUID) -> Booking:
        """A booking that is read back: who does so is noted."""
        booking = self.booking(public_id)
        note_view(booking, by=caller(request), what=f"api:{self.kind or 'booking'}")
        return booking

    def read(self, shape: type[shapes.Strict], request: Request, booking: Booking | None = None) -> Values:
        reader = shape(data=request.data, context={"county": self.county, "booking": booking})
        reader.is_valid(raise_exception=True)
        return dict(reader.validated_data)

    def shown(self, fact: Any) -> Values:
        model: Any = type(fact)
        shape = shapes.serializer_for(model)
        return {"url": url_of(fact), **shape(fact, context={"county": self.county}).data}

    def fresh(self, fact: Any) -> Values:
        """As it stands in the database now."""
        return self.shown(rows(type(fact)).get(pk=fact.pk))

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        done = super().finalize_response(request, response, *args, **kwargs)
        done["Cache-Control"] = "no-store"
        return done


def rows(model: Any) -> QuerySet[Any]:
    """Facts with what their answer names, so that a list asks once."""
    named = {column.name for column in model._meta.concrete_fields} & {"recorded_by", "facility"}
    found: QuerySet[Any] = model._default_manager.all()
    return found.select_related(*named) if named else found


WORDS = {model: word for word, model in KINDS.items()}
COUNTY_WORDS = {model: word for word, model in COUNTY_KINDS.items()}


def url_of(fact: Any) -> str:
    if isinstance(fact, Booking):
        return reverse("api:booking", args=[fact.public_id])
    if getattr(fact, "booking_id", None) is None:
        return reverse(f"api:county-{COUNTY_WORDS[type(fact)]}-one", args=[fact.pk])
    return reverse(f"api:{WORDS[type(fact)]}-one", args=[fact.booking.public_id, fact.pk])


def as_read(fact: Any, version: int | None) -> Any:
    """The fact, if nobody changed it since that version was read."""
    if version is not None and version != fact.version:
        raise Stale
    return fact


def differing(fact: Any, values: Values) -> Values:
    """Only what is not on record already."""
    moments = moments_in(type(fact))
    found = {name: value for name, value in values.items() if (span(fact, name) if name in moments else getattr(fact, name)) != value}
    if not found:
        raise ValidationError({GENERAL: [_("Nothing in this differs from what is on record.")]})
    return found


class Bookings(View):
    """New bookings of the county."""

    def post(self, request: Request) -> Response:
        """Record a booking."""
        return write_once(request, lambda: self.write(request))

    def write(self, request: Request) -> Written:
        values = self.read(shapes.serializer_for(Booking), request)
        booking = actions.record_booking(by=caller(request), county=self.county, source=Source.API, **known(values))
        return 201, self.fresh(booking), booking

    @classmethod
    def shapes_of(cls, method: str, kind: str) -> tuple[Any, int, Any]:
        shape = shapes.serializer_for(Booking)
        return shape, 201, shape


def known(values: Values) -> Values:
    """A moment left open is no value of a new fact."""
    return {name: value for name, value in values.items() if value is not None}


class OneBooking(View):
    """A booking by its public id."""

    def get(self, request: Request, public_id: UUID) -> Response:
        """Read a booking."""
        return Response(self.shown(self.looked_at(request, public_id)))

    def patch(self, request: Request, public_id: UUID) -> Response:
        """Correct a booking, as read at its version, with the reason."""
        booking = self.booking(public_id)
        values = self.read(shapes.correction_for(Booking), request, booking)
        reason, version = values.pop("reason"), values.pop("version")
        number = values.pop("number", None)
        if number is not None and number != shapes.opened(booking):
            values |= shapes.number_columns(booking, number)
        changes = differing(as_read(booking, version), values)
        actions.correct(booking, by=caller(request), reason=reason, **changes)
        return Response(self.fresh(booking))

    @classmethod
    def shapes_of(cls, method: str, kind: str) -> tuple[Any, int, Any]:
        return shapes.correction_for(Booking), 200, shapes.serializer_for(Booking)


class BookingInError(View):
    """A booking that should not have been entered."""

    def post(self, request: Request, public_id: UUID) -> Response:
        """Enter a booking in error: it stays on record, out of every figure."""
        return write_once(request, lambda: self.write(request, self.booking(public_id)))

    def write(self, request: Request, booking: Booking) -> Written:
        values = self.read(shapes.Reason, request, booking)
        done = actions.enter_in_error(as_read(booking, values.get("version")), by=caller(request), reason=values["reason"])
        return 200, self.fresh(done), booking

    @classmethod
    def shapes_of(cls, method: str, kind: str) -> tuple[Any, int, Any]:
        return shapes.Reason, 200, shapes.serializer_for(Booking)


class ReleaseOf(View):
    """The release of a booking that is still open."""

    def post(self, request: Request, public_id: UUID) -> Response:
        """Record the release."""
        return write_once(request, lambda: self.write(request, self.booking(public_id)))

    def write(self, request: Request, booking: Booking) -> Written:
        values = self.read(shapes.Release, request, booking)
        if as_read(booking, values.get("version")).released_at is not None:
            raise Conflict(_("This booking has a release already. If it is wrong, correct the booking and say why."))
        reason = values.get("release_reason", "")
        by = caller(request)
        actions.release(by=by, booking=booking, released=values["released"], kind=values["release_kind"], reason=reason)
        return 200, self.fresh(booking), booking

    @classmethod
    def shapes_of(cls, method: str, kind: str) -> tuple[Any, int, Any]:
        return shapes.Release, 200, shapes.serializer_for(Booking)


class Facts(View):
    """The facts of one kind of a booking."""

    lists = True
    asks = paging.ASKS

    def get(self, request: Request, public_id: UUID) -> Response:
        """List the facts of this kind, those entered in error too."""
        page, booking = paging.asked(request), self.looked_at(request, public_id)
        found, further = paging.by_id(rows(KINDS[self.kind]).filter(booking=booking), page)
        return Response({"results": [self.shown(fact) for fact in known_to(booking, found)], "next": further})

    def post(self, request: Request, public_id: UUID) -> Response:
        """Record a fact of this kind."""
        return write_once(request, lambda: self.write(request, self.booking(public_id)))

    def write(self, request: Request, booking: Booking) -> Written:
        values = known(self.read(shapes.serializer_for(KINDS[self.kind]), request, booking))
        fact = actions.RECORD[self.kind](by=caller(request), booking=booking, source=Source.API, **values)
        return 201, self.fresh(fact), booking

    @classmethod
    def shapes_of(cls, method: str, kind: str) -> tuple[Any, int, Any]:
        shape = shapes.serializer_for(KINDS[kind])
        return (None, 200, shapes.many(shape)) if method == "GET" else (shape, 201, shape)


def of_booking(kind: str, booking: Booking) -> list[Any]:
    """A booking's facts of one kind, in the order of their recording."""
    return known_to(booking, list(rows(KINDS[kind]).filter(booking=booking).order_by("pk")))


def known_to(booking: Booking, found: list[Any]) -> list[Any]:
    """Each fact knows its booking without asking."""
    for fact in found:
        fact.booking = booking
    return found


class FactView(View):
    def fact(self, public_id: UUID, pk: int) -> Any:
        booking = self.booking(public_id)
        found = rows(KINDS[self.kind]).filter(booking=booking, pk=pk).first()
        if found is None:
            raise NotFound(_("This booking has no such fact."))
        found.booking = booking
        return found


class OneFact(FactView):
    """One fact of a booking."""

    def get(self, request: Request, public_id: UUID, pk: int) -> Response:
        """Read a fact."""
        fact = self.fact(public_id, pk)
        note_view(fact.booking, by=caller(request), what=f"api:{self.kind}")
        return Response(self.shown(fact))

    def patch(self, request: Request, public_id: UUID, pk: int) -> Response:
        """Correct a fact, as read at its version, with the reason."""
        fact = self.fact(public_id, pk)
        values = self.read(shapes.correction_for(KINDS[self.kind]), request, fact.booking)
        reason, version = values.pop("reason"), values.pop("version")
        changes = differing(as_read(fact, version), values)
        actions.correct(fact, by=caller(request), reason=reason, **changes)
        return Response(self.fresh(fact))

    @classmethod
    def shapes_of(cls, method: str, kind: str) -> tuple[Any, int, Any]:
        return shapes.correction_for(KINDS[kind]), 200, shapes.serializer_for(KINDS[kind])


class FactInError(FactView):
    """A fact that should not have been entered."""

    def post(self, request: Request, public_id: UUID, pk: int) -> Response:
        """Enter a fact in error: it stays on record, out of every figure."""
        return write_once(request, lambda: self.write(request, self.fact(public_id, pk)))

    def write(self, request: Request, fact: Any) -> Written:
        values = self.read(shapes.Reason, request, fact.booking)
        done = actions.enter_in_error(as_read(fact, values.get("version")), by=caller(request), reason=values["reason"])
        return 200, self.fresh(done), fact.booking

    @classmethod
    def shapes_of(cls, method: str, kind: str) -> tuple[Any, int, Any]:
        return shapes.Reason, 200, shapes.serializer_for(KINDS[kind])


class DispositionOf(FactView):
    """What became of a charge."""

    kind = "charges"

    def post(self, request: Request, public_id: UUID, pk: int) -> Response:
        """Record the disposition of a charge: news, no correction."""
        return write_once(request, lambda: self.write(request, self.fact(public_id, pk)))

    def write(self, request: Request, charge: Charge) -> Written:
        values = self.read(shapes.Disposition, request, charge.booking)
        as_read(charge, values.pop("version", None))
        actions.update_disposition(charge, by=caller(request), **values)
        return 200, self.fresh(charge), charge.booking

    @classmethod
    def shapes_of(cls, method: str, kind: str) -> tuple[Any, int, Any]:
        return shapes.Disposition, 200, shapes.serializer_for(Charge)
