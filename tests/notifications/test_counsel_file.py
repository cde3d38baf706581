"""What an office takes away of its own cases; and how often list, file and page ask the database."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from accounts.spreadsheet import defused
from bookings import actions as record
from notifications.models import Office, State
from tests.notifications.counsel import SECRETS, alert, full_case, lawyer, page
from tests.notifications.desk import Desk
from tests.notifications.test_alerts import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk(today())


@pytest.fixture
def office(desk: Desk) -> Office:
    return desk.office()


def test_the_file_has_a_row_a_case_with_months_and_lengths_and_no_day_or_name(desk: Desk, office: Office) -> None:
    full_case(desk, office)
    client, user = lawyer(desk, office)
    answer = client.get("/alerts/export.csv")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode()))
    month = desk.day[:7]
    assert {name: row[name] for name in list(row)[:8]} == {
        "case": desk.booking.case_key,
        "office": "Public defender",
        "month booked": "2026-10",
        "month released": month,
        "what happened": "handed over to ICE",
        "detainers received": "1",
        "visits asked for": "1",
        "visits held": "0",
    }
    assert row["LT-001 lead time from the first attempt (minutes)"] == "85"
    text = answer.content.decode()
    assert not [secret for secret in (*SECRETS, desk.day, "10:05") if secret in text]
    assert [(one.by, one.verb) for one in AuditEntry.objects.filter(verb="export")] == [(f"user:{user.pk}", "export")]


def test_a_length_that_is_coarse_or_missing_says_so_in_the_file(desk: Desk, office: Office) -> None:
    desk.represented(office)
    desk.detainer(desk.day)
    desk.step("eligible", "10:00")
    desk.told_ice("10:05", "no_answer")
    (row,) = csv.DictReader(io.StringIO(lawyer(desk, office)[0].get("/alerts/export.csv").content.decode()))
    found = {name[:6]: value for name, value in row.items() if name.startswith("LT-")}
    assert (found["LT-001"], found["LT-003"], found["LT-009"]) == ("open", "5", "")


def test_a_formula_in_the_name_of_an_office_is_defused(desk: Desk) -> None:
    office = desk.office("=1+1")
    desk.represented(office)
    text = lawyer(desk, office)[0].get("/alerts/export.csv").content.decode()
    assert defused("=1+1") == "'=1+1"
    assert ",'=1+1," in text


# --- how often the database is asked ------------------------------------------------------------------------------------------------------


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("address", ["/alerts/", "/alerts/export.csv"])
def test_the_list_asks_as_often_with_ten_times_the_alerts(desk: Desk, office: Office, address: str) -> None:
    client, _user = lawyer(desk, office)
    alert(desk, desk.represented(office), "ice_told", State.SENT)
    few = queries(client, address)
    for _place in range(9):
        desk.booked()
        counsel = desk.represented(office)
        alert(desk, counsel, "ice_told", State.SENT)
        alert(desk, counsel, "handed_over", State.FAILED)
    assert queries(client, address) == few <= 20


def test_the_page_of_a_client_asks_as_often_with_ten_times_the_facts(desk: Desk, office: Office) -> None:
    client, _user = lawyer(desk, office)
    counsel = desk.represented(office)

    def more(times: int) -> None:
        for _time in range(times):
            desk.told_ice("10:05", "no_answer")
            desk.told_counsel("10:40", counsel)
            record.record_visit(by=desk.by, booking=desk.booking, kind="video", requested=desk.at("08:10"))
            record.record_consent(by=desk.by, booking=desk.booking, asked=desk.at("08:20"), answer="no")
            alert(desk, counsel, "ice_told", State.SENT)

    more(1)
    few = queries(client, page(desk))
    more(9)
    assert queries(client, page(desk)) == few <= 30
