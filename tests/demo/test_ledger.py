"""The ledger, written while the demo is drawn, against the figures that the office reads: every cell of every county and month."""

import ast
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db.models import F
from django.test import TestCase, override_settings

from accounts.models import County
from accounts.periods import Month
from bookings.models import Booking, Detainer, Handover
from jailwatch.demo import compare, ledger
from jailwatch.demo.ledger import Ledger
from jailwatch.demo.load import Loaded, load
from reports import rollup
from reports.measures import MEASURES
from reports.models import MeasureCell
from tests.demo.orders import FOUR_MONTHS, QUICK_HASHER, silent

# What the ledger does not know, and so does not check: it is read off other facts by rules that have tests of their own.
NOT_DRAWN = {
    "AK-002 AK-003 AK-004 AK-005 AK-006 AK-007": "who asked, on what basis, and notices are not part of what is meant",
    "IC-004 IC-005": "whether a call is the first about a booking is seen only afterwards",
    "DT-004 DT-005 DT-006 DT-010": "service and decisions follow from facts that the draw writes down and does not count",
    "DT-007 DT-008 DT-009": "stocks are carried from month to month; the roll-up's own identity checks them",
    "RQ-001": "requests about nobody in particular are recorded beside the draw",
    "VI-002 VI-003 VI-004": "of visits the ledger knows that they were asked for and held",
    "TN-001 TN-003 TN-004": "attempts and answers are drawn after the release was counted",
    "RL-001 CU-001 CU-002 CU-003 CU-004 CU-005 CU-006": "lengths of stay are no totals of the draw",
    "HO-004 HO-005 HO-006 HO-007": "courts and later dispositions are drawn apart",
    "EN-001 EN-002 EN-003 EN-004": "the deepest contact of a booking is seen only when all is drawn",
    "CO-003 CO-004 CO-005 CO-006 CO-007 CO-008": "the demo keeps no rates, so nothing is priced",
    "CO-001 CO-002 QA-001 QA-002 QA-003 QA-004 QA-005 NR-001": "about how the record is kept, not about what happened",
    "LT-002 LT-003 LT-004 LT-005 LT-006 LT-007 LT-008 LT-009 LT-010 LT-011 LT-012 LT-013 LT-014": "of the clock the lead time is meant",
    "LT-015 LT-016 LT-017 LT-018 LT-019 LT-020 LT-021 LT-022 LT-023 LT-024": "of the clock the lead time is meant",
}
NOT_DRAWN = {code: why for codes, why in NOT_DRAWN.items() for code in codes.split()}


