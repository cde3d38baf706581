"""What the public pages answer: which page, which figures, what to an address that they do not know."""

import pytest
from django.test import Client

from accounts.models import County
from tests.support import build
from tests.support.published import Shelf

PAGE = "/county/larkspur/"


def text(address: str, status: int = 200) -> str:
    answer = Client().get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def test_the_page_of_a_county_leads_with_the_latest_published_month(county: County) -> None:
    html = text(PAGE)
    assert "September 2026 · release 27 · as of Oct. 14, 2026, 10:05 a.m. CDT" in " ".join(html.split())
    assert "detainers received by the jail" in html


REFUSED = [
    ("?month=2026-9", 400, "is no month. Write it as 2026-10."),
    ("?month=2026-10", 404, "October 2026 is not published. The latest published month is September 2026."),
    ("?month=2020-01", 404, "is not published"),
    ("?moth=2026-09", 400, "is no filter of this page"),
    ("?month=2026-09&month=2026-08", 400, "is there twice"),
    ("?measure=XX-999", 400, "There is no measure XX-999"),
    ("?measure=HO-002", 400, "describes people and has no months"),
    ("?who=YE-009", 400, "There is no class of bookings YE-009"),
    ("?show=all", 400, "shown as count or percent"),
    ("?year=2019", 404, "There is no annual release for that year"),
    ("?year=last", 404, "There is no annual release for that year"),
    ("?release=3", 404, "Release 3 is no release of this month"),
]


@pytest.mark.parametrize(("query", "status", "said"), REFUSED)
def test_an_address_that_is_not_known_gets_a_sentence_and_no_figure(county: County, query: str, status: int, said: str) -> None:
    html = text(PAGE + query, status)
    assert said in html
    assert "<table" not in html


def test_a_county_that_is_not_there_is_said_not_to_be(county: County) -> None:
    assert "There is no county of this name here." in text("/county/nowhere/", 404)


def test_a_county_without_releases_says_what_will_stand_there(db: None, shelf: Shelf) -> None:
    build.county("here")
    assert "Nothing is published for Here County yet." in text("/county/here/")


@pytest.mark.parametrize("address", ["/", "/compare/", PAGE, f"{PAGE}policies/", f"{PAGE}figures/DT-001/", f"{PAGE}figures/DT-002/"])
def test_every_public_page_opens(county: County, address: str) -> None:
    assert "<h1>" in text(address)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
@pytest.mark.parametrize("key", ["all", "outcomes", "flow", "months-DT-001", "people-YE-002-race", "DT-002-outcome"])
def test_every_panel_has_its_files(county: County, key: str, kind: str) -> None:
    assert Client().get(f"{PAGE}data/{key}.{kind}").status_code == 200
