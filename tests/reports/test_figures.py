"""The reading door: what a figure says, and why it has no value."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import County, Inbox, Origin
from accounts.periods import Month
from reports import figures, rollup
from reports.figures import Figure, Status, UnknownMeasure, office_figures
from reports.measures import MEASURES
from reports.models import MeasureCell
from tests.support import build

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = (Month(2026, number) for number in (9, 10, 11, 12))
FILLED = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _november() -> Iterator[None]:
    with time_machine.travel("2026-11-24 12:00:00+00:00", tick=False):
        yield


@pytest.fixture
def county() -> County:
    here = build.county("here")
    build.born(here, "MX")
    build.booking(here)
    build.booking(here, "2026-11-10 08:00")
    rollup.fill_all(here, [OCTOBER, NOVEMBER])
    MeasureCell.objects.update(filled_at=FILLED)
    return here


def test_a_figure_carries_all_that_it_needs_to_be_read(county: County) -> None:
    assert office_figures(county, ["BK-002"], [OCTOBER], by="birth") == [
        Figure("BK-002", "here", "2026-10", "birth", group, value, 2, "published", "bookings", "here", FILLED, None, "office")
        for group, value in [("us_born", 0), ("foreign_born", 1), ("unknown", 1)]
    ]


def test_a_month_is_whole_or_running_or_without_data_or_yet_to_come(county: County) -> None:
    found = office_figures(county, ["BK-001"], [SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER])
    assert [(figure.period, figure.value, figure.status, figure.as_of) for figure in found] == [
        ("2026-09", None, Status.NO_DATA, None),
        ("2026-10", 2, Status.PUBLISHED, FILLED),
        ("2026-11", 1, Status.NOT_YET, FILLED),
        ("2026-12", None, Status.NOT_YET, None),
    ]


@pytest.mark.parametrize(
    ("now", "status"), [("2026-12-01 05:59:59+00:00", Status.NOT_YET), ("2026-12-01 06:00:00+00:00", Status.PUBLISHED)]
)
def test_a_month_is_over_at_midnight_on_the_countys_clock(county: County, now: str, status: Status) -> None:
    with time_machine.travel(now, tick=False):
        assert office_figures(county, ["BK-001"], [NOVEMBER])[0].status == status


def test_unknown_zero_and_no_data_are_three_things(county: County) -> None:
    unknown = office_figures(county, ["BK-002"], [OCTOBER], by="birth")[2]
    zero = office_figures(county, ["DT-001"], [OCTOBER])[0]
    nothing = office_figures(county, ["DT-001"], [SEPTEMBER])[0]
    assert [(one.group, one.value, str(one.status)) for one in (unknown, zero, nothing)] == [
        ("unknown", 1, "published"),
        ("", 0, "published"),
        ("", None, "no_data"),
    ]


def test_the_statuses_are_the_four_of_the_interface() -> None:
    assert {status.value for status in Status} == {"published", "suppressed", "no_data", "not_yet"}


def test_figures_come_in_the_order_asked_for(county: County) -> None:
    found = office_figures(county, ["HO-001", "BK-001"], [NOVEMBER, OCTOBER])
    assert [(figure.measure, figure.period) for figure in found] == [
        ("HO-001", "2026-11"),
        ("HO-001", "2026-10"),
        ("BK-001", "2026-11"),
        ("BK-001", "2026-10"),
    ]


@pytest.mark.parametrize(("code", "by"), [("XX-001", ""), ("bk-001", ""), ("BK-001", "birth"), ("BK-002", "outcome"), ("DT-002", "x")])
def test_an_unknown_measure_or_grouping_is_never_answered_with_another_number(county: County, code: str, by: str) -> None:
    with pytest.raises(UnknownMeasure):
        office_figures(county, [code], [OCTOBER], by=by)


def test_another_countys_figures_stay_there(county: County) -> None:
    other = build.county("other")
    assert office_figures(other, ["BK-001"], [OCTOBER])[0].value is None


def test_one_call_is_one_query_for_any_number_of_months(county: County) -> None:
    with CaptureQueriesContext(connection) as queries:
        office_figures(county, list(MEASURES), Month(2010, 1).until(OCTOBER))
    assert len(queries) == 1


def test_all_figures_are_every_measure_and_every_grouping_once(county: County) -> None:
    found = figures.all_figures(county, [OCTOBER])
    open_lists = {(code, by.code) for code, measure in MEASURES.items() for by in measure.groupings if not by.groups}
    keys = [(figure.measure, figure.by, figure.group) for figure in found if (figure.measure, figure.by) not in open_lists]
    expected = {(code, "", "") for code in MEASURES}
    expected |= {(code, by.code, group.code) for code, measure in MEASURES.items() for by in measure.groupings for group in by.groups}
    assert (set(keys), len(keys)) == (expected, len(expected))


def test_covered_months_end_with_the_running_one_whatever_a_mistyped_year_says(county: County) -> None:
    build.booking(county, "2062-10-15 12:00")
    rollup.fill(county, Month(2062, 10))
    assert figures.covered_months(county) == (OCTOBER, NOVEMBER)
    assert figures.covered_months(build.county("other")) is None


def test_stale_counts_what_the_roll_up_of_this_county_has_still_to_read(county: County) -> None:
    other = build.county("other")
    for reader, place, entry in [("rollup", county, 1), ("rollup", county, 2), ("rollup", other, 3), ("alerts", county, 4)]:
        Inbox.objects.create(reader=reader, county_id=place.pk, entry=entry, origin=Origin.LIVE)
    assert (figures.stale(county), figures.stale(other)) == (2, 1)
