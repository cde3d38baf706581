"""Rows that belong together are found wherever they stand, in flat memory."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.importing.grouping import by_key

KEYS = st.lists(st.text(alphabet="ab\n\x00é", max_size=2), max_size=40)


def numbered(keys: list[str]) -> Iterator[tuple[int, list[str]]]:
    return ((line, [key]) for line, key in enumerate(keys, 2))


def plainly(keys: list[str]) -> dict[str, list[tuple[int, list[str]]]]:
    groups: dict[str, list[tuple[int, list[str]]]] = {}
    for line, row in numbered(keys):
        groups.setdefault(row[0], []).append((line, row))
    return groups


@given(keys=KEYS, most=st.integers(1, 10))
def test_groups_are_those_of_a_plain_dict_whatever_the_order_of_rows(keys: list[str], most: int) -> None:
    found = list(by_key(numbered(keys), lambda row: row[0], most))
    assert dict(found) == plainly(keys)
    assert len(found) == len(plainly(keys))


def test_a_file_that_fits_in_memory_keeps_its_own_order() -> None:
    assert [key for key, _ in by_key(numbered(["b", "a", "b", "c"]), lambda row: row[0], 100)] == ["b", "a", "c"]


def test_no_file_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert len(list(by_key(numbered([str(n % 7) for n in range(100)]), lambda row: row[0], 5))) == 7
    assert list(tmp_path.iterdir()) == []
