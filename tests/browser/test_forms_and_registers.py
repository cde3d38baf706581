"""Statutory forms and registers in a real browser: nothing for axe to find, nothing wider than a phone, a question asked and answered."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from accounts.models import County, Role, User
from reports import rollup
from reports.models import BoardQuestion
from tests.reports.registers import entries
from tests.support import browsing, build, ten_bookings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FORMS = [f"/office/forms/{end}?period=2024" for end in ("", "across/", "il-805-25/", "nyc-9-131/", "mn-631-50/")]


@pytest.fixture
def county(live_server: Any) -> County:
    place = ten_bookings.county()
    ten_bookings.tell_all(build.person(Role.STAFF, place), place)
    rollup.fill_all(place, rollup.known_months(place))
    return place


@pytest.fixture
def officer(county: County) -> User:
    return build.person(Role.RECORDS_OFFICER, county)


@pytest.fixture
def desk(page: Any, live_server: Any, officer: User) -> Iterator[Callable[[str], Any]]:
    """Opens an address as a signed-in records officer; fails at the end if a page complained."""
    browsing.sign_in(page.context, live_server.url, officer)
    complaints = browsing.complaints(page)

    def go(address: str) -> Any:
        page.goto(live_server.url + address)
        return page

    yield go
    assert complaints == []


def pages(county: County, by: User) -> list[str]:
    question, claim = entries.question(by, county), entries.claim(by, county)
    ends = [f"questions/{question.pk}/{act}/" for act in ("answer", "correct", "error")]
    ends += ["questions/add/", "claims/add/", "demands/add/", f"claims/{claim.pk}/evidence/", f"claims/{claim.pk}/settle/"]
    return [*FORMS, "/office/registers/", *(f"/office/registers/{end}" for end in ends)]


@pytest.mark.parametrize("language", ["en", "es"])
def test_axe_finds_nothing_on_any_form_or_register(
    desk: Any, page: Any, live_server: Any, county: County, officer: User, language: str
) -> None:
    found = {}
    page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    for address in pages(county, officer):
        desk(address)
        assert page.evaluate("document.documentElement.lang").startswith(language)
        if broken := browsing.broken(page):
            found[address] = broken
    assert found == {}


def test_no_form_or_register_scrolls_sideways_on_a_phone(desk: Any, page: Any, county: County, officer: User) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    wide = {}
    for address in pages(county, officer):
        desk(address)
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 360:
            wide[address] = width
    assert wide == {}


def test_a_period_is_chosen_and_a_question_is_asked_and_answered(desk: Any, page: Any) -> None:
    desk("/office/forms/il-805-25/")
    page.select_option("#period", "2025")
    page.click("button:has-text('Show')")
    assert "period=2025" in page.url
    page.goto(page.url.replace("period=2025", "period=2024"))
    assert page.locator("#period").input_value() == "2024"
    assert page.locator("section").nth(1).locator("tbody tr").count() == 8
    desk("/office/registers/")
    page.click("text=Ask a question")
    page.fill("[name=asked_by]", "Commissioner Reed")
    page.fill("[name=text]", "Why twice as many as in August?")
    page.click("button:has-text('Record')")
    page.click("ul[aria-label^=Commissioner] >> text=Answer")
    page.fill("[name=answer]", "A jail across the river was closed.")
    page.click("button:has-text('Record')")
    assert page.locator("text=A jail across the river was closed.").count() == 1
    assert BoardQuestion.objects.get().answered_by != ""
