"""Whose table a county's bookings stand in, from last year's exact totals of acts: its own, or that of the pool of its state."""

from collections.abc import Collection, Mapping

OWN_ROW, RESIDENTS, HALVES, BOOKINGS = 100, 250_000, 300, 10_000
BASED = frozenset({"race", "sex", "age_band", "charge_level"})


def has_own_row(acts_last_year: int | None, residents: int) -> bool:
    """Of one class. A county in its first year has no last year: its size decides."""
    return residents >= RESIDENTS if acts_last_year is None else acts_last_year >= OWN_ROW


def units(acts_last_year: Mapping[str, int | None], residents: Mapping[str, int], pool: str) -> dict[str, tuple[str, ...]]:
    """Of one class in one state: unit -> its counties. Each county is in exactly one; there is one pool."""
    if pool in acts_last_year:
        raise ValueError("The pool cannot have the name of a county.")
    own = {county: (county,) for county, acts in acts_last_year.items() if has_own_row(acts, residents[county])}
    others = tuple(sorted(acts_last_year.keys() - own.keys()))
    return own | ({pool: others} if others else {})


def may_be_halved(smallest_row_last_year: int) -> bool:
    """Half-years in place of the year, for the whole year."""
    return smallest_row_last_year >= HALVES


def has_base(grouping: str, bookings_last_year: int, own_rows: Collection[bool], is_by_law: bool) -> bool:
    """Whether the table of all bookings is shown beside the classes.

    Not if a class of the county stands in the pool or is published by law elsewhere: the bookings could cap a row that the proof
    does not see.
    """
    return grouping in BASED and bookings_last_year >= BOOKINGS and all(own_rows) and not is_by_law
