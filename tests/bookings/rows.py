"""Pieces of rows from which the tables of offending ones are made."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.support import build

Row = dict[str, Any]
START = datetime(2026, 10, 15, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
EARLIER, LATER, LATER_STILL = START - timedelta(hours=1), START + timedelta(hours=1), START + timedelta(hours=2)
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def at(name: str, moment: datetime = LATER) -> Row:
    """A moment of one minute."""
    return {f"{name}_at": moment, f"{name}_until": moment + MINUTE}


def of_booking(**values: Any) -> Row:
    booking = build.booking(build.county())
    return {"county": booking.county, "booking": booking} | values


def crooked(name: str, **with_it: Any) -> list[Row]:
    """A moment that ends before, or as, it starts."""
    return [{f"{name}_at": LATER, f"{name}_until": end} | with_it for end in (LATER, LATER - MINUTE)]


def half(name: str, **with_it: Any) -> list[Row]:
    """An optional moment without its start, without its end, or crooked. `with_it` goes with its start."""
    return [{f"{name}_until": LATER}, {f"{name}_at": LATER} | with_it, *crooked(name, **with_it)]


def before(name: str, **with_it: Any) -> list[Row]:
    """A moment that was over before the other began, by an hour or by nothing."""
    return [at(name, moment) | with_it for moment in (EARLIER, START - MINUTE)]


def unknown(*fields: str) -> dict[str, list[Row]]:
    return {f"{field}_is_known": [{field: "no such"}, {field: " "}, {field: "Live"}] for field in fields}


FACT: dict[str, list[Row]] = unknown("source") | {
    "error_has_its_reason": [{"entered_in_error": True}, {"error_reason": "typed twice"}],
}
SAME: list[Row] = [{}]  # the same row a second time
