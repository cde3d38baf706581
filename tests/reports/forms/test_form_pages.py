"""Who sees the forms, what an address may ask, what a file is, and how many queries it takes."""

import csv
import io
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from accounts.models import AuditEntry, County, Role
from reports import rollup
from reports.forms.table import FORMS
from tests.support import build, ten_bookings

pytestmark = pytest.mark.django_db
ADDRESSES = [
    "/office/forms/",
    "/office/forms/across/",
    *(f"/office/forms/{code}{ending}" for code in FORMS for ending in ("/", ".csv", ".xlsx")),
]


@pytest.fixture(autouse=True)
def _february() -> Any:
    with time_machine.travel("2025-02-10 15:00:00+00:00", tick=False):
        yield


@pytest.fixture
def county() -> County:
    return ten_bookings.county()


def client_of(role: Role | None, county: County | None = None) -> Client:
    client = Client()
    client.force_login(build.person(role, county))
    return client


def officer(county: County) -> Client:
    return client_of(Role.RECORDS_OFFICER, county)


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_countys_records_officer_sees_it_and_no_cache_keeps_it(county: County, address: str) -> None:
    answer = officer(county).get(address)
    assert answer.status_code == 200
    assert {"no-store", "private"} <= set(answer["Cache-Control"].replace(" ", "").split(","))


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_is_signed_out_is_asked_to_sign_in(county: County, address: str) -> None:
    assert Client().get(address)["Location"] == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("role", [None, *sorted(set(Role) - {Role.RECORDS_OFFICER})])
def test_every_other_role_finds_nothing_there(county: County, role: Role | None, address: str) -> None:
    assert client_of(role, county if role else None).get(address).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_officer_of_another_county_finds_nothing_of_this_one(county: County, address: str) -> None:
    stranger = officer(build.county("there"))
    assert stranger.get(f"{address}?county=larkspur").status_code == 404
    assert "Larkspur" not in stranger.get(address).content.decode("latin-1")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/office/forms/?county=nowhere", 404),
        ("/office/forms/il-805-25/?period=2024-13", 404),
        ("/office/forms/il-805-25.csv?period=2025-03", 404),
        ("/office/forms/il-805-25.xlsx?period=last", 404),
        ("/office/forms/ca-7284/", 404),
        ("/office/forms/ca-7284.csv", 404),
        ("/office/forms/il-805-25.csv?month=2024-01", 400),
        ("/office/forms/across/?period=2024&period=2023", 400),
    ],
)
def test_an_address_that_is_not_known_is_never_answered_with_other_numbers(county: County, address: str, status: int) -> None:
    assert officer(county).get(address).status_code == status


def test_nothing_can_be_written_there(county: County) -> None:
    client = officer(county)
    assert {client.post(address).status_code for address in ADDRESSES} == {405}


def test_a_file_taken_away_is_in_the_journal_and_a_page_is_not(county: County) -> None:
    client = officer(county)
    for ending in ("/", ".csv", ".xlsx"):
        client.get(f"/office/forms/il-805-25{ending}?period=2024")
    found = AuditEntry.objects.filter(verb="export_form").order_by("pk")
    assert [(one.county_id, one.detail) for one in found] == [
        (county.pk, {"form": "il-805-25", "period": "2024", "file": kind}) for kind in ("csv", "xlsx")
    ]


def test_csv_and_excel_hold_the_same_cells(county: County) -> None:
    ten_bookings.tell_all(build.person(Role.STAFF, county), county)
    client = officer(county)
    for code in FORMS:
        address = f"/office/forms/{code}"
        rows = list(csv.reader(io.StringIO(client.get(f"{address}.csv?period=2024").content.decode())))
        book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{address}.xlsx?period=2024").content))
        cells = [
            [text(cell) for cell in row if cell != ""] for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()
        ]
        assert cells == [[cell for cell in row if cell] for row in rows if row], code


def text(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) else str(cell)


def test_a_text_that_begins_like_a_formula_stays_a_text(county: County) -> None:
    one = build.booking(county, "2024-05-01 12:00", released="2024-05-02 12:00", release_kind="ice")
    build.detainer(one, "2024-05-01 13:00")
    build.handover(one, "2024-05-02 12:00", mode="custody_transfer", receiving_agency='=HYPERLINK("http://example.org")')
    client = officer(county)
    assert "'=HYPERLINK(" in client.get("/office/forms/il-805-25.csv?period=2024").content.decode()
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/office/forms/il-805-25.xlsx?period=2024").content))
    assert book.get_sheet_by_name("Table 2").to_python()[-1][-1] == '=HYPERLINK("http://example.org")'


def test_the_words_of_a_form_are_english_in_spanish_too(county: County) -> None:
    ten_bookings.tell_all(build.person(Role.STAFF, county), county)
    client = officer(county)
    english = client.get("/office/forms/il-805-25.csv?period=2024").content
    client.cookies["django_language"] = "es"
    assert client.get("/office/forms/il-805-25.csv?period=2024").content == english
    page = client.get("/office/forms/il-805-25/?period=2024").content.decode()
    assert "neither: in custody" in page
    assert 'lang="es"' in page


def test_a_form_of_another_states_law_says_so(county: County) -> None:
    client = officer(county)
    pages = {code: client.get(f"/office/forms/{code}/").content.decode() for code in FORMS}
    assert ["law of another state" in page for page in pages.values()] == [False, True, True]


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_number_of_queries_does_not_depend_on_how_much_there_is(county: County, address: str) -> None:
    by, client = build.person(Role.STAFF, county), officer(county)
    ten_bookings.tell_all(by, county)
    rollup.fill_all(county, rollup.known_months(county))
    asked = f"{address}?period=2024"
    client.get(asked)
    few = queries(client, asked)
    for number in range(12):
        one = build.booking(county, f"2024-06-{number + 1:02d} 12:00", released=f"2024-06-{number + 2:02d} 12:00", release_kind="ice")
        build.charge(one)
        build.detainer(one, f"2024-06-{number + 1:02d} 13:00")
        build.handover(one, f"2024-06-{number + 2:02d} 12:00")
    assert queries(client, asked) == few <= 40


def test_the_pdf_is_for_the_records_officer_alone_and_is_noted(county: County) -> None:
    address = "/office/forms/il-805-25.pdf"
    assert Client().get(address)["Location"] == f"/accounts/login/?next={address}"
    assert {client_of(role, county).get(address).status_code for role in set(Role) - {Role.RECORDS_OFFICER}} == {404}
    answer = officer(county).get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert AuditEntry.objects.filter(verb="export_form").count() == 1
