"""Moments as spans: the wall clock of a county over both clock changes, and intervals with honest bounds."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bookings.spans import MINUTE, Gap, NoSuchTime, Span, gap

CHICAGO, LOS_ANGELES, PHOENIX = ZoneInfo("America/Chicago"), ZoneInfo("America/Los_Angeles"), ZoneInfo("America/Phoenix")
KATHMANDU, LORD_HOWE = ZoneInfo("Asia/Kathmandu"), ZoneInfo("Australia/Lord_Howe")
ZONES = (CHICAGO, LOS_ANGELES, PHOENIX, KATHMANDU, LORD_HOWE)
zones = st.sampled_from(ZONES)
START = datetime(2015, 1, 1, tzinfo=UTC)
whole_minutes = st.integers(0, 20 * 366 * 24 * 60).map(lambda minutes: START + minutes * MINUTE)
spans = st.builds(lambda at, minutes: Span(at, at + minutes * MINUTE), whole_minutes, st.integers(1, 100_000))


def wall(text: str) -> datetime:
    """A time as it stands on a form: it has no zone."""
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# The wall clock.


@given(whole_minutes, zones)
def test_every_minute_that_was_is_within_the_span_of_what_the_wall_said(moment: datetime, zone: ZoneInfo) -> None:
    said = moment.astimezone(zone).replace(tzinfo=None, fold=0)
    span = Span.local_minute(said, zone)
    assert span.at <= moment < span.until
    readings = [span.at + number * MINUTE for number in range((span.until - span.at) // MINUTE)]
    assert {span.at, span.until - MINUTE} == {one for one in readings if one.astimezone(zone).replace(tzinfo=None) == said}


ON_THE_WALL = [
    ("an ordinary minute", "2026-10-04T13:40", CHICAGO, "2026-10-04T18:40", 1),
    ("seconds are cut off", "2026-10-04T13:40:59.999", CHICAGO, "2026-10-04T18:40", 1),
    ("the last minute before spring", "2026-03-08T01:59", CHICAGO, "2026-03-08T07:59", 1),
    ("the first minute after spring", "2026-03-08T03:00", CHICAGO, "2026-03-08T08:00", 1),
    ("the last minute before autumn", "2026-11-01T00:59", CHICAGO, "2026-11-01T05:59", 1),
    ("the first repeated minute", "2026-11-01T01:00", CHICAGO, "2026-11-01T06:00", 61),
    ("the last repeated minute", "2026-11-01T01:59", CHICAGO, "2026-11-01T06:59", 61),
    ("the first minute after autumn", "2026-11-01T02:00", CHICAGO, "2026-11-01T08:00", 1),
    ("a repeated minute on the west coast", "2026-11-01T01:30", LOS_ANGELES, "2026-11-01T08:30", 61),
    ("no clock change in Arizona, spring", "2026-03-08T02:30", PHOENIX, "2026-03-08T09:30", 1),
    ("no clock change in Arizona, autumn", "2026-11-01T01:30", PHOENIX, "2026-11-01T08:30", 1),
    ("a zone of three quarters of an hour", "2026-10-04T13:40", KATHMANDU, "2026-10-04T07:55", 1),
    ("a zone that repeats half an hour", "2026-04-05T01:45", LORD_HOWE, "2026-04-04T14:45", 31),
    ("just before that half hour", "2026-04-05T01:29", LORD_HOWE, "2026-04-04T14:29", 1),
    ("just after that half hour", "2026-04-05T02:00", LORD_HOWE, "2026-04-04T15:30", 1),
]


@pytest.mark.parametrize(("name", "said", "zone", "starts", "minutes"), ON_THE_WALL, ids=[row[0] for row in ON_THE_WALL])
def test_a_minute_on_the_wall_is_this_span(name: str, said: str, zone: ZoneInfo, starts: str, minutes: int) -> None:
    assert Span.local_minute(wall(said), zone) == Span(utc(starts), utc(starts) + minutes * MINUTE)


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("2026-03-08T02:00", CHICAGO),
        ("2026-03-08T02:30", CHICAGO),
        ("2026-03-08T02:59", LOS_ANGELES),
        ("2026-10-04T02:00", LORD_HOWE),
        ("2026-10-04T02:29", LORD_HOWE),
    ],
)
def test_a_minute_that_the_clocks_skipped_is_refused(said: str, zone: ZoneInfo) -> None:
    with pytest.raises(NoSuchTime, match="never was: the clocks were put forward over it"):
        Span.local_minute(wall(said), zone)


def test_a_time_with_a_zone_is_no_time_on_a_wall() -> None:
    with pytest.raises(ValueError, match="no zone of its own"):
        Span.local_minute(utc("2026-10-04T13:40"), CHICAGO)


DAYS = [
    ("2026-10-04", CHICAGO, 24),
    ("2026-03-08", CHICAGO, 23),
    ("2026-11-01", CHICAGO, 25),
    ("2026-03-08", PHOENIX, 24),
    ("2026-11-01", PHOENIX, 24),
    ("2026-04-05", LORD_HOWE, 24.5),
    ("2026-10-04", LORD_HOWE, 23.5),
    ("2028-02-29", KATHMANDU, 24),
    ("2026-12-31", LOS_ANGELES, 24),
]


@pytest.mark.parametrize(("day", "zone", "hours"), DAYS)
def test_a_day_has_as_many_hours_as_the_countys_clock_ran(day: str, zone: ZoneInfo, hours: float) -> None:
    span = Span.local_day(date.fromisoformat(day), zone)
    assert span.until - span.at == timedelta(hours=hours)


@given(st.dates(date(2015, 1, 1), date(2035, 1, 1)), zones)
def test_days_follow_one_another_without_a_hole(day: date, zone: ZoneInfo) -> None:
    assert Span.local_day(day, zone).until == Span.local_day(day + timedelta(days=1), zone).at


@given(whole_minutes, st.integers(0, 59_999_999), zones)
def test_the_minute_of_a_moment_holds_it_in_any_zone(start: datetime, microseconds: int, zone: ZoneInfo) -> None:
    moment = (start + timedelta(microseconds=microseconds)).astimezone(zone)
    assert Span.minute(moment) == Span(start, start + MINUTE)
    assert Span.minute(moment).is_exact


# What is no span.


@pytest.mark.parametrize("minutes", [0, -1])
def test_a_span_ends_after_it_starts(minutes: int) -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        Span(START, START + minutes * MINUTE)


@pytest.mark.parametrize("bare", [(True, False), (False, True), (True, True)])
def test_a_span_without_a_zone_is_refused(bare: tuple[bool, bool]) -> None:
    at, until = (time.replace(tzinfo=None) if strip else time for time, strip in zip((START, START + MINUTE), bare, strict=True))
    with pytest.raises(ValueError, match="with a zone"):
        Span(at, until)


def test_the_minute_of_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        Span.minute(wall("2026-10-04T13:40"))


# Order.


@given(spans, spans, st.data())
def test_certainly_before_means_before_in_every_reading(one: Span, other: Span, data: st.DataObject) -> None:
    first, second = a_minute_in(one, data), a_minute_in(other, data)
    if one.certainly_before(other):
        assert first < second
    else:
        assert one.until - MINUTE >= other.at
    assert one.possibly_before(second) or one.at >= second


def a_minute_in(span: Span, data: st.DataObject) -> datetime:
    return span.at + data.draw(st.integers(0, (span.until - span.at) // MINUTE - 1)) * MINUTE


# Intervals.


@given(spans, spans, st.data())
def test_the_bounds_of_a_gap_hold_the_true_gap_whatever_it_was(one: Span, other: Span, data: st.DataObject) -> None:
    found = gap(one, other)
    assert found.low <= a_minute_in(other, data) - a_minute_in(one, data) <= found.high


@given(spans, spans)
def test_the_bounds_of_a_gap_are_no_wider_than_they_must_be(one: Span, other: Span) -> None:
    found = gap(one, other)
    assert found.width == (one.until - one.at - MINUTE) + (other.until - other.at - MINUTE)
    assert (found.low, found.high) == (-gap(other, one).high, -gap(other, one).low)


@given(whole_minutes, whole_minutes)
def test_a_gap_between_exact_minutes_is_exact(one: datetime, other: datetime) -> None:
    assert gap(Span.minute(one), Span.minute(other)) == Gap(other - one, other - one)


@given(whole_minutes, whole_minutes, st.integers(1, 59), st.integers(1, 59))
def test_the_bounds_of_a_gap_never_cross_even_for_spans_under_a_minute(one: datetime, other: datetime, first: int, second: int) -> None:
    assume(one != other)
    found = gap(Span(one, one + timedelta(seconds=first)), Span(other, other + timedelta(seconds=second)))
    assert found == Gap(other - one, other - one)


@pytest.mark.parametrize(
    ("zone", "booked", "released", "hours"),
    [
        (CHICAGO, "2017-11-04T23:30", "2017-11-05T07:30", 9),
        (LOS_ANGELES, "2017-11-04T23:30", "2017-11-05T07:30", 9),
        (PHOENIX, "2017-11-04T23:30", "2017-11-05T07:30", 8),
        (CHICAGO, "2017-03-11T23:30", "2017-03-12T07:30", 7),
        (LORD_HOWE, "2017-04-01T23:30", "2017-04-02T07:30", 8.5),
    ],
)
def test_a_night_over_a_clock_change_has_the_hours_that_passed(zone: ZoneInfo, booked: str, released: str, hours: float) -> None:
    passed = timedelta(hours=hours)
    assert gap(Span.local_minute(wall(booked), zone), Span.local_minute(wall(released), zone)) == Gap(passed, passed)


def test_a_release_in_the_repeated_hour_has_an_hour_of_doubt() -> None:
    booked, released = (Span.local_minute(wall(text), CHICAGO) for text in ("2026-11-01T00:30", "2026-11-01T01:30"))
    assert gap(booked, released) == Gap(timedelta(hours=1), timedelta(hours=2))
