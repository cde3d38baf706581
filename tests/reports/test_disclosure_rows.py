"""The rule for one row and the bookings as base: every example of the specification by name, and the boundaries of each clause."""

from dataclasses import replace
from fractions import Fraction

import pytest

from reports.disclosure import (
    REST,
    AtLeast,
    Frame,
    Grouping,
    Impossible,
    Shown,
    act_window,
    alternatives,
    is_act,
    pooled,
    prove,
    publish,
    rate,
    rest_groups,
    share,
)
from reports.disclosure.acts import shows_groups, sums_show_groups
from reports.measures import MEASURES

RACE = "Unknown AmInd Asian Black White Hispanic"
PIERCE = {"White": 9, "Black": 8, "Hispanic": 152, "Asian": 18, "AmInd": 0, "Unknown": 1}
PIERCE_BOOKINGS = {"White": 16918, "Black": 7110, "Hispanic": 2540, "Asian": 1790, "AmInd": 892, "Unknown": 62}


def grouping(order: str, one_group: bool = False) -> Grouping:
    return Grouping("made_up", 1, tuple(order.split()), False, one_group)


def letters(*counts: int) -> dict[str, int]:
    return dict(zip("abcdefgh", counts, strict=False))


def published(row: dict[str, int], order: str, t: int = 11, one_group: bool = False) -> Shown:
    """Published, and proven."""
    return prove(None, {"detainer": row}, grouping(order, one_group), t).publication.rows["detainer"]


def without(row: dict[str, int], *groups: str) -> dict[str, int]:
    return {group: count for group, count in row.items() if group not in groups}


COUNTRIES = {"Mexico": 96, "B": 9, "C": 7, "D": 5, "E": 4, "F": 3, "G": 1}
TABLES = [
    ("P1 Pierce race", PIERCE, RACE, 11, {"Hispanic": 152, "Asian": 18}, 18),
    ("P3 without Unknown", without(PIERCE, "Unknown"), "AmInd Asian Black White Hispanic", 11, {"Hispanic": 152, "Asian": 18}, 17),
    ("P4 without Unknown and AmInd", without(PIERCE, "Unknown", "AmInd"), "Asian Black White Hispanic", 11, {"Hispanic": 152}, 35),
    ("P5 Pierce, t = 5", PIERCE, RACE, 5, {"White": 9, "Black": 8, "Hispanic": 152}, 19),
    ("P6 Pierce country", COUNTRIES, "G F E D C B Mexico", 11, {"Mexico": 96}, 29),
    ("F1 lone cell", letters(3, 40, 25, 60), "a c b d", 11, {"b": 40, "d": 60}, 28),
    ("F2 two tens", letters(10, 10, 60, 40), "a b d c", 11, {"c": 60}, 60),
    ("F3 two ones", letters(1, 1, 20, 30), "a b c d", 11, None, 52),
    ("F4 next smallest gives it away", letters(10, 11, 11, 30), "a b c d", 11, {"c": 11, "d": 30}, 21),
    ("F5 the same, milder", letters(5, 11, 12, 40), "a d b c", 11, {"b": 11, "c": 12}, 45),
    ("F6 zeros betray", letters(1, 0, 0, 30), "a b c d", 11, None, 31),
    ("F7 binary", letters(4, 41), "a b", 11, None, 45),
    ("F8 zero and large", letters(0, 41), "a b", 11, {"a": 0, "b": 41}, None),
    ("F8 at the threshold", letters(11, 30), "a b", 11, {"a": 11, "b": 30}, None),
    ("F9", letters(5, 6, 0, 30), "a b c d", 11, {"d": 30}, 11),
    ("F10 three tens", letters(10, 10, 10, 30), "a b c d", 11, None, 60),
    ("F11 two join", letters(9, 9, 11, 13, 50), "a b c d e", 11, {"e": 50}, 42),
    ("F12 N < t", letters(2, 0, 1, 4), "a b c d", 11, None, 7),
    ("F13 sex X", {"X": 2, "M": 491, "F": 49}, "X M F", 11, {"F": 49}, 493),
    ("F13 the other order", {"X": 2, "M": 491, "F": 49}, "X F M", 11, {"M": 491}, 51),
    ("nobody at all", letters(0, 0, 0), "a b c", 11, {"a": 0, "b": 0, "c": 0}, None),
    ("two cases a year", letters(2, 0, 0), "a b c", 11, None, 2),
    ("one big and one tiny group", letters(1, 5000), "a b", 11, None, 5001),
]