@override_settings(PASSWORD_HASHERS=QUICK_HASHER)
class TheLedger(TestCase):
    """One demo for all of these: each looks at it and leaves it as it was."""

    loaded: Loaded

    @classmethod
    def setUpTestData(cls) -> None:
        cls.loaded = load(FOUR_MONTHS, silent)

    @pytest.fixture(autouse=True)
    def _patching(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.patch = monkeypatch

    def test_equals_the_office_figures_cell_by_cell(self) -> None:
        assert compare.differences(self.loaded.ledger) == []

    def test_is_compared_in_every_county_and_month(self) -> None:
        cells = compare.expected(self.loaded.ledger)
        months = {f"2026-{number:02d}" for number in (7, 8, 9, 10)}
        assert {cell[:2] for cell in cells} == {(slug, month) for slug in County.objects.values_list("slug", flat=True) for month in months}
        assert {cell[2] for cell in cells} == set(compare.UNITS)
        assert len(cells) == len(compare.office()) > 2000

    def test_has_every_fate_that_can_be_meant(self) -> None:
        seen = {key.split("=")[1] for (_, _, key), count in self.loaded.ledger.totals.items() if key.startswith("detainers/") and count}
        common = {"handed_over", "not_taken", "declined", "withdrawn", "superseded", "other_agency", "state_prison", "in_custody"}
        assert common | {"unaccounted", "expired"} <= seen

    def test_has_every_conviction_status(self) -> None:
        seen = {key.split("=")[1] for _, _, key in list(self.loaded.ledger.totals) if key.startswith("handovers/conviction")}
        assert seen == {group.code for group in MEASURES["HO-002"].groupings[0].groups}

    def test_counts_no_booking_held_for_ice_and_none_in_error(self) -> None:
        meant = self.loaded.ledger.over_all("bookings")
        assert meant == Booking.objects.counted().count()
        assert meant < Booking.objects.current().count() < Booking.objects.count()

    def test_counts_what_was_right_before_the_slips(self) -> None:
        assert self.loaded.slips > 20
        assert self.loaded.ledger.over_all("detainers") == Detainer.objects.counted().count()
        assert self.loaded.ledger.over_all("handovers") == Handover.objects.counted().count()

    def test_counts_a_paper_that_came_twice_once(self) -> None:
        assert Detainer.objects.exclude(duplicate_of=None).exists()

    def test_finds_a_measure_that_counts_one_too_many(self) -> None:
        self.plant("DT-001", lambda record: [*MEASURES["DT-003"].rows(record), None])
        assert len(compare.differences(self.loaded.ledger)) == 12

    def test_finds_a_measure_that_forgets_those_in_custody(self) -> None:
        self.plant("BK-002", lambda record: [row for row in record.booked if row.person.birth != "unknown"])
        assert compare.differences(self.loaded.ledger)

    def test_finds_a_single_wrong_cell(self) -> None:
        one = MeasureCell.objects.filter(measure="HO-002", grouping="conviction", numerator__lt=F("denominator")).order_by("pk").first()
        MeasureCell.objects.filter(pk=one.pk).update(numerator=one.numerator + 1)
        assert len(compare.differences(self.loaded.ledger)) == 1

    def test_finds_a_cell_that_is_missing_and_one_too_many(self) -> None:
        one = MeasureCell.objects.filter(measure="BK-001").first()
        MeasureCell.objects.filter(pk=one.pk).update(month=date(2020, 1, 1))
        lines = compare.differences(self.loaded.ledger)
        assert [line.split(": ")[1] for line in lines if "2020-01" in line][0].startswith("meant None")
        assert len(lines) == 2

    def test_says_of_every_measure_whether_it_knows_it(self) -> None:
        assert set(compare.UNITS) | set(NOT_DRAWN) == set(MEASURES)
        assert not set(compare.UNITS) & set(NOT_DRAWN)

    def plant(self, code: str, rows: Any) -> None:
        """A wrong measure in the roll-up's table, and all figures filled anew."""
        self.patch.setitem(MEASURES, code, replace(MEASURES[code], rows=rows))
        for county in County.objects.all():
            rollup.fill_all(county, [Month(2026, number) for number in (7, 8, 9, 10)])


def test_month_is_that_of_the_wall_clock() -> None:
    book = Ledger()
    moment = datetime(2026, 8, 1, 4, 59, tzinfo=UTC)
    book.count("a", ZoneInfo("America/Chicago"), moment, "bookings", birth="unknown")
    book.count("b", ZoneInfo("America/New_York"), moment, "bookings")
    assert book.total("a", "2026-07", "bookings") == book.total("a", "2026-07", "bookings/birth=unknown") == 1
    assert book.total("b", "2026-08", "bookings") == 1
    assert book.over_all("bookings") == 2


def test_the_ledger_knows_neither_models_nor_reports() -> None:
    tree = ast.parse(Path(ledger.__file__).read_text())
    named = {
        node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert named == {"json", "collections", "datetime", "typing", "zoneinfo"}


def test_the_drawing_loads_neither_models_nor_reports() -> None:
    borders = ("reports", "bookings.models", "bookings.rules", "accounts.models", "django.db")
    code = f"import sys, jailwatch.demo.draw; print([name for name in sys.modules if name.startswith({borders})])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
