"""What the database would refuse of one fact, said with the line on which it stands: one bad row must not stop a whole file."""

from collections.abc import Callable
from typing import Any

from bookings.drafts import Draft, Values
from bookings.importing.errors import Rejected
from bookings.importing.mapping import SECTIONS
from bookings.kinds import KINDS
from bookings.models import Booking, CameFrom, ClaimAnswer, Fact, IceAnswer, RequestAnswer, StepKind, YesNo
from bookings.models.charge import FINAL
from bookings.models.moments import ORDERS

MODELS: dict[str, type[Fact]] = {"booking": Booking} | {name: KINDS[kind] for name, kind in SECTIONS.items()}
ORDERS_OF = {kind: ORDERS.get(str(model._meta.model_name), []) for kind, model in MODELS.items()}
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


def _of_two_things(values: Values) -> bool:
    return values.get("call") is not None and values.get("visit") is not None


def _answered_without(*answers: str) -> Callable[[Values], bool]:
    return lambda values: values.get("answered_at") is not None and values.get("answer", "") not in answers


def _phone_unused(name: str) -> Callable[[Values], bool]:
    return lambda values: bool(values.get(name)) and values.get("put_on_phone") != YesNo.YES


def _never_started(*names: str) -> Callable[[Values], bool]:
    return lambda values: values.get("started_at") is None and any(values.get(name) for name in names)


def _reason_of_another_step(values: Values) -> bool:
    return (values.get("kind") == StepKind.ELIGIBLE) is not bool(values.get("reason"))


def _amount_of_no_bail(values: Values) -> bool:
    return bool(values.get("amount")) and not str(values.get("kind", "")).startswith("bail_")


def _half_an_offense(values: Values) -> bool:
    return (values.get("charge") is not None) is bool(values.get("description"))


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
    "consent": [("consent_is_about_one_thing", _of_two_things)],
    "ice_call": [
        ("icecall_answer_time_needs_an_answer", _answered_without(*(answer for answer in IceAnswer if answer != IceAnswer.NONE))),
        ("icecall_phone_time_needs_the_phone", _phone_unused("phone_at")),
        ("icecall_override_needs_the_phone", _phone_unused("override_reason")),
    ],
    "visit": [
        ("icevisit_end_needs_a_start", _never_started("ended_at", "ended_by")),
        ("icevisit_override_needs_a_start", _never_started("override_reason")),
    ],
    "federal_request": [
        ("federalrequest_answer_time_needs_an_answer", _answered_without(*(one for one in RequestAnswer if one != RequestAnswer.NONE))),
        ("federalrequest_names_its_agency", lambda values: not values.get("agency")),
    ],
    "citizenship_claim": [
        ("citizenshipclaim_answer_has_its_time", _answered_without(ClaimAnswer.CONFIRMED, ClaimAnswer.REJECTED)),
    ],
    "consular_notice": [
        ("consularnotice_is_advice_or_notice", lambda values: values.get("advised_at") is None and values.get("told_at") is None),
        ("consularnotice_names_the_consulate", lambda values: values.get("told_at") is not None and not values.get("consulate")),
    ],
    "release_step": [
        ("releasestep_eligible_has_its_reason", _reason_of_another_step),
        ("releasestep_amount_is_of_bail", _amount_of_no_bail),
    ],
    "allowing_offense": [("allowingoffense_names_an_offense", _half_an_offense)],
}


def check(kind: str, line: int, values: Values) -> None:
    for later, earlier, says in ORDERS_OF[kind]:
        end, start = values.get(f"{later}_until"), values.get(f"{earlier}_at")
        if end is not None and start is not None and end <= start:
            raise Rejected(line, str(says))
    for name, broken in BROKEN.get(kind, ()):
        if broken(values):
            raise Rejected(line, says_of(name))


def check_counts(draft: Draft) -> None:
    """How many facts of a kind one booking can have."""
    if len(draft.handovers) > 1:
        raise Rejected(draft.line, says_of("handover_once"))
    if len(draft.charges) > MOST_CHARGES:
        raise Rejected(draft.line, f"the booking has more than {MOST_CHARGES:,} charges.")
    if draft.more and sum(offense.get("counts", True) for offense in draft.more.get("allowing-offenses", ())) > 1:
        raise Rejected(draft.line, says_of("allowingoffense_one_counts"))


def says_of(constraint: str) -> str:
    says: Any = SAYS[constraint]
    return str(says)
