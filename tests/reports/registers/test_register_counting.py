"""Registers counted for the public: whole days, both ends included; what was open, came, ended and is open adds up."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Role
from reports.actions import registers as verbs
from reports.registers import page
from reports.registers.counting import Counts, Entry, count
from reports.registers.declared import REGISTERS
from tests.reports.registers import entries
from tests.support import build

FIRST, LAST = date(2024, 2, 1), date(2024, 2, 29)
DAY = timedelta(days=1)


def test_each_entry_is_counted_on_the_side_of_the_edge_on_which_it_lies() -> None:
    found = [
        Entry(FIRST - DAY, FIRST - DAY, "subpoena", "given"),
        Entry(FIRST - DAY, FIRST, "subpoena", "given"),
        Entry(FIRST, LAST, "records", "refused"),
        Entry(LAST, LAST + DAY, "records", "given"),
        Entry(LAST, None, "query"),
        Entry(LAST + DAY, None, "query"),
    ]
    assert count(found, FIRST, LAST) == Counts(
        open_before=1,
        came=3,
        ended=2,
        open_after=2,
        oldest_open=0,
        by_kind={"records": 2, "query": 1},
        by_end={"given": 1, "refused": 1},
    )


def test_of_nothing_everything_is_none_and_nothing_is_open() -> None:
    assert count([], FIRST, LAST) == Counts(0, 0, 0, 0, None, {}, {})


START, DAYS = date(2024, 1, 1), st.integers(0, 90)


@given(st.lists(st.tuples(DAYS, DAYS | st.none()), max_size=8), DAYS, DAYS)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_it_always_adds_up(drawn: list[tuple[int, int | None]], first: int, length: int) -> None:
    found = [Entry(START + came * DAY, None if days is None else START + (came + days) * DAY) for came, days in drawn]
    counts = count(found, START + first * DAY, START + (first + length) * DAY)
    assert counts.adds_up
    assert sum(counts.by_kind.values()) == counts.came
    assert sum(counts.by_end.values()) == counts.ended


@pytest.mark.django_db
def test_the_countys_entries_are_counted_and_no_other_countys_and_none_in_error() -> None:
    county, there = build.county(), build.county("there")
    by = build.person(Role.RECORDS_OFFICER, county)
    answered, wrong = entries.demand(by, county), entries.demand(by, county, kind="query")
    entries.demand(by, there)
    entries.demand(by, county, kind="records")
    verbs.answer_demand(answered, by=by, answer="refused", answered_on=date(2026, 10, 20))
    verbs.withdraw(wrong, by=by, reason="typed twice")
    counts = page.counted(county, REGISTERS["demands"], date(2026, 10, 1), date(2026, 10, 31))
    assert counts == Counts(0, 2, 1, 1, 25, {"administrative": 1, "records": 1}, {"refused": 1})
    assert page.counted(county, REGISTERS["questions"], date(2026, 10, 1), date(2026, 10, 31)).came == 0
