"""What an auditor looks for (domain 6.6), as whole tables of hand-made cases."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from accounts.periods import Month
from bookings.spans import Span
from notifications.rules import breaches
from notifications.rules.clock import Case, Paper, Step, Taken, Try, clocks
from notifications.rules.intervals import Reading, Value

CHICAGO = ZoneInfo("America/Chicago")
RECORDED = datetime(2026, 10, 20, tzinfo=UTC)


def at(text: str) -> Span:
    """A time of 16 October 2026 by the county's clock, or the whole day."""
    if text == "day":
        return Span.local_day(date(2026, 10, 16), CHICAGO)
    return Span.local_minute(datetime.fromisoformat(f"2026-10-16 {text}"), CHICAGO)


def mark(text: str, key: int = 1) -> dict[str, Any]:
    return {"when": at(text), "key": key, "recorded": RECORDED}


def step(kind: str, text: str) -> Step:
    return Step(**mark(text), kind=kind)


def told(recipient: str, text: str, outcome: str = "reached") -> Try:
    return Try(**mark(text), recipient=recipient, about="release", outcome=outcome)


def case(**facts: Any) -> Case:
    """A booking of 00:01 whose person ICE took at 15:00, if no other facts say otherwise."""
    return Case(**{"booked": at("00:01"), "taken": Taken(**mark("15:00"), mode="custody_transfer")} | facts)


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({}, True),
        ({"tries": [told("person", "14:00", "handed_over")]}, False),
        ({"tries": [told("person", "14:00", "read_to")]}, False),
        ({"tries": [told("person", "14:00", "failed")]}, True),
        ({"tries": [told("person", "15:01", "handed_over")]}, True),
        ({"tries": [told("person", "day", "handed_over")]}, False),
        ({"tries": [told("counsel", "14:00")]}, True),
        ({"taken": None}, False),
    ],
)
def test_a_handover_before_which_nobody_certainly_told_the_person(facts: dict[str, Any], found: bool) -> None:
    assert breaches.handed_untold(clocks(case(**facts))) is found


ICE = {"tries": [told("ice", "12:00")]}


@pytest.mark.parametrize(
    ("paper", "found"),
    [
        ({}, True),
        ({"served": at("11:00")}, False),
        ({"served": at("12:00")}, False),
        ({"served": at("12:01")}, True),
        ({"served": at("day")}, False),
        ({"ends": (at("11:00"),)}, False),
        ({"ends": (at("13:00"),)}, True),
        ({**mark("12:01")}, False),
        ({**mark("day")}, True),
    ],
)
def test_ice_was_told_while_the_person_had_certainly_no_copy(paper: dict[str, Any], found: bool) -> None:
    one = case(**ICE, papers=[Paper(**mark("09:00") | paper)])
    assert bool(breaches.told_unserved(one, clocks(one))) is found
    untold = case(papers=[Paper(**mark("09:00") | paper)])
    assert breaches.told_unserved(untold, clocks(untold)) == []


def test_an_interval_is_below_zero_only_if_all_of_it_is() -> None:
    values = {
        "LT-001": Value(Reading.KNOWN, -30, -10),
        "LT-002": Value(Reading.KNOWN, -30, 0),
        "LT-003": Value(Reading.KNOWN, 5, 5),
        "LT-004": Value(Reading.UNKNOWN),
        "LT-005": Value(Reading.KNOWN, -1, -1),
    }
    assert [code for code, _value in breaches.negative(values)] == ["LT-001", "LT-005"]


@pytest.mark.parametrize(
    ("facts", "to_told", "to_came", "same_hour"),
    [
        ([step("eligible", "06:00")], 360, 540, True),
        ([step("eligible", "06:01")], 359, 539, True),
        ([step("eligible", "09:01")], None, None, None),
        ([step("eligible", "06:00"), step("ice_arrived", "13:00")], 360, 420, False),
        ([step("eligible", "10:00"), step("ice_arrived", "14:30")], None, None, None),
        ([step("eligible", "06:00"), step("called_off", "07:00")], None, None, None),
        ([step("eligible", "day")], None, None, None),
        ([], None, None, None),
    ],
)
def test_who_was_eligible_for_six_hours_before_ice_was_told_or_came(
    facts: list[Step], to_told: int | None, to_came: int | None, same_hour: bool | None
) -> None:
    one = case(**ICE, steps=facts)
    found = breaches.waited(one, clocks(one), 6)
    if to_told is None:
        assert found is None
        return
    assert found is not None
    lengths = [length // timedelta(minutes=1) for length in (found.to_told, found.to_came) if length is not None]
    assert (lengths, found.same_hour) == ([to_told, to_came], same_hour)


@pytest.mark.parametrize(
    ("occurred", "recorded", "late"),
    [
        (at("12:00"), "2026-11-10 23:59", False),
        (at("12:00"), "2026-11-11 00:00", True),
        (Span.local_minute(datetime.fromisoformat("2026-10-31 23:59"), CHICAGO), "2026-11-10 23:59", False),
        (Span.local_minute(datetime.fromisoformat("2026-11-01 00:00"), CHICAGO), "2026-11-11 00:00", False),
        (Span(at("12:00").at, at("12:00").at + timedelta(days=20)), "2026-11-11 00:00", False),
        (Span.local_day(date(2026, 10, 31), CHICAGO), "2026-11-11 00:00", True),
    ],
)
def test_late_is_what_was_recorded_after_the_late_entry_days_of_its_last_possible_month(occurred: Span, recorded: str, late: bool) -> None:
    moment = datetime.fromisoformat(recorded).replace(tzinfo=CHICAGO)
    assert breaches.is_late(occurred, moment, 10, CHICAGO) is late


def test_the_late_entry_days_end_at_midnight_also_when_the_clocks_change_meanwhile() -> None:
    assert breaches.closes(Month(2026, 10), 10, CHICAGO).isoformat() == "2026-11-11T00:00:00-06:00"
    assert breaches.closes(Month(2026, 12), 0, CHICAGO).isoformat() == "2027-01-01T00:00:00-06:00"


def test_the_policy_of_a_day_is_in_force_from_its_first_day_until_the_day_that_is_not_included() -> None:
    old = breaches.Rule("tell_ice", "old", date(2026, 1, 1), date(2026, 10, 1))
    new = breaches.Rule("tell_ice", "new", date(2026, 10, 5), None)
    days = {"2025-12-31": None, "2026-01-01": old, "2026-09-30": old, "2026-10-01": None, "2026-10-05": new, "2030-01-01": new}
    assert {day: breaches.in_force([old, new], "tell_ice", date.fromisoformat(day)) for day in days} == days
    assert breaches.in_force([old, new], "visits", date(2026, 1, 1)) is None


def test_a_sample_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    ids = [f"id-{number}" for number in range(100)]
    drawn = breaches.sample(ids, "7", 10)
    assert drawn == breaches.sample(reversed(ids), "7", 10) == breaches.sample(ids, "7", 20)[:10]
    assert len(set(drawn)) == 10
    assert set(drawn) != set(breaches.sample(ids, "8", 10))
    assert breaches.sample(ids, "7", 500) == breaches.sample(ids, "7", 100)
    assert breaches.fingerprint(ids) == breaches.fingerprint(reversed(ids)) != breaches.fingerprint(ids[1:])


def test_each_id_is_drawn_about_as_often_as_any_other() -> None:
    ids = [f"id-{number}" for number in range(20)]
    counts = dict.fromkeys(ids, 0)
    for seed in range(400):
        for one in breaches.sample(ids, str(seed), 5):
            counts[one] += 1
    assert all(60 <= count <= 140 for count in counts.values()), counts
