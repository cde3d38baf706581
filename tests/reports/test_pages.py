"""Who sees which page, and what a page does with an address it does not know."""

import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import County, Inbox, Origin, Role
from accounts.periods import Month
from reports import rollup
from reports.measures import MEASURES, THEMES
from reports.models import MeasureCell
from tests.support import build

pytestmark = pytest.mark.django_db
OFFICE = ["/office/", "/office/months.csv", "/office/months.json"]
MONTH = ["/office/figures/here/2026-10/", "/office/figures/here/2026-10.csv", "/office/figures/here/2026-10.json"]
SEEING = [Role.RECORDS_OFFICER, Role.COMMISSIONER, Role.SUPERVISOR, Role.AUDITOR]


@pytest.fixture(autouse=True)
def _november() -> Any:
    with time_machine.travel("2026-11-24 12:00:00+00:00", tick=False):
        yield


def full_county(slug: str = "here", bookings: int = 1) -> County:
    """A county with October and September of 2026 filled."""
    county = build.county(slug)
    for _ in range(bookings):
        one = build.born(county, "MX", "2026-10-10 08:00", released="2026-10-17 14:00", release_kind="ice")
        build.charge(one)
        build.detainer(one, "2026-10-11 08:00")
        build.handover(one)
    build.booking(county, "2026-09-10 08:00")
    rollup.fill_all(county, rollup.known_months(county))
    return county


def signed_in(role: Role | None = None, county: County | None = None) -> Client:
    client = Client()
    client.force_login(build.person(role, county))
    return client


def officer(county: County) -> Client:
    return signed_in(Role.RECORDS_OFFICER, county)


# --- who -----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", OFFICE + MONTH)
def test_who_is_signed_out_is_asked_to_sign_in(address: str) -> None:
    full_county()
    answer = Client().get(address)
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={address}")


def test_who_is_signed_out_cannot_tell_a_county_that_is_there_from_one_that_is_not() -> None:
    full_county()
    here, nowhere = Client().get(MONTH[0]), Client().get("/office/figures/nowhere/2026-10/")
    assert here.status_code == nowhere.status_code == 302


@pytest.mark.parametrize("address", OFFICE + MONTH)
@pytest.mark.parametrize("role", SEEING)
def test_the_office_roles_see_their_county(role: Role, address: str) -> None:
    assert signed_in(role, full_county()).get(address).status_code == 200


@pytest.mark.parametrize("address", ["/office/?county=here", *OFFICE[1:], *MONTH])
@pytest.mark.parametrize("role", sorted(set(Role) - set(SEEING)))
def test_other_roles_find_nothing_there(role: Role, address: str) -> None:
    assert signed_in(role, full_county()).get(address).status_code == 404


@pytest.mark.parametrize("role", [None, *sorted(set(Role) - set(SEEING))])
def test_who_has_no_office_is_told_so_and_sees_no_figure_and_no_county(role: Role | None) -> None:
    county = full_county()
    answer = (signed_in(role, county) if role else signed_in()).get("/office/")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "You have no role in the office of any county." in text
    assert county.name not in text
    assert "<table" not in text


def test_where_there_is_no_county_the_office_says_how_the_first_one_comes() -> None:
    assert "The first one comes with its first file of bookings" in signed_in().get("/office/").content.decode()


@pytest.mark.parametrize("address", ["/office/?county=here", *MONTH])
def test_an_officer_of_another_county_finds_nothing_there(address: str) -> None:
    full_county()
    assert officer(build.county("there")).get(address).status_code == 404


def test_who_has_no_role_gets_the_same_answer_for_a_county_that_is_there_and_one_that_is_not() -> None:
    full_county()
    stranger = signed_in()
    here, nowhere = stranger.get(MONTH[0]), stranger.get("/office/figures/nowhere/2026-10/")
    assert here.status_code == nowhere.status_code == 404
    assert without_path(here.content) == without_path(nowhere.content)


def without_path(content: bytes) -> str:
    """A page without what differs on every answer: its own address and the form token."""
    return re.sub(r'csrfmiddlewaretoken" value="\w+"|/office/figures/\w+/', "", content.decode())


def test_the_list_of_counties_is_for_anyone_and_shows_no_figure() -> None:
    full_county(bookings=4321 // 1000)
    answer = Client().get("/")
    assert answer.status_code == 200
    assert [county.slug for county in answer.context["counties"]] == ["here"]
    assert b"Here County" in answer.content


def test_the_office_page_opens_on_a_county_of_the_person_and_lists_the_others() -> None:
    here, there = full_county("here"), full_county("there")
    full_county("elsewhere")
    client = officer(here)
    from accounts.models import Membership, User

    Membership.objects.create(user=User.objects.get(), county=there, role=Role.COMMISSIONER)
    answer = client.get("/office/")
    assert answer.context["county"] == here
    assert [county.slug for county in answer.context["counties"]] == ["here", "there"]
    assert client.get("/office/?county=there").context["county"] == there


@pytest.mark.parametrize("address", OFFICE + MONTH)
def test_exact_figures_are_kept_by_no_cache(address: str) -> None:
    answer = officer(full_county()).get(address)
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]


