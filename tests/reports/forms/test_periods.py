"""Over what a form reaches: every kind of period, cut on the county's clock at each of its edges."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from accounts.models import County
from accounts.periods import Month
from reports.forms import reading
from reports.forms.page import usual
from reports.forms.period import Period, offered, parse
from reports.forms.table import FORMS
from tests.support import build

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("code", "fiscal", "first", "last"),
    [
        ("2026-10", 1, "2026-10", "2026-10"),
        ("2024-02", 7, "2024-02", "2024-02"),
        ("2026-Q1", 1, "2026-01", "2026-03"),
        ("2026-Q4", 1, "2026-10", "2026-12"),
        ("2026", 7, "2026-01", "2026-12"),
        ("JUL2026", 1, "2025-07", "2026-06"),
        ("FFY2026", 1, "2025-10", "2026-09"),
        ("FY2026", 1, "2026-01", "2026-12"),
        ("FY2026", 4, "2025-04", "2026-03"),
        ("FY2026", 12, "2025-12", "2026-11"),
    ],
)
def test_a_period_runs_from_month_to_month(code: str, fiscal: int, first: str, last: str) -> None:
    assert parse(code, fiscal) == Period(code, Month.parse(first), Month.parse(last))


@pytest.mark.parametrize(
    "code", ["", "26", "2026-13", "2026-Q5", "2026-Q0", "2026-1", "fy2026", "XX2026", "2026 ", "0000", "2026-10-01", "９９９９"]
)
def test_what_is_no_period_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="2026-10|no month"):
        parse(code)


def test_the_days_of_a_february_are_those_of_its_year() -> None:
    assert [parse(code).days for code in ("2024-02", "2025-02", "2024-12", "JUL2024")] == [
        ("2024-02-01", "2024-02-29"),
        ("2025-02-01", "2025-02-28"),
        ("2024-12-01", "2024-12-31"),
        ("2023-07-01", "2024-06-30"),
    ]


@pytest.mark.parametrize(("fiscal", "expected"), [(1, "FY2026"), (7, "FY2027"), (11, "FY2027"), (12, "FY2026")])
def test_offered_are_the_periods_in_which_this_month_lies_and_some_before(fiscal: int, expected: str) -> None:
    kinds = dict(offered(Month(2026, 11), fiscal))
    assert {kind: periods[0].code for kind, periods in kinds.items()} == {
        "month": "2026-11",
        "quarter": "2026-Q4",
        "year": "2026",
        "july": "JUL2027",
        "fiscal": expected,
        "federal": "FFY2027",
    }
    assert [period.code for period in kinds["quarter"]][:5] == ["2026-Q4", "2026-Q3", "2026-Q2", "2026-Q1", "2025-Q4"]
    assert all(later.first.shift(-12) == earlier.first for later, earlier in zip(kinds["fiscal"], kinds["fiscal"][1:], strict=False))


# The county's clock, the server's (UTC) and each other's differ at every one of these edges.
ZONES = ["America/New_York", "America/Chicago", "America/Phoenix", "Pacific/Honolulu", "Pacific/Guam"]
EDGES = ["2024-02", "2024-03", "2024-11", "2024-12", "2024-Q1", "2024", "JUL2024", "FFY2024", "FY2024"]


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("code", EDGES)
def test_a_paper_belongs_to_the_period_in_which_its_minute_begins_on_the_countys_clock(zone: str, code: str) -> None:
    place = build.county(zone=zone)
    period = parse(code, 4)
    start, end = period.bounds(place.zone)
    booking = build.booking(place, "2023-01-01 12:00")
    moments = [start - MINUTE, start, end - MINUTE, end]
    for moment in moments:
        build.detainer(booking, f"{moment.astimezone(place.zone):%Y-%m-%d %H:%M}")
    record = reading.read(place, period, datetime(2025, 6, 1, tzinfo=UTC))
    assert [paper.received.at for _, paper in record.papers()] == [start, end - MINUTE]


def test_a_year_with_both_clock_changes_has_its_days_and_march_an_hour_less() -> None:
    zone = ZoneInfo("America/New_York")
    lengths = {code: end - start for code in ("2024", "2024-03", "2024-11", "2024-02") for start, end in [parse(code).bounds(zone)]}
    assert lengths == {
        "2024": timedelta(days=366),
        "2024-03": timedelta(days=31, hours=-1),
        "2024-11": timedelta(days=30, hours=1),
        "2024-02": timedelta(days=29),
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-01-01 05:59", ["2024", "JUL2025", "2024"]),
        ("2026-01-01 06:00", ["2025", "JUL2025", "2025"]),
        ("2026-07-01 04:59", ["2025", "JUL2025", "2025"]),
        ("2026-07-01 05:00", ["2025", "JUL2026", "2025"]),
    ],
)
def test_the_usual_period_is_the_last_that_is_over_on_the_countys_clock(now: str, expected: list[str]) -> None:
    place = build.county(zone="America/Chicago")
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert [usual(form, place, moment).code for form in FORMS.values()] == expected


@pytest.mark.django_db
class TestGaps:
    @pytest.fixture(autouse=True)
    def _november(self) -> Any:
        with time_machine.travel("2026-11-24 12:00:00+00:00", tick=False):
            yield

    def gaps(self, place: County, code: str = "2026-Q4") -> list[str]:
        return [str(month) for month in reading.gaps(place, parse(code), timezone.now())]

    def test_a_month_that_has_not_begun_is_no_gap(self) -> None:
        assert self.gaps(build.county()) == ["2026-10", "2026-11"]

    def test_a_signed_nil_return_for_the_whole_month_fills_it_and_one_for_a_part_does_not(self) -> None:
        from bookings.models import NilReturn

        place = build.county()
        for month in (10, 11):
            start, end = Month(2026, month).bounds(place.zone)
            NilReturn.objects.create(county=place, period_at=start + MINUTE * (month == 11), period_until=end, signed_by="an officer")
        assert self.gaps(place) == ["2026-11"]
        NilReturn.objects.update(entered_in_error=True, error_reason="signed for another month")
        assert self.gaps(place) == ["2026-10", "2026-11"]
