"""The whole way of one event: a verb writes, the journal tells, the roll-up fills."""

import pytest

from accounts import journal
from accounts.models import County, Origin, Role
from accounts.periods import Month
from bookings.actions.correcting import correct, enter_in_error, update_disposition
from bookings.actions.recording import record_booking, record_charge, record_detainer, record_handover, release
from reports import figures
from reports.models import MeasureCell
from tests.support import build

pytestmark = pytest.mark.django_db


def value(county: County, code: str, month: str, by: str = "", group: str = "") -> int | None:
    found = figures.office_figures(county, [code], [Month.parse(month)], by)
    return next(figure.value for figure in found if figure.group == group)


def test_what_the_verbs_write_stands_in_the_figures_and_moves_with_every_correction() -> None:
    county = build.county()
    by = build.person(Role.STAFF, county)

    def at(text: str) -> object:
        return build.minute(text, county)

    booking = record_booking(by=by, county=county, number="A-1", booked=at("2026-06-20 10:00"))
    charge = record_charge(by=by, booking=booking, description="made up", level="felony", disposition="pending")
    detainer = record_detainer(by=by, booking=booking, received=at("2026-07-02 09:00"))
    journal.drain()
    assert value(county, "DT-002", "2026-07", "outcome", "in_custody") == 1
    assert value(county, "BK-001", "2026-06") == 1

    booking.refresh_from_db()
    release(by=by, booking=booking, released=at("2026-10-05 16:00"), kind="ice")
    journal.drain()
    assert value(county, "DT-002", "2026-07", "outcome", "unaccounted") == 1

    record_handover(by=by, booking=booking, handed=at("2026-10-05 16:00"), detainer=detainer)
    journal.drain()
    assert value(county, "DT-002", "2026-07", "outcome", "handed_over") == 1
    assert value(county, "HO-002", "2026-10") == 1

    update_disposition(charge, by=by, disposition="convicted", disposed=at("2026-09-01 12:00"))
    journal.drain()
    assert value(county, "HO-002", "2026-10", "conviction", "convicted") == 1

    correct(detainer, by=by, reason="received in August", received=at("2026-08-02 09:00"))
    journal.drain()
    assert (value(county, "DT-001", "2026-07"), value(county, "DT-001", "2026-08")) == (None, 1)

    booking.refresh_from_db()
    enter_in_error(booking, by=by, reason="another person")
    journal.drain()
    assert not MeasureCell.objects.filter(county=county).exists()


def test_a_bulk_write_tells_the_roll_up_of_its_months_and_no_more() -> None:
    county = build.county()
    by = build.person(Role.STAFF, county)
    record_booking(by=by, county=county, number="A-1", booked=build.minute("2026-06-20 10:00", county), origin=Origin.IMPORT)
    journal.drain()
    assert {str(Month.of_date(cell.month)) for cell in MeasureCell.objects.filter(county=county)} == {"2026-06"}
