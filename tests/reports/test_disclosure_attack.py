"""An attacker that shares no code with the rule tries every truth there is: it narrows nothing, and finds each planted weakness."""

import ast
import json
import random
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from reports.disclosure import Frame, Grouping, Publication, prove, publish, rest_groups
from reports.disclosure.publication import by_rule
from reports.disclosure.work import Plan, audit_record, decide
from tests.support import attacker
from tests.support.attacker import Cell, Truth, narrowed, replay, tables

Page = tuple[Any, ...]
RowRule = Callable[[dict[str, int], str, int], Iterable[str] | None]


def grouping(order: Iterable[str], one_group: bool = False) -> Grouping:
    return Grouping("made_up", 1, tuple(order), False, one_group)


def page(found: Publication, order: str) -> Page:
    """What anybody can read: numbers and marks."""
    rows = [*found.rows.values(), *([found.base] if found.base else [])]
    return tuple((row.kind, row.rest, row.total, tuple(row.listed.get(group) for group in order)) for row in rows)


def is_hidden(read: Page, row: int, group: int) -> bool:
    return read[row][0] != "dropped" and read[row][3][group] is None


def rows_only(order: str, t: int, one_group: bool = False) -> attacker.Program:
    return lambda truth: page(by_rule(None, {"x": dict(zip(order, truth[0], strict=True))}, grouping(order, one_group), t), order)


def with_bookings(order: str, t: int) -> attacker.Program:
    def program(truth: Truth) -> Page:
        *rows, base = (dict(zip(order, row, strict=True)) for row in truth)
        return page(by_rule(base, dict(zip("xyz", rows, strict=False)), grouping(order), t), order)

    return program


def all_rows(most: int, groups: int) -> Iterator[Truth]:
    return ((row,) for total in range(most + 1) for row in tables(total, groups))


def nested(bookings: int, classes: tuple[int, ...], groups: int) -> Iterator[Truth]:
    """Every table of all bookings with every table of the classes inside it."""
    for rows in product(*(list(tables(total, groups)) for total in classes)):
        sums = [sum(column) for column in zip(*rows, strict=True)]
        for spare in tables(bookings - sum(classes), groups):
            yield (*rows, tuple(have + more for have, more in zip(sums, spare, strict=True)))


ONE_LEVEL = [(2, 3, 20), (3, 3, 30), (3, 4, 16), (4, 4, 18), (5, 3, 36), (5, 4, 20), (11, 3, 60)]


@pytest.mark.parametrize("one_group", [False, True])
@pytest.mark.parametrize(("t", "groups", "most"), ONE_LEVEL)
def test_whoever_runs_the_program_on_every_row_narrows_nothing(t: int, groups: int, most: int, one_group: bool) -> None:
    cells = replay(rows_only("abcd"[:groups], t, one_group), all_rows(most, groups), t, is_hidden)
    assert len(cells) > most // 2
    assert narrowed(cells) == []


@pytest.mark.parametrize(("t", "bookings", "classes"), [(3, 16, (6,)), (3, 24, (8,)), (4, 20, (6,)), (3, 12, (3, 3)), (2, 14, (3, 4))])
def test_bookings_beside_the_classes_narrow_nothing(t: int, bookings: int, classes: tuple[int, ...]) -> None:
    cells = replay(with_bookings("abc", t), nested(bookings, classes, 3), t, is_hidden)
    assert len(cells) > 10
    assert narrowed(cells) == []


def test_two_years_are_as_safe_as_each() -> None:
    one, years = rows_only("abc", 3), list(tables(9, 3))
    cells = replay(lambda truth: (*one((truth[0],)), *one((truth[1],))), product(years, years), 3, is_hidden)
    assert len(cells) > 10
    assert narrowed(cells) == []


def test_a_pool_with_known_totals_of_its_counties_narrows_nothing() -> None:
    """Each county's own counts are hidden in the pool: any may have had 0 to all."""
    one = rows_only("abc", 3)
    truths = product(list(tables(5, 3)), list(tables(4, 3)))
    pooled = [(tuple(map(sum, zip(*pair, strict=True))),) for pair in truths]
    assert narrowed(replay(one, pooled, 3, is_hidden)) == []


def recorded(order: str, t: int, with_count: bool) -> attacker.Program:
    """The page, and the audit record that is stored with it."""
    plan = Plan(2025, (grouping(order),), (("made_up", ("x",)),), (("x", "A", ("A",)),), thresholds=(("A", t),))
    signed = dict.fromkeys(("frozen_at", "drafted_by", "approved_by"), "")

    def program(truth: Truth) -> Page:
        decision = decide(None, {"x": dict(zip(order, truth[0], strict=True))}, grouping(order), t)
        record = json.dumps(audit_record(plan, ("A", 2025, "made_up"), "R", decision, signed))
        return (*page(decision.publication, order), record, decision.alternatives_checked if with_count else None)

    return program


