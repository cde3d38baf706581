"""The offending rows of holds and disposals: see `offences`."""

from collections.abc import Callable
from datetime import date

from django.db.models import Model

from bookings.models import Disposal, Disposed, LegalHold
from tests.bookings.rows import START, Row, of_booking, unknown
from tests.support import build


def hold() -> Row:
    row = of_booking()
    return {"county": row["county"], "booking": row["booking"], "reason": "a lawsuit", "placed_by": build.person()}


def disposal() -> Row:
    return {
        "county": build.county(),
        "clock": "words",
        "released_before": date(2024, 1, 1),
        "schedule": "General schedule 7",
        "proposed_by": build.person(),
    }


def disposed() -> Row:
    row = of_booking()
    done = {"clock": "words", "released_before": date(2024, 1, 1), "schedule": "General schedule 7", "proposed_by": build.person()}
    return {"booking": row["booking"], "clock": "words", "disposal": Disposal.objects.create(county=row["county"], **done)}


def by_itself() -> Row:
    """Approved by who proposed it."""
    row = disposal()
    return row | {"approved_by": row["proposed_by"], "decided_at": START}


VALID: dict[type[Model], Callable[[], Row]] = {LegalHold: hold, Disposal: disposal, Disposed: disposed}
BY_MODEL: dict[type[Model], dict[str, list[Row]]] = {
    LegalHold: {
        "has_its_reason": [{"reason": ""}],
        "lifting_is_whole": [{"lifted_at": START}, {"lifted_why": "settled"}, {"lifted_at": START, "lifted_why": "settled"}],
        "once": [{"reason": "another lawsuit"}],
    },
    Disposal: {
        **unknown("clock"),
        "takes_two_people": [{}],
        "is_decided_once": [{"decided_at": START}, {"refusal": "not yet"}, {"refusal": "not yet", "decided_at": START}],
        "names_its_schedule": [{"schedule": ""}],
        "one_open": [{"released_before": date(2025, 1, 1)}],
    },
    Disposed: {**unknown("clock"), "once": [{}]},
}
ALLOWED: dict[type[Model], list[Row]] = {LegalHold: [{"booking": None}]}
FIRST: dict[str, Callable[[], Row]] = {"disposal_takes_two_people": by_itself}
SECOND: dict[str, list[Row]] = {
    "legalhold_once": [{"booking": None}],
    "disposal_one_open": [{"clock": "people"}],
    "disposed_once": [{"clock": "people"}],
}
