"""The words under stated rules, over plain figures: no database."""

import re

import pytest

from accounts.periods import Month
from reports import sentences
from reports.figures import Figure, Status

SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)
FORBIDDEN = re.compile(
    r"\b(only|surge|soar|plunge|fail|improv|better|worse|because|due to|thanks|alarming|good|bad|despite)", re.IGNORECASE
)


def figure(month: Month, measure: str, value: int | None, group: str = "", status: Status = Status.PUBLISHED) -> Figure:
    status = Status.NO_DATA if value is None else status
    return Figure(measure, "here", str(month), "", group, value, None, status, "things", "here", None)


def month(of: Month, status: Status = Status.PUBLISHED, **values: int | None) -> list[Figure]:
    """Figures of a month, by short names."""
    names = {
        "bookings": ("BK-001", ""), "foreign": ("BK-002", "foreign_born"), "unborn": ("BK-002", "unknown"), "detainers": ("DT-001", ""),
        "taken": ("DT-002", "handed_over"), "lost": ("DT-002", "unaccounted"), "handed": ("HO-001", ""), "before": ("HO-002", ""),
        "untold": ("HO-002", "unknown"),
    }  # fmt: skip
    return [figure(of, code, values.get(name, 0), group, status) for name, (code, group) in names.items()]


SEPT = {"bookings": 1210, "detainers": 22, "handed": 26}
OCT = {"bookings": 1234, "foreign": 180, "unborn": 41, "detainers": 31, "taken": 12, "lost": 2, "handed": 19, "before": 11, "untold": 3}


def test_a_months_sentences_are_these_and_no_others() -> None:
    assert sentences.month_sentences([*month(SEPTEMBER, **SEPT), *month(OCTOBER, **OCT)], OCTOBER) == [
        "The jail made 1,234 bookings in October 2026, no clear change on September 2026.",
        "In 180 of these bookings the person named a birthplace outside the United States; in 41 it is not known.",
        "The jail received 31 detainers in October 2026, 9 more than in September 2026.",
        "ICE took the person on 12 of these detainers; 2 are unaccounted for.",
        "The jail recorded 19 handovers to ICE in October 2026, 7 fewer than in September 2026.",
        "11 of these handovers came before a conviction; for 3 the record does not tell.",
    ]


def test_a_month_in_which_nothing_happened_says_zero_and_divides_nothing() -> None:
    assert sentences.month_sentences([*month(SEPTEMBER), *month(OCTOBER)], OCTOBER) == [
        "The jail made 0 bookings in October 2026, as many as in September 2026.",
        "The jail received 0 detainers in October 2026, as many as in September 2026.",
        "The jail recorded 0 handovers to ICE in October 2026, as many as in September 2026.",
    ]


def test_one_of_a_thing_is_told_in_the_singular() -> None:
    told = sentences.month_sentences(month(OCTOBER, bookings=1, detainers=1, handed=1), OCTOBER)
    assert [told[0], told[2], told[4]] == [
        "The jail made 1 booking in October 2026.",
        "The jail received 1 detainer in October 2026.",
        "The jail recorded 1 handover to ICE in October 2026.",
    ]


def test_a_month_that_is_not_over_is_told_so_far_and_compared_with_nothing() -> None:
    told = sentences.month_sentences([*month(SEPTEMBER, **SEPT), *month(OCTOBER, Status.NOT_YET, **OCT)], OCTOBER)
    assert told[2] == "The jail received 31 detainers in October 2026 so far."
    assert not any("September" in sentence for sentence in told)


@pytest.mark.parametrize("before", [[], month(SEPTEMBER, Status.NOT_YET, **SEPT), [figure(SEPTEMBER, "DT-001", None)]])
def test_a_month_without_a_whole_one_before_it_is_compared_with_nothing(before: list[Figure]) -> None:
    told = sentences.month_sentences([*before, *month(OCTOBER, **OCT)], OCTOBER)
    assert told[2] == "The jail received 31 detainers in October 2026."


def test_a_month_without_data_is_one_sentence_without_a_number() -> None:
    assert sentences.month_sentences([figure(OCTOBER, "BK-001", None)], OCTOBER) == [
        "There are no figures for October 2026: nobody recorded it."
    ]


def test_january_is_compared_with_december_of_the_year_before() -> None:
    told = sentences.month_sentences([*month(Month(2025, 12), detainers=9), *month(Month(2026, 1), detainers=30)], Month(2026, 1))
    assert told[1] == "The jail received 30 detainers in January 2026, 21 more than in December 2025."


CHANGES = [
    (31, 22, True),
    (19, 26, True),
    (44, 41, False),
    (0, 1, False),
    (2, 0, True),
    (3, 1, False),
    (4, 1, True),
    (1234, 1210, False),
    (1234, 1180, True),
    (5, 5, False),
]


@pytest.mark.parametrize(("now", "before", "clear"), CHANGES)
def test_a_change_is_clear_if_it_is_larger_than_the_square_root_of_the_sum(now: int, before: int, clear: bool) -> None:
    assert sentences.is_clear(now, before) is clear
    assert sentences.is_clear(before, now) is clear


@pytest.mark.parametrize("values", [SEPT, OCT, {}])
def test_no_sentence_praises_blames_or_explains(values: dict[str, int]) -> None:
    for status in (Status.PUBLISHED, Status.NOT_YET):
        for sentence in sentences.month_sentences([*month(SEPTEMBER, **SEPT), *month(OCTOBER, status, **values)], OCTOBER):
            assert not FORBIDDEN.search(sentence)