@pytest.mark.parametrize("address", ["/", *OFFICE, *MONTH])
def test_figures_can_be_read_and_nothing_else(address: str) -> None:
    assert officer(full_county()).post(address).status_code == 405


# --- addresses that are not known ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/office/?county=nowhere",
        "/office/months.csv?county=nowhere",
        "/office/?county=",
        "/office/figures/nowhere/2026-10/",
        "/office/figures/here/2026-13/",
        "/office/figures/here/2026-1/",
        "/office/figures/here/2026-10-01/",
        "/office/figures/here/october/",
        "/office/figures/here/0000-01/",
        "/office/figures/here/2026-12/",
        "/office/figures/here/9999-12.json",
        "/office/figures/here/2026-10.xml",
        "/office/figures/here/%F0%9F%98%80.csv",
    ],
)
def test_an_unknown_county_or_month_is_not_found(address: str) -> None:
    assert officer(full_county()).get(address, follow=True).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/office/?months=3",
        "/office/?county=here&by=birth",
        "/office/?county=here&county=here",
        "/office/months.json?measure=BK-001",
        "/office/figures/here/2026-10/?county=here",
        "/office/figures/here/2026-10.csv?group=foreign_born",
        "/office/figures/here/2026-10.json?x=",
    ],
)
def test_a_parameter_that_is_not_known_is_refused_rather_than_left_out(address: str) -> None:
    assert officer(full_county()).get(address).status_code == 400


# --- what stands there ---------------------------------------------------------------------------------------------------------------


def test_the_office_table_is_these_months_and_no_others_newest_first() -> None:
    county = full_county()
    build.booking(county, "2026-07-10 08:00")
    rollup.fill_all(county, [Month(2026, 7)])
    context = officer(county).get("/office/").context
    assert [(row["slug"], row["cells"]) for row in context["months"]] == [
        ("2026-10", ["1", "1", "0", "0", "1", "1", "0", "1", "1"]),
        ("2026-09", ["1", "0", "0", "1", "0", "0", "0", "0", "0"]),
        ("2026-08", ["no data"] * 9),
        ("2026-07", ["1", "0", "0", "1", "0", "0", "0", "0", "0"]),
    ]
    assert [row["has_data"] for row in context["months"]] == [True, True, False, True]
    assert [column["code"] for column in context["columns"]] == [
        "BK-001", "BK-002", "BK-002", "BK-002", "DT-001", "DT-002", "DT-002", "HO-001", "HO-002",
    ]  # fmt: skip


def test_the_office_table_holds_the_latest_25_months() -> None:
    county = build.county("here")
    build.batch(county, "2024-08", "2026-10")
    rollup.fill_all(county, Month(2024, 8).until(Month(2026, 10)))
    months = officer(county).get("/office/").context["months"]
    assert (len(months), months[0]["slug"], months[-1]["slug"]) == (25, "2026-10", "2024-10")


def test_the_running_month_is_told_so_far_and_compared_with_nothing() -> None:
    county = full_county()
    build.booking(county, "2026-11-10 08:00")
    rollup.fill(county, Month(2026, 11))
    client = officer(county)
    assert client.get("/office/").context["months"][0]["cells"][0] == "1 so far"
    context = client.get("/office/figures/here/2026-11/").context
    assert context["sentences"][0] == "The jail made 1 booking in November 2026 so far."
    assert context["themes"][0]["totals"][0]["value"] == "1 so far"


def test_a_county_without_figures_has_an_empty_office_page() -> None:
    answer = officer(build.county("here")).get("/office/")
    assert answer.status_code == 200
    assert (answer.context["months"], answer.context["chart"], answer.context["csv_url"]) == ([], "", "")


def test_a_month_without_data_says_so_and_shows_no_zero() -> None:
    answer = officer(full_county()).get("/office/figures/here/2026-08/")
    assert answer.context["sentences"] == ["There are no figures for August 2026: nobody recorded it."]
    assert answer.context["themes"] == []
    assert answer.context["outcome_chart"] == ""


def test_a_month_report_says_its_sentences() -> None:
    assert officer(full_county(bookings=9)).get(MONTH[0]).context["sentences"] == [
        "The jail made 9 bookings in October 2026, 8 more than in September 2026.",
        "In 9 of these bookings the person named a birthplace outside the United States; in 0 it is not known.",
        "The jail received 9 detainers in October 2026, 9 more than in September 2026.",
        "ICE took the person on 9 of these detainers; 0 are unaccounted for.",
        "The jail recorded 9 handovers to ICE in October 2026, 9 more than in September 2026.",
        "9 of these handovers came before a conviction; for 0 the record does not tell.",
    ]