@pytest.mark.parametrize(("row", "order", "t", "listed", "rest"), [case[1:] for case in TABLES], ids=[case[0] for case in TABLES])
def test_a_row_is_published_so(row: dict[str, int], order: str, t: int, listed: dict[str, int] | None, rest: int | None) -> None:
    if listed is None:
        assert published(row, order, t) == Shown({}, None, rest or 0, "withheld")
    else:
        assert published(row, order, t) == Shown(listed, rest, sum(row.values()), "table")


def test_p1_other_truths_of_white_read_the_same() -> None:
    found = [one for one in alternatives(None, {"detainer": PIERCE}, grouping(RACE), 11) if one.group == "White"]
    assert [one.value for one in found] == [1, 10]
    least, most = (one.rows["detainer"] for one in found)
    assert (least["Black"], least["Unknown"]) == (10, 7)
    assert most["Black"] <= 8
    assert {publish(None, one.rows, grouping(RACE), 11).rows["detainer"].rest for one in found} == {18}


def test_p2_with_bookings_as_base_the_rates_of_listed_groups_are_shown() -> None:
    found = prove(PIERCE_BOOKINGS, {"detainer": PIERCE}, grouping(RACE), 11).publication
    assert found.base is not None
    assert found.base.listed == PIERCE_BOOKINGS
    row = found.rows["detainer"]
    assert (row.listed, row.rest) == ({"Hispanic": 152, "Asian": 18}, 18)
    rates = {group: rate(row, found.base, group) for group in PIERCE}
    assert {group: f"{float(value):.2%}" for group, value in rates.items() if value is not None} == {"Hispanic": "5.98%", "Asian": "1.01%"}


def test_n1_a_cap_withholds_the_row_and_not_the_bookings() -> None:
    found = prove(letters(200, 150, 14), {"detainer": letters(30, 2, 12)}, grouping("c b a"), 11).publication
    assert found.base == Shown(letters(200, 150, 14), None, 364, "table")
    assert found.rows["detainer"] == Shown({}, None, 44, "withheld")


def test_bookings_without_two_strong_groups_are_dropped_and_the_row_stands_alone() -> None:
    row = letters(30, 2, 12, 15)
    found = prove(letters(200, 14, 13, 15), {"detainer": row}, grouping("b c d a"), 11).publication
    assert found.base == Shown({}, None, 242, "dropped")
    assert found.rows["detainer"] == published(row, "b c d a")


def test_a_group_without_bookings_is_zero_in_every_class() -> None:
    found = publish(letters(500, 400, 300, 0), {"detainer": letters(60, 50, 3, 0)}, grouping("d c b a"), 11)
    assert found.rows["detainer"].listed["d"] == 0


# --- each clause at its boundary ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "rest"),
    [
        ((4, 6, 0, 50), None),  # S = 10: below the threshold, nothing safe to be had
        ((5, 6, 0, 50), "abc"),  # 11
        ((10, 10, 0, 50), "abc"),  # 20, the most that two can hold
        ((10, 10, 1, 50), None),  # 21
    ],
)
def test_three_small_groups_are_safe_from_the_threshold_to_what_two_can_hold(counts: tuple[int, ...], rest: str | None) -> None:
    found = rest_groups(letters(*counts), "abcd", 11, Frame.plain("abcd"))
    assert found == (None if rest is None else frozenset(rest))


@pytest.mark.parametrize(("large", "rest"), [(18, None), (19, None), (20, frozenset("ab"))])
def test_a_joined_group_is_safe_only_above_what_all_can_hold(large: int, rest: frozenset[str] | None) -> None:
    assert rest_groups({"a": 1, "b": large, "c": 11}, "abc", 11, Frame.plain("abc")) == rest


def test_large_forced_groups_are_not_safe_before_a_strong_one_has_joined() -> None:
    frame = Frame(frozenset("f"), frozenset("abcd"))
    row = {"f": 300, "a": 1, "b": 2, "c": 40, "d": 50}
    assert rest_groups(row, "fabcd", 11, frame) == frozenset("fabc")


