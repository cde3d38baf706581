"""Each list of the auditor's finds what it is for, and nothing else; as a page and as a file with the same rows."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import CountyProfile, Role
from bookings import actions
from notifications.audit.lists import LISTS
from tests.notifications.desk import Desk
from tests.staff.desk import clerk
from tests.support import build

pytestmark = pytest.mark.django_db
OCTOBER = "month=2026-10"


def rows(client: Client, code: str, query: str = OCTOBER) -> list[list[str]]:
    """The rows of the page, which are those of its file."""
    page = client.get(f"/audit/lists/{code}/?{query}")
    assert page.status_code == 200
    file = list(csv.reader(StringIO(client.get(f"/audit/lists/{code}.csv?{query}").content.decode())))
    shown = [["" if cell is None else str(cell) for cell in row] for row in page.context["table"].rows]
    assert [[cell.lstrip("'") for cell in row] for row in file[1:]] == shown
    assert [str(one) for one in page.context["table"].columns] == file[0]
    return shown


def test_each_list_finds_the_release_that_it_is_for(taken: Desk, auditor: Client) -> None:
    key = taken.booking.case_key
    found = {code: rows(auditor, code) for code in LISTS}
    day = "Oct 16, 2026"
    assert [row[:3] for row in found["untold"]] == [[key, f"{day}, 15:00", "not on record"]]
    assert [row[:4] for row in found["unserved"]] == [[key, f"{day}, 12:00", f"{day}, 09:00", "not on record"]]
    assert [row[:4] for row in found["without-yes"]] == [[key, f"{day}, 10:00", "call with ICE", "phone was handed over"]]
    assert [row[:4] for row in found["without-basis"]] == [
        [key, f"{day}, 09:00", "detainer", "not known"],
        [key, f"{day}, 15:00", "handover to ICE", "no detainer"],
    ]
    assert found["eligible"] == [[key, f"{day}, 06:00", f"{day}, 12:00", f"{day}, 15:00", f"{day}, 15:00", "360", "540", "yes"]]
    assert found["negative"] == []
    assert {(row[1], row[2]) for row in found["late"]} >= {("detainer", f"{day}, 09:00"), ("handover to ICE", f"{day}, 15:00")}
    assert {(row[4], row[5]) for row in found["policies"]} == {
        ("holding people on detainers", "no policy in force"),
        ("telling ICE of releases", "no policy in force"),
        ("calling ICE about people born abroad", "no policy in force"),
        ("asking the person before a call or visit", "no policy in force"),
    }


def test_what_was_done_as_it_should_be_is_on_no_list(desk: Desk, auditor: Client) -> None:
    actions.record_consent(by=desk.by, booking=desk.booking, asked=desk.at("08:30"), answer="yes")
    desk.detainer("09:00", served=desk.at("09:10"), decision="comply", decided=desk.at("09:30"), decision_basis="judge’s order")
    actions.record_ice_call(by=desk.by, booking=desk.booking, called=desk.at("10:00"), put_on_phone="yes")
    desk.step("eligible", "11:00")
    desk.told_ice("12:00")
    desk.told_person("12:05")
    actions.record_handover(by=desk.by, booking=desk.booking, handed=desk.at("15:00"), mode="custody_transfer", legal_basis="judge’s order")
    assert {code for code in LISTS if rows(auditor, code)} == {"late", "policies"}


def test_a_telling_after_the_release_is_an_interval_below_zero(desk: Desk, auditor: Client) -> None:
    desk.released("14:00")
    desk.told_ice("15:00")
    assert [(row[0], row[1][:6], row[2:]) for row in rows(auditor, "negative")][:2] == [
        (desk.booking.case_key, "LT-001", ["-60", "-60"]),
        (desk.booking.case_key, "LT-002", ["-60", "-60"]),
    ]


def test_the_county_s_own_profile_says_how_many_days_and_hours(taken: Desk, auditor: Client) -> None:
    CountyProfile.objects.create(county=taken.county, in_force_from="2026-01-01", late_entry_days=60, hours_eligible=10)
    assert rows(auditor, "late") == rows(auditor, "eligible") == []


def test_facts_stand_beside_the_policy_of_their_day(taken: Desk, auditor: Client) -> None:
    words = {"text": "x", "adopted_by": "the sheriff", "source": "the manual"}
    for title, first, last in (("Old rule", "2026-01-01", "2026-10-16"), ("New rule", "2026-10-16", None)):
        actions.record_policy(
            by=taken.by, county=taken.county, rule="tell_ice", title=title, in_force_from=_day(first), in_force_until=_day(last), **words
        )
    assert [row[5] for row in rows(auditor, "policies") if row[4] == "telling ICE of releases"] == ["New rule"]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def test_a_list_holds_one_month_and_what_was_entered_in_error_is_on_none(taken: Desk, auditor: Client) -> None:
    for code in LISTS:
        assert rows(auditor, code, "month=2026-09") == []
    actions.enter_in_error(taken.booking, by=taken.by, reason="somebody else")
    for code in LISTS:
        assert rows(auditor, code) == []


def test_a_sample_is_drawn_again_by_its_seed(taken: Desk, auditor: Client) -> None:
    first = auditor.get(f"/audit/sample/?{OCTOBER}")
    assert first.status_code == 302
    page = auditor.get(first["Location"])
    assert [row[0] for row in page.context["table"].rows] == [taken.booking.case_key]
    notes = dict((str(name), value) for name, value in page.context["table"].notes)
    assert f"seed={notes['seed']}" in first["Location"]
    assert notes["drawn"] == "1 / 1"
    again = auditor.get(first["Location"])
    assert again.context["table"].rows == page.context["table"].rows
    file = auditor.get(first["Location"].replace("/sample/", "/sample.csv")).content.decode()
    assert taken.booking.case_key in file


@pytest.mark.parametrize("query", ["month=2026-13", "month=2027-01", "month=", "page=1&page=2", "county=hennepin&x=1"])
def test_an_address_that_cannot_be_read_is_refused(auditor: Client, query: str) -> None:
    assert auditor.get(f"/audit/lists/late/?{query}").status_code == 400


def test_a_list_asks_as_often_with_more_on_it(taken: Desk, auditor: Client) -> None:
    def asked() -> list[int]:
        counts = []
        for path in (*(f"lists/{code}/" for code in LISTS), "sample/", "", "lists/"):
            query = f"{OCTOBER}&seed=1" if path == "sample/" else "" if not path else OCTOBER
            with CaptureQueriesContext(connection) as captured:
                assert auditor.get(f"/audit/{path}?{query}").status_code == 200
            counts.append(len(captured))
        return counts

    few = asked()
    for _number in range(3):
        taken.booked()
        taken.detainer("09:00", decision="comply", decided=taken.at("09:30"))
        taken.step("eligible", "06:00")
        taken.told_ice("12:00")
        taken.handed_over("15:00")
    assert asked() == few
    assert max(few) <= 50


@pytest.mark.parametrize("role", [*sorted(set(Role) - {Role.AUDITOR}), None])
def test_nobody_but_the_county_s_auditor_is_told_of_any_of_it(taken: Desk, role: Role | None) -> None:
    stranger = clerk(taken.county, role) if role else clerk(build.county("anoka"), Role.AUDITOR)
    paths = ["", "trail.csv", "lists/", "sample/", "sample.csv", "chain/"]
    paths += [f"lists/{code}{end}" for code in ("late", "untold") for end in ("/", ".csv")]
    for path in paths:
        answer = stranger.get(f"/audit/{path}?county=hennepin")
        assert answer.status_code == 404
        assert taken.booking.case_key not in answer.content.decode()
    assert Client().get("/audit/").status_code == 302
