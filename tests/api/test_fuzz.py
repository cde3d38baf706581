"""Whatever is thrown at the API, it answers; never with a fault of its own, and always in one of the documented ways."""

import json
from functools import cache
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings.kinds import KINDS
from bookings.models import Facility
from tests.api.calls import Machine
from tests.api.test_county_facts import OF_COUNTY
from tests.api.test_kinds import NAMED, SENT, sent
from tests.support import build, telling

QUICK = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "",
            " ",
            "\0",
            "\ud800",
            "within-booking",
            "yes",
            "2026-10-31",
            "2026-02-30",
            "2026-10-31T24:61",
            "1900-01-01",
            "2199-12-31T23:59",
            "x" * 5000,
        ]
        + ["2026-10-31T13:40+14:00", "2026-10-31T13:40-99:99", "1900-01-01T00:00+23:59", "2026-03-08T02:30", "NaN", "1e9999", "MX"]
    ),
)
NUMBERS = st.one_of(st.integers(), st.floats(), st.sampled_from([0, -1, 2**31, 2**63, 10**400, True, False, 1e308]))
LEAVES = st.one_of(st.none(), TEXTS, NUMBERS)
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=8)
# What gets past the first reading, to the rules, the constraints and the journal: the ends of time, of numbers and of lists.
PLAUSIBLE = st.sampled_from(
    [
        None,
        True,
        False,
        0,
        1,
        2,
        32767,
        "",
        "yes",
        "no",
        "other",
        "unknown",
        "x",
        "MX",
        "ice",
        "person",
        "counsel",
        "designee",
        "release",
        "retraction",
        "sent",
        "coming",
        "x@ice.dhs.gov",
        "x@example.org",
        "I-247A",
        "500.00",
        "9999999999.99",
        [],
        ["identity"],
    ]
    + ["1900-01-01", "1900-01-01T00:00", "2199-12-31", "2199-12-31T23:59", "2199-12-31T23:59-23:59", "2026-10-15", "2026-11-01T01:30"]
    + [{"at": "1900-01-01T00:00Z", "until": "2199-12-31T23:59Z"}, "within-booking"]
)
ENDS = st.fixed_dictionaries({}, optional={"at": TEXTS, "until": TEXTS})


@cache
def operations() -> list[tuple[str, str, list[str]]]:
    """Method, address and the names of the fields of every address that writes, from the document."""
    document = Client().get("/api/v1/schema/").json()
    found = []
    for path, methods in document["paths"].items():
        for method in methods.keys() & {"post", "patch"}:
            content = methods[method]["requestBody"]["content"]["application/json"]["schema"]["$ref"]
            names = list(document["components"]["schemas"][content.rsplit("/", 1)[1]]["properties"])
            found.append((method.upper(), path, names))
    return sorted(found)


@cache
def documented() -> dict[tuple[str, str], set[str]]:
    document = Client().get("/api/v1/schema/").json()
    return {(method.upper(), path): set(one["responses"]) for path, methods in document["paths"].items() for method, one in methods.items()}


class World:
    """A county with a booking that has one fact of each kind, so that every address leads somewhere."""

    def __init__(self) -> None:
        county = build.county()
        Facility.objects.create(county=county, code="PSF", name="Public Safety Facility")
        self.machine = Machine(county)
        self.booking = self.machine.booking()
        self.machine.client.raise_request_exception = False
        place = self.booking["url"]
        self.ids = {
            kind: self.machine.made(f"{place}{kind}/", sent(self.machine, place, kind))["id"] for kind in KINDS if kind != "handovers"
        }
        self.ids["handovers"] = self.machine.get(f"{place}handovers/").json()["results"][0]["id"]
        self.ids["offices"] = telling.office(county).pk
        self.ids |= {kind: self.machine.made(f"county/{kind}/", sends)["id"] for kind, (sends, _comes, _change) in OF_COUNTY.items()}

    def address(self, path: str) -> str:
        kind = next((part for part in path.split("/") if part in self.ids), "")
        return path.replace("{public_id}", self.booking["id"]).replace("{id}", str(self.ids.get(kind, 0)))


