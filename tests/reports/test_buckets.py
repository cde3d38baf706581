"""Buckets of minutes: every length is in exactly one, and percentiles of merged counts err by no more than is said."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.rules.intervals import Reading, Value
from reports.measures.buckets import bucket, edge, width

HOUR, DAY = 60, 24 * 60
LENGTHS = st.one_of(st.integers(-400 * DAY, 400 * DAY), st.integers(-5 * HOUR, 5 * HOUR))


@pytest.mark.parametrize(
    ("minutes", "lower", "wide"),
    [
        (0, 0, 1),
        (1, 1, 1),
        (4 * HOUR - 1, 4 * HOUR - 1, 1),
        (4 * HOUR, 4 * HOUR, 30),
        (4 * HOUR + 29, 4 * HOUR, 30),
        (4 * HOUR + 30, 4 * HOUR + 30, 30),
        (DAY - 1, DAY - 30, 30),
        (DAY, DAY, 180),
        (7 * DAY - 1, 7 * DAY - 180, 180),
        (7 * DAY, 7 * DAY, DAY),
        (60 * DAY - 1, 59 * DAY, DAY),
        (60 * DAY, 60 * DAY, 7 * DAY),
        (67 * DAY, 67 * DAY, 7 * DAY),
        (-1, -1, 1),
        (-4 * HOUR, -4 * HOUR, 1),
        (-4 * HOUR - 1, -4 * HOUR - 30, 30),
        (-DAY - 1, -DAY - 180, 180),
        (-60 * DAY - 1, -67 * DAY, 7 * DAY),
    ],
)
def test_a_length_is_in_the_bucket_that_begins_at_its_lower_edge(minutes: int, lower: int, wide: int) -> None:
    assert (edge(minutes), width(lower)) == (lower, wide)


@given(LENGTHS)
def test_every_length_is_in_exactly_one_bucket(minutes: int) -> None:
    lower = edge(minutes)
    assert lower <= minutes < lower + width(lower)
    assert edge(lower) == lower
    assert edge(lower + width(lower) - 1) == lower
    assert edge(lower + width(lower)) == lower + width(lower)


@given(LENGTHS)
def test_below_zero_buckets_mirror_those_above(minutes: int) -> None:
    assert edge(-minutes - 1) == -(edge(minutes) + width(edge(minutes)))
    assert width(edge(-minutes - 1)) == width(edge(minutes))


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (Value(Reading.KNOWN, 5, 5), "5"),
        (Value(Reading.KNOWN, -5, -5), "-5"),
        (Value(Reading.KNOWN, 4 * HOUR, 4 * HOUR + 29), "240"),
        (Value(Reading.KNOWN, 4 * HOUR - 1, 4 * HOUR), "coarse"),
        (Value(Reading.KNOWN, -1, 0), "coarse"),
        (Value(Reading.NEVER), "none"),
        (Value(Reading.OPEN), "open"),
        (Value(Reading.UNKNOWN), "unknown"),
    ],
)
def test_an_interval_is_in_a_bucket_only_if_all_its_readings_are(value: Value, found: str) -> None:
    assert bucket(value) == found


def percentile(counts: Counter[int], p: int) -> int:
    """By nearest rank, as a lower edge."""
    rank, seen = -(-sum(counts.values()) * p // 100), 0
    for lower in sorted(counts):
        seen += counts[lower]
        if seen >= rank:
            return lower
    raise AssertionError("nothing was counted")


@given(st.lists(st.lists(LENGTHS, max_size=40), min_size=1, max_size=4).filter(lambda some: any(some)), st.sampled_from([10, 50, 90]))
def test_a_percentile_of_merged_spans_is_that_of_all_lengths_and_at_most_one_bucket_too_low(spans: list[list[int]], p: int) -> None:
    merged = sum((Counter(map(edge, some)) for some in spans), Counter())
    everything = sorted(minutes for some in spans for minutes in some)
    assert merged == Counter(map(edge, everything))
    exact = everything[-(-len(everything) * p // 100) - 1]
    read = percentile(merged, p)
    assert read <= exact < read + width(read)


@given(st.integers(4 * HOUR, 60 * DAY))
def test_the_stated_error_is_a_seventh_of_the_length_at_most_up_to_sixty_days(minutes: int) -> None:
    assert Fraction(width(edge(minutes)), edge(minutes)) <= Fraction(1, 7)
