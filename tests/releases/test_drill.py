"""Any published figure leads its auditor to the events behind it: as many as the figure says, and nothing of a person."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import County, Role, User
from accounts.periods import Month
from bookings.models import Handover
from reports import rollup
from reports.measures import MEASURES
from reports.measures.record import load
from reports.models import MeasureCell
from reports.months import drill
from reports.releases import life
from tests.support import build, ten_bookings

pytestmark = pytest.mark.django_db
SEPTEMBER = Month(2026, 9)


@pytest.fixture
def county() -> County:
    here = build.county("here")
    for day in range(10, 16):
        build.handover(build.detainer(build.booking(here, f"2026-09-{day} 08:00"), f"2026-09-{day} 09:00").booking, f"2026-09-{day} 20:00")
    rollup.fill(here, SEPTEMBER)
    return here


def opened(user: User, address: str) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(address)


def test_a_published_figure_leads_from_its_month_to_its_events(county: County) -> None:
    one, other = build.person(Role.RECORDS_OFFICER, county), build.person(Role.SUPERVISOR, county)
    life.approve(life.draft_month(county, SEPTEMBER, by=one, seen=life.seen_of(county, SEPTEMBER)), by=other)
    auditor = build.person(Role.AUDITOR, county)
    address = "/office/months/here/events/HO-001/2026-09/"
    assert address in opened(auditor, "/office/months/here/2026-09/").content.decode()
    assert address not in opened(one, "/office/months/here/2026-09/").content.decode()
    answer = opened(auditor, address)
    assert answer.context["events"] == [("bookings.Handover", pk) for pk in sorted(Handover.objects.values_list("pk", flat=True))]
    assert [(release.number, value) for release, value in answer.context["published"]] == [(1, "6")]
    text = opened(auditor, "/office/months/here/events/DT-002/2026-09/").content.decode()
    assert "by=outcome&amp;group=handed_over" in text
    cut = opened(auditor, "/office/months/here/events/DT-002/2026-09/?by=outcome&group=handed_over")
    assert (cut.context["now"], len(cut.context["events"])) == (6, 6)


def test_every_figure_of_a_story_has_as_many_events_as_it_counts() -> None:
    place = ten_bookings.county()
    ten_bookings.tell_all(build.person(Role.STAFF, place), place)
    months = rollup.known_months(place)
    rollup.fill_all(place, months)
    wrong, listed = [], 0
    for month in months:
        record = load(place, month)
        cells = {(cell.measure, cell.grouping, cell.group): cell.numerator for cell in MeasureCell.objects.filter(month=month.first_day)}
        for (code, by, group), number in cells.items():
            measure = MEASURES[code]
            grouping = measure.grouping(by)
            rows = drill.rows_of(measure, record, grouped=bool(by))
            found = [row for row in rows if grouping is None or group in drill.groups_of(grouping, row)]
            events = [one for one in map(drill.event, found) if one]
            listed += len(events)
            if drill.measure_of(measure, found) != number or (events and len(events) != len(found)):
                wrong.append((str(month), code, by, group))
    assert wrong == []
    assert listed > 300


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.AUDITOR}))
def test_nobody_but_the_auditor_sees_the_events(county: County, role: Role) -> None:
    assert opened(build.person(role, county), "/office/months/here/events/HO-001/2026-09/").status_code == 404


@pytest.mark.parametrize(
    "end",
    ["HO-999/2026-09/", "HO-001/2026-13/", "HO-001/x/", "HO-001/2026-09/?by=nothing&group=a", "HO-001/2026-09/?group=a", "HO-001/0000/"],
)
def test_a_figure_that_is_none_is_not_found(county: County, end: str) -> None:
    assert opened(build.person(Role.AUDITOR, county), f"/office/months/here/events/{end}").status_code == 404


@pytest.mark.parametrize(("period", "months"), [("2026-09", 1), ("2026-Q3", 3), ("2026", 12), ("2026-Q5", 0), ("²026", 0), ("", 0)])
def test_a_period_has_its_months(period: str, months: int) -> None:
    assert len(drill.months_of(period)) == months
