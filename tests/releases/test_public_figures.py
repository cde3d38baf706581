"""The public side of the reading door: figures of releases, and a reason where there is none."""

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from accounts.models import County
from accounts.periods import Month
from reports import figures
from reports.figures import Figure, UnknownMeasure, UnknownPeriod
from reports.models import Withdrawal
from reports.public import files
from tests.support import build, releasing

pytestmark = pytest.mark.django_db
JULY, AUGUST, SEPTEMBER, OCTOBER = (Month(2026, number) for number in (7, 8, 9, 10))


@pytest.fixture
def county() -> County:
    return build.county("here")


def brief(found: list[Figure]) -> list[tuple[Any, ...]]:
    return [(one.period, one.group, one.value, str(one.status)) for one in found]


def totals(county: County, first: Month, last: Month, code: str = "DT-001") -> list[tuple[Any, ...]]:
    return brief(figures.published(county, [code], first, last))


def outcomes(county: County, first: Month, last: Month) -> dict[tuple[str, str], tuple[int | None, str]]:
    found = figures.published(county, ["DT-002"], first, last, by="outcome")
    return {(one.period, one.group): (one.value, str(one.status)) for one in found if one.group in {"handed_over", "died"}}


def test_a_figure_says_where_it_comes_from(county: County) -> None:
    releasing.month(county, "2026-09", {"DT-001": [45, None]}, number=14)
    assert figures.published(county, ["DT-001"], SEPTEMBER, SEPTEMBER) == [
        Figure("DT-001", "here", "2026-09", "", "", 45, None, "published", "detainers", "here", releasing.AS_OF, 14, "published")
    ]


def test_a_gap_is_no_data_and_what_comes_after_the_last_release_is_not_yet(county: County) -> None:
    releasing.month(county, "2026-07", {"DT-001": [0, None]})
    releasing.month(county, "2026-09", {"DT-001": [45, None]})
    assert totals(county, Month(2026, 6), OCTOBER) == [
        ("2026-06", "", None, "no_data"),
        ("2026-07", "", 0, "published"),
        ("2026-08", "", None, "no_data"),
        ("2026-09", "", 45, "published"),
        ("2026-10", "", None, "not_yet"),
    ]


def test_of_a_county_without_releases_everything_is_not_yet(county: County) -> None:
    assert totals(county, SEPTEMBER, SEPTEMBER) == [("2026-09", "", None, "not_yet")]
    assert totals(county, Month(2025, 1), Month(2025, 3), "YE-002") == [("2025", "", None, "not_yet")]
    assert (figures.latest(county), figures.releases(county)) == (None, [])
    assert figures.all_published(county, SEPTEMBER) == figures.annual(county, 2025) == []


def test_the_newest_revision_holds_and_both_stay_on_the_list(county: County) -> None:
    releasing.month(county, "2026-09", {"DT-001": [45, None]})
    releasing.month(county, "2026-09", {"DT-001": [46, None]}, revision=2)
    assert totals(county, SEPTEMBER, SEPTEMBER) == [("2026-09", "", 46, "published")]
    assert [(one.number, one.revision) for one in figures.releases(county)] == [(1, 1), (2, 2)]
    newest = figures.latest(county)
    assert newest is not None
    assert newest.number == 2


def test_a_measure_that_a_release_does_not_know_has_no_data_there(county: County) -> None:
    releasing.month(county, "2026-09", {})
    assert totals(county, SEPTEMBER, SEPTEMBER) == [("2026-09", "", None, "no_data")]
    assert set(outcomes(county, SEPTEMBER, SEPTEMBER).values()) == {(None, "not_yet")}  # the window of an unknown measure is the year


def groups(period: str, status: str = "published", **values: int) -> dict[str, Any]:
    total = sum(values.values())
    return {"DT-002": {"outcome": {"period": period, "status": status, "total": total, "values": values}}}


