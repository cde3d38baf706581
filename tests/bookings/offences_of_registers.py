"""The offending rows of the office's registers: questions, claims and demands. See `offences`."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model

from reports.models import BoardQuestion, FederalMoney, OutsideClaim, OutsideDemand
from tests.bookings.rows import Row, unknown
from tests.support import build

DAY, BEFORE, AFTER = date(2026, 10, 15), date(2026, 10, 14), date(2026, 10, 16)
ANSWER: dict[str, Any] = {"answer": "Because of a holiday.", "answered_by": "the sheriff", "answered_on": AFTER}
EVIDENCE: dict[str, Any] = {"evidence": "HO-001, release 4"}
SETTLED: dict[str, Any] = EVIDENCE | {"outcome": "different", "settled_on": AFTER, "settled_why": "They count offenses."}
GIVEN: dict[str, Any] = {"answer": "refused", "answered_on": AFTER}
IN_ERROR: dict[str, list[Row]] = {"error_has_its_reason": [{"entered_in_error": True}, {"error_reason": "typed twice"}]}

VALID: dict[type[Model], Callable[[], Row]] = {
    BoardQuestion: lambda: {"county": build.county(), "asked_by": "the chair", "asked_on": DAY, "text": "Why more in March?"},
    OutsideClaim: lambda: {
        "county": build.county(),
        "claimed_by": "an agency",
        "claimed_on": DAY,
        "source": "a press release",
        "what": "transfers",
        "number": 519,
        "first_day": date(2025, 1, 1),
        "last_day": date(2025, 12, 31),
    },
    OutsideDemand: lambda: {
        "county": build.county(),
        "kind": "subpoena",
        "made_by": "an agency",
        "received_on": DAY,
        "what": "a list of bookings",
    },
    FederalMoney: lambda: {
        "county": build.county(),
        "programme": "scaap",
        "paid_by": "Bureau of Justice Assistance",
        "amount": Decimal("12345.67"),
        "received_on": DAY,
        "first_day": date(2024, 7, 1),
        "last_day": date(2025, 6, 30),
        "source": "award letter",
    },
}


def without(whole: dict[str, Any], name: str) -> Row:
    return {key: value for key, value in whole.items() if key != name}


BY_MODEL: dict[type[Model], dict[str, list[Row]]] = {
    BoardQuestion: {
        **IN_ERROR,
        "has_who_and_what": [{"asked_by": ""}, {"text": ""}],
        "answer_is_whole": [without(ANSWER, name) for name in ANSWER],
        "answered_not_before_asked": [ANSWER | {"answered_on": BEFORE}],
    },
    OutsideClaim: {
        **IN_ERROR,
        "outcome_is_known": [SETTLED | {"outcome": outcome} for outcome in ("no such", " ", "Different", "")],
        "has_who_what_and_where": [{"claimed_by": ""}, {"what": ""}, {"source": ""}],
        "period_ends_after_it_starts": [{"last_day": date(2024, 12, 31)}],
        "number_needs_evidence": [{"own_number": 266}, {"own_number": 0}],
        "outcome_is_whole": [without(SETTLED, name) for name in ("outcome", "settled_on", "settled_why")],
        "outcome_needs_evidence": [without(SETTLED, "evidence")],
        "settled_not_before_claimed": [SETTLED | {"settled_on": BEFORE}],
    },
    OutsideDemand: {
        **IN_ERROR,
        **unknown("kind"),
        "answer_is_known": [GIVEN | {"answer": answer} for answer in ("no such", " ", "Refused")],
        "has_who_and_what": [{"made_by": ""}, {"what": ""}],
        "answer_is_whole": [without(GIVEN, "answer"), without(GIVEN, "answered_on"), {"basis": "a statute"}],
        "answered_not_before_received": [GIVEN | {"answered_on": BEFORE}],
    },
    FederalMoney: {
        **IN_ERROR,
        **unknown("programme"),
        "amount_is_positive": [{"amount": Decimal(0)}, {"amount": Decimal("-0.01")}],
        "has_who_and_where": [{"paid_by": ""}, {"source": ""}],
        "period_ends_after_it_starts": [{"last_day": date(2024, 6, 30)}],
    },
}
ALLOWED: dict[type[Model], list[Row]] = {
    BoardQuestion: [ANSWER, ANSWER | {"answered_on": DAY}, {"entered_in_error": True, "error_reason": "asked twice"}],
    OutsideClaim: [
        EVIDENCE,
        EVIDENCE | {"own_number": 0},
        SETTLED,
        SETTLED | {"settled_on": DAY},
        {"number": 0, "first_day": DAY, "last_day": DAY},
    ],
    FederalMoney: [{"amount": Decimal("0.01"), "last_day": date(2024, 7, 1)}],
    OutsideDemand: [GIVEN, GIVEN | {"answered_on": DAY, "basis": "a statute"}],
}
