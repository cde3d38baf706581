"""Policies and gaps beside columns, months before and after, and lead times from their buckets."""

from datetime import date

import pytest

from accounts.periods import Month
from reports.charts import Band, Mark
from reports.public import facts, lead
from reports.public.facts import CountyFacts, Gap, PolicyFact
from reports.strip import Bin, Middle
from tests.support.published import figure

MONTHS = list(Month(2026, 1).until(Month(2026, 6)))


def policy(start: date, until: date | None = None) -> PolicyFact:
    return PolicyFact("tell_ice", "telling ICE of releases", "A policy", "Text.", "", "County board", start, until, "Resolution 1")


@pytest.mark.parametrize(
    ("start", "place"), [(date(2026, 1, 1), 0.0), (date(2026, 3, 1), 2.0), (date(2026, 4, 16), 3.5), (date(2026, 6, 30), 5 + 29 / 30)]
)
def test_a_policy_is_a_line_where_its_first_day_lies(start: date, place: float) -> None:
    found = facts.marks(CountyFacts((policy(start),)), MONTHS)
    assert [(type(one), one[0]) for one in found] == [(Mark, pytest.approx(place))]


@pytest.mark.parametrize("start", [date(2025, 12, 31), date(2026, 7, 1)])
def test_a_policy_of_another_time_is_no_line(start: date) -> None:
    assert facts.marks(CountyFacts((policy(start),)), MONTHS) == []


GAPS = [
    (date(2026, 2, 3), date(2026, 2, 9), (1, 1)),
    (date(2025, 11, 1), date(2026, 1, 2), (0, 0)),
    (date(2026, 5, 31), date(2026, 9, 1), (4, 5)),
    (date(2025, 1, 1), date(2025, 12, 31), None),
]


@pytest.mark.parametrize(("first", "last", "columns"), GAPS)
def test_a_gap_is_a_band_over_every_month_that_it_touches(first: date, last: date, columns: tuple[int, int] | None) -> None:
    found = facts.marks(CountyFacts(gaps=(Gap(first, last, "phone log"),)), MONTHS)
    assert [(one.first, one.last) for one in found if isinstance(one, Band)] == ([columns] if columns else [])


WHOLE = [
    (policy(date(2026, 3, 1)), ("2025-03", "2026-02"), ("2026-03", "2027-02")),
    (policy(date(2026, 3, 2)), ("2025-03", "2026-02"), ("2026-04", "2027-03")),
    (policy(date(2026, 3, 1), date(2026, 6, 1)), ("2025-03", "2026-02"), ("2026-03", "2026-05")),
    (policy(date(2026, 3, 1), date(2026, 5, 31)), ("2025-03", "2026-02"), ("2026-03", "2026-04")),
]


@pytest.mark.parametrize(("one", "before", "after"), WHOLE)
def test_only_whole_months_stand_before_and_after(one: PolicyFact, before: tuple[str, str], after: tuple[str, str]) -> None:
    first, second = facts.before_and_after(one)
    assert ((str(first[0]), str(first[-1])), (str(second[0]), str(second[-1]))) == (before, after)
    assert len(first) == 12


@pytest.mark.parametrize(
    ("month", "there"), [(Month(2026, 2), False), (Month(2026, 3), True), (Month(2026, 5), True), (Month(2026, 6), False)]
)
def test_a_policy_is_in_force_in_every_month_that_has_a_day_of_it(month: Month, there: bool) -> None:
    assert bool(facts.in_force(CountyFacts((policy(date(2026, 3, 31), date(2026, 6, 1)),)), month)) is there


def buckets(values: dict[str, int]) -> dict[int, int]:
    return lead.by_minute(figure("here", "DT-001", "2026-09", value, "minutes", group) for group, value in values.items())


def test_lead_times_fall_into_bands_whose_edges_are_the_reference_lines() -> None:
    found = buckets({"-30": 2, "0": 1, "14": 1, "15": 3, "59": 1, "60": 2, "119": 1, "120": 1, "1440": 4, "2879": 1, "2880": 1, "none": 9})
    assert [(one.low, one.n) for one in lead.bins(found) if one.n] == [
        (0, 2), (15, 3), (30, 1), (60, 2), (90, 1), (120, 1), (1440, 5), (2880, 1),
    ]  # fmt: skip
    assert lead.after_release(found) == 2
    assert {60, 120, 1440, 2880} <= {one.low for one in lead.bins(found)}


def test_percentiles_are_lengths_that_were_observed_and_none_over_fewer_than_ten() -> None:
    assert lead.middle(buckets({str(minutes): 1 for minutes in range(9)})) is None
    assert lead.middle(buckets({str(minutes): 1 for minutes in range(10, 110, 10)})) == Middle(10, 50, 90, 10)
    assert lead.middle(buckets({"5": 30})) == Middle(5, 5, 5, 30)


def test_every_release_of_a_length_is_in_exactly_one_band() -> None:
    found = buckets({str(minutes): 1 for minutes in range(0, 4000, 7)})
    assert sum(one.n for one in lead.bins(found)) == sum(found.values())
    assert all(isinstance(one, Bin) for one in lead.bins(found))
