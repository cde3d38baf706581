"""Page, chart, CSV, XLSX and JSON are dresses of the same published figures: for every measure they agree cell by cell."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from accounts.models import County
from accounts.periods import Month
from reports import display
from reports.figures import Figure, Status
from reports.measures import ANNUAL
from reports.public import choice, files
from reports.public.groups import group_name
from tests.support.published import LAST, Shelf, figure

PAGE = "/county/larkspur/"
Key = tuple[str, str, str, str]
Value = tuple[int | None, str]
CHARTED = list(LAST.shift(-12).until(LAST))


@pytest.fixture
def mixed(county: County, shelf: Shelf) -> Shelf:
    """One month protected, one not yet over, one that nobody recorded."""
    shelf.figures = [changed(one) for one in shelf.figures if one.by or one.period != "2026-04"]
    return shelf


def changed(one: Figure) -> Figure:
    status = {"2026-05": Status.SUPPRESSED, "2026-06": Status.NOT_YET}.get(one.period)
    return replace(one, value=None, status=status) if status and not one.by else one


def expected(shelf: Shelf, code: str) -> dict[Key, Value]:
    """Straight from what was laid on the shelf."""
    found: dict[Key, Value] = {(code, str(month), "", ""): (None, "no_data") for month in CHARTED}
    for one in shelf.figures:
        if one.measure == code and not one.by and (code, one.period, "", "") in found:
            found[code, one.period, "", ""] = (one.value, str(one.status))
    return found


def get(address: str) -> bytes:
    answer = Client().get(PAGE + address)
    assert answer.status_code == 200
    return answer.content


def from_csv(text: str) -> dict[Key, Value]:
    return {key(row): (int(row["value"]) if row["value"] else None, row["status"]) for row in csv.DictReader(io.StringIO(text))}


def key(row: dict[str, str]) -> Key:
    return row["measure"], row["period"], row["grouping"], row["group"]


def from_json(text: str) -> dict[Key, Value]:
    return {key(row): (row["value"], row["status"]) for row in json.loads(text)["results"]}


def from_xlsx(body: bytes) -> dict[Key, Value]:
    header, *rows = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_name("figures").to_python()
    dicts = [dict(zip(header, row, strict=True)) for row in rows]
    return {key(row): (int(row["value"]) if row["value"] != "" else None, row["status"]) for row in dicts}


class Tables(HTMLParser):
    """The rows of each table of a page: texts of its cells, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"} and self._cell is not None:
            self.tables[-1][-1].append(" ".join("".join(self._cell).split()))
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)


def tables(html: str) -> list[list[list[str]]]:
    parser = Tables()
    parser.feed(html)
    return parser.tables


WORDS = {"no data": "no_data", "suppressed": "suppressed", "not yet": "not_yet"}


def read(text: str) -> Value:
    return (None, WORDS[text]) if text in WORDS else (int(text.replace(",", "")), "published")


def from_table(html: str, code: str) -> dict[Key, Value]:
    months = {display.month_name(month): str(month) for month in CHARTED}
    return {(code, months[row[0]], "", ""): read(row[1]) for row in tables(html)[0][1:]}


def from_chart(html: str, code: str) -> dict[Key, Value]:
    """From the names of the columns and what the description says of those that have none."""
    svg = ET.fromstring(re.search(r'<svg [^>]*class="wide".*?</svg>', html, re.S).group())  # type: ignore[union-attr]
    months = {display.short_month(month): str(month) for month in CHARTED}
    titles = [title.text or "" for title in svg.iter("{http://www.w3.org/2000/svg}title")][1:]
    desc = svg.findtext("{http://www.w3.org/2000/svg}desc") or ""
    said = dict(title.split(": ") for title in titles) | dict(re.findall(r"(\w{3} \d{4}): (no data|protected|not yet)\.", desc))
    return {(code, months[month], "", ""): read({"protected": "suppressed"}.get(text, text)) for month, text in said.items()}


@pytest.mark.parametrize("code", choice.acts())
def test_every_measure_is_the_same_in_every_dress(mixed: Shelf, code: str) -> None:
    html, wanted = get(f"figures/{code}/").decode(), expected(mixed, code)
    assert from_table(html, code) == wanted
    assert from_chart(html, code) == wanted
    assert from_csv(get(f"data/months-{code}.csv").decode()) == wanted
    assert from_json(get(f"data/months-{code}.json").decode()) == wanted
    assert from_xlsx(get(f"data/months-{code}.xlsx")) == wanted


PARTS = [(*pair, "act") for pair in choice.parts()]
TABLES = [(code, grouping.code, "attribute") for code, measure in ANNUAL.items() for grouping in measure.groupings]


@pytest.mark.parametrize(("code", "by", "kind"), PARTS + TABLES)
def test_every_grouping_is_the_same_in_every_dress(mixed: Shelf, code: str, by: str, kind: str) -> None:
    period = str(LAST) if kind == "act" else "2025"
    name = f"{code}-{by}" if kind == "act" else f"people-{code}-{by}"
    laid = [one for one in mixed.figures if (one.measure, one.by, one.period) == (code, by, period)]
    wanted = {(code, period, by, one.group): (one.value, str(one.status)) for one in laid}
    assert from_csv(get(f"data/{name}.csv").decode()) == wanted
    assert from_json(get(f"data/{name}.json").decode()) == wanted
    assert from_xlsx(get(f"data/{name}.xlsx")) == wanted
    laid = [one for one in laid if by != "country" or one.value is not None]
    words = {group_name(one): "in “all other groups”" if one.value is None else display.number(one.value) for one in laid}
    shown = [
        {row[0]: row[1] for row in table[1:] if row[0] != "All"}
        for table in tables(get(f"figures/{code}/" if kind == "act" else f"?who={code}").decode())
    ]
    assert words in shown


def test_the_file_of_everything_holds_every_figure_of_the_month(mixed: Shelf) -> None:
    wanted = {
        (one.measure, one.period, one.by, one.group): (one.value, str(one.status)) for one in mixed.figures if one.period == "2026-09"
    }
    assert from_csv(get("data/all.csv").decode()) == from_json(get("data/all.json").decode()) == from_xlsx(get("data/all.xlsx")) == wanted


def test_every_row_names_its_unit_definition_period_time_and_release_and_that_it_is_made_up(county: County) -> None:
    row = next(csv.DictReader(io.StringIO(get("data/months-DT-001.csv?month=2026-08").decode())))
    assert {name: row[name] for name in ("edition", "unit", "period", "as_of", "release", "row")} == {
        "edition": "made-up data",
        "unit": "detainers",
        "period": "2025-08",
        "as_of": "2026-10-14T15:05:00+00:00",
        "release": "14",
        "row": "larkspur",
    }
    assert row["definition"].endswith("/definitions/#DT-001")


def test_a_name_that_a_spreadsheet_would_run_stays_a_text() -> None:
    hostile = replace(figure("here", "DT-001", str(Month(2026, 9)), 3), unit="=1+1", row="@SUM(A1)")
    assert "'=1+1" in files.csv_text([hostile], made_up=False)
    cells = CalamineWorkbook.from_filelike(io.BytesIO(files.xlsx_bytes([hostile], False, "=cmd"))).get_sheet_by_name("figures").to_python()
    assert {"'=1+1", "'@SUM(A1)"} <= set(map(str, cells[1]))


def test_the_same_figures_make_the_same_bytes() -> None:
    some = [figure("here", "DT-001", "2026-09", 3)]
    assert files.xlsx_bytes(some, False, "t") == files.xlsx_bytes(some, False, "t")
