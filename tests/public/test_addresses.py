"""Every parameter of every public address, with values that no page has: a clear 400 or 404, and never a number."""

import pytest
from django.test import Client
from django.urls import get_resolver

from accounts.models import County
from tests.support import published
from tests.support.published import Shelf

PAGE = "/county/larkspur/"
NO_MONTH = {
    "2026-9": 400,
    "soon": 400,
    "": 400,
    "2026-13": 400,
    "2026-09-01": 400,
    "2026-09 ": 400,
    "２０２６-０９": 400,
    "2026-09\x00": 400,
}
MONTH = {**NO_MONTH, "2026-10": 404, "2020-01": 404, "9999-12": 400}
MEASURE = {"XX-999": 400, "HO-002": 400, "YE-002": 400, "dt-001": 400, "": 400, "DT-001\x00": 400}
SHOW = {"all": 400, "": 400, "Percent": 400}
WHO = {"YE-009": 400, "DT-001": 400, "": 400}
YEAR = {"2019": 404, "2026": 404, "last": 404, "": 404, "٢٠٢٥": 404, "2025.0": 404}
RELEASE = {"3": 404, "28": 404, "x": 404, "": 404, "027": 404}
OF_A_FILE = {"month": MONTH, "measure": MEASURE, "year": YEAR, "release": RELEASE}
ADDRESSES = {
    "/": {},
    "/compare/": {"month": MONTH, "measure": MEASURE},
    "/compare.csv": {"month": MONTH, "measure": MEASURE},
    "/compare.json": {"month": MONTH, "measure": MEASURE},
    "/definitions/": {},
    "/method/": {},
    PAGE: {"month": MONTH, "measure": MEASURE, "show": SHOW, "who": WHO, "year": YEAR, "release": RELEASE},
    f"{PAGE}policies/": {},
    f"{PAGE}policies/1.csv": {},
    f"{PAGE}figures/DT-001/": {"month": MONTH, "year": YEAR, "release": RELEASE},
    f"{PAGE}data/outcomes.csv": OF_A_FILE,
    f"{PAGE}data/all.json": OF_A_FILE,
    f"{PAGE}data/people-YE-002-race.xlsx": OF_A_FILE,
}
NOWHERE = [
    *("/county/nowhere/", "/county/nowhere/policies/", "/county/nowhere/figures/DT-001/", "/county/nowhere/data/all.csv"),
    *("/county/nowhere/policies/1.csv", f"{PAGE}data/nothing.csv", f"{PAGE}data/all.pdf", f"{PAGE}data/DT-001-country.csv"),
    *(f"{PAGE}policies/0.csv", f"{PAGE}policies/99.csv", f"{PAGE}policies/-1.csv", "/compare.pdf", "/county/", f"{PAGE}data/"),
]


@pytest.fixture
def page(county: County, shelf: Shelf) -> Client:
    shelf.policies = [published.policy(county.slug)]
    return Client()


def refused(page: Client, address: str, given: dict[str, object], status: int) -> str:
    """What is wrong with the answer, or nothing."""
    answer = page.get(address, given)
    text = answer.content.decode(errors="replace")
    if answer.status_code != status:
        return f"{answer.status_code} {given}"
    shows = "<table" in text or "<svg" in text or not answer["Content-Type"].startswith("text/html")
    return f"a figure for {given}" if shows or "<h1>" not in text else ""


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_parameter_that_is_not_known_or_means_nothing_is_refused_and_shows_no_figure(page: Client, address: str) -> None:
    assert page.get(address).status_code == 200
    known = ADDRESSES[address]
    unknown = {"moth", "county", "by", "from", "page", "format", "month", "measure", "show", "who", "year", "release"} - known.keys()
    wrong = [refused(page, address, {name: "2026-09"}, 400) for name in sorted(unknown)]
    wrong += [refused(page, address, {name: ["2026-09", "2026-09"]}, 400) for name in known]
    wrong += [refused(page, address, {name: value}, status) for name, bad in known.items() for value, status in bad.items()]
    assert [one for one in wrong if one] == []


@pytest.mark.parametrize("address", NOWHERE)
def test_an_address_of_nothing_is_not_found(page: Client, address: str) -> None:
    assert refused(page, address, {}, 404) == ""


@pytest.mark.parametrize("code", ["XX-999", "YE-002", "HO-002", "dt-001"])
def test_a_measure_without_months_has_no_page(page: Client, code: str) -> None:
    assert refused(page, f"{PAGE}figures/{code}/", {}, 400) == ""


def test_every_public_address_is_in_the_table() -> None:
    """By its name: whoever adds one here says what it refuses. Reports and mails are tried where they are tested (tests/reports)."""
    names = {str(one.name) for one in get_resolver("reports.urls").url_patterns if getattr(one, "name", None)}
    office = {name for name in names if name.startswith(("office", "month", "release_clock"))}
    assert names - office == {
        *("home", "compare", "compare_file", "definitions", "method"),
        *("reports", "report", "report_file", "feed"),
        *("report_mail", "report_mail_asked", "report_mail_confirm", "report_mail_stop"),
        *("public_county", "public_measure", "public_file", "public_policies", "public_policy_file"),
    }