def test_groups_of_an_act_come_by_the_window_that_was_fixed(county: County) -> None:
    quarterly = {"DT-002": "quarter"}
    for period in ("2026-07", "2026-08"):
        releasing.month(county, period, {}, windows=quarterly)
    releasing.month(county, "2026-09", {}, groups("2026-Q3", handed_over=7, died=1), quarterly)
    releasing.month(county, "2026-10", {}, windows=quarterly)
    assert outcomes(county, AUGUST, OCTOBER) == {
        ("2026-Q3", "handed_over"): (7, "published"),
        ("2026-Q3", "died"): (1, "published"),
        ("2026-Q4", "handed_over"): (None, "not_yet"),
        ("2026-Q4", "died"): (None, "not_yet"),
    }


def test_a_window_of_too_few_says_that_its_groups_are_protected(county: County) -> None:
    entry = {"DT-002": {"outcome": {"period": "2026-09", "status": "suppressed", "total": 4, "values": {}}}}
    releasing.month(county, "2026-09", {"DT-002": [4, 4]}, entry, {"DT-002": "month"})
    assert set(outcomes(county, SEPTEMBER, SEPTEMBER).values()) == {(None, "suppressed")}
    assert {one.denominator for one in figures.published(county, ["DT-002"], SEPTEMBER, SEPTEMBER, "outcome")} == {4}


def test_what_describes_people_is_never_among_the_months(county: County) -> None:
    releasing.month(county, "2026-09", {"HO-002": [3, 9]})
    assert totals(county, SEPTEMBER, SEPTEMBER, "HO-002") == [("2026", "", None, "not_yet")]
    births = figures.published(county, ["BK-002"], JULY, SEPTEMBER, by="birth")
    assert [one[1:] for one in brief(births)] == [(group, None, "not_yet") for group in ("us_born", "foreign_born", "unknown")]
    releasing.year(county, 2026)
    assert totals(county, SEPTEMBER, SEPTEMBER, "HO-002") == [("2026", "", None, "suppressed")]


def sexes(county: County, year: int = 2025) -> list[tuple[Any, ...]]:
    return brief(figures.published(county, ["YE-002"], Month(year, 3), Month(year, 4), by="sex"))


def test_a_table_of_people_has_a_rest_row_and_no_number_for_what_is_in_it(county: County) -> None:
    shown = releasing.table("YE-002", "sex", {"female": 49}, 493, 542)
    releasing.year(county, 2025, [shown], totals={"YE-002": 550}, members={"YE-002": ["here"]})
    assert sexes(county) == [
        ("2025", "female", 49, "published"),
        ("2025", "male", None, "suppressed"),
        ("2025", "other", None, "suppressed"),
        ("2025", "~rest", 493, "published"),
    ]
    assert totals(county, Month(2025, 1), Month(2025, 12), "YE-002") == [("2025", "", 550, "published")]


def test_a_withheld_table_has_no_rest_row(county: County) -> None:
    shown = releasing.table("YE-002", "sex", {}, None, 7, "withheld")
    releasing.year(county, 2025, [shown], totals={"YE-002": 7}, members={"YE-002": ["here"]})
    assert [one[1:] for one in sexes(county)] == [(group, None, "suppressed") for group in ("female", "male", "other")]


def test_a_county_in_the_pool_is_answered_by_the_pools_table_under_the_pools_name(county: County) -> None:
    shown = releasing.table("YE-002", "sex", {"female": 20, "male": 80, "other": 0}, None, 100)
    pool = {"row": "smaller-counties-mn", "counties": ["here", "there"]}
    releasing.year(None, 2025, [shown], totals={"YE-002": 100}, members={"YE-002": ["here", "there"]}, **pool)
    found = figures.published(county, ["YE-002"], Month(2025, 1), Month(2025, 1), by="sex")
    assert {(one.county, one.row, one.release) for one in found} == {("here", "smaller-counties-mn", 1)}
    assert [one.value for one in found] == [20, 80, 0]
    assert figures.published(build.county("elsewhere"), ["YE-002"], Month(2025, 1), Month(2025, 1))[0].value is None


def test_a_table_that_another_publishes_by_law_has_no_data_here(county: County) -> None:
    releasing.year(county, 2025, [], totals={"YE-002": 100}, members={"YE-002": ["here"]})
    assert {one[3] for one in sexes(county)} == {"no_data"}


