"""Verbs of the office's registers: questions, claims, demands and federal money. None of it is about a person held.

An entry is never edited: it is answered or settled once, corrected with a reason, or taken out as entered in error.
"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import County, User
from bookings.actions import Stale, correct_of_county, withdraw
from bookings.actions.county import add_of_county, change_of_county
from reports.models import BoardQuestion, FederalMoney, OutsideClaim, OutsideDemand

__all__ = [
    "answer_demand",
    "answer_question",
    "ask_question",
    "correct_of_county",
    "give_evidence",
    "record_claim",
    "record_demand",
    "record_money",
    "settle_claim",
    "withdraw",
]


@transaction.atomic
def ask_question(*, by: User, county: County, **values: Any) -> BoardQuestion:
    """A question of the board: open until it is answered."""
    return add_of_county("ask_question", BoardQuestion(county=county, recorded_by=by, **values), by)


@transaction.atomic
def answer_question(question: BoardQuestion, *, by: User, answer: str, answered_by: str, answered_on: date) -> BoardQuestion:
    """Answer an open question. One that is answered is corrected, with a reason."""
    check_open(question)
    _check_given(answer=answer)
    return change_of_county("answer_question", question, by, {"answer": answer, "answered_by": answered_by, "answered_on": answered_on})


@transaction.atomic
def record_claim(*, by: User, county: County, **values: Any) -> OutsideClaim:
    """What somebody outside said, as they said it."""
    return add_of_county("record_claim", OutsideClaim(county=county, recorded_by=by, **values), by)


@transaction.atomic
def give_evidence(claim: OutsideClaim, *, by: User, evidence: str, own_number: int | None = None) -> OutsideClaim:
    """The county's own number and where it stands, while the claim is open; it may be given again."""
    check_open(claim)
    _check_given(evidence=evidence)
    return change_of_county("give_evidence", claim, by, {"evidence": evidence, "own_number": own_number})


@transaction.atomic
def settle_claim(claim: OutsideClaim, *, by: User, outcome: str, settled_on: date, settled_why: str) -> OutsideClaim:
    """What came of a claim. Not before the county's evidence is on record."""
    check_open(claim)
    return change_of_county("settle_claim", claim, by, {"outcome": outcome, "settled_on": settled_on, "settled_why": settled_why})


@transaction.atomic
def record_demand(*, by: User, county: County, **values: Any) -> OutsideDemand:
    return add_of_county("record_demand", OutsideDemand(county=county, recorded_by=by, **values), by)


@transaction.atomic
def answer_demand(demand: OutsideDemand, *, by: User, answer: str, answered_on: date, basis: str = "") -> OutsideDemand:
    check_open(demand)
    return change_of_county("answer_demand", demand, by, {"answer": answer, "answered_on": answered_on, "basis": basis})


@transaction.atomic
def record_money(*, by: User, county: County, **values: Any) -> FederalMoney:
    """A payment by the federal government: whole with its entry, so it is only ever corrected."""
    return add_of_county("record_money", FederalMoney(county=county, recorded_by=by, **values), by)


def check_open(entry: BoardQuestion | OutsideClaim | OutsideDemand) -> None:
    """What was answered or settled, or taken out, is so for good: another change is a correction. Raises `Stale`."""
    if not entry.is_open or entry.entered_in_error:
        raise Stale


def _check_given(**given: str) -> None:
    empty = {name: [_("Write it down: an empty one tells nothing.")] for name, text in given.items() if not text.strip()}
    if empty:
        raise ValidationError(empty)
