"""Small demos for tests: more foreign-born people, detainers and mistakes than any county has, so that few bookings show everything."""

from dataclasses import replace
from datetime import date

from jailwatch.demo.load import Order
from jailwatch.demo.shape import SHAPE

CROWDED = replace(
    SHAPE,
    foreign_born=0.5,
    detainers=0.4,
    detainers_after_the_step=0.4,
    superseded=0.15,
    duplicates=0.1,
    wrong_month=0.06,
    booked_twice=0.01,
    wrong_person=0.01,
)
FOUR_MONTHS = Order(months=4, until=date(2026, 10, 20), seed=7, volume=0.08, shape=CROWDED)
TWO_MONTHS = Order(counties=2, months=2, until=date(2026, 10, 20), seed=11, volume=0.08, shape=CROWDED)


def silent(step: str, done: int, total: int) -> None:
    """Nobody looks on."""


# Seven passwords a demo: the slow hash of real accounts would be most of a test.
QUICK_HASHER = ["django.contrib.auth.hashers.MD5PasswordHasher"]
