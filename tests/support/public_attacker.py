"""An attacker who reads the public API's JSON and nothing else, and knows what every table means. Shares no code with the program.

Every sum that must hold between published numbers becomes an equation; `attacker.bounds` narrows each hidden count by them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from tests.support.attacker import Bounds, bounds

Result = Mapping[str, Any]
REST, BASE, CLASSES = "~rest", "YE-001", ("YE-002", "YE-003", "YE-004")
Equations = list[tuple[list[str], int]]


def key(row: str, measure: str, by: str, group: str) -> str:
    return f"{row}/{measure}/{by}/{group}"


def tables(results: Iterable[Result]) -> dict[tuple[str, str, str, str], list[Result]]:
    found: dict[tuple[str, str, str, str], list[Result]] = defaultdict(list)
    for one in results:
        if one["by"]:
            found[one["row"], one["period"], one["measure"], one["by"]].append(one)
    return found


def attack(results: Iterable[Result]) -> Bounds:
    """Between what and what every count of a group lies, from all that was published of one year."""
    first: Bounds = {}
    equations: Equations = []
    found = tables(results)
    for (row, _period, measure, by), some in found.items():
        first |= known_at_first(row, measure, by, some)
        equations += sums_of(row, measure, by, some)
    for row in {one[0] for one in found}:
        equations += born_abroad(row, found, first)
        equations += inside_all_bookings(row, found, first)
    return bounds(equations, first)


def known_at_first(row: str, measure: str, by: str, some: list[Result]) -> Bounds:
    whole = next((one["denominator"] for one in some if one["denominator"] is not None), None)
    return {
        key(row, measure, by, one["group"]): (one["value"], one["value"]) if one["value"] is not None else (0, whole or 0)
        for one in some
        if one["group"] != REST and whole is not None
    }


def sums_of(row: str, measure: str, by: str, some: list[Result]) -> Equations:
    """All groups are the whole, and the hidden ones are the rest row."""
    groups = [one for one in some if one["group"] != REST and one["denominator"] is not None]
    if not groups:
        return []
    names = [key(row, measure, by, one["group"]) for one in groups]
    hidden = [name for name, one in zip(names, groups, strict=True) if one["value"] is None]
    rest = [(hidden, one["value"]) for one in some if one["group"] == REST]
    return [(names, groups[0]["denominator"]), *rest]


def born_abroad(row: str, found: Mapping[Any, list[Result]], first: Bounds) -> Equations:
    """The birthplace and the country of a booking are one answer: the same number stands in both tables."""
    equations: Equations = []
    for (name, _period, measure, by), some in found.items():
        if (name, by) != (row, "birthplace"):
            continue
        for here, there in (("us_born", "US"), ("declined", "declined")):
            pair = key(row, measure, "birthplace", here), key(row, measure, "country", there)
            if all(one in first for one in pair):
                equations += same(*pair, first, some[0]["denominator"])
    return equations


def same(one: str, other: str, first: Bounds, most: int) -> Equations:
    """x = y, written as sums: x and what is not y are everybody."""
    opposite = f"not {other}"
    first[opposite] = (0, most)
    return [([one, opposite], most), ([other, opposite], most)]


def inside_all_bookings(row: str, found: Mapping[Any, list[Result]], first: Bounds) -> Equations:
    """The classes of a group are some of its bookings."""
    equations: Equations = []
    for (name, _period, measure, by), some in list(found.items()):
        if (name, measure) != (row, BASE):
            continue
        for one in some:
            if one["value"] is not None and one["group"] != REST:
                inside = [key(row, code, by, one["group"]) for code in CLASSES]
                slack = f"others of {key(row, BASE, by, one['group'])}"
                first[slack] = (0, one["value"])
                equations.append(([*(cell for cell in inside if cell in first), slack], one["value"]))
    return equations
