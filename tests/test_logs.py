"""A line of the log is JSON, names its request, and holds no word of an exception."""

import json
import logging
import sys
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from accounts import requests
from jailwatch.logs import JsonFormatter

GIVEN = "0123456789abcdef0123456789abcdef"


def line(message: str, *values: Any, problem: BaseException | None = None) -> dict[str, Any]:
    info = (type(problem), problem, problem.__traceback__) if problem else None
    record = logging.LogRecord("bookings", logging.ERROR, __file__, 1, message, values, info)
    found: dict[str, Any] = json.loads(JsonFormatter().format(record))
    return found


def raised(words: str) -> BaseException:
    try:
        try:
            int(words)
        except ValueError as cause:
            raise KeyError(words) from cause
    except KeyError:
        return sys.exc_info()[1] or KeyError()


def test_a_line_says_when_how_grave_where_and_what() -> None:
    found = line("%s rows", 3)
    assert (found["level"], found["logger"], found["message"]) == ("ERROR", "bookings", "3 rows")
    assert found["time"].endswith("+00:00")
    assert "request" not in found


def test_an_exception_is_told_by_its_kind_and_its_frames_even_where_the_message_repeats_it() -> None:
    problem = raised("QZNUMBER")
    found = line("Task failed: %s, %r", problem, problem, problem=problem)
    assert "QZNUMBER" not in json.dumps(found)
    assert found["exception"] == "KeyError"
    assert [frame for frame in found["frames"] if frame.endswith(" raised")]


def test_the_id_of_a_request_is_in_its_answer_and_in_the_lines_written_meanwhile() -> None:
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(line("x")["request"])
        return HttpResponse()

    answer = requests.RequestId(view)(RequestFactory().get("/"))
    assert answer["X-Request-ID"] == seen[0]
    assert requests.current() == ""
    assert requests.RequestId(view)(RequestFactory().get("/", headers={"X-Request-ID": GIVEN}))["X-Request-ID"] == GIVEN


@pytest.mark.parametrize("given", ["", "QZNUMBER", "0" * 31, "0" * 33, GIVEN.upper(), "a\nb" * 11])
def test_an_id_that_is_not_made_as_a_proxy_makes_them_is_replaced(given: str) -> None:
    answer = requests.RequestId(lambda request: HttpResponse())(RequestFactory().get("/", headers={"X-Request-ID": given}))
    assert answer["X-Request-ID"] != given
    assert len(answer["X-Request-ID"]) == 32


@pytest.mark.django_db
def test_a_refusal_of_the_api_and_the_page_of_a_fault_name_the_request(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = Client().get("/api/v1/nothing/", headers={"X-Request-ID": GIVEN})
    assert (answer.json()["request"], answer["X-Request-ID"]) == (GIVEN, GIVEN)
    monkeypatch.setattr("jailwatch.health.state", lambda: 1 / 0)
    broken = Client(raise_request_exception=False).get("/readyz", headers={"X-Request-ID": GIVEN})
    assert broken.status_code == 500
    assert f"<code>{GIVEN}</code>" in broken.content.decode()
