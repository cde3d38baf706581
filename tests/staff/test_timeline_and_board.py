"""What the board and the timeline say, and that they ask the database no more often when there is more to say."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from accounts.models import County, CountyProfile, SealedKey
from bookings import actions
from bookings.models import Booking
from bookings.spans import Span
from tests.staff import desk
from tests.staff.samples import SAMPLES
from tests.support import build

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(desk.NOON, tick=False):
        yield


@pytest.fixture
def county() -> County:
    return desk.county_with_building()


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def busy(county: County, number: int) -> None:
    """A few people at every place of the board."""
    by = build.person()
    for place in range(number):
        booking = desk.recorded(county, f"busy-{place}-{number}")
        actions.record_charge(by=by, booking=booking, description="Theft", disposition="pending")
        actions.record_release_step(
            by=by, booking=booking, kind="eligible", occurred=desk.minute("2026-11-23 20:00", county), reason="bail"
        )
        actions.record_detainer(by=by, booking=booking, received=desk.minute("2026-11-23 09:00", county), form="I-247A")
        actions.record_visit(by=by, booking=booking, kind="video", requested=desk.minute("2026-11-24 02:00", county))
        build.handover(booking)


@pytest.mark.parametrize("address", ["/staff/", "/staff/follow-up/"])
def test_the_board_asks_as_often_with_ten_times_the_people(county: County, address: str) -> None:
    client = desk.clerk(county)
    busy(county, 1)
    few = queries(client, address)
    busy(county, 10)
    assert queries(client, address) == few
    assert few <= 36


def full(booking: Booking, client: Client, times: int) -> None:
    for kind in SAMPLES:
        for time in range(times):
            sent = {"source": "staff"} | SAMPLES[kind][0](booking) if kind != "allowing-offenses" else offense(booking)
            if kind == "detainers":
                sent |= {"same_paper": "another", "duplicate_reason": f"{time}"}
            if kind != "handovers":
                client.post(f"{desk.page_of(booking)}add/{kind}/", sent)


def offense(booking: Booking) -> dict[str, Any]:
    handover = booking.handovers.first() or build.handover(booking)
    return {"source": "staff", "handover": handover.pk, "description": "Robbery"}


def test_the_timeline_asks_as_often_with_ten_times_the_facts(county: County) -> None:
    client = desk.clerk(county)
    small, large = desk.recorded(county, "small"), desk.recorded(county, "large")
    full(small, client, 1)
    full(large, client, 10)
    assert len(client.get(desk.page_of(large)).context["entries"]) > 5 * len(client.get(desk.page_of(small)).context["entries"]) // 1 - 40
    assert queries(client, desk.page_of(large)) == queries(client, desk.page_of(small)) <= 45


# --- what the board says -----------------------------------------------------------------------------------------------------------------


def board(county: County) -> Any:
    return desk.clerk(county).get("/staff/").context


def step(booking: Booking, kind: str, at: str) -> None:
    reason = "bail" if kind == "eligible" else ""
    actions.record_release_step(by=build.person(), booking=booking, kind=kind, occurred=desk.minute(at, booking.county), reason=reason)


def test_someone_eligible_and_not_released_is_under_way_with_the_time_since(county: County) -> None:
    booking = desk.recorded(county)
    step(booking, "eligible", "2026-11-24 05:08")
    step(booking, "cleared", "2026-11-24 05:30")
    (row,) = board(county)["releases"]["rows"]
    assert (row["key"], row["since"], row["elapsed"], row["done"], row["overdue"]) == (
        str(booking.public_id)[:8].upper(),
        "05:08",
        "0:52",
        ["cleared for release"],
        False,
    )


def test_what_was_called_off_is_not_under_way_until_the_next_eligible(county: County) -> None:
    booking = desk.recorded(county)
    step(booking, "eligible", "2026-11-24 03:00")
    step(booking, "called_off", "2026-11-24 03:30")
    assert board(county)["releases"]["rows"] == []
    step(booking, "eligible", "2026-11-24 04:00")
    assert [row["since"] for row in board(county)["releases"]["rows"]] == ["04:00"]


def test_who_was_released_is_open_nowhere(county: County) -> None:
    booking = desk.recorded(county)
    step(booking, "eligible", "2026-11-24 03:00")
    actions.record_detainer(by=build.person(), booking=booking, received=desk.minute("2026-11-23 09:00", county))
    actions.release(by=build.person(), booking=booking, released=desk.minute("2026-11-24 04:00", county), kind="street")
    shown = board(county)
    assert (shown["releases"]["rows"], shown["papers"]["rows"], shown["in_custody"]) == ([], [], 0)


@pytest.mark.parametrize(("hours", "overdue"), [(24, False), (2, True)])
def test_a_copy_is_overdue_after_the_hours_of_the_profile(county: County, hours: int, overdue: bool) -> None:
    CountyProfile.objects.create(county=county, in_force_from="2020-01-01", hours_to_serve=hours, hours_eligible=hours)
    booking = desk.recorded(county)
    actions.record_detainer(by=build.person(), booking=booking, received=desk.minute("2026-11-24 03:00", county), form="I-247A")
    step(booking, "eligible", "2026-11-24 03:00")
    shown = board(county)
    assert [row["overdue"] for row in [*shown["papers"]["rows"], *shown["releases"]["rows"]]] == [overdue, overdue]


@pytest.mark.parametrize("ended", ["served", "withdrawn", "expired"])
def test_a_detainer_that_was_served_or_ended_is_not_open(county: County, ended: str) -> None:
    booking = desk.recorded(county)
    build.detainer(booking, "2026-11-23 09:00", **{ended: "2026-11-23 10:00"})
    assert board(county)["papers"]["rows"] == []


def test_today_counts_from_midnight_on_the_countys_wall(county: County) -> None:
    desk.recorded(county, "1", "2026-11-23 23:59")
    late = desk.recorded(county, "2", "2026-11-24 00:00")
    build.detainer(late, "2026-11-24 05:00")
    assert board(county)["today"] == {"booked": 1, "calls": 0, "detainers": 1, "visits": 0}


def test_people_of_another_county_are_on_no_board(county: County) -> None:
    busy(desk.county_with_building("there"), 1)
    shown = board(county)
    assert (shown["releases"]["rows"], shown["papers"]["rows"], shown["visits"]["rows"], shown["in_custody"], shown["follow_up"]) == (
        [],
        [],
        [],
        0,
        0,
    )


# --- what the timeline says ---------------------------------------------------------------------------------------------------------------


def entries(booking: Booking) -> list[Any]:
    return list(desk.clerk(booking.county).get(desk.page_of(booking)).context["entries"])


def test_facts_stand_in_the_order_of_their_moments_and_not_of_their_entry(county: County) -> None:
    booking = desk.recorded(county)
    step(booking, "cleared", "2026-11-23 12:00")
    step(booking, "eligible", "2026-11-23 11:00")
    assert [one.label for one in entries(booking)] == ["booked", "release-eligible", "cleared for release"]


def test_a_span_is_written_plainly(county: County) -> None:
    booking = desk.recorded(county)
    by, zone = build.person(), county.zone
    day = Span.local_day(desk.minute("2026-11-24 00:00", county).at.astimezone(zone).date(), zone)
    some = Span(booking.booked_at, booking.booked_at + timedelta(hours=3))
    for occurred in (day, some):
        actions.record_release_step(by=by, booking=booking, kind="staff_knew", occurred=occurred)
    times = [one.time for one in entries(booking)]
    assert times == ["08:00", "some time between Nov 23, 2026, 08:00 and Nov 23, 2026, 10:59", "on Nov 24, 2026"]


def test_later_moments_of_a_fact_stand_in_their_place_and_point_to_it(county: County) -> None:
    booking = desk.recorded(county)
    build.detainer(booking, "2026-11-23 09:00", served="2026-11-23 11:00")
    step(booking, "cleared", "2026-11-23 10:00")
    assert [(one.label, one.whole) for one in entries(booking)][1:] == [
        ("detainer", True),
        ("cleared for release", True),
        ("detainer: copy served on the person", False),
    ]


def test_what_was_entered_long_after_is_marked(county: County) -> None:
    booking = desk.recorded(county, booked="2026-11-20 08:00")
    assert [one.late for one in entries(booking)] == [True]
    assert "entered late" in desk.clerk(county).get(desk.page_of(booking)).content.decode()


def test_the_name_of_the_recorder_and_the_source_stand_with_each_fact(county: County) -> None:
    booking = desk.recorded(county)
    text = desk.clerk(county).get(desk.page_of(booking)).content.decode()
    assert str(booking.recorded_by) in text
    assert "entered by staff" in text


def test_a_correction_of_a_moment_is_one_line_with_old_and_new(county: County) -> None:
    booking = desk.recorded(county)
    actions.correct(booking, by=build.person(), reason="Clock was off.", booked=desk.minute("2026-11-23 08:05", county))
    (entry,) = entries(booking)
    assert entry.history[0]["reason"] == "Clock was off."
    assert entry.history[0]["lines"] == [{"label": "booked", "was": "Nov 23, 2026, 08:00", "now": "Nov 23, 2026, 08:05"}]


def test_after_disposal_the_timeline_stands_without_number_and_old_values(county: County) -> None:
    booking = desk.recorded(county, "26-999")
    actions.correct(booking, by=build.person(), reason="Clock was off.", booked=desk.minute("2026-11-23 08:05", county))
    SealedKey.objects.filter(booking=booking.public_id).delete()
    answer = desk.clerk(county).get(desk.page_of(booking))
    assert answer.status_code == 200
    assert "Clock was off." not in answer.content.decode()
    assert "26-999" not in answer.content.decode()


@override_settings(LANGUAGE_CODE="es")
def test_the_timeline_speaks_spanish(county: County) -> None:
    booking = desk.recorded(county)
    client = desk.clerk(county)
    client.cookies["django_language"] = "es"
    assert client.get(desk.page_of(booking))["Content-Language"] == "es"
