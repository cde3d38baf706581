"""The OpenAPI document is complete: it passes its own check, and answers are among those it names."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from bookings.kinds import COUNTY_FACTS, COUNTY_KINDS, KINDS

WRITTEN = ("/api/v1/batch/", "/api/v1/bookings", "/api/v1/county/")


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return dict(Client().get("/api/v1/schema/").json())


def test_the_document_passes_its_own_check() -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, format="openapi-json", stdout=StringIO())


def test_the_document_names_every_address(document: dict[str, Any]) -> None:
    booking = "/api/v1/bookings/{public_id}/"
    rest = ["", "entered-in-error/", "release/", "timeline/", "charges/{id}/disposition/"]
    rest += [f"{kind}/{one}" for kind in KINDS for one in ("", "{id}/", "{id}/entered-in-error/")]
    rest_of_county = [f"{kind}/{one}" for kind in COUNTY_KINDS for one in ("", "{id}/")]
    rest_of_county += [f"{kind}/{{id}}/entered-in-error/" for kind in COUNTY_FACTS]
    rest_of_county += [f"{kind}/{{id}}/end/" for kind in ("policies", "facilities", "list-items")]
    county = [f"/api/v1/county/{one}" for one in [*rest_of_county, "import-batches/"]]
    written = {path for path in document["paths"] if path.startswith(WRITTEN)}
    assert written == {"/api/v1/batch/", "/api/v1/bookings/", *(booking + one for one in rest), *county}


def test_every_refusal_has_the_one_common_shape(document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if not path.startswith(WRITTEN):
                continue
            refusals = {code: one for code, one in operation["responses"].items() if code >= "400"}
            wanted = {"400", "401", "403", "404", "405", "429", "500", "503"}
            wanted |= set() if method == "get" else {"409", "410", "413", "415", "422"}
            assert (path, set(refusals)) == (path, wanted)
            problem = {"$ref": "#/components/schemas/Problem"}
            assert all(one["content"] == {"application/problem+json": {"schema": problem}} for one in refusals.values())


def test_a_post_takes_a_key_and_a_moment_is_written_in_two_ways(document: dict[str, Any]) -> None:
    post = document["paths"]["/api/v1/bookings/"]["post"]
    assert [one["name"] for one in post["parameters"]] == ["Idempotency-Key"]
    assert post["security"] == [{"key": []}]
    booking = document["components"]["schemas"]["BookingRequest"]
    assert booking["required"] == ["booked", "number"]
    assert [one["type"] for one in booking["properties"]["booked"]["oneOf"]] == ["string", "object"]
    assert {"id", "recorded_at", "version"}.isdisjoint(booking["properties"])
    assert {"person", "remarks"}.isdisjoint(document["components"]["schemas"]["Booking"]["properties"])
