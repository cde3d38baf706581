"""The list of what was held without a yes: what is on it, who sees it, and how often it asks."""

from typing import Any

import pytest
import time_machine

from accounts.models import County, Role
from bookings import actions
from bookings.models import Booking
from tests.staff import desk
from tests.staff.test_timeline_and_board import queries
from tests.support import build

pytestmark = pytest.mark.django_db
PAGE = "/staff/overrides/"


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(desk.NOON, tick=False):
        yield


@pytest.fixture
def county() -> County:
    return desk.county_with_building()


def call(booking: Booking, at: str, **values: Any) -> Any:
    moment = desk.minute(f"2026-11-23 {at}", booking.county)
    return actions.record_ice_call(by=build.person(), booking=booking, called=moment, put_on_phone="yes", **values)


def visit(booking: Booking, at: str, **values: Any) -> Any:
    moment = desk.minute(f"2026-11-23 {at}", booking.county)
    return actions.record_visit(by=build.person(), booking=booking, kind="video", requested=moment, started=moment, **values)


def shown(county: County, role: Role = Role.SUPERVISOR) -> list[tuple[str, str, str]]:
    return [(row["key"], row["when"], row["reason"]) for row in desk.clerk(county, role).get(PAGE).context["rows"]]


def test_calls_and_visits_stand_there_latest_first_with_their_reason_and_nothing_else(county: County) -> None:
    booking = desk.recorded(county)
    actions.record_ice_call(by=build.person(), booking=booking, called=desk.minute("2026-11-23 09:00", county))
    call(booking, "10:00", override_reason="phone was handed over")
    visit(booking, "12:00", override_reason="form was lost")
    call(booking, "14:00", phone=desk.minute("2026-11-23 14:20", county), override_reason="no interpreter")
    key = booking.case_key
    assert shown(county) == [
        (key, "Nov 23, 2026, 14:20", "no interpreter"),
        (key, "Nov 23, 2026, 12:00", "form was lost"),
        (key, "Nov 23, 2026, 10:00", "phone was handed over"),
    ]


def test_what_had_a_yes_or_was_entered_in_error_is_not_there(county: County) -> None:
    booking = desk.recorded(county)
    actions.record_consent(by=build.person(), booking=booking, asked=desk.minute("2026-11-23 09:00", county), answer="yes")
    visit(booking, "10:00")
    actions.enter_in_error(visit(booking, "11:00", override_reason="x"), by=build.person(), reason="somebody else")
    assert shown(county) == []


def test_a_supervisor_is_led_to_the_booking_and_an_auditor_only_reads(county: County) -> None:
    booking = desk.recorded(county)
    fact = visit(booking, "10:00", override_reason="x")
    link = f"{desk.page_of(booking)}#visits-{fact.pk}"
    assert link in desk.clerk(county, Role.SUPERVISOR).get(PAGE).content.decode()
    page = desk.clerk(county, Role.AUDITOR).get(PAGE).content.decode()
    assert link not in page
    assert booking.case_key in page
    assert "/staff/follow-up/" not in page


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SUPERVISOR, Role.AUDITOR}))
def test_no_other_role_opens_it(role: Role, county: County) -> None:
    assert desk.clerk(county, role).get(PAGE).status_code == 404


def test_another_county_sees_none_of_it(county: County) -> None:
    visit(desk.recorded(county), "10:00", override_reason="x")
    there = desk.county_with_building("there")
    assert shown(there) == []
    assert desk.clerk(there, Role.AUDITOR).get(f"{PAGE}?county=here").status_code == 404


def test_it_asks_as_often_with_more_of_them(county: County) -> None:
    client = desk.clerk(county, Role.AUDITOR)

    def held(number: str) -> None:
        booking = desk.recorded(county, number)
        call(booking, "10:00", override_reason="x")
        visit(booking, "11:00", override_reason="x")

    held("1")
    few = queries(client, PAGE)
    for number in range(2, 32):
        held(str(number))
    assert queries(client, PAGE) == few <= 16
    assert "1 to 50 of 62" in client.get(PAGE).content.decode()