def test_the_audit_record_narrows_nothing() -> None:
    assert narrowed(replay(recorded("abc", 5, False), all_rows(24, 3), 5, is_hidden)) == []


def test_how_many_alternatives_were_checked_would_give_counts_away() -> None:
    """Four of them in a row of two people mean that each is in a group alone."""
    found = narrowed(replay(recorded("abc", 5, True), all_rows(24, 3), 5, is_hidden))
    assert any(cell.is_exact for cell in found)


# --- planted weaknesses ------------------------------------------------------------------------------------------------------------------


def planted(change: str, order: str, t: int) -> attacker.Program:
    """The rule with one thing changed, written out again."""

    def program(truth: Truth) -> Page:
        row = dict(zip(order, truth[0], strict=True))
        rest = changed_rest(change, row, order, t)
        total = sum(row.values())
        if rest is None:
            return (("withheld", None, total, (None,) * len(order)),)
        shown = None if change == "no rest row" else sum(row[group] for group in rest)
        return (("table", shown, total, tuple(None if group in rest else row[group] for group in order)),)

    return program


def changed_rest(change: str, row: dict[str, int], order: str, t: int) -> set[str] | None:
    small = t - 1 if change == "threshold" else t
    rest = {group for group in order if row[group] < small and (row[group] or change != "zeros stay out")}
    if not sum(row[group] for group in rest):
        return set()
    if change in {"no complement", "no rest row"}:
        return rest
    queue, grown = [group for group in order if group not in rest], False
    if change in {"smallest joins", "largest joins"}:
        queue.sort(key=lambda group: row[group], reverse=change == "largest joins")
    while len(rest) < len(order):
        total, room = sum(row[group] for group in rest), len(rest)
        most = {"no upper limit": 10**6, "limit one wider": room * (t - 1)}.get(change, (room - 1) * (t - 1))
        over = {"(B) from the limit": total >= room * (t - 1), "(B) from the threshold": total > t}.get(change, total > room * (t - 1))
        if room >= 2 and (t <= total <= most or (grown and over)):
            return rest
        rest.add(queue.pop(0))
        grown = True
    return None


def attacked(program: Callable[[str, int], attacker.Program]) -> list[Cell]:
    settings = [(3, 3, 24), (3, 4, 14), (4, 4, 16), (5, 3, 36)]
    return [
        cell for t, groups, most in settings for cell in narrowed(replay(program("abcd"[:groups], t), all_rows(most, groups), t, is_hidden))
    ]


def test_the_rule_written_out_again_without_a_change_is_safe() -> None:
    assert attacked(lambda order, t: planted("nothing", order, t)) == []


@pytest.mark.parametrize(
    "change",
    [
        "no complement",
        "no rest row",
        "zeros stay out",
        "smallest joins",
        "largest joins",
        "no upper limit",
        "limit one wider",
        "(B) from the limit",
        "(B) from the threshold",
    ],
)
def test_a_planted_weakness_is_found(change: str) -> None:
    assert attacked(lambda order, t: planted(change, order, t))


def test_a_threshold_off_by_one_is_found_as_a_small_number_shown() -> None:
    read = planted("threshold", "abc", 5)(((4, 20, 30),))
    assert [count for count in read[0][3] if count is not None and 0 < count < 5] == [4]


def test_a_second_edition_after_one_correction_is_found() -> None:
    """The attacker knows that one record moved from one group to another. Hence one edition."""
    one = rows_only("abc", 3)
    truths = [
        (row, after) for row in tables(12, 3) for after in tables(12, 3) if sum(abs(x - y) for x, y in zip(row, after, strict=True)) == 2
    ]
    found = narrowed(replay(lambda truth: (*one((truth[0],)), *one((truth[1],))), truths, 3, is_hidden))
    assert any(cell.is_exact for cell in found)


def test_a_class_shown_inside_the_class_that_contains_it_is_found() -> None:
    """Bookings as one more row beside the classes, each by the rule for itself: hence the frame."""

    def apart(truth: Truth) -> Page:
        return tuple(part for row in truth for part in rows_only("abc", 3)((row,)))

    assert narrowed(replay(apart, nested(16, (6,), 3), 3, is_hidden))


# --- the attacker who calculates ---------------------------------------------------------------------------------------------------------


def test_l1_a_state_table_beside_the_counties_is_found() -> None:
    known = attacker.bounds([(["A", "B", "C"], 61)], {"A": (40, 40), "B": (14, 14), "C": (0, 61)})
    assert known["C"] == (7, 7)


def test_l2_two_tables_of_the_year_to_date_are_found() -> None:
    known = attacker.bounds([(["to May", "June"], 26)], {"to May": (23, 23), "June": (0, 26)})
    assert known["June"] == (3, 3)


