"""What a count is compared with, and when a difference is called one."""

import pytest

from accounts.periods import Month
from reports.figures import Figure, Status
from reports.public import comparing
from reports.public.book import Book, window_end
from tests.support.published import figure

SEPTEMBER = Month(2026, 9)


def book(values: dict[str, int | None]) -> Book:
    return Book("here", [figure("here", "DT-001", period, value) for period, value in values.items()])


BESIDE = [
    (31, 22, "9 more than in September 2026 (22)"),
    (22, 31, "9 fewer than in September 2026 (31)"),
    (22, 19, "No clear change on September 2026 (19)"),
    (1, 0, "No clear change on September 2026 (0)"),
    (2, 0, "2 more than in September 2026 (0)"),
    (0, 0, "As many as in September 2026"),
    (1200, 1000, "200 more than in September 2026 (1,000)"),
    (1, None, "No data for September 2026 to compare with"),
    (None, 1, ""),
]


@pytest.mark.parametrize(("now", "before", "said"), BESIDE)
def test_a_difference_is_named_only_if_it_is_larger_than_chance_makes(now: int | None, before: int | None, said: str) -> None:
    assert comparing.beside(now, before, SEPTEMBER) == said


def test_the_year_to_date_stands_beside_the_same_months_of_last_year() -> None:
    values = {str(Month(year, number)): year - 2024 + number for year in (2025, 2026) for number in range(1, 13)}
    found = comparing.lines(book(values), "DT-001", SEPTEMBER)
    assert found == [
        "No clear change on August 2026 (10)",
        "No clear change on September 2025 (10)",
        "63 in 2026 so far (same months of last year: 54)",
    ]


TO_DATE = [
    ({"2026-01": 3, "2026-02": 4, "2025-01": 5, "2025-02": 6}, "7 in 2026 so far (same months of last year: 11)"),
    ({"2026-01": 3, "2026-02": 4, "2025-01": 5}, "7 in 2026 so far; last year has no data for all the same months"),
    ({"2026-02": 4, "2025-01": 5, "2025-02": 6}, "4 in the 1 of 2 months of 2026 with data"),
    ({"2026-01": 0, "2026-02": 0, "2025-01": 0, "2025-02": 0}, "0 in 2026 so far (same months of last year: 0)"),
]


@pytest.mark.parametrize(("values", "said"), TO_DATE)
def test_a_sum_over_months_says_where_one_is_missing_and_never_takes_it_for_zero(values: dict[str, int], said: str) -> None:
    assert comparing.to_date(book(dict(values)), "DT-001", Month(2026, 2)) == said


@pytest.mark.parametrize(("events", "may"), [(0, False), (10, False), (11, True), (500, True)])
def test_a_rate_stands_beside_others_from_eleven_events_on(events: int, may: bool) -> None:
    assert comparing.enough(events) is may


@pytest.mark.parametrize(("events", "bookings", "rate"), [(44, 2200, 20.0), (0, 100, 0.0), (5, 0, None)])
def test_a_rate_is_per_thousand_bookings_and_of_no_booking_there_is_none(events: int, bookings: int, rate: float | None) -> None:
    assert comparing.per_thousand(events, bookings) == rate


def test_what_is_not_among_the_figures_is_no_data() -> None:
    missing = book({}).figure("DT-001", SEPTEMBER)
    assert (missing.value, missing.status) == (None, Status.NO_DATA)


def test_windows_of_different_lengths_are_ordered_by_their_ends() -> None:
    windows = ["2026", "2026-Q4", "2026-12", "2026-Q3", "2026-09", "2026-10", "2025"]
    assert [window_end(one) for one in windows] == [(2026, 12)] * 3 + [(2026, 9)] * 2 + [(2026, 10), (2025, 12)]


def test_the_rest_row_stands_last_wherever_it_comes_in_the_figures() -> None:
    rows = [("~rest", 18), ("us_born", 60), ("unknown", 22)]
    figures: list[Figure] = [figure("here", "BK-002", "2025", value, "birth", group) for group, value in rows]
    assert [one.group for one in Book("here", figures).groups("BK-002", "birth", "2025")] == ["us_born", "unknown", "~rest"]
