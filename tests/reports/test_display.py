"""Months as each language writes them."""

import pytest
from django.utils import translation

from accounts.periods import Month
from reports import display


@pytest.mark.parametrize(("language", "name"), [("en", "June 2017"), ("es", "junio de 2017")], ids=["English", "Spanish"])
def test_a_month_reads_as_the_language_writes_it(language: str, name: str) -> None:
    with translation.override(language):
        assert display.month_name(Month(2017, 6)) == name


@pytest.mark.parametrize(
    ("part", "whole", "said"), [(152, 188, "80.9 %"), (18, 188, "9.6 %"), (1, 3, "33.3 %"), (2, 3, "66.7 %"), (0, 5, "0.0 %"), (0, 0, "")]
)
def test_a_share_is_rounded_and_not_cut_off(part: int, whole: int, said: str) -> None:
    assert display.percent(part, whole) == said
