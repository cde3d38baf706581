"""Page, CSV and JSON are dresses of the same figures: they agree cell by cell."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator

import pytest
import time_machine
from django.test import Client
from django.utils.html import escape

from accounts.models import County, Role
from accounts.periods import Month
from reports import display, dresses, figures, office, rollup
from reports.figures import Figure
from reports.measures import MEASURES, Measure
from reports.models import MeasureCell
from tests.support import build

DRAFT = "office draft - not for publication"
OCTOBER = Month(2026, 10)
HEADER = "edition,county,period,measure,name,unit,grouping,group,label,value,denominator,status,row,as_of,release"


@pytest.fixture(autouse=True)
def _november() -> Iterator[None]:
    with time_machine.travel("2026-11-24 12:00:00+00:00", tick=False):
        yield


@pytest.fixture
def county() -> County:
    here = build.county("here")
    for number, country in enumerate(["US", "US", "MX", "HN", ""], start=1):
        one = build.born(here, country, released="2026-10-20 12:00", release_kind=["ice", "street", "unknown", "died", "ice"][number - 1])
        build.detainer(one)
        if number in (1, 5):
            build.charge(one, "convicted" if number == 1 else "pending", disposed="2026-10-16 12:00" if number == 1 else None)
            build.handover(one, "2026-10-20 12:00")
    build.booking(here, "2026-08-10 08:00")
    build.booking(here, "2026-11-10 08:00")
    rollup.fill_all(here, [Month(2026, 8), OCTOBER, Month(2026, 11)])
    MeasureCell.objects.update(filled_at="2026-11-24T09:30:00Z")
    return here


def get(county: County, address: str) -> str:
    client = Client()
    client.force_login(build.person(Role.AUDITOR, county))
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def from_csv(text: str) -> dict[tuple[str, ...], tuple[str, str, str]]:
    rows = list(csv.DictReader(io.StringIO(text)))
    found = {
        (row["measure"], row["period"], row["grouping"], row["group"]): (row["value"], row["denominator"], row["status"]) for row in rows
    }
    assert len(found) == len(rows)
    return found


def from_json(text: str) -> dict[tuple[str, ...], tuple[str, str, str]]:
    def plain(value: int | None) -> str:
        return "" if value is None else str(value)

    rows = json.loads(text)["results"]
    return {
        (row["measure"], row["period"], row["grouping"], row["group"]): (plain(row["value"]), plain(row["denominator"]), row["status"])
        for row in rows
    }


def groups_in(measure: Measure, month: Month, stored: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """The closed lists, and of an open one what the month has."""
    for one in measure.groupings:
        yield from ((one.code, group.code) for group in one.groups)
        if not one.groups:
            wanted = (measure.code, str(month), one.code)
            yield from ((by, group) for code, when, by, group in stored if (code, when, by) == wanted)


def from_cells(county: County, months: list[Month]) -> dict[tuple[str, ...], tuple[str, str, str]]:
    """Straight from the table of cells, by another way than the reading door."""
    stored = {(c.measure, f"{c.month:%Y-%m}", c.grouping, c.group): c for c in MeasureCell.objects.filter(county=county)}
    found: dict[tuple[str, ...], tuple[str, str, str]] = {}
    for month in months:
        for code, measure in MEASURES.items():
            for by, group in [("", ""), *groups_in(measure, month, stored)]:
                cell = stored.get((code, str(month), by, group))
                status = "no_data" if cell is None else "not_yet" if str(month) == "2026-11" else "published"
                whole = "" if cell is None or cell.denominator is None else str(cell.denominator)
                found[code, str(month), by, group] = (str(cell.numerator) if cell else "", whole, status)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("period", ["2026-08", "2026-09", "2026-10", "2026-11"])
def test_every_measure_of_a_month_is_the_same_in_every_dress(county: County, period: str) -> None:
    expected = from_cells(county, [Month.parse(period)])
    assert from_csv(get(county, f"/office/figures/here/{period}.csv")) == expected
    assert from_json(get(county, f"/office/figures/here/{period}.json")) == expected


@pytest.mark.django_db
def test_every_measure_of_all_months_is_the_same_in_every_dress(county: County) -> None:
    expected = from_cells(county, list(Month(2026, 8).until(Month(2026, 11))))
    assert from_csv(get(county, "/office/months.csv")) == expected
    assert from_json(get(county, "/office/months.json")) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("period", ["2026-09", "2026-10", "2026-11"])
def test_the_page_of_a_month_shows_each_figure_of_its_file_once_in_its_tables(county: County, period: str) -> None:
    client = Client()
    client.force_login(build.person(Role.AUDITOR, county))
    answer = client.get(f"/office/figures/here/{period}/")
    themes = answer.context["themes"]
    tables = [table for theme in themes for table in theme["tables"]]
    shown = [(row["code"], row["label"], row["value"], row["share"]) for theme in themes for row in theme["totals"]]
    shown += [(table["code"], row["label"], row["value"], row["share"]) for table in tables for row in table["rows"]]
    filed = [one for one in figures.all_figures(county, [Month.parse(period)]) if one.by != "minutes"] if themes else []
    assert sorted(shown) == sorted((one.measure, display.group_label(one), display.value(one), display.share(one)) for one in filed)
    html = answer.content.decode()
    for _code, label, value, _share in shown:
        assert escape(label) in html
        assert re.search(rf">{re.escape(value)}\s*<", html)


@pytest.mark.django_db
def test_the_office_table_shows_the_figures_of_its_file(county: County) -> None:
    filed = from_csv(get(county, "/office/months.csv"))
    client = Client()
    client.force_login(build.person(Role.AUDITOR, county))
    for month in client.get("/office/").context["months"]:
        for column, cell in zip(office.COLUMNS, month["cells"], strict=True):
            grouping = next((by.code for by in MEASURES[column.measure].groupings if column.group), "")
            value, _whole, status = filed[column.measure, month["slug"], grouping, column.group]
            assert cell == {"no_data": "no data", "not_yet": f"{value} so far", "published": value}[status]


@pytest.mark.django_db
def test_a_csv_names_code_unit_period_and_time_and_says_in_every_row_that_it_is_a_draft(county: County) -> None:
    lines = get(county, "/office/figures/here/2026-10.csv").splitlines()
    assert lines[0] == HEADER
    first = f"{DRAFT},here,2026-10,BK-001,Bookings,bookings,,,Bookings,5,,published,here,2026-11-24T09:30:00+00:00,"
    assert lines[1] == first
    assert all(line.startswith(f"{DRAFT},here,2026-10,") for line in lines[1:])


@pytest.mark.django_db
def test_a_json_says_that_it_is_a_draft_and_what_each_number_is(county: County) -> None:
    answer = json.loads(get(county, "/office/figures/here/2026-10.json"))
    assert {key: answer[key] for key in ("edition", "county", "made_up", "as_of")} == {
        "edition": DRAFT,
        "county": "here",
        "made_up": False,
        "as_of": "2026-11-24T09:30:00+00:00",
    }
    assert answer["results"][0] == {
        "measure": "BK-001",
        "county": "here",
        "period": "2026-10",
        "grouping": "",
        "group": "",
        "value": 5,
        "denominator": None,
        "status": "published",
        "unit": "bookings",
        "row": "here",
        "as_of": "2026-11-24T09:30:00+00:00",
        "release": None,
    }


CELLS = [
    ("=1+1", "'=1+1"),
    ("+cmd", "'+cmd"),
    ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("\t=1", "'\t=1"),
    ("-12", "-12"),
    ("+3.5", "+3.5"),
    (-12, -12),
    (None, None),
    ("Hennepin", "Hennepin"),
    ("", ""),
]


@pytest.mark.parametrize(("cell", "written"), CELLS)
def test_a_text_that_a_spreadsheet_would_run_is_quoted_and_a_number_is_not(cell: str | int | None, written: str | int | None) -> None:
    assert dresses.defused(cell) == written


def test_a_county_whose_name_is_a_formula_stays_a_text_in_the_file() -> None:
    figure = Figure("BK-001", "=here", "2026-10", "", "", 1, None, "published", "bookings", "=here", None)
    assert next(csv.reader(io.StringIO(dresses.csv_text([figure]).splitlines()[1])))[1] == "'=here"
