"""The order of work: the plan before the year, units and pools, counting, deciding, and the record that the release keeps."""

import json
from dataclasses import FrozenInstanceError, replace
from datetime import date
from typing import Any

import pytest

from reports.disclosure import Grouping, Impossible, NotProven, prove, publish, work
from reports.disclosure import proof as proof_module
from reports.disclosure.units import has_base, has_own_row, may_be_halved, units
from reports.disclosure.work import DoesNotAddUp, Plan, TooLate

SEX = Grouping("sex", 1, ("X", "M", "F"), False, False)
PLAN = Plan(
    2025, (SEX,), (("sex", ("handed", "not_handed")),), (("handed", "Larkspur", ("Larkspur",)), ("not_handed", "Larkspur", ("Larkspur",)))
)
ROWS = {"handed": {"X": 2, "M": 491, "F": 49}, "not_handed": {"X": 1, "M": 3, "F": 2}}
SIGNED = {"frozen_at": "2026-03-02T00:00:00Z", "drafted_by": "A", "approved_by": "B"}


@pytest.mark.parametrize(("acts", "residents", "own"), [(99, 10**6, False), (100, 1, True), (None, 249_999, False), (None, 250_000, True)])
def test_a_county_has_its_own_row_by_last_years_acts(acts: int | None, residents: int, own: bool) -> None:
    assert has_own_row(acts, residents) is own


def test_every_other_county_stands_in_the_one_pool_of_its_state() -> None:
    found = units({"A": 540, "B": 7, "C": None, "D": 99}, {"A": 1, "B": 1, "C": 1, "D": 1}, "other counties")
    assert found == {"A": ("A",), "other counties": ("B", "C", "D")}
    assert units({"A": 540}, {"A": 1}, "other counties") == {"A": ("A",)}
    with pytest.raises(ValueError, match="pool"):
        units({"A": 540}, {"A": 1}, "A")


def test_half_years_need_300_in_the_smallest_row() -> None:
    assert [may_be_halved(total) for total in (299, 300)] == [False, True]


@pytest.mark.parametrize(
    ("grouping", "bookings", "own", "by_law", "shown"),
    [
        ("sex", 10_000, [True, True], False, True),
        ("sex", 9_999, [True, True], False, False),
        ("country", 90_000, [True, True], False, False),
        ("sex", 90_000, [True, False], False, False),
        ("sex", 90_000, [True, True], True, False),
    ],
)
def test_bookings_stand_beside_the_classes_only_where_the_proof_holds(
    grouping: str, bookings: int, own: list[bool], by_law: bool, shown: bool
) -> None:
    assert has_base(grouping, bookings, own, by_law) is shown


# --- the plan ----------------------------------------------------------------------------------------------------------------------------


def test_a_plan_cannot_be_changed_and_its_hash_tells_any_other_plan() -> None:
    with pytest.raises(FrozenInstanceError):
        PLAN.year = 2026  # type: ignore[misc]
    others = [replace(PLAN, year=2026), replace(PLAN, thresholds=(("Larkspur", 12),)), replace(PLAN, groupings=(replace(SEX, version=2),))]
    assert len({PLAN.sha256, *(one.sha256 for one in others)}) == 4
    assert replace(PLAN).sha256 == PLAN.sha256


def test_a_threshold_below_the_floor_is_refused_in_the_plan() -> None:
    with pytest.raises(ValueError, match="threshold"):
        replace(PLAN, thresholds=(("Larkspur", 4),))
    assert replace(PLAN, thresholds=(("Larkspur", 5),)).threshold("Larkspur") == 5
    assert PLAN.threshold("Larkspur") == 11


def test_a_county_may_not_stand_in_two_rows_of_a_class() -> None:
    with pytest.raises(ValueError, match="one row"):
        replace(PLAN, units=(*PLAN.units, ("handed", "other counties", ("Larkspur",))))


def test_what_a_law_publishes_has_no_table_here() -> None:
    assert PLAN.rows_of("Larkspur", "sex") == ("handed", "not_handed")
    assert replace(PLAN, by_law=frozenset({("Larkspur", "sex", "handed")})).rows_of("Larkspur", "sex") == ("not_handed",)
    assert PLAN.rows_of("elsewhere", "sex") == ()


def test_a_plan_is_approved_before_its_year_by_a_second_person() -> None:
    work.check_approved(PLAN, date(2024, 12, 31), "A", "B")
    for on, by in [(date(2025, 1, 1), "B"), (date(2024, 12, 31), "A")]:
        with pytest.raises(TooLate):
            work.check_approved(PLAN, on, "A", by)


