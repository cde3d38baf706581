"""The timeline tells everything on record about a booking, in order, with the same number of queries however much there is."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.kinds import KINDS
from bookings.models import Facility
from tests.api.calls import Machine
from tests.api.test_kinds import SENT, sent
from tests.support import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def machine() -> Machine:
    county = build.county()
    Facility.objects.create(county=county, code="PSF", name="Public Safety Facility")
    return Machine(county)


def fill(machine: Machine, place: str, *kinds: str) -> None:
    for kind in kinds:
        machine.made(f"{place}{kind}/", sent(machine, place, kind))


def test_the_timeline_tells_each_fact_in_its_place(machine: Machine) -> None:
    made = machine.booking(court="2026-10-17T09:00", notice="2026-10-15T12:05", notice_version="3")
    place = made["url"]
    step = machine.made(f"{place}release-steps/", {"kind": "cleared", "occurred": "2026-10-18T08:00"})
    call = machine.made(f"{place}ice-calls/", {"called": "2026-10-16T09:30"})
    for version, text in ((1, "A. Clerk"), (2, "B. Clerk")):
        machine.patch(call["url"], {"spoke": text, "reason": "misheard", "version": version})
    machine.post(f"{step['url']}entered-in-error/", {"reason": "another person"})
    answer = machine.get(f"{place}timeline/").json()
    assert answer["booking"] == made
    told = [(line["kind"], line["moment"], line["version"], line["corrections"], line["entered_in_error"]) for line in answer["facts"]]
    assert told == [
        ("booking", "booked", 1, 0, False),
        ("booking", "notice", 1, 0, False),
        ("ice-calls", "called", 3, 2, False),
        ("booking", "court", 1, 0, False),
        ("release-steps", "occurred", 2, 1, True),
    ]
    line = answer["facts"][2]
    fact = machine.get(call["url"]).json()
    assert line == {
        "kind": "ice-calls",
        "id": call["id"],
        "moment": "called",
        "when": {"at": "2026-10-16T09:30:00-05:00", "until": "2026-10-16T09:31:00-05:00"},
        "source": "api",
        "recorded_at": call["recorded_at"],
        "recorded_by": "Jail system",
        "version": 3,
        "corrections": 2,
        "entered_in_error": False,
        "fact": fact,
    }


def test_the_timeline_holds_every_kind(machine: Machine) -> None:
    place = machine.booking()["url"]
    fill(machine, place, *[kind for kind in KINDS if kind != "handovers"])
    facts = machine.get(f"{place}timeline/").json()["facts"]
    assert {line["kind"] for line in facts} == {"booking", *KINDS}
    assert all(line["fact"] == machine.get(line["fact"]["url"]).json() for line in facts if "fact" in line)


def test_the_timeline_asks_the_database_as_often_for_much_as_for_little(machine: Machine) -> None:
    place = machine.booking()["url"]

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert machine.get(f"{place}timeline/").status_code == 200
        return len(captured)

    fill(machine, place, *[kind for kind in KINDS if kind != "handovers"])
    few = queries()
    again: Any = [kind for kind in SENT if kind not in {"handovers", "allowing-offenses", "detainers"}]
    for _ in range(3):
        fill(machine, place, *again)
    assert queries() == few
    assert few <= len(KINDS) + 10  # four of them note who looked


def test_a_list_of_one_kind_asks_as_often_for_much_as_for_little(machine: Machine) -> None:
    place = machine.booking()["url"]
    counts = []
    for _ in range(2):
        fill(machine, place, "stays", "stays")
        with CaptureQueriesContext(connection) as captured:
            machine.get(f"{place}stays/")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 8  # four of them note who looked
