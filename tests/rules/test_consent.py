"""Consent before a call or visit: the last word before it starts counts."""

from datetime import UTC, datetime, timedelta

import pytest

from bookings.rules.consent import ConsentFacts, held_with_consent, last_before
from bookings.spans import Span

START = Span.minute(datetime(2026, 10, 15, 12, 0, tzinfo=UTC))


def asked(minutes: int, answer: str, order: int = 0) -> ConsentFacts:
    """So many minutes after the start (before it, if negative)."""
    return ConsentFacts(Span.minute(START.at + timedelta(minutes=minutes)), answer, order)


@pytest.mark.parametrize(
    ("rows", "attorney", "held"),
    [
        ([], False, False),
        ([asked(-10, "yes")], False, True),
        ([asked(-10, "no")], False, False),
        ([asked(-10, "not_asked")], False, False),
        ([asked(-10, "yes"), asked(-1, "withdrawn")], False, False),
        ([asked(-10, "no"), asked(-1, "yes")], False, True),
        ([asked(-1, "withdrawn"), asked(-10, "yes")], False, False),
        ([asked(-10, "yes"), asked(5, "withdrawn")], False, True),
        ([asked(5, "yes")], False, False),
        ([asked(0, "yes")], False, True),
        ([asked(0, "yes", 2), asked(0, "withdrawn", 3)], False, False),
        ([asked(0, "withdrawn", 2), asked(0, "yes", 3)], False, True),
        ([asked(-10, "only_with_attorney")], False, False),
        ([asked(-10, "only_with_attorney")], True, True),
        ([asked(-10, "no")], True, False),
    ],
)
def test_the_last_word_before_the_start_counts(rows: list[ConsentFacts], attorney: bool, held: bool) -> None:
    assert held_with_consent(rows, START, attorney) is held


def test_a_yes_some_time_on_the_day_counts_only_if_it_may_have_come_before() -> None:
    day = Span(START.at - timedelta(hours=7), START.at + timedelta(hours=17))
    assert last_before([ConsentFacts(day, "yes")], START) == ConsentFacts(day, "yes")
    assert last_before([ConsentFacts(Span(START.until, START.until + timedelta(hours=1)), "yes")], START) is None
