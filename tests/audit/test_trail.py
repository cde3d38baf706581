"""The trail of a county: who did and saw what, with filters; what an auditor sees of old and new values; and whether it was rewritten."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts import seals
from accounts.models import AuditEntry, Role, SealedKey
from bookings import actions
from tests.api.calls import Machine
from tests.notifications.counsel import lawyer
from tests.notifications.desk import Desk
from tests.staff.desk import clerk, page_of
from tests.support import build

pytestmark = pytest.mark.django_db


def rows(client: Client, query: str = "") -> list[dict[str, Any]]:
    page = client.get(f"/audit/?{query}")
    assert page.status_code == 200, page.content
    return list(page.context["rows"])


def verbs(client: Client, query: str = "") -> list[str]:
    return [one["verb"] for one in rows(client, query) if "audit" not in one["verb"]]


def test_a_correction_tells_who_why_and_what_an_act_was_and_is_and_of_a_person_only_that_it_changed(desk: Desk, auditor: Client) -> None:
    call = actions.record_ice_call(by=desk.by, booking=desk.booking, called=desk.at("10:00"), channel="phone")
    actions.correct(call, by=desk.by, reason="misread the log", channel="email", called=desk.at("11:00"), spoke="A. Clerk")
    booking = desk.booking
    actions.correct(booking, by=desk.by, reason="asked again", birth_answer="answered", birth_country="MX")
    of_person, of_call = rows(auditor, "what=changes")
    assert (of_call["by"], of_call["reason"], of_call["noun"]) == (str(desk.by), "misread the log", "call with ICE")
    assert [(line["was"], line["now"]) for line in of_call["lines"]] == [
        ("Oct 16, 2026, 10:00", "Oct 16, 2026, 11:00"),
        ("phone", "e-mail"),
    ]
    assert "who spoke for the jail" in of_call["hidden"]
    assert [(line["was"], line["now"]) for line in of_person["lines"]] == [("unknown", "answered")]
    assert "country" in of_person["hidden"]
    for page in (auditor.get("/audit/"), auditor.get("/audit/trail.csv")):
        text = page.content.decode()
        assert "Mexico" not in text
        assert "A. Clerk" not in text
        assert "misread the log" in text


def test_every_view_of_a_person_s_record_is_in_the_read_log(desk: Desk, auditor: Client) -> None:
    staff = clerk(desk.county)
    staff.get(page_of(desk.booking))
    staff.get(f"{page_of(desk.booking)}papers/")
    office = desk.office()
    desk.represented(office)
    counsel, _user = lawyer(desk, office)
    counsel.get(f"/alerts/{desk.booking.public_id}/")
    counsel.get("/alerts/export.csv")
    machine = Machine(desk.county)
    for path in ("", "timeline/", "charges/"):
        machine.get(f"bookings/{desk.booking.public_id}/{path}")
    clerk(desk.county, Role.RECORDS_OFFICER).get("/office/forms/")
    seen = [(one["verb"], one["detail"].split(",")[0]) for one in reversed(rows(auditor, "what=reads"))]
    assert [one for one in seen if "audit" not in one[0]] == [
        ("view", "what: timeline"),
        ("view", "what: papers"),
        ("view", "what: client"),
        ("export", "what: cases.csv"),
        ("view", "what: api:booking"),
        ("view", "what: api:booking"),
        ("view", "what: api:charges"),
    ]
    assert {one["booking"] for one in rows(auditor, "what=reads") if one["verb"] == "view"} == {desk.booking.case_key}


def test_a_view_that_was_refused_is_none(desk: Desk) -> None:
    clerk(build.county("anoka")).get(page_of(desk.booking))
    Machine(build.county("dakota")).get(f"bookings/{desk.booking.public_id}/timeline/")
    assert not AuditEntry.objects.filter(verb="view").exists()


def test_each_filter_filters_and_together_they_do_all(desk: Desk, auditor: Client) -> None:
    first = desk.booking
    desk.step("eligible", "06:00")
    desk.booked()
    other = build.person(Role.STAFF, desk.county)
    actions.record_charge(by=other, booking=desk.booking, description="x")
    assert verbs(auditor) == ["record_charge", "record_booking", "record_releasestep", "record_booking"]
    assert verbs(auditor, f"who={other.pk}") == ["record_charge"]
    assert verbs(auditor, f"booking={first.case_key.lower()}") == ["record_releasestep", "record_booking"]
    assert verbs(auditor, f"booking={first.case_key}&who={other.pk}") == []
    assert verbs(auditor, "what=entries&origin=live&since=2026-11-24&until=2026-11-24") == verbs(auditor)
    assert verbs(auditor, "origin=import") == verbs(auditor, "until=2026-11-01") == verbs(auditor, "since=2026-12-01") == []
    assert verbs(auditor, "who=machines") == []


@pytest.mark.parametrize(
    "query",
    [
        "who=999",
        "who=x",
        "what=no",
        "booking=x",
        "booking=12345678;",
        "origin=no",
        "since=1",
        "before=0",
        "before=x",
        f"before={2**63}",
        "x=1",
    ],
)
def test_a_filter_that_cannot_be_read_is_refused_and_never_left_out(auditor: Client, query: str) -> None:
    for path in ("", "trail.csv"):
        assert auditor.get(f"/audit/{path}?{query}").status_code == 400


def test_pages_go_on_after_the_last_entry_and_hold_each_once(desk: Desk, auditor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notifications.audit.trail.A_PAGE", 2)
    for number in range(5):
        actions.record_charge(by=desk.by, booking=desk.booking, description=str(number))
    found, query = [], "what=entries"
    while query:
        page = auditor.get(f"/audit/?{query}")
        found += [one["number"] for one in page.context["rows"]]
        query = f"what=entries&before={page.context['further']}" if page.context["further"] else ""
    assert found == sorted(set(found), reverse=True)
    assert len(found) == 6


def test_the_file_has_the_same_entries_and_runs_no_formula(desk: Desk, auditor: Client) -> None:
    charge = actions.record_charge(by=desk.by, booking=desk.booking, description="x")
    actions.enter_in_error(charge, by=desk.by, reason="=HYPERLINK(1)")
    shown = rows(auditor, "what=changes")
    file = list(csv.reader(StringIO(auditor.get("/audit/trail.csv?what=changes").content.decode())))
    assert [line[0] for line in file[1:]] == [str(one["number"]) for one in shown]
    assert file[1][8] == "'=HYPERLINK(1)"


def test_after_disposal_an_entry_stands_there_and_its_values_do_not(desk: Desk, auditor: Client) -> None:
    charge = actions.record_charge(by=desk.by, booking=desk.booking, description="x")
    actions.enter_in_error(charge, by=desk.by, reason="wrong booking")
    SealedKey.objects.all().delete()
    assert [(one["reason"], one["destroyed"]) for one in rows(auditor, "what=changes")] == [("", True)]
    assert "the key of the booking is destroyed" in auditor.get("/audit/?what=changes").content.decode()


def test_the_auditor_s_own_looks_and_files_are_in_the_trail(desk: Desk, auditor: Client) -> None:
    auditor.get("/audit/?what=changes")
    auditor.get("/audit/lists/late.csv?month=2026-10")
    assert [(one.verb, one.detail["what"]) for one in AuditEntry.objects.filter(noun="accounts.AuditEntry").order_by("pk")] == [
        ("view_audit", "trail"),
        ("export_audit", "late.csv"),
    ]


def test_another_county_s_entries_are_not_there(desk: Desk) -> None:
    there = build.county("anoka")
    assert verbs(clerk(there, Role.AUDITOR)) == []


def test_the_chain_page_shows_the_head_and_says_where_something_was_rewritten(desk: Desk, auditor: Client) -> None:
    seals.seal_due()
    page = auditor.get("/audit/chain/").content.decode()
    assert seals.head()["digest"] in page
    assert "Nothing was rewritten" not in page
    assert "Nothing was rewritten" in auditor.post("/audit/chain/").content.decode()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE accounts_auditentry DISABLE TRIGGER USER")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'accounts_auditentry'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute("UPDATE accounts_auditentry SET verb = 'nothing' WHERE id = (SELECT MIN(id) FROM accounts_auditentry)")
    broken = auditor.post("/audit/chain/").content.decode()
    assert "The chain is broken." in broken
    assert "was changed after seal 1" in broken
