"""Figures of the release clock are counted from timings, so a write is timed before it is counted: in one process, and with two workers."""

import threading
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from accounts import journal
from accounts.models import County, Inbox, Origin, Role
from accounts.periods import Month
from bookings.actions.recording import record_booking, record_detainer, release
from bookings.spans import MINUTE
from notifications.models import ReleaseTiming
from reports import rollup
from reports.models import MeasureCell
from tests.support import build

OCTOBER = Month(2026, 10)
UTC_AUGUST = datetime(2026, 8, 15, 12, tzinfo=UTC)


def leave(county: County, origin: str = Origin.LIVE) -> None:
    """Somebody with a detainer is booked and leaves: the clock has a lead time of nobody told."""
    by = build.person(Role.STAFF, county)

    def at(text: str) -> Any:
        return build.minute(text, county)

    booking = record_booking(by=by, county=county, number=f"A-{county.slug}", booked=at("2026-09-20 10:00"), origin=origin)
    record_detainer(by=by, booking=booking, received=at("2026-10-02 09:00"), origin=origin)
    booking.refresh_from_db()
    release(by=by, booking=booking, released=at("2026-10-05 16:00"), kind="street")


def lead_times(county: County) -> dict[str, int]:
    cells = MeasureCell.objects.filter(county=county, month=OCTOBER.first_day, measure="LT-001", grouping="band", numerator__gt=0)
    return {cell.group: cell.numerator for cell in cells}


@pytest.mark.django_db
def test_a_row_of_the_roll_up_waits_until_its_entry_was_timed() -> None:
    county = build.county()
    leave(county)
    claimed = []
    while (row := journal.claim(["rollup"])) is not None:
        claimed.append(row)
    assert claimed == []
    assert Inbox.objects.filter(reader="rollup").count() == 3


@pytest.mark.django_db
def test_a_write_is_in_the_figures_of_the_clock_once_the_inbox_is_empty() -> None:
    county = build.county()
    leave(county)
    journal.drain()
    assert not Inbox.objects.exists()
    assert lead_times(county) == {"none": 1}


@pytest.mark.django_db
def test_what_retime_mends_is_counted_again_in_its_months_and_no_others() -> None:
    """A rule of the clock that changed, or a row that was lost: the figures used to stay wrong until somebody thought of `rollup --all`."""
    here, there = build.county("here"), build.county("there")
    for county in (here, there):
        leave(county)
    journal.drain()
    ReleaseTiming.objects.filter(county=here).update(intervals={}, t7_at=UTC_AUGUST, t7_until=UTC_AUGUST + MINUTE)
    rollup.fill_all(here, [Month(2026, 8), OCTOBER])
    assert lead_times(here) == {}
    call_command("retime")
    waiting = Inbox.objects.values_list("reader", "county_id", "first_month", "last_month")
    assert sorted(waiting) == [("rollup", here.pk, month, month) for month in (date(2026, 8, 1), date(2026, 10, 1))]
    journal.drain()
    assert lead_times(here) == {"none": 1}
    call_command("retime")
    assert not Inbox.objects.exists()


@pytest.mark.django_db
def test_a_row_of_a_county_month_waits_for_all_timings_of_its_county_and_no_other() -> None:
    here, there = build.county("here"), build.county("there")
    rows = {
        name: Inbox.objects.create(reader=reader, county_id=place.pk, first_month="2026-10-01", last_month="2026-10-01", origin=Origin.DEMO)
        for name, reader, place in [
            ("here, timing of an earlier month", "timing", here),
            ("here", "rollup", here),
            ("there", "rollup", there),
            ("there, timed later", "timing", there),
        ]
    }
    claimed = journal.claim(["rollup"])
    assert claimed is not None
    assert claimed.pk == rows["there"].pk
    assert journal.claim(["rollup"]) is None
    rows["here, timing of an earlier month"].delete()
    last = journal.claim(["rollup"])
    assert last is not None
    assert last.pk == rows["here"].pk


@pytest.mark.django_db(transaction=True)
def test_two_workers_leave_the_same_figures_as_one() -> None:
    counties = [build.county(f"county{number}") for number in range(4)]
    for county in counties:
        leave(county)
    problems: list[Exception] = []

    def work() -> None:
        try:
            for _turn in range(50):
                if not Inbox.objects.exists():
                    return
                journal.drain()
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    journal.drain()
    assert problems == []
    assert {county.slug: lead_times(county) for county in counties} == {county.slug: {"none": 1} for county in counties}
