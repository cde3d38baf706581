"""Page, PDF, CSV, XLSX and JSON are dresses of one report: they agree cell by cell. The public ones never hold an office number."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
import time_machine
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from accounts.models import County
from accounts.periods import Month
from reports.measures import MEASURES
from reports.models import MeasureCell
from reports.report import dress
from reports.report.drawn import on_paper
from reports.report.model import Report
from tests.reports.report.made import SEPTEMBER, office_report, public_report, read_pdf, text_of, tokens
from tests.support import build, published

pytestmark = pytest.mark.django_db
Cells = list[tuple[str, str, str, str]]
ODD = 770_000  # figures of the office that no release has


@pytest.fixture(autouse=True)
def _november() -> Iterator[None]:
    with time_machine.travel("2026-11-24 12:00:00+00:00", tick=False):
        yield


@pytest.fixture
def county() -> County:
    """Fourteen published months and a year, and cells of the office with figures of their own."""
    here = build.county("here", made_up=True)
    published.publish(here, published.county_figures(here.slug, months=14))
    month = Month.parse(SEPTEMBER).first_day
    MeasureCell.objects.bulk_create(cell(here, code, month, place) for place, code in enumerate(MEASURES))
    MeasureCell.objects.bulk_create(cell(here, *pair, place) for place, pair in enumerate(attributes(month)))
    return here


def attributes(month: Any) -> Iterator[tuple[Any, ...]]:
    for code, by in (("HO-002", "conviction"), ("EN-002", "level"), ("DT-003", "trigger"), ("HO-005", "later")):
        grouping = MEASURES[code].grouping(by)
        assert grouping is not None
        yield from ((code, month, by, group.code) for group in grouping.groups)


def cell(county: County, code: str, month: Any, *more: Any) -> MeasureCell:
    """Every cell has a number of its own."""
    *names, place = more
    by, group = names or ("", "")
    number = ODD + place + (1000 if by else 0)
    return MeasureCell(county=county, measure=code, month=month, grouping=by, group=group, numerator=number, denominator=number)


def of_document(report: Report) -> Cells:
    return [
        (table.key, line.label, head, one.text)
        for _section, table in report.tables
        for line in table.lines
        for head, one in zip(table.heads[1:], line.cells, strict=True)
    ]


def of_csv(text: str) -> Cells:
    rows = csv.DictReader(io.StringIO(text))
    return [(row["table"], plain(row["line"]), row["column"], plain(row["text"])) for row in rows if row["what"] == "cell"]


def plain(text: str) -> str:
    """Without the quote that keeps a spreadsheet from running it."""
    return text.removeprefix("'")


def of_json(text: str) -> Cells:
    found = json.loads(text)
    return [
        (table["key"], line["label"], head, one["text"])
        for section in found["sections"] + found["annex"]
        for table in section["tables"]
        for line in table["lines"]
        for head, one in zip(table["heads"][1:], line["cells"], strict=True)
    ]


class Tables(HTMLParser):
    """Every table of a page by its id: its heads and its lines."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.key, self.inside = "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.key = (dict(attrs)["id"] or "").removeprefix("table-")
            self.tables[self.key] = []
        elif tag == "tr":
            self.tables[self.key].append([])
        elif tag in {"th", "td"}:
            self.tables[self.key][-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in {"th", "td"}

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.tables[self.key][-1][-1] += data


def of_html(text: str) -> Cells:
    reader = Tables()
    reader.feed(text)
    return [
        (key, line[0], head, cell)
        for key, (heads, *lines) in reader.tables.items()
        for line in lines
        for head, cell in zip(heads[1:], line[1:], strict=True)
    ]


def numbers_of_xlsx(content: bytes, report: Report) -> list[tuple[str, str, Any]]:
    """Sheet by sheet in the order of the tables: label, head, number or text."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    found = []
    for name, (_section, table) in zip(book.sheet_names[1:], report.tables, strict=True):
        rows = book.get_sheet_by_name(name).to_python()
        for row in rows[3 : 3 + len(table.lines)]:
            found += [(plain(row[0]), str(head), value) for head, value in zip(rows[2][1:], row[1:], strict=False) if head != ""]
    return found


def in_xlsx(report: Report) -> list[tuple[str, str, Any]]:
    return [
        (line.label, head, float(one.value) if one.value is not None else one.text)
        for _section, table in report.tables
        for line in table.lines
        for head, one in zip(table.heads[1:], line.cells, strict=True)
    ]


@pytest.mark.parametrize("edition", ["public month", "public year", "office"])
def test_every_dress_shows_every_cell(county: County, edition: str) -> None:
    report = made(county, edition)
    expected = of_document(report)
    assert len(expected) > 300
    assert of_csv(dress.text(report, "csv")) == expected
    assert of_json(dress.text(report, "json")) == expected
    assert sorted(of_html(dress.text(report, "html"))) == sorted(expected)
    assert numbers_of_xlsx(dress.body(report, "xlsx"), report) == in_xlsx(report)
    missing = tokens(text for *_names, text in expected) - tokens([joined(text_of(dress.body(report, "pdf")))])
    assert not {word for word in missing if word[0].isdigit()}


def made(county: County, edition: str) -> Report:
    if edition == "office":
        return office_report(county)
    return public_report(county, SEPTEMBER if edition == "public month" else "2025")


def joined(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_every_sentence_stands_in_every_dress(county: County) -> None:
    report = public_report(county)
    said = [one for section in report.all_sections for one in section.sentences]
    assert len(said) >= 6
    texts = {kind: dress.text(report, kind) for kind in ("html", "csv")}
    for one in said:
        assert one in texts["csv"].replace('""', '"')
        assert one.replace("’", "&#x27;") in texts["html"] or one in texts["html"]
    words = Counter(" ".join(said).split()) - tokens([text_of(dress.body(report, "pdf"))])
    assert not {word for word in words if word[0].isdigit()}


def test_the_public_edition_never_holds_a_number_of_the_office(county: County) -> None:
    office = dress.text(office_report(county), "csv")
    for number in (ODD, ODD + 5, ODD + 1000, ODD + 1010):
        assert str(number) in office, "a number that stands nowhere proves nothing"
    for period in (SEPTEMBER, "2025"):
        report = public_report(county, period)
        texts = [dress.text(report, kind) for kind in ("html", "csv", "json")] + [text_of(dress.body(report, "pdf"))]
        texts.append(str(numbers_of_xlsx(dress.body(report, "xlsx"), report)))
        for text in texts:
            assert not re.search("77[01][,.\N{NO-BREAK SPACE}]?[0-9]{3}(?![0-9a-f])", text)


def test_a_pdf_has_a_title_a_language_tags_and_alt_texts_with_the_last_figure(county: County) -> None:
    for language in ("en", "es"):
        with override(language):
            report = public_report(county)
            pdf = read_pdf(dress.body(report, "pdf"))
        catalog = pdf.trailer["/Root"]
        assert pdf.metadata is not None
        assert pdf.metadata.title == report.title
        assert catalog["/Lang"] == language
        assert catalog["/MarkInfo"]["/Marked"]
        assert b"pdfuaid" in catalog["/Metadata"].get_data()
        with override(language):
            charts = [on_paper(chart)[1] for section in report.all_sections for chart in section.charts]
        assert len(charts) == 3
        assert set(charts) <= set(alts(catalog["/StructTreeRoot"]))
        last = report.annex[0].tables[0].lines[-1].cells[0].text
        assert last in charts[-1]


def alts(node: Any, seen: set[int] | None = None) -> Iterator[str]:
    """Every alternative text in the tree of a PDF's structure."""
    seen = set() if seen is None else seen
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for one in node:
            yield from alts(one, seen)
    elif isinstance(node, dict) and id(node) not in seen:
        seen.add(id(node))
        if "/Alt" in node:
            yield str(node["/Alt"])
        yield from alts(node.get("/K", []), seen)


def test_the_same_report_is_the_same_bytes(county: County) -> None:
    for kind in dress.KINDS:
        assert dress.body(public_report(county), kind) == dress.body(public_report(county), kind)


def test_a_sign_that_no_font_has_stops_no_pdf(county: County) -> None:
    County.objects.filter(pk=county.pk).update(name="Ka\N{THAI CHARACTER KO KAI} =1+1 #strong[x] County")
    county.refresh_from_db()
    report = public_report(county)
    assert "Ka\N{WHITE SQUARE} =1+1 #strong[x] County" in text_of(dress.body(report, "pdf"))


def test_every_page_says_that_the_data_are_made_up_and_what_edition_it_is(county: County) -> None:
    for page in read_pdf(dress.body(office_report(county), "pdf")).pages:
        text = page.extract_text()
        assert "Made-up data: nothing in it happened." in text
        assert "not for publication" in text
    for page in read_pdf(dress.body(public_report(county), "pdf")).pages:
        assert "release 14, revision 1" in page.extract_text()


def test_two_pages_and_an_annex(county: County) -> None:
    pages = [page.extract_text() for page in read_pdf(dress.body(public_report(county), "pdf")).pages]
    assert [number for number, text in enumerate(pages) if "Annex" in text][0] == 2
