"""Stocks are carried on: what a month closes with, the next one opens with, also when a fact comes late."""

from typing import Any

import pytest

from accounts.models import County
from accounts.periods import Month
from bookings.models import IceCall, NilReturn
from reports import rollup
from reports.models import MeasureCell
from tests.reports.test_rollup import months, row, stored
from tests.support import build

OCTOBER = Month(2026, 10)
pytestmark = pytest.mark.django_db


def flows(county: County) -> dict[str, tuple[int, ...]]:
    """Month -> open at its start, received, ended, open at its end."""
    cells = MeasureCell.objects.filter(county=county, grouping="", measure__in=("DT-008", "DT-001", "DT-009", "DT-007"))
    found = {(f"{cell.month:%Y-%m}", cell.measure): cell.numerator for cell in cells}
    return {month: tuple(found[month, code] for code in ("DT-008", "DT-001", "DT-009", "DT-007")) for month in months(county)}


def test_a_detainer_is_open_in_every_month_until_it_ends() -> None:
    county = build.county()
    one = build.booking(county, "2026-07-15 12:00", released="2026-10-20 12:00")
    build.detainer(one, "2026-07-16 12:00")
    for month in ("08", "09", "11"):
        build.booking(county, f"2026-{month}-01 12:00")
    rollup.fill_all(county, rollup.known_months(county))
    assert flows(county) == {
        "2026-07": (0, 1, 0, 1),
        "2026-08": (1, 0, 0, 1),
        "2026-09": (1, 0, 0, 1),
        "2026-10": (1, 0, 1, 0),
        "2026-11": (0, 0, 0, 0),
    }


def test_a_release_entered_late_changes_the_stock_of_every_month_since() -> None:
    county = build.county()
    one = build.booking(county, "2026-07-15 12:00")
    build.detainer(one, "2026-07-16 12:00")
    for month in ("08", "09", "10"):
        build.booking(county, f"2026-{month}-01 12:00")
    rollup.fill_all(county, rollup.known_months(county))
    assert flows(county)["2026-10"] == (1, 0, 0, 1)
    put(one, "released", "2026-08-20 12:00")
    rollup.read(row(county, "2026-07", "2026-08", booking=one))
    assert flows(county) == {"2026-07": (0, 1, 0, 1), "2026-08": (1, 0, 1, 0), "2026-09": (0, 0, 0, 0), "2026-10": (0, 0, 0, 0)}


def put(booking: Any, name: str, text: str) -> None:
    moment = build.minute(text, booking.county)
    booking.released_at, booking.released_until, booking.release_kind = moment.at, moment.until, "street"
    booking.save()


def test_a_month_with_nothing_but_a_call_has_data_and_one_with_a_quiet_shift_has_none() -> None:
    county = build.county()
    one = build.booking(county, "2026-08-15 12:00")
    called = build.minute("2026-10-03 12:00", county)
    IceCall.objects.create(county=county, booking=one, called_at=called.at, called_until=called.until)
    quiet = build.minute("2026-09-03 12:00", county)
    NilReturn.objects.create(county=county, period_at=quiet.at, period_until=quiet.until, signed_by="night sergeant")
    rollup.fill_all(county, rollup.known_months(county))
    assert months(county) == ["2026-08", "2026-10"]


def test_a_month_signed_as_nil_is_zero() -> None:
    county = build.county()
    start, end = OCTOBER.bounds(county.zone)
    NilReturn.objects.create(county=county, period_at=start, period_until=end, whole_month=True, signed_by="the sheriff")
    rollup.fill_all(county, rollup.known_months(county))
    assert months(county) == ["2026-10"]
    assert stored(county) == {}
