"""What is about the county is posted, read back, corrected, ended and entered in error; the lists shared by all only by who may."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from bookings.kinds import COUNTY_FACTS, COUNTY_KINDS
from bookings.models import FederalRequest, ListItem, NilReturn
from tests.api.calls import Machine
from tests.api.test_kinds import DAY, SPAN
from tests.support import build

pytestmark = pytest.mark.django_db
POLICY = {
    "rule": "tell_ice",
    "title": "No calls",
    "text": "Staff do not call.",
    "adopted_by": "Board",
    "in_force_from": "2026-01-01",
    "source": "Minutes 7",
}
REQUEST = {"kind": "database", "agency": "ICE", "received": "2026-10-16T09:30", "remarks": "seen by nobody outside"}
ITEM = {"list": "rate", "code": "hour", "label": "an hour of a deputy", "value": "40.00", "source": "pay table", "checked_on": "2026-10-01"}
PROFILE = {"in_force_from": "2199-01-01", "consent_languages": ["en", "so"], "hours_to_serve": 48}
# What is sent, what comes back, and what is corrected.
OF_COUNTY: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "policies": (POLICY, POLICY | {"in_force_until": None, "applies_to": ""}, {"title": "No calls at all"}),
    "nil-returns": (
        {"period": "2026-10-16", "signed_by": "A. Clerk"},
        {"period": DAY, "signed_by": "A. Clerk", "whole_month": False},
        {"signed_by": "B. Clerk"},
    ),
    "outages": ({"gap": "2026-10-16", "what": "phone log lost"}, {"gap": DAY, "what": "phone log lost"}, {"what": "fax log lost"}),
    "general-requests": (
        REQUEST,
        {
            "kind": "database",
            "agency": "ICE",
            "received": SPAN,
            "channel": "unknown",
            "answer": "",
            "answered": None,
            "told": [],
            "legal_basis": "",
            "source": "api",
            "staff_minutes": None,
        },
        {"agency": "HSI"},
    ),
    "facilities": (
        {"code": "PSF2", "name": "Public Safety Facility"},
        {"code": "PSF2", "name": "Public Safety Facility", "ice_code": "", "in_use_until": None},
        {"ice_code": "PSFMN"},
    ),
    "profiles": (
        PROFILE,
        PROFILE
        | {"in_force_until": None, "asks_birthplace": True, "asks_citizenship": True, "asks_race": True, "threshold": 11}
        | {"notice_required": False, "notice_version": "", "notice_text": "", "consent_version": "", "fiscal_year_month": 1}
        | {"hours_to_tell": 1, "hours_eligible": 6, "late_entry_days": 10}
        | {f"keep_{clock}_months": None for clock in ("words", "people", "identity")}
        | {"retention_schedule": ""},
        {"asks_race": False},
    ),
    "list-items": (ITEM, ITEM | {"in_force_from": "1900-01-01", "in_force_until": None}, {"value": "41.00"}),
}
every = pytest.mark.parametrize("kind", COUNTY_KINDS)


@pytest.fixture
def machine() -> Machine:
    return Machine(build.county())


def made_of(machine: Machine, kind: str) -> dict[str, Any]:
    return machine.made(f"county/{kind}/", OF_COUNTY[kind][0])


def test_every_kind_is_in_the_table() -> None:
    assert OF_COUNTY.keys() == COUNTY_KINDS.keys()


@every
def test_a_fact_of_the_county_is_posted_and_read_back(machine: Machine, kind: str) -> None:
    made = made_of(machine, kind)
    said = {"url": f"/api/v1/county/{kind}/{made['id']}/", "id": made["id"], "version": 1}
    if kind in COUNTY_FACTS:
        said |= {"recorded_at": made["recorded_at"], "recorded_by": "Jail system", "entered_in_error": False, "error_reason": ""}
    assert made == OF_COUNTY[kind][1] | said
    assert machine.get(made["url"]).json() == made
    listed = machine.get(f"county/{kind}/").json()["results"]
    assert listed[-1] == made
    assert len(listed) == (ListItem.objects.count() if kind == "list-items" else 1)


@every
def test_it_is_corrected_over_the_version_that_was_read_with_a_reason(machine: Machine, kind: str) -> None:
    made, change = made_of(machine, kind), OF_COUNTY[kind][2]
    done = machine.patch(made["url"], change | {"reason": "misread", "version": 1})
    assert (done.status_code, done.json()) == (200, made | change | {"version": 2})
    last = AuditEntry.objects.latest("pk")
    assert (last.verb, last.detail["reason"], last.detail["after"]) == ("correct", "misread", change)
    assert machine.patch(made["url"], change | {"reason": "misread", "version": 1}).status_code == 409
    assert machine.refused(made["url"], change | {"version": 2}, "PATCH").keys() == {"reason"}
    assert machine.refused(made["url"], change | {"reason": "again", "version": 2}, "PATCH") == {
        "general": ["Nothing in this differs from what is on record."]
    }


@pytest.mark.parametrize("kind", COUNTY_FACTS)
def test_a_fact_of_the_county_is_entered_in_error(machine: Machine, kind: str) -> None:
    made = made_of(machine, kind)
    done = machine.post(f"{made['url']}entered-in-error/", {"reason": "wrong county"})
    assert done.json() == made | {"version": 2, "entered_in_error": True, "error_reason": "wrong county"}


@pytest.mark.parametrize(
    ("kind", "field"), [("policies", "in_force_until"), ("facilities", "in_use_until"), ("list-items", "in_force_until")]
)
def test_a_policy_a_building_and_an_entry_end_as_news(machine: Machine, kind: str, field: str) -> None:
    made = made_of(machine, kind)
    done = machine.post(f"{made['url']}end/", {"until": "2026-12-01", "version": 1})
    assert (done.status_code, done.json()) == (200, made | {field: "2026-12-01", "version": 2})
    assert machine.post(f"{made['url']}end/", {"until": "2026-12-02", "version": 1}).status_code == 409


@every
def test_the_same_key_writes_once(machine: Machine, kind: str) -> None:
    before = COUNTY_KINDS[kind]._default_manager.count()
    answers = [machine.post(f"county/{kind}/", OF_COUNTY[kind][0], Idempotency_Key="one") for _time in range(2)]
    assert answers[0].json() == answers[1].json()
    assert COUNTY_KINDS[kind]._default_manager.count() == before + 1


@pytest.mark.parametrize("kind", [kind for kind in COUNTY_KINDS if kind != "list-items"])
def test_another_county_sees_nothing_and_changes_nothing(machine: Machine, kind: str) -> None:
    made = made_of(machine, kind)
    stranger = Machine(build.county("there"))
    assert stranger.get(f"county/{kind}/").json() == {"results": [], "next": None}
    unknown = f"county/{kind}/999999/"
    for path in ("", "entered-in-error/", "end/"):
        answers = [stranger.send("POST" if path else "PATCH", one + path, {"reason": "x", "version": 1}) for one in (made["url"], unknown)]
        assert answers[0].status_code == answers[1].status_code == 404
        assert answers[0].json() == answers[1].json()
    assert machine.get(made["url"]).json() == made


def test_the_shared_lists_are_read_by_every_key_and_written_by_the_key_of_an_only_county(machine: Machine) -> None:
    made = made_of(machine, "list-items")
    build.county("there")
    for method, path in (("POST", "county/list-items/"), ("PATCH", made["url"]), ("POST", f"{made['url']}end/")):
        answer = machine.send(method, path, {})
        assert (answer.status_code, answer.json()["detail"]) == (
            403,
            "The dated lists serve every county here: only who has charge of all of them may change one.",
        )
    assert machine.get(made["url"]).json() == made


def test_a_request_about_a_booking_is_none_of_the_county(machine: Machine) -> None:
    place = machine.booking()["url"]
    body = {name: value for name, value in REQUEST.items() if name != "remarks"}
    about = machine.made(f"{place}federal-requests/", body)
    assert machine.get("county/general-requests/").json() == {"results": [], "next": None}
    assert machine.get(f"county/general-requests/{about['id']}/").status_code == 404


def test_remarks_of_a_general_request_are_not_overwritten(machine: Machine) -> None:
    made = made_of(machine, "general-requests")
    assert machine.refused(made["url"], {"remarks": "else", "reason": "x", "version": 1}, "PATCH").keys() == {"remarks"}
    assert FederalRequest.objects.get().remarks == "seen by nobody outside"


@pytest.mark.parametrize(
    ("kind", "wrong", "field"),
    [
        ("policies", {"in_force_until": "2025-01-01"}, "in_force_until"),
        ("nil-returns", {"signed_by": ""}, "signed_by"),
        ("outages", {"gap": "yesterday"}, "gap"),
        ("general-requests", {"kind": "gossip"}, "kind"),
        ("facilities", {"code": ""}, "code"),
        ("profiles", {"threshold": 3}, "threshold"),
        ("profiles", {"consent_languages": ["klingon"]}, "consent_languages"),
        ("profiles", {"notice_required": True}, "notice_version"),
        ("list-items", {"list": "gossip"}, "list"),
        ("list-items", {"in_force_until": "1899-01-01"}, "in_force_until"),
    ],
)
def test_a_refusal_stands_beside_its_field(machine: Machine, kind: str, wrong: dict[str, Any], field: str) -> None:
    assert machine.refused(f"county/{kind}/", OF_COUNTY[kind][0] | wrong).keys() == {field}


def test_a_list_of_many_asks_as_often_as_a_list_of_one(machine: Machine) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            machine.get("county/nil-returns/")
        return len(captured)

    made_of(machine, "nil-returns")
    asked()
    few = asked()
    for _time in range(10):
        made_of(machine, "nil-returns")
    assert asked() == few
    assert NilReturn.objects.count() == 11