def test_l3_an_open_chain_of_hidden_numbers_is_found_exactly() -> None:
    sums = [(["p", "q"], 22), (["r", "s"], 18), (["p"], 2), (["q", "r"], 23), (["s"], 15)]
    assert attacker.bounds(sums, dict.fromkeys("pqrs", (0, 40))) == {"p": (2, 2), "q": (20, 20), "r": (3, 3), "s": (15, 15)}


def test_l4_a_closed_square_narrows_one_number_from_below() -> None:
    sums = [(["p", "q"], 15), (["r", "s"], 19), (["p", "r"], 18), (["q", "s"], 16)]
    assert attacker.bounds(sums, dict.fromkeys("pqrs", (0, 40))) == {"p": (0, 15), "q": (0, 15), "r": (3, 18), "s": (1, 16)}


def seeded(seed: int) -> tuple[dict[str, int], dict[str, dict[str, int]], Grouping, int]:
    """A made-up unit: from two cases a year to the size of a large county, some tables all zero, some of one big and one tiny group."""
    chance = random.Random(seed)
    order = [f"g{number}" for number in range(chance.randint(2, 12))]
    scale = chance.choice([0, 0.3, 3, 40, 400])
    rows = {code: {group: int(chance.expovariate(1) * scale) for group in order} for code in "xyz"[: chance.randint(1, 3)]}
    if seed % 5 == 0:
        rows["x"] = dict.fromkeys(order, 0) | {order[0]: chance.randint(0, 2), order[-1]: chance.choice([0, 5000])}
    base = {group: sum(row[group] for row in rows.values()) + chance.choice([0, 3, 900, 9000]) for group in order}
    return base, rows, grouping(order, chance.random() < 0.3), chance.randint(5, 20)


@pytest.mark.parametrize("has_base", [False, True])
def test_calculating_narrows_nothing_in_many_seeded_units(has_base: bool) -> None:
    looked = 0
    for seed in range(600):
        base, rows, by, t = seeded(seed)
        found = publish(base if has_base else None, rows, by, t)
        read = {code: vars(row) for code, row in found.rows.items()}
        if found.base and found.base.kind == "table":
            read["base"] = vars(found.base)
        known = attacker.read(read, by.order)
        for code, group in [(code, group) for code in rows for group in by.order]:
            if group not in found.rows[code].listed and 0 < rows[code][group] < t:
                low, high = known[f"{code}/{group}"]
                assert low <= 1
                assert high >= min(t - 1, sum(rows[code].values()))
                looked += 1
    assert looked > 1000


# --- any table at all --------------------------------------------------------------------------------------------------------------------

ROW = st.lists(st.one_of(st.integers(0, 25), st.integers(0, 4000)), min_size=2, max_size=30)


@given(ROW, st.integers(5, 20), st.randoms(use_true_random=False), st.booleans())
@effort(max_examples=200, deadline=None)
def test_any_row_adds_up_shows_nothing_small_and_is_proven(counts: list[int], t: int, chance: random.Random, one_group: bool) -> None:
    row = {f"g{number}": count for number, count in enumerate(counts)}
    order = list(row)
    chance.shuffle(order)
    by = grouping(order, one_group)
    shown = prove(None, {"x": row}, by, t).publication.rows["x"]
    assert shown.total == sum(counts)
    assert all(count == 0 or count >= t for count in shown.listed.values())
    if shown.kind == "table":
        assert sum(shown.listed.values()) + (shown.rest or 0) == shown.total
        assert shown.rest is None or shown.rest >= t
        assert all(shown.listed[group] == row[group] for group in shown.listed)
    assert decide(None, {"x": dict(reversed(row.items()))}, by, t).publication.rows["x"] == shown


@given(st.lists(ROW, min_size=1, max_size=3), st.integers(5, 20), st.sampled_from([0, 5, 200, 40_000]))
@effort(max_examples=150, deadline=None)
def test_any_unit_with_bookings_is_proven(rows: list[list[int]], t: int, spare: int) -> None:
    size = min(map(len, rows))
    order = [f"g{number}" for number in range(size)]
    classes = {code: dict(zip(order, row, strict=False)) for code, row in zip("xyz", rows, strict=False)}
    base = {group: sum(row[group] for row in classes.values()) + spare * (number % 4) for number, group in enumerate(order)}
    assert decide(base, classes, grouping(order), t).proven


def test_the_attacker_shares_no_code_with_the_rule() -> None:
    tree = ast.parse(Path(attacker.__file__).read_text())
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert modules == {"collections", "collections.abc", "dataclasses", "typing"}
    assert not any(isinstance(node, ast.Import) for node in ast.walk(tree))


def test_the_rule_written_out_for_the_attack_is_the_rule() -> None:
    for row in (dict(zip("abcd", counts, strict=True)) for total in range(22) for counts in tables(total, 4)):
        rest = rest_groups(row, "abcd", 4, Frame.plain("abcd"))
        assert changed_rest("nothing", row, "abcd", 4) == (None if rest is None else set(rest))
