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
from reports.measures import MEASURES, Record
from reports.models import MeasureCell
from tests.demo.orders import FOUR_MONTHS, QUICK_HASHER, silent


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
        assert {cell[2] for cell in cells} == set(MEASURES)
        assert len(cells) == MeasureCell.objects.count() > 300

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
        self.plant("DT-001", lambda record: {("", ""): (len(record.outcomes) + 1, None)})
        assert len(compare.differences(self.loaded.ledger)) == 12

    def test_finds_a_measure_that_forgets_those_in_custody(self) -> None:
        def forgetful(record: Record) -> Any:
            return MEASURES["BK-001"].count(replace(record, births=record.births - type(record.births)({"unknown": 1})))

        self.plant("BK-002", forgetful)
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

    def test_finds_a_measure_for_which_it_has_no_line(self) -> None:
        self.patch.setitem(MEASURES, "XX-001", replace(MEASURES["BK-001"], code="XX-001"))
        with pytest.raises(KeyError, match="XX-001"):
            compare.differences(self.loaded.ledger)

    def plant(self, code: str, count: Any) -> None:
        """A wrong measure in the roll-up's table, and all figures filled anew."""
        self.patch.setitem(MEASURES, code, replace(MEASURES[code], count=count))
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