# --- at publication ----------------------------------------------------------------------------------------------------------------------


def test_a_table_is_published_once_and_not_before_the_year_has_settled() -> None:
    key = ("Larkspur", 2025, "sex")
    assert work.settled_on(2025) == date(2026, 3, 1)
    work.check_may_publish(key, date(2026, 3, 1), {("Larkspur", 2024, "sex")})
    with pytest.raises(TooLate, match="settled"):
        work.check_may_publish(key, date(2026, 2, 28), set())
    with pytest.raises(TooLate, match="second"):
        work.check_may_publish(key, date(2026, 3, 1), {key})


def test_each_booking_is_counted_in_one_row() -> None:
    rows = work.count([("handed", "F"), ("handed", "F"), ("not_handed", "M")], ["handed", "not_handed"], SEX)
    assert rows == {"handed": {"X": 0, "M": 0, "F": 2}, "not_handed": {"X": 0, "M": 1, "F": 0}}


@pytest.mark.parametrize(
    ("acts", "not_recorded", "wrong"),
    [
        ({"handed": 542, "not_handed": 6}, {}, None),
        ({"handed": 545, "not_handed": 6}, {"handed": 3}, None),
        ({"handed": 542, "not_handed": 7}, {}, "not_handed"),
        ({"handed": 542}, {}, "not_handed"),
        ({"handed": 542, "not_handed": 6, "contact": 0}, {}, "contact"),
    ],
)
def test_rows_must_add_up_to_the_acts(acts: dict[str, int], not_recorded: dict[str, int], wrong: str | None) -> None:
    if wrong is None:
        work.check_adds_up(ROWS, acts, not_recorded)
        return
    with pytest.raises(DoesNotAddUp, match=f": {wrong}$"):
        work.check_adds_up(ROWS, acts, not_recorded)


def test_what_cannot_be_proven_is_withheld_whole_and_no_number_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof_module, "with_value", lambda row, *_rest: row)
    with pytest.raises(NotProven) as caught:
        prove(None, ROWS, SEX, 11)
    assert not any(sign.isdigit() for sign in str(caught.value))
    decision = work.decide(None, ROWS, SEX, 11)
    assert not decision.proven
    assert {row.kind for row in decision.publication.rows.values()} == {"withheld"}


def test_what_cannot_be_true_is_no_matter_of_proof() -> None:
    with pytest.raises(Impossible):
        work.decide({"X": 1, "M": 1, "F": 1}, ROWS, SEX, 11)


def test_the_audit_record_holds_what_was_published_and_nothing_hidden() -> None:
    key, decision = ("Larkspur", 2025, "sex"), work.decide(None, ROWS, SEX, 11)
    record = work.audit_record(PLAN, key, "R-2025", decision, SIGNED)
    assert [one["rest_groups"] for one in record["classes"]] == [["X", "M"], []]
    assert (record["proven"], record["base"], record["plan_sha256"]) == (True, None, PLAN.sha256)
    assert numbers(record["classes"]) == {49, 493, 542, 6}
    assert json.loads(json.dumps(record)) == record


def test_the_record_is_the_same_for_another_truth_that_reads_the_same() -> None:
    base = {"X": 700, "M": 9_000, "F": 3_000}
    for bookings in (None, base):
        records = [
            work.audit_record(PLAN, ("Larkspur", 2025, "sex"), "R", work.decide(one_base, rows, SEX, 11), SIGNED)
            for one_base, rows in [(bookings, ROWS), *((one.base, one.rows) for one in proof_module.alternatives(bookings, ROWS, SEX, 11))]
        ]
        assert len(records) > 2
        assert all(record == records[0] for record in records)


def test_the_record_does_not_tell_how_many_hidden_groups_are_empty() -> None:
    assert publish(None, ROWS, SEX, 11) == publish(None, {"handed": ROWS["handed"], "not_handed": {"X": 0, "M": 4, "F": 2}}, SEX, 11)
    some, fewer = (work.decide(None, rows, SEX, 11) for rows in (ROWS, ROWS | {"not_handed": {"X": 0, "M": 4, "F": 2}}))
    records = [work.audit_record(PLAN, ("Larkspur", 2025, "sex"), "R", one, SIGNED) for one in (some, fewer)]
    assert records[0] == records[1]
    assert some.alternatives_checked != fewer.alternatives_checked


def numbers(value: Any) -> set[int]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return set().union(*(numbers(one) for one in value))
    return {value} if isinstance(value, int) and not isinstance(value, bool) else set()