@pytest.fixture
def world(db: None) -> World:
    return World()


def thrown(world: World, method: str, path: str, body: Any, **headers: str) -> None:
    raw = json.dumps(body).encode()
    with transaction.atomic():
        response = world.machine.send(method, world.address(path), raw=raw, **headers)
        transaction.set_rollback(True)
    assert response.status_code < 500, (method, path, raw)
    assert str(response.status_code) in documented()[method, path], (method, path, raw, response.status_code)
    if response.status_code >= 400:
        problem = response.json()
        assert problem.keys() == {"type", "title", "status", "detail", "errors", "request"}
        assert problem["errors"] or response.status_code != 400 or problem["detail"]
        assert all(sentences and all(isinstance(one, str) for one in sentences) for sentences in problem["errors"].values())


@settings(QUICK, max_examples=12)
@given(data=st.data())
def test_arbitrary_json_at_every_address_is_never_a_fault_of_ours(world: World, data: st.DataObject) -> None:
    for method, path, _names in operations():
        thrown(world, method, path, data.draw(VALUES))


@QUICK
@given(data=st.data())
def test_arbitrary_values_in_known_fields_are_never_a_fault_of_ours(world: World, data: st.DataObject) -> None:
    method, path, names = data.draw(st.sampled_from(operations()))
    values = data.draw(st.dictionaries(st.sampled_from(names), VALUES | ENDS, max_size=6))
    thrown(world, method, path, values)


def right(path: str) -> dict[str, Any]:
    """A body that this address takes, or would but for another fact that it names."""
    kind = path.rstrip("/").rsplit("/", 1)[-1]
    found = SENT[kind][0] if kind in SENT else OF_COUNTY[kind][0] if kind in OF_COUNTY else {}
    always = {"reason": "x", "version": 1, "number": "F-1", "booked": "2026-10-15", "disposition": "dismissed", "release_kind": "street"}
    return always | {"released": "2026-10-16", "until": "2026-12-01"} | found


@settings(QUICK, max_examples=80)
@given(data=st.data())
def test_plausible_values_in_a_right_body_are_never_a_fault_of_ours(world: World, data: st.DataObject) -> None:
    method, path, names = data.draw(st.sampled_from(operations()))
    body = {name: value for name, value in right(path).items() if name in names}
    body |= {name: world.ids[kind] for name, kind in (NAMED | {"office": "offices"}).items() if name in body}
    thrown(world, method, path, body)
    thrown(world, method, path, body | data.draw(st.dictionaries(st.sampled_from(names), PLAUSIBLE, max_size=3)))


@settings(QUICK, max_examples=100)
@given(raw=st.binary(max_size=200), kind=st.sampled_from(["application/json", "application/json; charset=base64", "text/plain"]))
def test_arbitrary_bytes_are_never_a_fault_of_ours(world: World, raw: bytes, kind: str) -> None:
    response = world.machine.send("POST", "bookings/", raw=raw, **{"Content-Type": kind})
    assert response.status_code in {400, 415}


@settings(QUICK, max_examples=60)
@given(header=st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=100))
def test_arbitrary_headers_are_never_a_fault_of_ours(world: World, header: str) -> None:
    key = world.machine.key
    for headers in ({"Authorization": header}, {"Authorization": f"Bearer {header}"}, {"Idempotency-Key": header}, {"Accept": header}):
        response = world.machine.send("POST", "bookings/", {}, **{name.replace("-", "_"): value for name, value in headers.items()})
        assert response.status_code in {400, 401}, headers
    assert world.machine.key == key


@pytest.mark.parametrize("number", ["0", "99999999999999999999999", "-1", "1e3", "x"])
def test_an_id_that_is_none_is_not_found(world: World, number: str) -> None:
    for path in (f"{world.booking['url']}charges/{number}/", f"county/policies/{number}/"):
        assert world.machine.get(path).status_code == 404
