"""A page is kept whole under the releases that it shows: asked for again it costs two or three small queries and reads no document."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import County, Role
from reports.public import looking, serving
from tests.support import build, published
from tests.support.published import Shelf


@pytest.fixture(autouse=True)
def _no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process remembers for a few seconds is tested by itself."""
    monkeypatch.setattr(serving, "SECONDS", -1.0)


PAGES = ["/", "/compare/", "/county/larkspur/", "/county/larkspur/policies/", "/county/larkspur/figures/DT-001/"]
FILES = ["/county/larkspur/data/outcomes.csv", "/county/larkspur/data/all.xlsx", "/compare.json"]


def queries(address: str, **headers: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        Client().get(address, headers=headers)
    return len(found)


@pytest.mark.parametrize("address", PAGES + FILES)
def test_a_browser_that_has_the_page_is_told_so_without_a_figure_being_read(county: County, shelf: Shelf, address: str) -> None:
    first = Client().get(address)
    asked = shelf.asked
    cache.clear()
    again = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert shelf.asked == asked


@pytest.mark.parametrize("address", PAGES + FILES)
def test_a_page_asked_for_again_is_the_same_and_reads_no_figure(county: County, shelf: Shelf, address: str) -> None:
    first = Client().get(address)
    asked = shelf.asked
    again = Client().get(address)
    assert (again.content, again["ETag"], again["Content-Type"]) == (first.content, first["ETag"], first["Content-Type"])
    assert shelf.asked == asked


@pytest.mark.parametrize("address", PAGES)
def test_how_many_queries_a_page_takes_does_not_grow_with_what_it_shows(county: County, shelf: Shelf, address: str) -> None:
    few = queries(address)
    shelf.figures += published.county_figures("larkspur", last=published.LAST.shift(-27), months=40)
    cache.clear()
    assert queries(address) == few <= 8


def test_a_new_release_a_new_name_and_another_language_make_a_new_page(county: County, shelf: Shelf) -> None:
    tags = [Client().get("/county/larkspur/")["ETag"]]
    tags.append(Client().get("/county/larkspur/", headers={"Accept-Language": "es"})["ETag"])
    County.objects.filter(pk=county.pk).update(name="Delphinium County")
    tags.append(Client().get("/county/larkspur/")["ETag"])
    shelf.figures.append(published.figure("larkspur", "DT-001", "2026-10", 40, release=29))
    tags.append(Client().get("/county/larkspur/")["ETag"])
    assert len(set(tags)) == 4


def test_who_is_signed_in_gets_a_page_that_nobody_keeps(county: County) -> None:
    client = Client()
    client.force_login(build.person(Role.AUDITOR, county))
    answer = client.get("/county/larkspur/")
    assert "ETag" not in answer
    assert answer["Cache-Control"] == "private, no-store"
    assert "Sign out" in answer.content.decode()
    assert "Sign out" not in Client().get("/county/larkspur/").content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_for_everyone_holds_no_token_and_sets_no_cookie(county: County, address: str) -> None:
    answer = Client().get(address)
    assert b"csrfmiddlewaretoken" not in answer.content
    assert not answer.cookies
    assert "Cookie" in answer["Vary"]


def test_the_language_can_be_chosen_from_a_kept_page(county: County) -> None:
    client = Client(enforce_csrf_checks=True)
    chosen = client.post("/i18n/setlang/", {"language": "es", "next": "/county/larkspur/"})
    assert (chosen.status_code, chosen["Location"]) == (302, "/county/larkspur/")
    assert 'lang="es"' in client.get("/county/larkspur/").content.decode()


def test_a_process_gives_a_page_that_it_made_seconds_ago_without_any_query_and_then_looks_again(
    county: County, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(serving, "SECONDS", 60.0)
    first = Client().get("/county/larkspur/")
    shelf.figures.append(published.figure("larkspur", "DT-001", "2026-10", 40, release=29))
    with django_assert_num_queries(0):
        again = Client().get("/county/larkspur/")
        there = Client().get("/county/larkspur/", headers={"If-None-Match": first["ETag"]})
    assert (again.content, again["ETag"], there.status_code) == (first.content, first["ETag"], 304)
    serving.MEMORY.update({key: one._replace(until=0.0) for key, one in serving.MEMORY.items()})
    looking.LOOKS.update({slug: one._replace(until=0.0) for slug, one in looking.LOOKS.items()})
    assert "October 2026" in Client().get("/county/larkspur/").content.decode()


def test_another_filter_makes_one_piece_anew_and_reads_nothing_for_the_others(county: County, shelf: Shelf) -> None:
    Client().get("/county/larkspur/")
    asked = shelf.asked
    Client().get("/county/larkspur/?show=percent")
    assert shelf.asked == asked
