"""Long lists in pages that stay, limits a minute, and every refusal in the one shape that says what to do."""

import time
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from redis.exceptions import ConnectionError as NoRedis

from bookings.api.timeline import Timeline
from tests.api.calls import Machine, key_of
from tests.support import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def machine() -> Machine:
    return Machine(build.county())


def all_pages(machine: Machine, path: str, name: str) -> list[list[Any]]:
    found, further = [], path
    while further:
        answer = machine.get(further).json()
        found.append(answer[name])
        further = answer["next"]
    return found


def test_the_pages_of_a_list_hold_every_fact_once_in_order(machine: Machine) -> None:
    place = machine.booking()["url"]
    ids = [machine.made(f"{place}charges/", {"description": "x"})["id"] for _number in range(5)]
    pages = all_pages(machine, f"{place}charges/?limit=2", "results")
    assert [[one["id"] for one in page] for page in pages] == [ids[:2], ids[2:4], ids[4:]]
    assert machine.get(f"{place}charges/").json()["next"] is None
    policies = {"rule": "ask_first", "title": "x", "text": "x", "adopted_by": "x", "source": "x"}
    for rule in ("ask_first", "tell_ice", "other"):
        machine.made("county/policies/", policies | {"rule": rule, "in_force_from": "2026-01-01"})
    assert [len(page) for page in all_pages(machine, "county/policies/?limit=1", "results")] == [1, 1, 1]


def test_the_pages_of_a_timeline_are_the_timeline_also_if_something_is_added_meanwhile(machine: Machine) -> None:
    place = machine.booking(court="2026-10-17T09:00")["url"]
    for hour in ("09", "11", "10", "10"):
        machine.made(f"{place}ice-calls/", {"called": f"2026-10-16T{hour}:00"})
    whole = machine.get(f"{place}timeline/").json()
    assert len(whole["facts"]) == 6
    pages = all_pages(machine, f"{place}timeline/?limit=4", "facts")
    assert [one for page in pages for one in page] == whole["facts"]
    first = machine.get(f"{place}timeline/?limit=2").json()
    machine.made(f"{place}ice-calls/", {"called": "2026-10-15T23:00"})
    assert machine.get(first["next"]).json()["facts"] == whole["facts"][2:4]


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=1001", "limit=x", "limit=²", "limit=", "after=x", "after=-1", f"after={'9' * 30}", "page=2", "limit=1&limit=2"],
)
def test_a_page_that_is_none_is_refused_and_never_another_one(machine: Machine, query: str) -> None:
    place = machine.booking()["url"]
    for path in (f"{place}charges/", f"{place}timeline/", "county/policies/"):
        assert machine.get(f"{path}?{query}").status_code == 400


@pytest.mark.parametrize("after", ["W10=", "WzEsMiwzLDRd", "eyJhIjoxfQ==", "WyIyMDI2LTEwLTE1VDEyOjAwOjAwIiwwLDAsIngiXQ==", "é"])
def test_a_place_of_a_timeline_that_is_none_is_refused(machine: Machine, after: str) -> None:
    assert machine.get(f"{machine.booking()['url']}timeline/?after={after}").status_code == 400


def begin_of_minute() -> None:
    """The counts begin anew with each minute: one that is almost over would make this test see two."""
    if time.time() % 60 > 55:
        time.sleep(60 - time.time() % 60)


def test_a_key_that_asks_too_often_waits_and_another_key_does_not(machine: Machine) -> None:
    begin_of_minute()
    with override_settings(API_RATES={"key": 2, "address": 1}):
        assert [machine.get("county/policies/").status_code for _time in range(3)] == [200, 200, 429]
        refused = machine.post("bookings/", {"number": "x"})
        assert refused.status_code == 429
        wait = int(refused["Retry-After"])
        assert 0 < wait <= 60
        assert refused.json()["detail"] == (f"These are too many requests for one minute. Wait {wait} seconds, then send the same again.")
        machine.key = key_of(machine.user)
        assert machine.get("county/policies/").status_code == 200


def test_public_figures_are_counted_by_address_and_a_forged_one_of_many_does_not_help() -> None:
    begin_of_minute()
    with override_settings(API_RATES={"address": 2}):
        client = Client()
        assert [client.get("/api/v1/counties/").status_code for _time in range(3)] == [200, 200, 429]
        assert client.get("/api/v1/counties/", REMOTE_ADDR="10.0.0.2").status_code == 200


def test_without_its_cache_nothing_is_counted_and_nothing_refused(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_args: Any, **_kwargs: Any) -> None:
        raise NoRedis("gone")

    monkeypatch.setattr(cache, "add", gone, raising=False)
    with override_settings(API_RATES={"key": 0}):
        assert machine.get("county/policies/").status_code == 200


def test_each_refusal_of_the_framework_says_what_to_do(machine: Machine) -> None:
    said = {
        ("PUT", "county/policies/", "application/json"): (405, "This address does not take that method. It takes: GET, HEAD, POST."),
        ("POST", "bookings/", "text/plain"): (415, "Send JSON, and say so: Content-Type: application/json."),
        ("GET", "nothing/", "application/json"): (
            404,
            "There is nothing at this address. Every address of the API ends in a slash; /api/v1/schema/ lists them.",
        ),
    }
    for (method, path, kind), (status, detail) in said.items():
        response = machine.send(method, path, {"x": 1}, Content_Type=kind)
        assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
        assert (response.json()["status"], response.json()["detail"]) == (status, detail)


def test_a_fault_of_ours_is_a_problem_document_for_a_program_and_a_page_for_a_person(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError(" ".join(("SECRET", "NAME")))

    monkeypatch.setattr(Timeline, "get", broken)
    machine.client.raise_request_exception = False
    response = machine.get(f"bookings/{'0' * 8}-0000-0000-0000-{'0' * 12}/timeline/")
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert response.json()["detail"].startswith("JailWatch made a mistake; it is in its log. Send the same again")
    assert b"SECRET NAME" not in response.content
    refused = Client().get("/api/v1/counties/", headers={"host": "no such host!"})
    assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json")
