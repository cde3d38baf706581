"""The OpenAPI document: what each address takes and gives, and one common shape for every refusal."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from bookings.api.refusals import PROBLEM

ALWAYS, WRITES = (400, 401, 403, 404, 405, 429, 500, 503), (409, 410, 413, 415, 422)


class Problem(serializers.Serializer[Any]):
    """Every refusal. `errors` holds sentences by field, under `general` those about the whole."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))  # type: ignore[assignment]
    request = serializers.CharField(help_text="the number of the request, which the server's log names too")


class Schema(AutoSchema):
    """Reads what a view says of itself in `shapes_of`."""

    def get_request_serializer(self) -> Any:
        return None if self.method == "GET" else self._shapes()[0]

    def get_response_serializers(self) -> Any:
        _taken, status, given = self._shapes()
        refused = getattr(self.view, "refuses", ALWAYS) if self.method == "GET" else ALWAYS + WRITES
        problems = {(code, PROBLEM): OpenApiResponse(Problem, HTTPStatus(code).phrase) for code in sorted(refused)}
        return {status: given} | problems

    def get_override_parameters(self) -> Any:
        if self.method != "POST":
            return getattr(self.view, "asks", [])
        says = "1 to 80 plain characters. The same key with the same body gets the first answer again and writes nothing."
        return [OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, description=says)]

    def get_operation_id(self) -> str:
        found = super().get_operation_id()
        return found.replace("_retrieve", "_list") if getattr(self.view, "lists", False) else found

    def get_tags(self) -> list[str]:
        return [getattr(self.view, "kind", "") or "bookings"]

    def _shapes(self) -> tuple[Any, int, Any]:
        view: Any = self.view
        found: tuple[Any, int, Any] = view.shapes_of(self.method, view.kind)
        return found


class Key(OpenApiAuthenticationExtension):
    target_class = "accounts.api.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A key of one county's jail system: manage.py make_key."}


def ends(text: str) -> dict[str, Any]:
    both = {name: {"type": "string", "format": "date-time"} for name in ("at", "until")}
    return {"type": "object", "properties": both, "required": ["at", "until"], "description": text}


class Moment(OpenApiSerializerFieldExtension):
    target_class = "bookings.api.moments.MomentField"

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        if direction == "response":
            return ends("From at (included) to until (not included).")
        text = {"type": "string", "description": "2026-10-31T13:40 by the county's clock, with an offset, 2026-10-31, or within-booking"}
        return {"oneOf": [text, ends("Both ends, each with its offset.")]}


class Other(OpenApiSerializerFieldExtension):
    target_class = "bookings.api.serializers.OtherFact"

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        return {"type": "integer"}


class CountysOwn(Other):
    target_class = "bookings.api.serializers.OfCounty"


class Named(OpenApiSerializerFieldExtension):
    target_class = "bookings.api.serializers.Named"

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        return {"oneOf": [{"type": "string"}, {"type": "integer"}]}


class Building(OpenApiSerializerFieldExtension):
    target_class = "bookings.api.serializers.FacilityField"

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        return {"type": "string"}
