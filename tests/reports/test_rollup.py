"""Whole tables are stated: these rows and no others."""

import threading
import uuid
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts import journal
from accounts.models import County, Inbox, Origin
from accounts.periods import Month
from bookings.models import BookingKind
from reports import checks, rollup
from reports.measures import MEASURES
from reports.models import MeasureCell
from tests.support import build

OCTOBER = Month(2026, 10)
FIRST = ("BK-001", "BK-002", "DT-001", "DT-002", "HO-001", "HO-002")
pytestmark = pytest.mark.django_db


def stored(county: County, month: Month = OCTOBER) -> dict[tuple[str, str], tuple[int, int | None]]:
    """(measure, group) -> (numerator, denominator) of every cell of the first measures in a county-month that is not zero."""
    cells = MeasureCell.objects.filter(county=county, month=month.first_day, measure__in=FIRST)
    return {(cell.measure, cell.group): (cell.numerator, cell.denominator) for cell in cells if cell.numerator}


def months(county: County) -> list[str]:
    return sorted({f"{month:%Y-%m}" for month in MeasureCell.objects.filter(county=county).values_list("month", flat=True)})


# What has no rate is not known, and has no cell.
EMPTY = {(code, "", ""): 0 for code, measure in MEASURES.items() if not measure.or_unknown} | {
    (code, by.code, group.code): 0 for code, measure in MEASURES.items() for by in measure.groupings for group in by.groups
}


def test_a_month_that_a_file_covers_and_in_which_nothing_happened_is_all_zeros() -> None:
    county = build.county()
    build.batch(county, "2026-09", "2026-11")
    assert rollup.fill(county, OCTOBER)
    cells = MeasureCell.objects.filter(county=county)
    assert {(cell.measure, cell.grouping, cell.group): cell.numerator for cell in cells} == EMPTY
    assert {cell.month for cell in cells} == {date(2026, 10, 1)}


def test_a_month_that_nothing_covers_has_no_cells() -> None:
    county = build.county()
    build.batch(county, "2026-11", "2026-12")
    assert not rollup.fill(county, OCTOBER)
    assert not MeasureCell.objects.exists()


def test_a_month_of_the_record_becomes_these_cells_and_no_others() -> None:
    county = build.county()
    build.born(county, "US")
    build.born(county, "MX")
    taken = build.born(county, "HN", released="2026-10-17 14:00", release_kind="ice")
    build.charge(taken)
    build.detainer(taken)
    build.handover(taken)
    build.detainer(build.booking(county, released="2026-10-18 08:00"))
    rollup.fill(county, OCTOBER)
    assert stored(county) == {
        ("BK-001", ""): (4, None),
        ("BK-002", ""): (4, 4),
        ("BK-002", "us_born"): (1, 4),
        ("BK-002", "foreign_born"): (2, 4),
        ("BK-002", "unknown"): (1, 4),
        ("DT-001", ""): (2, None),
        ("DT-002", ""): (2, 2),
        ("DT-002", "handed_over"): (1, 2),
        ("DT-002", "not_taken"): (1, 2),
        ("HO-001", ""): (1, None),
        ("HO-002", ""): (1, 1),
        ("HO-002", "not_convicted_pending"): (1, 1),
    }


def test_filling_twice_changes_nothing() -> None:
    county = build.county()
    build.detainer(build.booking(county))
    rollup.fill(county, OCTOBER)
    before = stored(county)
    rollup.fill(county, OCTOBER)
    assert stored(county) == before


def test_only_cells_that_differ_are_written_and_all_are_as_of_now() -> None:
    county = build.county()
    build.booking(county)
    rollup.fill(county, OCTOBER)
    before = dict(MeasureCell.objects.values_list("pk", "filled_at"))
    build.detainer(build.booking(county))
    rollup.fill(county, OCTOBER)
    after = dict(MeasureCell.objects.values_list("pk", "filled_at"))
    assert len(after) == len(before)
    assert set(after.values()).isdisjoint(before.values())
    again = MeasureCell.objects.exclude(pk__in=before).values_list("measure", "grouping", "group", "numerator")
    assert {("BK-001", "", "", 2), ("DT-001", "", "", 1)} <= set(again)
    assert len(again) < len(after) / 5


def test_a_month_whose_only_booking_was_a_mistake_loses_its_cells() -> None:
    county = build.county()
    wrong = build.booking(county)
    rollup.fill(county, OCTOBER)
    wrong.entered_in_error, wrong.error_reason = True, "another person's number"
    wrong.save()
    assert not rollup.fill(county, OCTOBER)
    assert not MeasureCell.objects.exists()


def test_a_month_of_nothing_but_people_held_for_ice_was_kept_and_counts_nobody() -> None:
    county = build.county()
    held = build.booking(county, kind=BookingKind.HELD_FOR_ICE)
    build.detainer(held)
    build.handover(held)
    assert rollup.fill(county, OCTOBER)
    assert stored(county) == {}
    assert MeasureCell.objects.count() == len(EMPTY)


