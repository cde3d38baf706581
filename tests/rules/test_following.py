"""What follows a try to alert somebody."""

from datetime import timedelta

import pytest

from notifications.rules.following import Next, after

HALF_HOUR, AT_ONCE = timedelta(minutes=30), timedelta(0)


@pytest.mark.parametrize(
    ("outcome", "lasting", "contact", "second", "then"),
    [
        ("sent", False, 1, False, Next("sent", HALF_HOUR, 1)),
        ("sent", False, 1, True, Next("sent", HALF_HOUR, 2)),
        ("sent", False, 2, True, Next("sent", HALF_HOUR, 1)),
        ("failed", True, 1, True, Next("failed", AT_ONCE, 2)),
        ("failed", True, 2, True, Next("failed", None, 2)),
        ("failed", True, 1, False, Next("failed", None, 1)),
        ("failed", False, 1, True, Next("failed", timedelta(seconds=30), 1)),
        ("unknown", False, 1, True, Next("unknown", timedelta(seconds=30), 1)),
        ("unknown", True, 1, True, Next("unknown", timedelta(seconds=30), 1)),
    ],
)
def test_what_follows_the_first_try(outcome: str, lasting: bool, contact: int, second: bool, then: Next) -> None:
    assert after(outcome, lasting=lasting, tries=1, contact=contact, second=second) == then


def test_a_try_that_failed_is_repeated_later_each_time_and_at_most_every_quarter_of_an_hour() -> None:
    found = [after("failed", lasting=False, tries=tries, contact=1, second=True) for tries in (1, 2, 3, 4, 5, 6, 7, 50)]
    assert [one.wait / timedelta(seconds=30) for one in found if one.wait] == [1, 2, 4, 8, 16, 30, 30, 30]
    assert [one.contact for one in found] == [1, 2, 2, 2, 2, 2, 2, 2]