def tables_of(answer: Any) -> list[dict[str, Any]]:
    return [table for theme in answer.context["themes"] for table in theme["tables"]]


def test_a_month_report_tells_every_total_under_its_theme() -> None:
    themes = officer(full_county()).get(MONTH[0]).context["themes"]
    assert [theme["code"] for theme in themes] == list(THEMES)
    assert [row["code"] for theme in themes for row in theme["totals"]] == list(MEASURES)
    assert themes[0]["totals"][0] == {
        "code": "BK-001",
        "unit": "bookings",
        "label": "Bookings",
        "value": "1",
        "share": "",
        "status": "published",
    }


def test_a_month_report_has_a_table_for_every_grouping_but_those_by_the_minute() -> None:
    tables = tables_of(officer(full_county()).get(MONTH[0]))
    expected = [(code, len(by.groups)) for code, measure in MEASURES.items() for by in measure.groupings if by.groups]
    assert [
        (table["code"], len(table["rows"])) for table in tables if table["rows"] and (table["code"], len(table["rows"])) in expected
    ] == expected
    assert {table["adds_up"] for table in tables if table["code"] != "QA-002"} == {True}
    assert tables[0]["title"] == "Bookings, by birthplace"
    assert tables[0]["rows"] == [
        {"label": "born in the United States", "value": "0", "share": "0.0 %", "status": "published"},
        {"label": "born outside the United States", "value": "1", "share": "100.0 %", "status": "published"},
        {"label": "birthplace not known", "value": "0", "share": "0.0 %", "status": "published"},
    ]
    assert tables[0]["total"] == {"label": "Bookings", "value": "1", "share": "", "status": "published"}


def test_a_month_that_does_not_add_up_is_shown_and_says_so() -> None:
    county = full_county()
    MeasureCell.objects.filter(measure="DT-001").update(numerator=15)
    answer = officer(county).get(MONTH[0])
    assert [table["adds_up"] for table in tables_of(answer) if table["code"] == "DT-002"] == [False]
    assert b"do not add up" in answer.content


def test_a_month_links_to_the_months_that_have_figures_around_it() -> None:
    client = officer(full_county())
    october, september = client.get(MONTH[0]).context, client.get("/office/figures/here/2026-09/").context
    assert (october["previous"], october["next"]) == ({"url": "/office/figures/here/2026-09/", "label": "September 2026"}, None)
    assert (september["previous"], september["next"]) == (None, {"url": "/office/figures/here/2026-10/", "label": "October 2026"})


def test_the_office_page_says_that_writes_wait_for_the_roll_up() -> None:
    county = full_county()
    client = officer(county)
    assert client.get("/office/").context["stale"] == 0
    Inbox.objects.create(reader="rollup", county_id=county.pk, entry=7, origin=Origin.LIVE)
    assert client.get("/office/").context["stale"] == 1


def test_times_are_told_on_the_countys_clock() -> None:
    county = full_county()
    MeasureCell.objects.update(filled_at="2026-11-01T05:30:00Z")
    assert officer(county).get("/office/").context["as_of"] == "Nov. 1, 2026, 12:30 a.m. CDT"


# --- form ----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/", "/office/", MONTH[0], "/office/figures/here/2026-08/"])
def test_pages_have_no_inline_script_or_style_and_no_unrendered_tag(address: str) -> None:
    html = officer(full_county()).get(address).content.decode()
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", html)
    assert not re.search(r"\{\{|\{%|%\(", html)


def test_the_number_of_queries_does_not_grow_with_the_data() -> None:
    county = full_county()
    client = officer(county)
    few = queries_at(client)
    build.batch(county, "2025-01", "2026-10")
    for _ in range(9):
        build.handover(build.booking(county))
    rollup.fill_all(county, rollup.known_months(county))
    assert queries_at(client) == few
    assert max(few.values()) <= 17


def queries_at(client: Client) -> dict[str, int]:
    """How many queries each page and file asks the second time."""
    found = {}
    for address in OFFICE + MONTH:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        found[address] = len(queries)
    return found


def test_the_chart_holds_13_months_and_marks_the_running_one(monkeypatch: pytest.MonkeyPatch) -> None:
    county = build.county("here")
    build.batch(county, "2025-01", "2026-11")
    rollup.fill_all(county, rollup.known_months(county))
    from reports import charts

    seen: list[Any] = []
    monkeypatch.setattr(charts, "columns", lambda title, points, **_more: seen.append((title, points)) or "")
    officer(county).get("/office/")
    title, points = seen[0]
    assert title == "The jail received 0 detainers in October 2026, as many as in September 2026."
    assert [(point.label, point.status) for point in (points[0], points[-2], points[-1])] == [
        ("Nov 2025", "value"),
        ("Oct 2026", "value"),
        ("Nov 2026", "not_yet"),
    ]
    assert len(points) == 13
