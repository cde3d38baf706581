"""Every kind of fact is posted, read back, corrected and entered in error."""

from typing import Any

import pytest

from bookings.kinds import KINDS
from bookings.models import Booking, Facility
from tests.api.calls import Machine
from tests.support import build, telling

pytestmark = pytest.mark.django_db

# What is sent, what of it comes back in another form, and what is corrected.
SPAN = {"at": "2026-10-16T09:30:00-05:00", "until": "2026-10-16T09:31:00-05:00"}
DAY = {"at": "2026-10-16T00:00:00-05:00", "until": "2026-10-17T00:00:00-05:00"}
SENT: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "stays": ({"facility": "PSF", "began": "2026-10-16T09:30"}, {"began": SPAN}, {"ended": "2026-10-16"}),
    "charges": ({"description": "fare evasion", "level": "misdemeanor"}, {"place": 1}, {"level": "infraction"}),
    "fingerprint-checks": ({"sent": "2026-10-16T09:30", "match": "no"}, {"sent": SPAN}, {"match": "unknown"}),
    "ice-calls": (
        {"called": "2026-10-16T14:30Z", "started_by": "jail", "told": ["identity", "birthplace"]},
        {"called": SPAN},
        {"told": ["identity"]},
    ),
    "consents": ({"asked": "2026-10-16", "answer": "no", "told_voluntary": True}, {"asked": DAY}, {"answer": "withdrawn"}),
    "visits": ({"kind": "phone", "requested": "2026-10-16T09:30"}, {"requested": SPAN}, {"kind": "video"}),
    "detainers": ({"form": "I-247A", "received": "2026-10-16T09:30"}, {"received": SPAN}, {"warrant": "I-200"}),
    "federal-requests": (
        {"kind": "status", "agency": "ICE", "received": {"at": SPAN["at"], "until": SPAN["until"]}},
        {"received": SPAN},
        {"channel": "phone"},
    ),
    "citizenship-claims": ({"claimed": "2026-10-16"}, {"claimed": DAY}, {"evidence": "passport"}),
    "consular-notices": (
        {"advised": "2026-10-16", "answer": "declines", "consulate": "mx"},
        {"advised": DAY, "consulate": "MX"},
        {"language": "es"},
    ),
    "release-steps": ({"kind": "bail_set", "occurred": "2026-10-16", "amount": "500.00"}, {"occurred": DAY}, {"amount": "250.00"}),
    "handovers": ({"handed": "2026-10-16T09:30", "mode": "custody_transfer"}, {"handed": SPAN}, {"place": "sally_port"}),
    "allowing-offenses": ({"handover": None, "description": "an earlier felony"}, {"counts": True}, {"description": "an earlier offense"}),
    "representations": (
        {"stands": "counsel", "office": None, "began": "2026-10-16T09:30"},
        {"began": SPAN, "how_known": "unknown"},
        {"how_known": "court"},
    ),
    "release-notifications": ({"recipient": "ice", "hours_asked": 48}, {"about": "release"}, {"hours_asked": 24}),
    "attempts": (
        {"notification": None, "tried": "2026-10-16T09:30", "outcome": "no_answer", "person": "Deputy Alder"},
        {"tried": SPAN, "channel": "unknown"},
        {"outcome": "reached"},
    ),
    "answers": ({"notification": None, "answered": "2026-10-16", "answer": "coming"}, {"answered": DAY}, {"answer": "not_coming"}),
}
# What some facts name, made before they are: a row of the county, or another fact of the booking.
NAMED = {"handover": "handovers", "notification": "release-notifications"}


@pytest.fixture
def machine() -> Machine:
    county = build.county()
    Facility.objects.create(county=county, code="PSF", name="Public Safety Facility")
    return Machine(county)


def sent(machine: Machine, place: str, kind: str) -> dict[str, Any]:
    """What is posted; an allowing offense needs its handover first, a try its notification, a representation its office."""
    body = SENT[kind][0]
    if "office" in body:
        return body | {"office": telling.office(machine.county).pk}
    return body | {name: machine.made(f"{place}{of}/", SENT[of][0])["id"] for name, of in NAMED.items() if name in body}


def test_every_kind_is_in_the_table() -> None:
    assert SENT.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_a_fact_is_posted_and_read_back(machine: Machine, kind: str) -> None:
    place = machine.booking()["url"]
    body = sent(machine, place, kind)
    made = machine.made(f"{place}{kind}/", body)
    assert {name: made[name] for name in body | SENT[kind][1]} == body | SENT[kind][1]
    assert (made["source"], made["recorded_by"], made["version"], made["entered_in_error"]) == ("api", "Jail system", 1, False)
    assert made["url"] == f"{place}{kind}/{made['id']}/"
    assert machine.get(made["url"]).json() == made
    assert machine.get(f"{place}{kind}/").json() == {"results": [made], "next": None}


