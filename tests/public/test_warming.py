"""The worker makes the page of a county once after a release, so that the first reader finds its charts and tables made."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from accounts.models import County
from reports.public import looking, serving
from reports.tasks import warm_pages
from tests.support import build, published
from tests.support.published import Shelf


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()
    serving.MEMORY.clear()
    looking.LOOKS.clear()


def test_the_first_reader_after_a_release_finds_the_page_made_in_each_language(county: County, shelf: Shelf) -> None:
    build.county("mallow")  # has published nothing
    plain = Client().get("/county/larkspur/").content
    cache.clear()
    serving.MEMORY.clear()
    assert warm_pages() == 1
    asked = shelf.asked
    assert Client().get("/county/larkspur/").content == plain
    assert len(settings.LANGUAGES) == 2
    assert "ICE" in Client().get("/county/larkspur/", headers={"Accept-Language": "es"}).content.decode()
    assert (warm_pages(), shelf.asked) == (1, asked)  # nothing is made twice

    shelf.figures += published.county_figures("larkspur", last=published.LAST.shift(1), months=1)
    assert warm_pages() == 1  # although this process saw the older release a moment ago
    assert shelf.asked > asked
