from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.models import Form
from bookings.rules.hours import ClockRule, clock_rule, elapsed_hours, hold_ends, is_working_day

CHICAGO = ZoneInfo("America/Chicago")

# domain.md 3.4: otherwise released; flat end; end by 8 CFR 287.7(d); hours that pass by the second.
VECTORS = [
    ("2017-07-25 10:30", "2017-07-27 10:30", "2017-07-27 10:30", 48),
    ("2017-01-13 16:00", "2017-01-15 16:00", "2017-01-18 16:00", 120),
    ("2017-06-30 18:00", "2017-07-02 18:00", "2017-07-05 18:00", 120),
    ("2017-03-10 14:00", "2017-03-12 15:00", "2017-03-14 14:00", 95),
    ("2017-03-11 20:00", "2017-03-13 21:00", "2017-03-15 00:00", 75),
    ("2017-11-03 16:00", "2017-11-05 15:00", "2017-11-07 16:00", 97),
    ("2017-11-22 20:00", "2017-11-24 20:00", "2017-11-27 20:00", 120),
    ("2017-07-08 09:00", "2017-07-10 09:00", "2017-07-12 00:00", 87),
]


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO)


@pytest.mark.parametrize(("start", "flat", "working", "hours"), VECTORS)
def test_both_clocks_end_where_the_reference_table_says(start: str, flat: str, working: str, hours: int) -> None:
    assert hold_ends(local(start), ClockRule.FLAT, CHICAGO) == local(flat).astimezone(UTC)
    ends = hold_ends(local(start), ClockRule.WORKING_MINUTES, CHICAGO)
    assert ends == local(working).astimezone(UTC)
    assert elapsed_hours(local(start), ends) == hours


def test_elapsed_hours_count_the_extra_hour_of_the_autumn_night() -> None:
    assert elapsed_hours(local("2017-11-04 23:30"), local("2017-11-05 07:30")) == 9


@pytest.mark.parametrize(
    ("form", "rule"),
    [
        (Form.I_247, ClockRule.WORKING_MINUTES),
        (Form.I_247A, ClockRule.FLAT),
        (Form.I_247D, ClockRule.FLAT),
        (Form.I_247X, ClockRule.FLAT),
        (Form.I_247N, None),
        (Form.I_247G, None),
        (Form.OTHER, None),
        (Form.UNKNOWN, None),
    ],
)
def test_the_form_decides_which_clock_runs_and_a_request_for_notice_starts_none(form: Form, rule: ClockRule | None) -> None:
    assert clock_rule(form) is rule


def test_every_form_has_been_thought_of() -> None:
    assert {f.value for f in Form} == {"I-247", "I-247A", "I-247D", "I-247N", "I-247X", "I-247G", "other", "unknown"}


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2017, 7, 3), True),
        (date(2017, 7, 4), False),
        (date(2017, 7, 8), False),
        (date(2017, 11, 10), False),  # Veterans Day on a Saturday, observed on Friday
        (date(2021, 12, 31), False),  # New Year's Day of the next year, observed in this one
        (date(2020, 6, 19), True),  # Juneteenth is a federal holiday since 2021
        (date(2022, 6, 20), False),
    ],
)
def test_working_days_leave_out_weekends_and_federal_holidays_as_observed(day: date, works: bool) -> None:
    assert is_working_day(day) is works


@given(st.integers(0, 15 * 365 * 24 * 60))
def test_the_regulation_never_ends_a_hold_before_48_hours_of_working_days_have_passed(minutes: int) -> None:
    start = datetime(2015, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ends = hold_ends(start, ClockRule.WORKING_MINUTES, CHICAGO)
    assert ends >= hold_ends(start, ClockRule.FLAT, CHICAGO)
    assert elapsed_hours(start, ends) <= 24 * 9
