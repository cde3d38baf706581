"""The pages over the real reading door: releases in the database give what was laid in them, in few queries whatever their number."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import County
from reports.figures import shelf as kept
from reports.public import door, serving
from tests.public.test_dresses import from_json
from tests.support import build, published

pytestmark = pytest.mark.django_db
PAGES = ["/", "/compare/", "/county/larkspur/", "/county/larkspur/policies/", "/county/larkspur/figures/DT-001/"]


@pytest.fixture(autouse=True)
def _no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "SECONDS", -1.0)
    kept.KEPT.clear()


@pytest.fixture
def county() -> County:
    here = build.county("larkspur", name="Larkspur County", made_up=True)
    published.publish(here, published.county_figures(here.slug))
    return here


def queries(address: str, **headers: str) -> list[str]:
    with CaptureQueriesContext(connection) as found:
        assert Client().get(address, headers=headers).status_code in {200, 304}
    return [one["sql"] for one in found]


def documents(found: list[str]) -> list[str]:
    return [sql for sql in found if '"document"' in sql]


def test_the_page_shows_what_was_laid_in_the_releases(county: County) -> None:
    laid = {
        (one.measure, one.period, one.by, one.group): (one.value, str(one.status))
        for one in published.county_figures("larkspur")
        if one.period == "2026-09"
    }
    assert from_json(Client().get("/county/larkspur/data/all.json").content.decode()) == laid
    html = " ".join(Client().get("/county/larkspur/").content.decode().split())
    assert "September 2026 · release 27 · as of Oct. 14, 2026, 10:05 a.m. CDT" in html
    assert "in “all other groups”" in html


@pytest.mark.parametrize("address", PAGES)
def test_a_page_takes_the_same_few_queries_with_one_county_and_with_four(county: County, address: str) -> None:
    one = len(queries(address))
    for slug in ("aster", "mallow", "yarrow"):
        published.publish(build.county(slug), published.county_figures(slug, 0.1, months=5))
    cache.clear()
    kept.KEPT.clear()
    assert len(queries(address)) == one <= 14


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asked_for_again_reads_no_document(county: County, address: str) -> None:
    first = Client().get(address)
    kept.KEPT.clear()
    assert documents(queries(address)) == []
    assert documents(queries(address, **{"If-None-Match": first["ETag"]})) == []


def test_a_new_release_makes_a_new_page_and_the_old_months_are_not_read_again(county: County) -> None:
    before = Client().get("/county/larkspur/")
    published.publish(county, [published.figure("larkspur", "DT-001", "2026-10", 40, release=29)])
    after = Client().get("/county/larkspur/")
    assert before["ETag"] != after["ETag"]
    assert "October 2026 · release 29" in " ".join(after.content.decode().split())


def test_the_numbers_of_releases_are_all_that_a_page_needs_to_be_known(county: County, django_assert_max_num_queries: Any) -> None:
    tag = Client().get("/county/larkspur/")["ETag"]
    with django_assert_max_num_queries(6):
        assert Client().get("/county/larkspur/", headers={"If-None-Match": tag}).status_code == 304
    assert door.editions_in(door.heads(county))[-1].number == 27
