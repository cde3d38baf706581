"""Questions, claims and demands through their whole life: open until answered, answered once, corrected with a reason."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEntry, County, Role, User
from bookings.actions import Stale
from reports.actions import registers as verbs
from reports.models import BoardQuestion, OutsideClaim, OutsideDemand
from tests.reports.registers import entries
from tests.reports.registers.entries import ANSWERED, ASKED
from tests.support import build

pytestmark = pytest.mark.django_db
ANSWER = {"answer": "A neighboring jail was closed.", "answered_by": "the sheriff", "answered_on": ANSWERED}
SETTLED = {"outcome": "different", "settled_on": ANSWERED, "settled_why": "They count offenses, we count people."}


@pytest.fixture
def county() -> County:
    return build.county()


@pytest.fixture
def by(county: County) -> User:
    return build.person(Role.RECORDS_OFFICER, county)


def journal() -> list[tuple[str, str, str]]:
    return [(one.verb, one.noun, one.origin) for one in AuditEntry.objects.order_by("pk")]


def refused(problem: ValidationError) -> dict[str, list[str]]:
    return problem.message_dict


def test_a_question_stays_open_until_it_is_answered(by: User, county: County) -> None:
    one = entries.question(by, county)
    assert one.is_open
    verbs.answer_question(one, by=by, **ANSWER)
    kept = BoardQuestion.objects.get()
    assert not kept.is_open
    assert (kept.asked_on, kept.answered_on, kept.answered_by, kept.answer) == (ASKED, ANSWERED, "the sheriff", ANSWER["answer"])
    assert journal() == [("ask_question", "reports.BoardQuestion", "live"), ("answer_question", "reports.BoardQuestion", "live")]
    asked, answered = AuditEntry.objects.order_by("pk")
    assert asked.detail["after"]["text"] == "Why twice as many as in August?"
    assert answered.detail["before"] == {"answer": "", "answered_by": "", "answered_on": None}
    assert answered.detail["after"] == {name: str(value) for name, value in ANSWER.items()}
    assert (asked.by, asked.county_id, asked.sealed) == (f"user:{by.pk}", county.pk, None)


def test_a_question_is_answered_once_and_then_only_corrected(by: User, county: County) -> None:
    one = entries.question(by, county)
    same = BoardQuestion.objects.get()
    verbs.answer_question(one, by=by, **ANSWER)
    with pytest.raises(Stale):
        verbs.answer_question(one, by=by, **ANSWER)
    with pytest.raises(Stale):
        verbs.answer_question(same, by=by, **(ANSWER | {"answer": "Another one."}))
    verbs.correct_of_county(one, by=by, reason="The wrong jail was named.", answer="A jail across the river was closed.")
    last = AuditEntry.objects.latest("pk")
    assert (last.verb, last.origin, last.detail["reason"]) == ("correct", "correction", "The wrong jail was named.")
    assert last.detail["before"] == {"answer": ANSWER["answer"]}


@pytest.mark.parametrize(
    ("change", "field"),
    [({"answer": " "}, "answer"), ({"answered_by": ""}, "answer"), ({"answered_on": date(2026, 10, 5)}, "answered_on")],
)
def test_an_answer_is_whole_and_not_from_before_the_question(by: User, county: County, change: dict[str, Any], field: str) -> None:
    one = entries.question(by, county)
    with pytest.raises(ValidationError) as problem:
        verbs.answer_question(one, by=by, **(ANSWER | change))
    assert list(refused(problem.value)) == [field]
    assert BoardQuestion.objects.get().is_open


def test_an_empty_question_is_refused_with_a_sentence(by: User, county: County) -> None:
    with pytest.raises(ValidationError) as problem:
        entries.question(by, county, text="")
    assert list(refused(problem.value)) == ["text"]
    assert journal() == []


def test_a_claim_is_settled_only_over_evidence(by: User, county: County) -> None:
    one = entries.claim(by, county)
    with pytest.raises(ValidationError, match="only once the county’s evidence is on record"):
        verbs.settle_claim(one, by=by, **SETTLED)
    one = OutsideClaim.objects.get()
    verbs.give_evidence(one, by=by, own_number=266, evidence="HO-001, release 4")
    verbs.give_evidence(one, by=by, own_number=266, evidence="HO-001, release 5")
    verbs.settle_claim(one, by=by, **SETTLED)
    kept = OutsideClaim.objects.get()
    assert (kept.number, kept.own_number, kept.evidence, kept.outcome) == (519, 266, "HO-001, release 5", "different")
    assert [verb for verb, _, _ in journal()] == ["record_claim", "give_evidence", "give_evidence", "settle_claim"]
    with pytest.raises(Stale):
        verbs.settle_claim(kept, by=by, **SETTLED)
    with pytest.raises(Stale):
        verbs.give_evidence(kept, by=by, evidence="HO-001, release 6")


def test_a_claim_is_not_settled_as_open(by: User, county: County) -> None:
    one = entries.claim(by, county)
    verbs.give_evidence(one, by=by, own_number=None, evidence="HO-001, release 4")
    with pytest.raises(ValidationError, match="an open claim has neither"):
        verbs.settle_claim(one, by=by, **(SETTLED | {"outcome": "open"}))


def test_a_demand_is_answered_once(by: User, county: County) -> None:
    one = entries.demand(by, county)
    verbs.answer_demand(one, by=by, answer="refused", answered_on=ANSWERED, basis="not signed by a judge")
    kept = OutsideDemand.objects.get()
    assert (kept.answer, kept.answered_on, kept.is_open) == ("refused", ANSWERED, False)
    with pytest.raises(Stale):
        verbs.answer_demand(kept, by=by, answer="given", answered_on=ANSWERED)


def test_what_was_entered_in_error_stays_on_record_and_takes_no_answer(by: User, county: County) -> None:
    one = entries.question(by, county)
    verbs.withdraw(one, by=by, reason="asked of another county")
    kept = BoardQuestion.objects.get()
    assert (kept.entered_in_error, kept.error_reason) == (True, "asked of another county")
    with pytest.raises(Stale):
        verbs.answer_question(kept, by=by, **ANSWER)