@pytest.mark.parametrize("kind", KINDS)
def test_a_fact_is_corrected_with_a_reason(machine: Machine, kind: str) -> None:
    place = machine.booking()["url"]
    made = machine.made(f"{place}{kind}/", sent(machine, place, kind))
    change = SENT[kind][2]
    response = machine.patch(made["url"], change | {"reason": "misread", "version": 1})
    assert response.status_code == 200, response.json()
    after = response.json()
    assert after["version"] == 2
    assert {name for name in made if made[name] != after[name]} == change.keys() | {"version"}
    assert machine.get(made["url"]).json() == after


@pytest.mark.parametrize("kind", KINDS)
def test_a_fact_is_entered_in_error_with_a_reason(machine: Machine, kind: str) -> None:
    place = machine.booking()["url"]
    made = machine.made(f"{place}{kind}/", sent(machine, place, kind))
    response = machine.post(f"{made['url']}entered-in-error/", {"reason": "typed into the wrong booking"})
    assert response.status_code == 200
    assert response.json() == made | {"version": 2, "entered_in_error": True, "error_reason": "typed into the wrong booking"}


BOOKING_SENT: dict[str, Any] = {
    "number": "2026-0815",
    "person": "P-77",
    "kind": "new_arrest",
    "booked": "2026-10-16T09:30",
    "arresting_agency": "Transit police",
    "birth_answer": "answered",
    "birth_country": "mx",
    "age": 31,
    "remarks": "seen by nobody outside",
}
BOOKING_MADE: dict[str, Any] = {
    "number": "2026-0815",
    "kind": "new_arrest",
    "arresting_agency": "Transit police",
    "booked": SPAN,
    "arrested": None,
    "notice": None,
    "notice_version": "",
    "notice_language": "",
    "birth_answer": "answered",
    "birth_country": "MX",
    "birth_text": "",
    "birth_asked_by": "",
    "birth_basis": "",
    "citizen_answer": "unknown",
    "citizen_country": "",
    "citizen_text": "",
    "citizen_asked_by": "",
    "citizen_basis": "",
    "sex": "unknown",
    "race": "",
    "age": 31,
    "court": None,
    "released": None,
    "release_kind": "",
    "release_reason": "",
    "source": "api",
    "staff_minutes": None,
    "recorded_by": "Jail system",
    "version": 1,
    "entered_in_error": False,
    "error_reason": "",
}


def test_a_booking_is_posted_and_read_back(machine: Machine) -> None:
    made = machine.made("bookings/", BOOKING_SENT)
    assert made == BOOKING_MADE | {"id": made["id"], "url": f"/api/v1/bookings/{made['id']}/", "recorded_at": made["recorded_at"]}
    assert machine.get(made["url"]).json() == made
    booking = Booking.objects.get(public_id=made["id"])
    assert booking.remarks == "seen by nobody outside"
    assert len(booking.person_key) == 64
    assert b"2026-0815" not in bytes(booking.number_sealed or b"")


def test_the_answer_to_a_post_names_the_new_address(machine: Machine) -> None:
    response = machine.post("bookings/", {"number": "B-9", "booked": "2026-10-16"})
    assert response["Location"] == response.json()["url"]
    assert response["Cache-Control"] == "no-store"


def test_a_booking_is_corrected_its_number_too(machine: Machine) -> None:
    made = machine.booking()
    response = machine.patch(made["url"], {"number": "B-new", "age": 40, "reason": "typed wrong", "version": 1})
    assert response.json() == made | {"number": "B-new", "age": 40, "version": 2}
    machine.made("bookings/", {"number": made["number"], "booked": "2026-10-17"})


def test_a_booking_is_released_once(machine: Machine) -> None:
    made = machine.booking()
    says = {"released": "2026-10-16T09:30", "release_kind": "street", "release_reason": "own recognizance"}
    done = machine.post(f"{made['url']}release/", says)
    assert (done.status_code, done.json()) == (200, made | says | {"released": SPAN, "version": 2})
    again = machine.post(f"{made['url']}release/", says)
    assert (again.status_code, again.json()["detail"]) == (
        409,
        "This booking has a release already. If it is wrong, correct the booking and say why.",
    )


def test_a_booking_is_entered_in_error(machine: Machine) -> None:
    made = machine.booking()
    done = machine.post(f"{made['url']}entered-in-error/", {"reason": "a test", "version": 1}).json()
    assert done == made | {"version": 2, "entered_in_error": True, "error_reason": "a test"}


def test_a_disposition_is_news_and_no_correction(machine: Machine) -> None:
    place = machine.booking()["url"]
    charge = machine.made(f"{place}charges/", {"description": "fare evasion"})
    done = machine.post(f"{charge['url']}disposition/", {"disposition": "dismissed", "disposed": "2026-10-16"})
    assert done.json() == charge | {"disposition": "dismissed", "disposed": DAY, "version": 2}
    charges = [line for line in machine.get(f"{place}timeline/").json()["facts"] if line["kind"] == "charges"]
    assert [line["corrections"] for line in charges] == [0]
