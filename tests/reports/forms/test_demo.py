"""The forms over the demo, against the ledger that was written while it was drawn; and every bridge over every month of it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import TestCase, override_settings

from accounts.models import County
from accounts.periods import Month
from jailwatch.demo.load import Loaded, load
from reports.forms import across, illinois, new_york, page, reading
from reports.forms.period import Period
from reports.forms.record import Record
from tests.demo.orders import FOUR_MONTHS, QUICK_HASHER, silent

NOW = datetime(2026, 10, 20, 12, tzinfo=UTC)
MONTHS = [Month(2026, number) for number in (7, 8, 9, 10)]
PERIODS = [*(Period(str(month), month, month) for month in MONTHS), Period("all", MONTHS[0], MONTHS[-1])]


@override_settings(PASSWORD_HASHERS=QUICK_HASHER)
class TheDemo(TestCase):
    loaded: Loaded

    @classmethod
    def setUpTestData(cls) -> None:
        cls.loaded = load(FOUR_MONTHS, silent)

    @pytest.fixture(autouse=True)
    def _records(self) -> None:
        self.records = [(county, period, reading.read(county, period, NOW)) for county in County.objects.all() for period in PERIODS]

    def meant(self, county: County, period: Period, *keys: str) -> int:
        return sum(self.loaded.ledger.total(county.slug, str(month), key) for month in period.months for key in keys)

    def differing(self, key: str, counted: Any) -> list[tuple[str, str, int, int]]:
        rows = [(county.slug, period.code, self.meant(county, period, key), counted(record)) for county, period, record in self.records]
        assert sum(meant for _, _, meant, _ in rows) > 20
        return [row for row in rows if row[2] != row[3]]

    def test_illinois_has_a_row_for_each_detainer_that_was_meant(self) -> None:
        assert self.differing("detainers", lambda record: len(illinois.papers(record).rows)) == []

    def test_new_yorks_detainers_and_requests_for_notice_are_all_that_were_meant(self) -> None:
        def both(record: Record) -> int:
            return len(new_york.detainers(record)) + sum(paper.is_notice_only for _, paper in record.papers())

        assert self.differing("detainers", both) == []

    def test_the_handovers_of_the_forms_are_those_that_were_meant(self) -> None:
        assert self.differing("handovers", lambda record: len(record.handovers())) == []

    def test_each_request_and_interview_that_was_meant_is_a_request_of_the_forms(self) -> None:
        def without_calls(record: Record) -> int:
            return sum(case is not None and one.source != "call" for case, one in record.requests())

        rows = [
            (self.meant(county, period, "federal_requests", "visits"), without_calls(record)) for county, period, record in self.records
        ]
        assert [row for row in rows if row[0] != row[1]] == []
        assert sum(meant for meant, _ in rows) > 20

    def test_every_bridge_leads_from_one_number_to_the_other(self) -> None:
        bridges = [
            (county.slug, period.code, bridge)
            for county, period, record in self.records
            for theme in across.themes(record, page.measured(county, period))
            for bridge in theme.bridges
        ]
        assert len(bridges) == len(self.records) * 5
        assert [row for row in bridges if not row[2].adds_up] == []

    def test_the_monthly_figures_and_the_forms_say_the_same(self) -> None:
        for county, period, record in self.records:
            measured = page.measured(county, period)
            assert measured.get("DT-001", 0) == len(list(record.papers())), (county.slug, period.code)
            assert measured.get("HO-001", 0) == len(record.handovers()), (county.slug, period.code)
