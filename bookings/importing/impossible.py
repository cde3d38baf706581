"""What the database would refuse of one fact, said with the line on which it stands: one bad row must not stop a whole file."""

from collections.abc import Callable
from typing import Any

from bookings.drafts import Values
from bookings.importing.errors import Rejected
from bookings.models import Booking, CameFrom, Charge, Detainer, Fact, Handover, Stay
from bookings.models.charge import FINAL
from bookings.models.moments import ORDERS

MODELS: dict[str, type[Fact]] = {"booking": Booking, "stay": Stay, "charge": Charge, "detainer": Detainer, "handover": Handover}
MOST_CHARGES = 32_767
SAYS = {constraint.name: constraint.violation_error_message for model in MODELS.values() for constraint in model._meta.constraints}


def _disposed_but_not_ended(values: Values) -> bool:
    return values.get("disposed_at") is not None and values.get("disposition") not in FINAL


def _relayed_by_nobody(values: Values) -> bool:
    return (values.get("came_from") == CameFrom.RELAYED) is not bool(values.get("relayed_from"))


def _half_a_decision(values: Values) -> bool:
    return bool(values.get("decision")) is not (values.get("decided_at") is not None)


def _half_a_relay(values: Values) -> bool:
    return bool(values.get("relayed_to")) is not (values.get("relayed_at") is not None)


def _both_boxes(values: Values) -> bool:
    return bool(values.get("dhs_transferred") and any(map(values.get, ("final_order", "pendency", "biometric", "statements"))))


def _half_a_notice(values: Values) -> bool:
    return bool(values.get("notice_version")) is not (values.get("notice_at") is not None)


# Constraints that values of a file can break, beside closed lists, spans and orders, which are checked as they are read.
BROKEN: dict[str, list[tuple[str, Callable[[Values], bool]]]] = {
    "booking": [
        ("booking_age_is_possible", lambda values: (values.get("age") or 0) > 120),
        ("booking_notice_is_whole", _half_a_notice),
    ],
    "charge": [("charge_disposition_date_needs_a_final_disposition", _disposed_but_not_ended)],
    "detainer": [
        ("detainer_relay_names_its_agency", _relayed_by_nobody),
        ("detainer_decision_is_whole", _half_a_decision),
        ("detainer_box_1_or_box_2", _both_boxes),
        ("detainer_served_how_needs_a_time", lambda values: bool(values.get("served_how")) and values.get("served_at") is None),
        ("detainer_told_of_a_decision", lambda values: values.get("told_at") is not None and not values.get("decision")),
        ("detainer_relay_is_whole", _half_a_relay),
    ],
}


def check(kind: str, line: int, values: Values) -> None:
    for later, earlier, says in ORDERS.get(kind, ()):
        end, start = values.get(f"{later}_until"), values.get(f"{earlier}_at")
        if end is not None and start is not None and end <= start:
            raise Rejected(line, str(says))
    for name, broken in BROKEN.get(kind, ()):
        if broken(values):
            raise Rejected(line, says_of(name))


def check_counts(line: int, charges: list[Values], handovers: list[Values]) -> None:
    """How many facts of a kind one booking can have."""
    if len(handovers) > 1:
        raise Rejected(line, says_of("handover_once"))
    if len(charges) > MOST_CHARGES:
        raise Rejected(line, f"the booking has more than {MOST_CHARGES:,} charges.")


def says_of(constraint: str) -> str:
    says: Any = SAYS[constraint]
    return str(says)
