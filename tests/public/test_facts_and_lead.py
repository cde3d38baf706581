"""Policies and gaps beside columns, months before and after, and lead times from their buckets."""

from datetime import date

import pytest

from accounts.periods import Month
from reports.charts import Band, Mark
from reports.figures import Figure, Status
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


def bands(values: dict[str, int], status: Status = Status.PUBLISHED) -> list[Figure]:
    codes = (lead.AFTER, *lead.EDGES, lead.NONE, *lead.NOT_WHOLE)
    return [figure("here", "DT-002", "2026-Q3", values.get(code, 0), "outcome", code, 40, 27, status) for code in codes]


USUAL = {"under_0": 2, "0_1": 6, "1_2": 11, "2_4": 4, "4_24": 3, "48_up": 3, "none": 4, "coarse": 1, "unknown": 1}


def test_the_bands_are_the_bins_of_the_strip_and_its_reference_lines_are_their_edges() -> None:
    assert lead.bins(bands(USUAL)) == [
        Bin(0, 60, 6), Bin(60, 120, 11), Bin(120, 240, 4), Bin(240, 1440, 3), Bin(1440, 2880, 0), Bin(2880, None, 3),
    ]  # fmt: skip
    assert [one.n for one in lead.apart(bands(USUAL))] == [2, 4, 2]
    assert {60, 120, 1440, 2880} <= {one.low for one in lead.bins(bands(USUAL))}


HEADLINES = [
    (USUAL, "19", "of 29 releases with less than 2 h of notice to ICE"),
    ({"0_1": 1}, "1", "of 1 release with less than 1 h of notice to ICE"),
    ({"0_1": 1, "1_2": 1}, "1", "of 2 releases with less than 1 h of notice to ICE"),
    ({"under_0": 3, "24_48": 2}, "3", "of 5 releases with less than 1 h of notice to ICE"),
    ({"0_1": 1, "48_up": 9}, "10", "of 10 releases: any notice"),
]


@pytest.mark.parametrize(("values", "number", "words"), HEADLINES)
def test_the_headline_is_the_first_line_below_which_half_of_the_releases_lie(values: dict[str, int], number: str, words: str) -> None:
    found = lead.headline(bands(values))
    assert found is not None
    assert (found["value"], found["words"]) == (number, words)


@pytest.mark.parametrize("figures", [bands({"none": 4}), bands({}), bands(USUAL, Status.SUPPRESSED)])
def test_without_a_length_or_a_published_window_there_is_no_headline(figures: list[Figure]) -> None:
    assert lead.headline(figures) is None


def test_those_without_notice_and_without_a_whole_clock_are_said_beside() -> None:
    found = lead.headline(bands(USUAL))
    assert found is not None
    assert found["lines"] == ["quarter 3 of 2026", "4 more without notice, 2 without a whole clock"]


def test_percentiles_are_bands_and_none_over_fewer_than_ten() -> None:
    assert lead.middle(bands({"0_1": 9, "none": 50})) is None
    assert lead.middle(bands(USUAL)) == Middle(0, 1, 5, 29)
    assert lead.middle(bands({"under_0": 10})) == Middle(-1, -1, -1, 10)
