"""Ten bookings told by verbs, and the forms as somebody typed them from the story: letter for letter."""

from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from accounts.models import County, Role
from accounts.periods import Month
from reports import rollup
from reports.forms import across, files, page, reading
from reports.forms.filled import Filled, fill
from reports.forms.period import parse
from reports.forms.table import FORMS
from tests.reports.report.made import text_of, tokens
from tests.support import build, ten_bookings

pytestmark = pytest.mark.django_db
TYPED = Path(__file__).parent / "typed"
YEAR = parse("2024")


@pytest.fixture(autouse=True)
def _february() -> Any:
    with time_machine.travel("2025-02-10 15:00:00+00:00", tick=False):
        yield


@pytest.fixture
def county() -> County:
    place = ten_bookings.county()
    ten_bookings.tell_all(build.person(Role.STAFF, place), place)
    rollup.fill_all(place, rollup.known_months(place))
    return place


def filled(county: County, code: str, period: str = "2024") -> Filled:
    return fill(FORMS[code], county, parse(period), timezone.now())


@pytest.mark.parametrize("code", ["il-805-25", "nyc-9-131"])
def test_the_form_equals_the_file_typed_by_hand(county: County, code: str) -> None:
    whole = files.csv_text(filled(county, code)).replace("\r\n", "\n")
    form, _, definitions = whole.partition("\n\nItem,Words of the law")
    assert form + "\n" == (TYPED / f"{code}.csv").read_text()
    assert [line.split(",")[0] for line in definitions.splitlines()[1:]] == [item.number for item in FORMS[code].items]


def test_minnesotas_form_tells_notices_under_the_statute_from_voluntary_ones(county: County) -> None:
    counts, names = filled(county, "mn-631-50").sheets
    assert [row[0:1] + row[2:] for row in counts.rows] == [
        ("631.50", 1, 0, 1),
        ("631.50", 1, 0, 1),
        ("631.50", 0, 0, 0),
        ("voluntary", 1, 1, 2),
        ("other", 0, 0, 0),
        ("all", 2, 1, 3),
    ]
    assert [row[0:1] + row[2:] for row in names.rows] == [
        ("no basis named", 1, 0, 1),
        ("county-policy", 0, 1, 1),
        ("mn-631.50", 1, 0, 1),
    ]


def test_no_form_holds_anything_that_finds_a_person(county: County) -> None:
    said = "".join(files.csv_text(filled(county, code)) for code in FORMS)
    assert "TEN-" not in said
    assert "burglary" not in said
    assert "a" * 64 not in said


def test_every_difference_between_two_forms_is_explained_to_the_last_one(county: County) -> None:
    record = reading.read(county, YEAR, timezone.now())
    themes = across.themes(record, page.measured(county, YEAR))
    found = {
        (bridge.start, bridge.end): [bridge.first, *(number for _, number in bridge.steps), bridge.last]
        for theme in themes
        for bridge in theme.bridges
    }
    assert found == {
        ("IL (a)(2)", "NYC 1"): [8, -1, 7],
        ("HO-001", "IL (C)"): [4, -1, -1, 1, 0, 3],
        ("HO-001", "NYC 3"): [4, -1, -1, -1, 1],
        ("IL (a)(1)", "NYC 9"): [5, -1, -1, 1, 4],
        ("MN all", "MN 631.50"): [3, -2, 1],
    }
    assert all(bridge.adds_up for theme in themes for bridge in theme.bridges)
    assert [line.number for theme in themes for line in theme.lines] == [8, 8, 7, 4, 3, 1, 5, 4, 3, 1]


def test_the_quarters_add_up_to_the_year_where_nobody_is_counted_twice(county: County) -> None:
    quarters = [filled(county, "il-805-25", f"2024-Q{number}").sheets for number in range(1, 5)]
    assert [len(papers.rows) for _, papers in quarters] == [2, 1, 3, 2]
    assert [len(requests.rows) for requests, _ in quarters] == [0, 2, 2, 1]


def test_of_a_quarter_without_requests_none_is_certified(county: County) -> None:
    requests, papers = filled(county, "il-805-25", "2024-Q1").sheets
    words = "Certificate of none: the agency certifies that it received no such requests from 2024-01-01 to 2024-03-31. Signed: "
    assert requests.says.rstrip("_") == words
    assert papers.says == ""


def test_nothing_is_certified_where_a_month_is_missing_or_not_over(county: County) -> None:
    missing, running = filled(county, "il-805-25", "2023-Q3").sheets, filled(county, "il-805-25", "2025-Q1").sheets
    assert missing[0].says.startswith("No requests are on record, but nothing at all is on record for 2023-07, 2023-08, 2023-09")
    assert running[0].says == "No requests are on record, but nothing at all is on record for 2025-02: this is no certificate of none."
    signed = Month(2025, 2)
    build.booking(county, f"{signed}-02 12:00")
    rollup.fill_all(county, [signed])
    says = filled(county, "il-805-25", "2025-Q1").sheets[0].says
    assert says == "No requests are on record so far; the period is not over: this is no certificate of none."


def test_the_pdf_of_a_form_holds_every_cell_of_it(county: County) -> None:
    for code in FORMS:
        one = filled(county, code)
        text = text_of(files.pdf_bytes(one))
        cells = [str(cell) for sheet in one.sheets for row in sheet.rows for cell in row] + [words for pair in one.head for words in pair]
        missing = tokens(cells) - tokens([text])
        assert not {word for word in missing if word[0].isdigit()}, code
        assert "".join(one.sheets[0].title.split()) in "".join(text.split())
        assert "not for publication" in text
        assert files.pdf_bytes(one) == files.pdf_bytes(one)
