"""The sentences of a report: computed from figures by stated rules, from figures typed by hand."""

from typing import Any

import pytest

from reports.figures import OFFICE, Status
from reports.public.book import Book
from reports.report import headlines, sections, standing
from reports.report.reading import Reading
from tests.reports.report.made import SEPTEMBER, months, one_figure, reading

DETAINERS = "DT-001"
AUGUST, LAST_YEAR = "2026-08", "2025-09"


def said(*values: int | None, last_year: int | None = None, **more: Any) -> str:
    """The sentence of September after months that end with it."""
    counts = months(DETAINERS, SEPTEMBER, *values) | ({(DETAINERS, LAST_YEAR): last_year} if last_year is not None else {})
    return headlines.sentence(reading(counts, **more), DETAINERS)


BESIDE = [
    (31, 44, "13 more than in August 2026 (31)."),
    (44, 31, "13 fewer than in August 2026 (44)."),
    (41, 44, "No clear change on August 2026 (41)."),
    (44, 44, "As many as in August 2026."),
    (0, 0, "As many as in August 2026."),
    (0, 1, "No clear change on August 2026 (0)."),
    (0, 2, "2 more than in August 2026 (0)."),
    (None, 44, "No data for August 2026 to compare with."),
]


@pytest.mark.parametrize(("before", "now", "words"), BESIDE, ids=[f"{before} then {now}" for before, now, _ in BESIDE])
def test_a_count_stands_beside_the_month_before(before: int | None, now: int, words: str) -> None:
    text = said(before, now)
    assert text.startswith(f"The jail received {now} detainer{'' if now == 1 else 's'} in September 2026. {words}")


@pytest.mark.parametrize(
    ("now", "before", "clear"), [(31, 22, True), (22, 19, False), (2, 0, True), (1, 0, False), (4, 1, True), (3, 1, False)]
)
def test_a_difference_is_clear_above_the_square_root_of_the_sum(now: int, before: int, clear: bool) -> None:
    assert ("No clear change" not in said(before, now)) == clear


def test_last_year_and_the_year_to_date_stand_in_the_same_sentence() -> None:
    counts = months(DETAINERS, SEPTEMBER, *[4] * 21)
    text = headlines.sentence(reading(counts), DETAINERS)
    assert text == (
        "The jail received 4 detainers in September 2026. As many as in August 2026. As many as in September 2025. "
        "36 in 2026 so far (same months of last year: 36)."
    )


def test_a_year_to_date_with_a_gap_says_of_how_many_months_it_is() -> None:
    assert "44 in the 1 of 9 months of 2026 with data." in said(44)


MISSING = [
    (Status.NO_DATA, "Detainers received, September 2026: no data, nobody recorded it."),
    (Status.SUPPRESSED, "Detainers received, September 2026: protected, so that nobody can be singled out."),
    (Status.NOT_YET, "Detainers received, September 2026: not yet, the period is not over."),
]


@pytest.mark.parametrize(("status", "words"), MISSING, ids=[status for status, _ in MISSING])
def test_what_has_no_number_says_why_and_never_zero(status: str, words: str) -> None:
    assert said(None, status=status) == words


def test_zero_is_told_as_zero() -> None:
    assert said(3, 0).startswith("The jail received 0 detainers in September 2026. 3 fewer than in August 2026 (3).")


def test_a_month_that_is_not_over_is_told_so_far_and_compared_with_nothing() -> None:
    running = reading(months(DETAINERS, AUGUST, 9), edition=OFFICE)
    part = one_figure(DETAINERS, SEPTEMBER, 4, Status.PUBLISHED)
    running.book = Book("here", [*running.book.all, type(part)(**{**fields(part), "status": Status.NOT_YET})])
    assert headlines.sentence(running, DETAINERS) == "The jail received 4 detainers in September 2026 so far."


def fields(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in type(one).__dataclass_fields__}


def test_a_year_is_told_beside_the_year_before_where_every_month_has_a_count() -> None:
    whole = reading(months(DETAINERS, "2025-12", *[10] * 12, *[20] * 12), "2025")
    assert headlines.sentence(whole, DETAINERS) == "The jail received 240 detainers in 2025. 120 more than in 2024 (120)."
    part = reading(months(DETAINERS, "2025-12", *[20] * 11), "2025")
    assert headlines.sentence(part, DETAINERS) == "Detainers received, 2025: 220 in 11 of 12 months."
    assert part.figure(DETAINERS).value is None


def test_a_federal_year_runs_from_october_to_september() -> None:
    whole = reading(months(DETAINERS, SEPTEMBER, *[3] * 12), "FFY2026")
    assert headlines.sentence(whole, DETAINERS).startswith("The jail received 36 detainers in federal fiscal year 2026.")


