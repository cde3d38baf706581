"""The transit case, entered by a jail system. Everything in it is invented but its shape.

A transit agency arrests for a minor charge; the birthplace is answered, abroad; the prints match nothing; the jail calls ICE; the
person is asked and declines; a detainer comes; ICE is told before the release; they are handed over before any court; the charge falls.
"""

from typing import Any

import pytest

from accounts import journal
from bookings.models import Facility
from reports.models import MeasureCell
from tests.api.calls import Machine
from tests.support import build

pytestmark = pytest.mark.django_db

BOOKING = {
    "number": "2026-114-07",
    "kind": "new_arrest",
    "arresting_agency": "Metro Transit police",
    "booked": "2026-10-05T21:40",
    "birth_answer": "answered",
    "birth_country": "EC",
    "birth_asked_by": "intake",
    "birth_basis": "booking form, question 9",
}
CHARGE = {"description": "fare evasion", "statute": "609.855", "level": "misdemeanor", "disposition": "pending"}
FACTS: list[tuple[str, dict[str, Any]]] = [
    ("stays", {"facility": "PSF", "began": "2026-10-05T21:40"}),
    ("fingerprint-checks", {"sent": "2026-10-05T22:05", "state": "2026-10-05T22:11", "match": "no"}),
    (
        "ice-calls",
        {
            "called": "2026-10-05T22:30",
            "started_by": "jail",
            "channel": "phone",
            "trigger": "birthplace",
            "told": ["identity", "birthplace"],
            "answer": "wants_interview",
            "put_on_phone": "no",
        },
    ),
    (
        "consents",
        {
            "asked": "2026-10-05T22:45",
            "how": "in_person",
            "language": "es",
            "interpreter": "phone_line",
            "answer": "no",
            "told_purpose": True,
            "told_voluntary": True,
            "told_may_decline": True,
            "told_no_punishment": True,
        },
    ),
    (
        "detainers",
        {
            "form": "I-247A",
            "warrant": "I-200",
            "trigger": "jail_call",
            "statements": True,
            "asks_notice": True,
            "received": "2026-10-06T01:15",
            "decision": "notify_only",
            "decided": "2026-10-06T02:00",
        },
    ),
    ("release-steps", {"kind": "eligible", "reason": "recognizance", "occurred": "2026-10-06T07:50"}),
    ("release-steps", {"kind": "about_to_tell", "occurred": "2026-10-06T08:10"}),
    ("release-steps", {"kind": "ice_arrived", "occurred": "2026-10-06T10:20"}),
    ("release-steps", {"kind": "cleared", "occurred": "2026-10-06T10:25"}),
]
ORDER = [
    ("booking", "2026-10-05T21:40:00-05:00"),
    ("stays", "2026-10-05T21:40:00-05:00"),
    ("fingerprint-checks", "2026-10-05T22:05:00-05:00"),
    ("ice-calls", "2026-10-05T22:30:00-05:00"),
    ("consents", "2026-10-05T22:45:00-05:00"),
    ("detainers", "2026-10-06T01:15:00-05:00"),
    ("release-steps", "2026-10-06T07:50:00-05:00"),
    ("release-steps", "2026-10-06T08:10:00-05:00"),
    ("release-steps", "2026-10-06T10:20:00-05:00"),
    ("release-steps", "2026-10-06T10:25:00-05:00"),
    ("booking", "2026-10-06T10:30:00-05:00"),
    ("handovers", "2026-10-06T10:30:00-05:00"),
    ("charges", "2026-11-12T00:00:00-06:00"),
]


@pytest.fixture
def machine() -> Machine:
    county = build.county()
    Facility.objects.create(county=county, code="PSF", name="Public Safety Facility")
    return Machine(county)


def enter(machine: Machine) -> str:
    """All of it, as it would come; the address of the booking."""
    place = str(machine.made("bookings/", BOOKING)["url"])
    charge = machine.made(f"{place}charges/", CHARGE)
    made = {kind: machine.made(f"{place}{kind}/", body) for kind, body in FACTS}
    at_once = {"released": "2026-10-06T10:30", "release_kind": "ice"}
    assert machine.post(f"{place}release/", at_once).status_code == 200
    handed = {"handed": "2026-10-06T10:30", "mode": "custody_transfer", "place": "sally_port", "detainer": made["detainers"]["id"]}
    machine.made(f"{place}handovers/", handed)
    dropped = {"disposition": "dismissed", "disposed": "2026-11-12"}
    assert machine.post(f"{charge['url']}disposition/", dropped).status_code == 200
    return place


def test_the_timeline_tells_the_whole_story_in_order(machine: Machine) -> None:
    told = machine.get(f"{enter(machine)}timeline/").json()
    assert [(line["kind"], line["when"]["at"]) for line in told["facts"]] == ORDER
    assert {line["source"] for line in told["facts"]} == {"api"}
    assert {line["corrections"] for line in told["facts"]} == {0}
    assert (told["booking"]["court"], told["booking"]["release_kind"]) == (None, "ice")


def test_the_declined_person_cannot_be_put_on_the_phone_without_a_reason(machine: Machine) -> None:
    place = enter(machine)
    call = {"called": "2026-10-05T23:00", "put_on_phone": "yes"}
    says = "Nobody logged a yes before it began. Log the consent first, or say why it was held without one."
    assert machine.refused(f"{place}ice-calls/", call) == {"override_reason": [says]}


# Every measure of the record as it is now; each further measure says in its own test where it puts this case.
STANDS = {
    ("BK-001", "", ""),
    ("BK-002", "", ""),
    ("BK-002", "birth", "foreign_born"),
    ("DT-001", "", ""),
    ("DT-002", "", ""),
    ("DT-002", "outcome", "handed_over"),
    ("HO-001", "", ""),
    ("HO-002", "", ""),
    ("HO-002", "conviction", "not_convicted_pending"),
}


def test_the_case_stands_at_the_right_stage_of_every_figure_and_in_no_other(machine: Machine) -> None:
    enter(machine)
    journal.drain()
    cells = MeasureCell.objects.filter(county=machine.county, measure__in={code for code, _by, _group in STANDS}).exclude(numerator=0)
    assert {(cell.measure, cell.grouping, cell.group) for cell in cells} == STANDS
    assert {(cell.month.isoformat(), cell.numerator) for cell in cells} == {("2026-10-01", 1)}
