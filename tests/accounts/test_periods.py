"""Months tile time: by the county's clock, without a hole and without overlap."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.periods import Month

ZONES = [ZoneInfo(name) for name in ("America/Chicago", "America/Los_Angeles", "America/Phoenix", "Asia/Kathmandu", "Australia/Lord_Howe")]
CHICAGO = ZONES[0]
zones = st.sampled_from(ZONES)
months = st.builds(Month, st.integers(1900, 9998), st.integers(1, 12))
moments = st.integers(-2_203_000_000, 253_300_000_000).map(lambda seconds: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))


@given(months, zones)
def test_each_month_ends_where_the_next_one_starts(month: Month, zone: ZoneInfo) -> None:
    start, end = month.bounds(zone)
    assert start < end
    if month != Month(9998, 12):
        assert end == month.shift(1).bounds(zone)[0]


@given(moments, zones)
def test_every_moment_falls_in_the_month_whose_bounds_hold_it_and_in_no_other(moment: datetime, zone: ZoneInfo) -> None:
    month = Month.of(moment, zone)
    holding = [one for one in (month.shift(-1), month, month.shift(1)) if one.bounds(zone)[0] <= moment < one.bounds(zone)[1]]
    assert holding == [month]


@given(months, zones)
def test_the_first_instant_is_in_the_month_and_the_end_is_not(month: Month, zone: ZoneInfo) -> None:
    start, end = month.bounds(zone)
    assert Month.of(start, zone) == month
    assert Month.of(end - timedelta(microseconds=1), zone) == month
    assert (end.astimezone(zone).day, end.astimezone(zone).hour) == (1, 0)


HOURS = [
    ("2026-03", 31 * 24 - 1),
    ("2026-11", 30 * 24 + 1),
    ("2026-10", 31 * 24),
    ("2026-12", 31 * 24),
    ("2026-02", 28 * 24),
    ("2028-02", 29 * 24),
    ("2000-02", 29 * 24),
    ("2100-02", 28 * 24),
]


@pytest.mark.parametrize(("text", "hours"), HOURS)
def test_a_month_has_the_hours_of_its_days_and_clock_changes(text: str, hours: int) -> None:
    start, end = Month.parse(text).bounds(CHICAGO)
    assert end - start == timedelta(hours=hours)


def test_december_ends_in_the_new_year() -> None:
    assert Month(2026, 12).bounds(CHICAGO) == (datetime(2026, 12, 1, 6, tzinfo=UTC), datetime(2027, 1, 1, 6, tzinfo=UTC))


def test_a_moment_near_midnight_falls_in_the_month_on_the_countys_wall() -> None:
    assert Month.of(datetime(2026, 11, 1, 4, 59, tzinfo=UTC), CHICAGO) == Month(2026, 10)
    assert Month.of(datetime(2026, 11, 1, 5, 0, tzinfo=UTC), CHICAGO) == Month(2026, 11)


def test_a_moment_without_a_zone_falls_in_no_month() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        Month.of(datetime(2026, 11, 1), CHICAGO)  # noqa: DTZ001


@pytest.mark.parametrize("month", [Month(1900, 1), Month(9998, 12)])
def test_the_first_and_the_last_month_have_bounds_too(month: Month) -> None:
    start, end = month.bounds(CHICAGO)
    assert Month.of(start, CHICAGO) == month
    assert end - start == timedelta(days=31)


# Counting and writing.


@given(months, st.integers(-30_000, 30_000))
def test_shifting_there_and_back_is_no_shift(month: Month, by: int) -> None:
    if 1900 * 12 <= month.year * 12 + month.number - 1 + by < 9999 * 12:
        assert month.shift(by).shift(-by) == month
        assert (month.shift(by) > month) == (by > 0)


@given(months, st.integers(0, 40))
def test_until_counts_every_month_once(month: Month, further: int) -> None:
    last = Month(month.year + (month.number - 1 + further) // 12, (month.number - 1 + further) % 12 + 1) if month.year < 9990 else month
    run = list(month.until(last))
    assert (run[0], run[-1], len(set(run))) == (month, last, len(run))
    assert run == sorted(run)


def test_until_an_earlier_month_is_nothing() -> None:
    assert list(Month(2026, 10).until(Month(2026, 9))) == []


def test_until_the_last_month_of_all_ends() -> None:
    assert list(Month(9998, 11).until(Month(9998, 12))) == [Month(9998, 11), Month(9998, 12)]


@given(months)
def test_a_month_is_read_as_it_is_written(month: Month) -> None:
    assert Month.parse(str(month)) == month == Month.of_date(month.first_day)


@given(st.dates(date(1900, 1, 1), date(9998, 12, 31)))
def test_a_day_falls_in_its_month(day: date) -> None:
    month = Month.of_date(day)
    assert month.first_day <= day
    assert (month.first_day.year, month.first_day.month) == (day.year, day.month)


NO_MONTHS = [
    "2026-13",
    "2026-00",
    "2026-1",
    "2026-001",
    "26-10",
    " 2026-10",
    "2026-10 ",
    "2026-10\n",
    "2026/10",
    "2026-10-01",
    "+026-10",
    "-2026-10",
    "202610",
    "",
    "٢٠٢٦-١٠",
    "2026-१०",
    "1899-12",
    "9999-01",
    "0000-01",
]


@pytest.mark.parametrize("text", NO_MONTHS)
def test_what_is_no_month_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no month\. Write it as 2026-10\.$"):
        Month.parse(text)
