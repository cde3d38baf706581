"""What staff time and holds cost, by the dated table of rates: a single figure with a low and a high one beside it, exact to the cent."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts import journal
from accounts.models import County, Inbox, Role, User
from accounts.periods import Month
from bookings import actions as verbs
from bookings.models import Booking
from reports import figures, rollup
from reports.measures.record.cost import amount
from reports.models import MeasureCell
from tests.support import build

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)
STAFF, HOLDS = ("CO-003", "CO-004", "CO-005"), ("CO-006", "CO-007", "CO-008")


@pytest.fixture
def county() -> County:
    return build.county("here")


@pytest.fixture
def by(county: County) -> User:
    return build.person(Role.RECORDS_OFFICER, county)


def rate(by: User, code: str, value: str, first: str = "2020-01-01", until: str | None = None) -> Any:
    days = {"in_force_from": date.fromisoformat(first), "in_force_until": date.fromisoformat(until) if until else None}
    kept = {"list": "rate", "label": code, "source": "pay table", "checked_on": date(2026, 10, 1)}
    return verbs.record_list_item(by=by, code=code, value=value, **kept, **days)


def work(county: County, minutes: int, day: str = "2026-10-05") -> Booking:
    return build.booking(county, f"{day} 08:00", staff_minutes=minutes)


def values(county: County, codes: tuple[str, ...]) -> list[int | None]:
    rollup.fill(county, OCTOBER)
    return [one.value for one in figures.office_figures(county, list(codes), [OCTOBER])]


def test_staff_time_has_a_single_cost_and_a_low_and_a_high_one(county: County, by: User) -> None:
    work(county, 100)
    work(county, 7)
    build.detainer(work(county, 0), "2026-10-06 09:00", staff_minutes=3)
    for code, value in {"hour": "40.00", "hour_low": "31.50", "hour_high": "55.25"}.items():
        rate(by, code, value)
    assert values(county, STAFF) == [7333, 5775, 10129]  # 110 minutes: 73.333, 57.75 and 101.2916 dollars
    assert figures.office_figures(county, ["CO-003"], [OCTOBER])[0].unit == "cents"


def test_a_month_is_rounded_once_and_half_a_cent_goes_up(county: County, by: User) -> None:
    for _ in range(3):
        work(county, 1)
    rate(by, "hour", "0.10")
    assert values(county, STAFF)[0] == 1  # three times a sixth of a cent is half a cent; rounded one by one it would be nothing


def test_money_goes_through_no_float(county: County, by: User) -> None:
    work(county, 60)
    rate(by, "hour", "1.15")  # a float makes 114.99 cents of it
    assert values(county, STAFF)[0] == 115


def test_each_day_has_the_rate_of_its_day_by_the_countys_clock(county: County, by: User) -> None:
    rate(by, "hour", "60", until="2026-10-16")
    rate(by, "hour", "120", "2026-10-16")
    build.booking(county, "2026-10-15 23:59", staff_minutes=10)
    build.booking(county, "2026-10-16 00:00", staff_minutes=10)
    assert values(county, STAFF) == [1000 + 2000, None, None]


def test_a_rate_missing_for_work_that_was_done_gives_no_figure_and_not_zero(county: County, by: User) -> None:
    work(county, 10, "2026-10-05")
    assert values(county, STAFF) == [None, None, None]
    rate(by, "hour", "60", "2026-10-10")
    assert values(county, STAFF)[0] is None
    status = figures.office_figures(county, ["CO-003"], [OCTOBER])[0].status
    assert status == "no_data"
    Booking.objects.update(staff_minutes=None)
    assert values(county, STAFF)[0] == 0


def test_a_hold_costs_its_minutes_of_a_jail_day_and_a_county_that_keeps_no_rate_has_no_figure(county: County, by: User) -> None:
    one = verbs.record_booking(by=by, county=county, number="1", booked=build.minute("2026-10-05 08:00", county))
    verbs.record_detainer(by=by, booking=one, received=build.minute("2026-10-05 09:00", county), asks_hold=True)
    eligible = {"kind": "eligible", "reason": "no_charges", "occurred": build.minute("2026-10-06 12:00", county)}
    verbs.record_release_step(by=by, booking=one, **eligible)
    one.refresh_from_db()
    verbs.release(by=by, booking=one, released=build.minute("2026-10-07 12:00", county), kind="street")
    drained()
    assert [cell.numerator for cell in MeasureCell.objects.filter(measure="CU-006")] == [24 * 60]
    assert values(county, HOLDS) == [None, None, None]
    for code, value in {"jail_day": "126", "jail_day_low": "90.10", "jail_day_high": "210"}.items():
        rate(by, code, value)
    assert values(county, HOLDS) == [12600, 9010, 21000]


def drained() -> None:
    while journal.drain():
        pass


def test_a_new_or_corrected_rate_moves_every_month_that_it_prices_and_no_other(county: County, by: User) -> None:
    work(county, 60)
    build.booking(county, "2026-09-05 08:00")
    rollup.fill_all(county, [Month(2026, 9), OCTOBER])
    made = rate(by, "hour", "40")
    drained()
    assert [cell.numerator for cell in MeasureCell.objects.filter(measure="CO-003").order_by("month")] == [4000]
    verbs.correct_of_county(made, by=by, reason="another column of the table", value="41")
    drained()
    assert MeasureCell.objects.get(measure="CO-003", month=OCTOBER.first_day).numerator == 4100
    assert not Inbox.objects.exists()


def test_a_list_that_is_no_rate_moves_nothing(county: County, by: User) -> None:
    work(county, 60)
    rollup.fill(county, OCTOBER)
    verbs.record_list_item(by=by, list="form", code="I-247B", label="a form", source="ICE", checked_on=date(2026, 10, 1))
    row = Inbox.objects.get(reader="rollup")
    rollup.read(row)
    assert Inbox.objects.filter(reader="rollup").count() == 1


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("40.00", Decimal("40.00")),
        (" 0 ", Decimal(0)),
        ("", None),
        ("about 40", None),
        ("-1", None),
        ("NaN", None),
        ("1e9999999", None),
        ("10000", None),
    ],
)
def test_what_is_no_amount_is_no_rate(text: str, read: Decimal | None) -> None:
    assert amount(text) == read