STOCKS = [
    ((41, 39, 38, 42), "The four counts add up."),
    ((41, 39, 38, 45), "The four counts do not add up: they are 3 apart."),
    ((0, 0, 0, 0), "The four counts add up."),
    ((41, None, 38, 42), "One of the four counts is missing, so they cannot be added up."),
]


@pytest.mark.parametrize(("counts", "words"), STOCKS, ids=[str(counts) for counts, _ in STOCKS])
def test_the_stock_and_flow_add_up_or_say_that_they_do_not(counts: tuple[int | None, ...], words: str) -> None:
    codes = ("DT-008", "DT-001", "DT-009", "DT-007")
    (table,) = sections.stock(reading({(code, SEPTEMBER): value for code, value in zip(codes, counts, strict=True)})).tables
    assert table.note == words
    assert [line.cells[0].value for line in table.lines] == list(counts)


def test_the_stock_of_a_year_is_that_of_its_first_and_last_month() -> None:
    opened = months("DT-008", "2025-12", 5, *[9] * 11)
    flows = months("DT-001", "2025-12", *[2] * 12) | months("DT-009", "2025-12", *[1] * 12)
    (table,) = sections.stock(reading(opened | flows | months("DT-007", "2025-12", *[9] * 11, 17), "2025")).tables
    assert [line.cells[0].value for line in table.lines] == [5, 24, 12, 17]
    assert table.note == "The four counts add up."


def bands(**counts: int) -> dict[tuple[str, str], list[Any]]:
    groups = ("under_0", "0_1", "1_2", "2_4", "4_24", "24_48", "48_up", "none", "coarse", "open", "unknown")
    made = [one_figure("LT-001", SEPTEMBER, 0, Status.PUBLISHED) for _ in groups]
    return {
        ("LT-001", "band"): [
            type(one)(**{**fields(one), "by": "band", "group": code, "value": counts.get(f"b{code}", 0)})
            for one, code in zip(made, groups, strict=True)
        ]
    }


def test_how_much_notice_is_told_of_the_releases_with_a_length() -> None:
    one: Reading = reading({}, parts=bands(b0_1=6, b2_4=3, bnone=2))
    assert headlines.section(one).sentences[-1] == (
        "6 of 9 releases with less than 1 h of notice to ICE (September 2026; 2 more without notice, 0 without a whole clock)."
    )
    assert not any("notice to ICE" in said for said in headlines.section(reading({})).sentences)


def test_costs_are_told_in_dollars_with_both_ends_in_the_office_alone() -> None:
    cents = {(code, SEPTEMBER): value for code, value in (("CO-003", 123456), ("CO-004", 100000), ("CO-005", 250049), ("CO-001", 90))}
    section = standing.costs(reading(cents, edition=OFFICE))
    assert section.sentences == ("Staff time cost $1,235 by the county’s rates; low end $1,000, high end $2,500.",)
    public = standing.costs(reading(cents))
    assert public.sentences == ()
    assert not any(cell.value for table in public.tables for line in table.lines for cell in line.cells)


@pytest.mark.parametrize(
    ("stays", "said"),
    [
        ((20, 100, 20 * 7 * 1440, 100 * 2 * 1440), "20 stays with a detainer ended after 7.0 days on average, 100 others after 2.0."),
        ((20, 100, 20 * 7 * 1440, 100 * 2 * 1440), "they would come to 100 jail-days fewer. An estimate:"),
        ((11, 11, 11 * 1440, 11 * 3 * 1440), "they would come to 22 jail-days more. An estimate:"),
        ((10, 100, 10 * 7 * 1440, 100 * 2 * 1440), ""),  # one long stay would decide
        ((20, 100, None, 100 * 2 * 1440), ""),
    ],
)
def test_extra_jail_days_are_an_estimate_of_the_office_over_enough_stays(stays: tuple[int | None, ...], said: str) -> None:
    counts = {(code, SEPTEMBER): value for code, value in zip(standing.STAYS, stays, strict=True)}
    told = list(standing.costs(reading(counts, edition=OFFICE)).sentences)
    assert (said in told[0]) if said else (told == [])
    assert standing.costs(reading(counts)).sentences == ()


@pytest.mark.parametrize(
    ("cents", "told"),
    [(0, "0"), (49, "0"), (50, "1"), (150, "2"), (250, "3"), (123456, "1,235"), (99999999999999950, "1,000,000,000,000,000")],
)
def test_dollars_are_rounded_as_decimals_half_upwards(cents: int, told: str) -> None:
    assert standing.dollars(cents) == told