def test_a_forced_group_makes_no_room() -> None:
    frame = Frame(frozenset("f"), frozenset("abc"))
    assert rest_groups({"f": 5, "a": 6, "b": 30, "c": 40}, "fabc", 11, frame) == frozenset("fab")
    assert rest_groups({"f": 5, "a": 6, "b": 0, "c": 40}, "fabc", 11, frame) is None


def test_a_strong_second_group_is_needed() -> None:
    frame = Frame(frozenset("f"), frozenset("ab"))
    assert rest_groups({"f": 5, "a": 400, "b": 500}, "fab", 11, frame) is None


@pytest.mark.parametrize("t", [4, 0, -1])
def test_a_threshold_below_the_floor_is_refused(t: int) -> None:
    for verb in (publish, prove):
        with pytest.raises(Impossible):
            verb(None, {"detainer": PIERCE}, grouping(RACE), t)


def test_a_table_of_one_group_only_is_withheld_where_the_grouping_says_so() -> None:
    assert published(letters(0, 41), "a b", one_group=True).kind == "withheld"
    assert published(letters(0, 41), "a b").kind == "table"
    assert published(letters(0, 0), "a b", one_group=True).kind == "table"


@pytest.mark.parametrize("row", [letters(1, -1), letters(1), {"a": 1, "b": 2, "z": 3}])
def test_counts_that_cannot_be_are_refused_without_a_number(row: dict[str, int]) -> None:
    with pytest.raises(Impossible) as caught:
        publish(None, {"detainer": row}, grouping("a b"), 11)
    assert not any(sign.isdigit() for sign in str(caught.value))


def test_more_in_a_class_than_were_booked_is_refused() -> None:
    with pytest.raises(Impossible):
        publish(letters(5, 50), {"x": letters(3, 20), "y": letters(3, 20)}, grouping("a b"), 11)


@pytest.mark.parametrize("order", ["a", "a a", f"a {REST}"])
def test_a_grouping_that_is_no_list_is_refused(order: str) -> None:
    with pytest.raises(ValueError, match="made_up"):
        grouping(order)


# --- what is calculated from published numbers -------------------------------------------------------------------------------------------


def test_a_share_needs_a_listed_number() -> None:
    row = published(PIERCE, RACE)
    assert share(row, "Hispanic") == Fraction(152, 188)
    assert share(row, REST) == Fraction(18, 188)
    assert share(row, "White") is None
    assert share(published(letters(4, 41), "a b"), "b") is None
    assert share(published(letters(0, 0), "a b"), "a") is None


def test_a_rate_needs_two_listed_numbers() -> None:
    whole = Shown({"a": 0, "b": 50}, 30, 80, "table")
    part = Shown({"a": 0, "b": 12, "c": 12}, 18, 42, "table")
    assert [rate(part, whole, group) for group in ("b", "a", "c", REST)] == [Fraction(12, 50), None, None, None]


def test_the_state_only_adds_what_rows_list() -> None:
    rows = [Shown({"Mexico": 40}, 21, 61, "table"), Shown({"Mexico": 14}, None, 14, "table"), Shown({}, None, 7, "withheld")]
    assert pooled(rows, "Mexico") == AtLeast(54, 2, 3, 7)


# --- acts --------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("total", "window"), [(0, "year"), (43, "year"), (44, "quarter"), (131, "quarter"), (132, "month")])
def test_the_window_of_an_act_follows_last_years_total(total: int, window: str) -> None:
    assert act_window(total) == window


def test_a_window_of_fewer_than_five_shows_its_total_only_and_no_sum_gives_it_away() -> None:
    assert [shows_groups(total) for total in (4, 5)] == [False, True]
    assert [sums_show_groups(totals) for totals in ([5, 9], [5, 4], [])] == [True, False, True]


def test_every_pair_of_the_table_of_measures_is_on_the_act_list_exactly_if_it_says_so() -> None:
    pairs = {(code, by.code): by.kind for code, measure in MEASURES.items() for by in measure.groupings}
    assert {pair for pair in pairs if is_act(*pair)} == {pair for pair, kind in pairs.items() if kind == "act"}
    assert not is_act("DT-002", "unheard_of")


def test_nothing_published_can_be_changed() -> None:
    with pytest.raises(AttributeError):
        published(PIERCE, RACE).total = 1  # type: ignore[misc]
    assert replace(published(PIERCE, RACE), total=1).total == 1