def test_only_the_month_and_county_named_are_touched() -> None:
    here, there = build.county("here"), build.county("there")
    for county in (here, there):
        build.booking(county, "2026-10-15 12:00")
        build.booking(county, "2026-09-15 12:00")
    rollup.fill(here, OCTOBER)
    assert (months(here), months(there)) == (["2026-10"], [])


def test_a_failure_while_filling_leaves_the_old_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    county = build.county()
    build.booking(county)
    rollup.fill(county, OCTOBER)
    build.booking(county)

    def fail(*_args: Any) -> None:
        raise RuntimeError("the machine stopped here")

    monkeypatch.setattr(rollup, "_cells", fail)
    with pytest.raises(RuntimeError):
        rollup.fill(county, OCTOBER)
    assert stored(county)[("BK-001", "")] == (1, None)


def test_the_number_of_queries_does_not_grow_with_the_record() -> None:
    county = build.county()

    def add(count: int) -> None:
        for _ in range(count):
            one = build.booking(county)
            build.charge(one)
            build.detainer(one)
            build.detainer(one, supersedes=one.detainers.get())
            build.handover(one)

    add(2)
    rollup.fill(county, OCTOBER)
    add(1)
    with CaptureQueriesContext(connection) as few:
        rollup.fill(county, OCTOBER)
    add(20)
    with CaptureQueriesContext(connection) as many:
        rollup.fill(county, OCTOBER)
    assert len(many) == len(few) <= 75


# --- what the journal says -----------------------------------------------------------------------------------------------------------


def row(county: County, first: str, last: str, origin: str = Origin.LIVE, booking: Any = None) -> Inbox:
    """An inbox row as the journal makes it."""
    note = journal.Note(
        by="test",
        verb="record",
        noun="booking",
        origin=origin,
        county_id=county.pk,
        months=(Month.parse(first), Month.parse(last)),
        booking=booking.public_id if booking else None,
    )
    with transaction.atomic():
        entry = journal.write(note)
    return Inbox.objects.get(reader="rollup", entry=entry.pk)


def test_the_roll_up_reads_writes_of_every_origin() -> None:
    assert journal.READERS["rollup"].origins == frozenset(Origin.values)


def test_of_a_booking_of_three_years_a_live_write_fills_only_the_months_that_count_it() -> None:
    county = build.county()
    long = build.booking(county, "2023-10-15 12:00")
    build.booking(county, "2025-01-15 12:00")
    build.detainer(long, "2024-03-01 09:00")
    build.handover(long, "2026-10-17 14:00")
    rollup.read(row(county, "2023-10", "2026-10", booking=long))
    assert months(county) == ["2023-10", "2024-03", "2026-10"]


def test_a_correction_fills_every_month_in_between_because_a_fact_may_have_moved_out_of_it() -> None:
    county = build.county()
    moved = build.booking(county, "2026-08-15 12:00")
    build.detainer(moved, "2026-09-01 09:00")
    build.batch(county, "2026-08", "2026-11")
    rollup.read(row(county, "2026-08", "2026-11", Origin.CORRECTION, moved))
    assert months(county) == ["2026-08", "2026-09", "2026-10", "2026-11"]


def test_a_detainer_that_supersedes_one_of_another_booking_changes_that_ones_month_too() -> None:
    county = build.county()
    old = build.detainer(build.booking(county, "2026-05-01 12:00"), "2026-05-02 12:00")
    again = build.booking(county, "2026-10-01 12:00")
    build.detainer(again, "2026-10-02 12:00", supersedes=old)
    rollup.read(row(county, "2026-10", "2026-10", booking=again))
    assert stored(county, Month(2026, 5))[("DT-002", "superseded")] == (1, 1)


def test_a_row_of_a_bulk_write_fills_its_month() -> None:
    county = build.county()
    build.booking(county)
    with transaction.atomic():
        journal.announce(county.pk, [OCTOBER], Origin.IMPORT)
    journal.drain()
    assert months(county) == ["2026-10"]
    assert not Inbox.objects.exists()


def test_what_else_waits_of_the_same_months_is_counted_with_the_first_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    county, other = build.county("here"), build.county("there")
    of = [build.booking(county), build.booking(county), build.booking(other)]
    rows = [row(one.county, "2026-10", "2026-10", booking=one) for one in of]
    later = row(county, "2026-10", "2026-11", booking=of[0])
    taken = row(county, "2026-10", "2026-10", booking=of[1])
    Inbox.objects.filter(pk=taken.pk).update(claim=uuid.uuid4())
    Inbox.objects.exclude(reader="rollup").delete()
    filled = []
    monkeypatch.setattr(rollup, "fill", lambda county, month: filled.append((county.slug, str(month))))
    rollup.read(rows[0])
    assert filled == [("here", "2026-10")]
    assert set(Inbox.objects.values_list("pk", flat=True)) == {rows[0].pk, rows[2].pk, later.pk, taken.pk}


