"""The public pages in a real browser: nothing for axe to find in either language or theme, nothing wider than a phone, no script needed."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from reports import figures
from tests.support import browsing, build, published
from tests.support.published import DOOR, Shelf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = [
    "/",
    "/compare/",
    "/county/larkspur/",
    "/county/larkspur/?show=percent&measure=HO-001",
    "/county/larkspur/figures/DT-002/",
    "/county/larkspur/policies/",
    "/definitions/",
    "/method/",
    "/county/yarrow/",
    "/county/empty/",
    "/county/larkspur/?month=soon",
    "/county/larkspur/?month=2030-01",
]


@pytest.fixture
def counties(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """One large county with policies and a gap, one so small that its tables are withheld, one without releases."""
    shelf = Shelf()
    for name in DOOR:
        monkeypatch.setattr(figures, name, getattr(shelf, name), raising=False)
    for slug, size in (("larkspur", 1.0), ("yarrow", 0.01)):
        build.county(slug, name=f"{slug.title()} County", made_up=True)
        shelf.figures += published.county_figures(slug, size)
    shelf.policies, shelf.outages = [published.policy("larkspur")], [GAP]
    build.county("empty", made_up=True)


GAP = {"county": "larkspur", "first": date(2026, 1, 10), "last": date(2026, 1, 19), "what": "calls were not logged"}


@pytest.fixture
def quiet(page: Any) -> Iterator[Any]:
    """The browser; fails at the end if a page complained of anything but an address that was meant to be wrong."""
    complaints = browsing.complaints(page)
    yield page
    assert [text for text in complaints if "status of 40" not in text] == []


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("es", "light"), ("en", "dark"), ("es", "dark")])
def test_axe_finds_nothing_on_any_public_page(counties: None, live_server: Any, quiet: Any, language: str, scheme: str) -> None:
    quiet.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    quiet.emulate_media(color_scheme=scheme)
    found = {}
    for address in PAGES:
        quiet.goto(live_server.url + address)
        assert quiet.evaluate("document.documentElement.lang").startswith(language)
        quiet.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        if broken := browsing.broken(quiet):
            found[address] = broken
    assert found == {}


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_no_public_page_scrolls_sideways(counties: None, live_server: Any, quiet: Any, width: int) -> None:
    quiet.set_viewport_size({"width": width, "height": 740})
    wide = {}
    for address in PAGES:
        quiet.goto(live_server.url + address)
        quiet.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        if (seen := quiet.evaluate("document.documentElement.scrollWidth")) > width:
            wide[address] = seen
    assert wide == {}


def test_another_month_and_another_count_are_chosen_without_a_script(counties: None, live_server: Any, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/county/larkspur/")
    page.select_option("#month", "2026-07")
    page.click(".picker button")
    assert page.url.endswith("/county/larkspur/?month=2026-07")
    page.select_option("#measure", "HO-001")
    page.click(".filters button")
    assert page.url.endswith("/county/larkspur/?month=2026-07&measure=HO-001#series-heading")
    assert "July 2026" in page.inner_text("h1 ~ *, .standfirst")
    context.close()


def test_the_columns_of_a_chart_and_its_table_are_reached_by_keyboard(counties: None, live_server: Any, quiet: Any) -> None:
    quiet.set_viewport_size({"width": 1280, "height": 900})
    quiet.goto(f"{live_server.url}/county/larkspur/")
    labels = set()
    for _step in range(80):
        quiet.keyboard.press("Tab")
        labels.add(quiet.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.textContent.trim()"))
    assert any(label.startswith("Aug 2026: ") for label in labels)
    assert any(label.startswith("Table") for label in labels)


def test_on_paper_the_tables_are_open_and_the_forms_are_gone(counties: None, live_server: Any, quiet: Any) -> None:
    quiet.goto(f"{live_server.url}/county/larkspur/")
    quiet.emulate_media(media="print")
    assert quiet.locator(".picker").is_hidden()
    assert quiet.locator(".panel details table").first.is_visible()