def test_a_withdrawn_table_is_marked_and_shows_no_number(county: County) -> None:
    shown = releasing.table("YE-002", "sex", {"female": 49}, 493, 542)
    release = releasing.year(county, 2025, [shown], totals={"YE-002": 550}, members={"YE-002": ["here"]})
    before = figures.version(county)
    Withdrawal.objects.create(
        release=release, measure="YE-002", grouping="sex", reason="wrong file", by=release.drafted_by, at=releasing.AS_OF
    )
    found = figures.published(county, ["YE-002"], Month(2025, 1), Month(2025, 1), by="sex")
    assert {(one.value, str(one.status), one.withdrawn) for one in found} == {(None, "suppressed", True)}
    told = files.json_text(found, False)["results"]
    assert {(one["value"], one["status"], one["withdrawn"]) for one in told} == {(None, "suppressed", "wrong file")}
    rows = list(csv.DictReader(io.StringIO(files.csv_text(found, False))))
    assert {(one["value"], one["status"], one["withdrawn"]) for one in rows} == {("", "suppressed", "wrong file")}
    book = CalamineWorkbook.from_filelike(io.BytesIO(files.xlsx_bytes(found, False, "x")))
    assert {row[-1] for row in book.get_sheet_by_name("figures").to_python()} == {"withdrawn", "wrong file"}
    assert figures.version(county) != before


@pytest.mark.parametrize(("code", "by"), [("XX-001", ""), ("BK-001", "birth"), ("YE-002", "outcome"), ("DT-002", "x"), ("", "")])
def test_an_unknown_measure_or_grouping_is_never_answered_with_another_number(county: County, code: str, by: str) -> None:
    with pytest.raises(UnknownMeasure):
        figures.published(county, [code], OCTOBER, OCTOBER, by=by)


def test_months_that_end_before_they_begin_are_refused(county: County) -> None:
    with pytest.raises(UnknownPeriod):
        figures.published(county, ["DT-001"], OCTOBER, SEPTEMBER)


def test_all_of_a_month_is_each_total_of_acts_and_the_groups_whose_window_ends_there(county: County) -> None:
    quarterly = {"DT-002": "quarter"}
    releasing.month(county, "2026-08", {"DT-001": [2, None]}, windows=quarterly)
    releasing.month(county, "2026-09", {"DT-001": [3, None]}, groups("2026-Q3", handed_over=5), quarterly)
    august, september = (figures.all_published(county, month) for month in (AUGUST, SEPTEMBER))
    assert {one.by for one in august} == {""}
    assert {one.measure for one in august}.isdisjoint({"HO-002"})
    assert {one.by for one in september} == {"", "outcome"}
    assert [one.value for one in september if one.measure == "DT-001"] == [3]


def test_the_annual_figures_are_each_total_and_each_table(county: County) -> None:
    shown = releasing.table("YE-002", "sex", {"female": 20, "male": 80, "other": 0}, None, 100)
    releasing.year(county, 2025, [shown], totals={"YE-002": 100}, members={"YE-002": ["here"]})
    found = figures.annual(county, 2025)
    assert [one.value for one in found if one.value is not None] == [100, 20, 80, 0]
    assert {str(one.status) for one in found if one.measure == "YE-003"} == {"no_data"}


def test_nothing_is_read_but_releases_and_a_document_is_read_once(county: County) -> None:
    releasing.month(county, "2026-09", {"DT-001": [3, None]}, more={"only": "this test"})
    for expected in (2, 1):
        with CaptureQueriesContext(connection) as queries:
            figures.published(county, ["DT-001"], Month(2024, 1), SEPTEMBER)
        assert len(queries) == expected
        assert all("reports_measurecell" not in one["sql"] and "bookings_" not in one["sql"] for one in queries)


def test_the_version_is_known_without_reading_a_document(county: County) -> None:
    releasing.month(county, "2026-09", {})
    releasing.year(county, 2025)
    with CaptureQueriesContext(connection) as queries:
        figures.version(county)
    assert len(queries) == 2
    assert not any('"document"' in one["sql"] for one in queries)