def test_one_that_is_not_timed_yet_is_not_counted_with_another(monkeypatch: pytest.MonkeyPatch) -> None:
    county = build.county()
    first, untimed = (row(county, "2026-10", "2026-10", booking=build.booking(county)) for _ in range(2))
    Inbox.objects.exclude(reader="rollup").exclude(reader="timing", entry=untimed.entry).delete()
    rollup.read(first)
    assert Inbox.objects.filter(pk=untimed.pk).exists()


def test_a_row_without_months_fills_nothing() -> None:
    rollup.read(Inbox(reader="rollup", entry=1, origin=Origin.LIVE))
    assert not MeasureCell.objects.exists()


# --- the command ---------------------------------------------------------------------------------------------------------------------


def run(*args: str) -> str:
    out = StringIO()
    call_command("rollup", *args, stdout=out)
    return out.getvalue().strip()


def test_the_command_fills_every_month_from_the_first_to_the_last_fact_of_every_county() -> None:
    here, there = build.county("here"), build.county("there")
    build.detainer(build.booking(here, "2026-08-15 12:00"), "2026-10-01 00:30")
    build.booking(there, "2026-10-15 12:00")
    build.county("empty")
    assert run("--all") == "4 county-months filled."
    assert (months(here), months(there)) == (["2026-08", "2026-10"], ["2026-10"])


def test_the_command_can_be_held_to_one_county_and_one_month() -> None:
    here, there = build.county("here"), build.county("there")
    for county in (here, there):
        build.booking(county, "2026-09-15 12:00")
        build.booking(county, "2026-10-15 12:00")
    assert run("--county", "here", "--month", "2026-10") == "1 county-month filled."
    assert (months(here), months(there)) == (["2026-10"], [])
    assert run("--month", "2026-09") == "2 county-months filled."
    assert (months(here), months(there)) == (["2026-09", "2026-10"], ["2026-09"])


def test_the_command_alone_fills_what_waits() -> None:
    county = build.county()
    one = build.booking(county)
    row(county, "2026-10", "2026-10", booking=one)
    assert run() == "1 county-month filled."
    assert run() == "0 county-months filled."
    assert months(county) == ["2026-10"]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--county", "nowhere"), "There is no county 'nowhere'."),
        (("--month", "2026-13"), "2026-13 is no month. Write it as 2026-10."),
        (("--month", "October"), "'October' is no month. Write it as 2026-10."),
    ],
)
def test_the_command_says_in_one_sentence_what_it_does_not_know(args: tuple[str, ...], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        run(*args)


# --- adding up -----------------------------------------------------------------------------------------------------------------------


def test_a_month_adds_up_after_a_fill_whatever_is_in_it() -> None:
    county = build.county()
    one = build.booking(county, released="2026-10-20 12:00", release_kind="unknown")
    build.detainer(one)
    build.detainer(one, "2026-10-18 09:00", withdrawn="2026-10-19 09:00")
    build.handover(build.booking(county))
    rollup.fill(county, OCTOBER)
    assert checks.problems(county, OCTOBER) == []
    assert stored(county)[("DT-002", "unaccounted")] == (1, 2)


def test_a_month_that_does_not_add_up_is_named_with_its_rows() -> None:
    county = build.county()
    one = build.booking(county)
    build.detainer(one)
    rollup.fill(county, OCTOBER)
    MeasureCell.objects.filter(measure="DT-001").update(numerator=15)
    assert [(problem.measure, problem.says, problem.rows) for problem in checks.problems(county, OCTOBER)] == [
        ("DT-002", "2026-10 does not add up: the groups of DT-002 make 1, and DT-001 is 15.", (str(one.public_id),)),
        (
            "DT-007",
            "2026-10 does not add up: 0 detainers open at its start and 15 received, less 0 ended, are not the 1 open at its end.",
            (str(one.public_id),),
        ),
    ]


def test_a_month_that_opens_with_another_stock_than_the_last_one_closed_with_is_named() -> None:
    county = build.county()
    build.detainer(build.booking(county))
    build.booking(county, "2026-12-01 12:00")
    rollup.fill_all(county, [OCTOBER, Month(2026, 12)])
    assert checks.problems(county, OCTOBER) == []
    MeasureCell.objects.filter(measure="DT-008").update(numerator=7)
    said = [problem.says for problem in checks.problems(county, OCTOBER)]
    assert "2026-12 does not open with the detainers with which 2026-10 closed." in said


# --- two at once -------------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_fills_of_one_month_at_once_leave_one_set_of_figures() -> None:
    county = build.county()
    build.detainer(build.booking(county))
    problems: list[Exception] = []

    def work() -> None:
        try:
            for _ in range(5):
                rollup.fill(county, OCTOBER)
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    together = MeasureCell.objects.filter(county=county).count()
    rollup.fill(county, OCTOBER)
    assert MeasureCell.objects.filter(county=county).count() == together > len(EMPTY)
