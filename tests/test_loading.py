"""While a made-up county is loaded, pages say how far it is."""

import json
from pathlib import Path

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from jailwatch.loading import LoadingPage


def served(request: HttpRequest) -> HttpResponse:
    return HttpResponse("the page itself")


@pytest.fixture
def progress(tmp_path: Path, settings: Settings) -> Path:
    settings.LOCAL, settings.VAR = True, tmp_path
    return tmp_path / "progress.json"


def get(path: str, **headers: str) -> str:
    return LoadingPage(served)(RequestFactory().get(path, headers=headers)).content.decode()


def test_a_server_does_not_carry_it_at_all(settings: Settings) -> None:
    settings.LOCAL = False
    with pytest.raises(MiddlewareNotUsed):
        LoadingPage(served)


def test_pages_are_served_when_nothing_loads(progress: Path) -> None:
    assert get("/") == "the page itself"


@pytest.mark.parametrize("path", ["/", "/office/", "/county/pierce/", "/county/pierce/reports/2026-10/"])
def test_every_page_says_how_far_it_is(progress: Path, path: str) -> None:
    progress.write_text(json.dumps({"step": "Bookings of Maple County", "done": 3, "total": 40}))
    text = get(path, accept="text/html")
    assert "Bookings of Maple County" in text
    assert '<progress id="progress" value="3" max="40">' in text
    assert "3 of 40" in text
    assert '<meta http-equiv="refresh" content="2">' in text


@pytest.mark.parametrize(
    "path", ["/healthz", "/readyz", "/static/jailwatch.css", "/api/v1/counties/", "/county/pierce/reports/2026-10.csv"]
)
def test_what_is_no_page_is_served(progress: Path, path: str) -> None:
    progress.write_text(json.dumps({"step": "", "done": 0, "total": 0}))
    assert get(path) == "the page itself"


def test_a_program_that_wants_no_page_is_served(progress: Path) -> None:
    progress.write_text("{}")
    assert get("/", accept="application/json") == "the page itself"


def test_what_is_sent_to_a_form_is_not_lost(progress: Path) -> None:
    progress.write_text("{}")
    assert LoadingPage(served)(RequestFactory().post("/")).content == b"the page itself"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"step": "x"}', '{"step": "x", "done": null, "total": "many"}'])
def test_a_file_caught_half_written_still_gives_a_page(progress: Path, text: str) -> None:
    progress.write_text(text)
    assert '<progress id="progress"></progress>' in get("/")


def test_the_page_is_not_kept_and_runs_nothing(progress: Path) -> None:
    progress.write_text("{}")
    response = LoadingPage(served)(RequestFactory().get("/"))
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert response["Content-Security-Policy"].startswith("default-src 'none';")
    assert b"<script" not in response.content
    assert b"style=" not in response.content


def test_a_step_is_shown_as_text(progress: Path) -> None:
    progress.write_text(json.dumps({"step": "<script>", "done": 1, "total": 2}))
    assert "&lt;script&gt;" in get("/")


def test_the_page_speaks_the_language_of_the_reader(progress: Path) -> None:
    progress.write_text("{}")
    assert '<html lang="es">' in get("/", **{"accept-language": "es"})


def test_pages_are_served_once_the_first_county_is_there(progress: Path) -> None:
    progress.write_text(json.dumps({"step": "Making up Nowhere", "done": 3, "total": 40, "usable": True}))
    assert get("/", accept="text/html") == "the page itself"
