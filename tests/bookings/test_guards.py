"""What a verb refuses although each row by itself is fine: consent first, the notice first.

The same paper twice and facts of others: `test_papers`.

Every refusal is a sentence beside the field of a form.
"""

from datetime import date
from typing import Any

import pytest

from accounts.models import County, Role, User
from bookings import actions
from bookings.actions import set_profile
from bookings.models import Booking, IceCall, IceVisit
from tests.bookings.clerk import again, ask, booked, call, on, refused, visit
from tests.support import build

pytestmark = pytest.mark.django_db
NO_YES = ["Nobody logged a yes before it began. Log the consent first, or say why it was held without one."]
NOT_ASKED = ["This county does not ask this question: leave it as not asked."]
NO_NOTICE = ["First log the data-practices notice: an answer taken without it may not be kept."]


@pytest.fixture
def here() -> County:
    return build.county()


@pytest.fixture
def by(here: County) -> User:
    return build.person(Role.STAFF, here)


@pytest.fixture
def stay(here: County, by: User) -> Booking:
    return booked(here, by, "A-1")


# Consent first.

# What was logged, in that order; whether a visit without and one with an attorney may then have started at 14:00.
ANSWERS = [
    ("nobody was asked", [], False, False),
    ("yes", [("yes", "13:00")], True, True),
    ("yes in the very minute", [("yes", "14:00")], True, True),
    ("yes only afterwards", [("yes", "14:01")], False, False),
    ("yes the day before", [("yes", "day before")], True, True),
    ("no", [("no", "13:00")], False, False),
    ("a row that says that nobody asked", [("not_asked", "13:00")], False, False),
    ("only with an attorney", [("only_with_attorney", "13:00")], False, True),
    ("yes, then only with an attorney", [("yes", "12:00"), ("only_with_attorney", "13:00")], False, True),
    ("yes, then withdrawn", [("yes", "12:00"), ("withdrawn", "13:00")], False, False),
    ("yes, withdrawn, entered in the other order", [("withdrawn", "13:00"), ("yes", "12:00")], False, False),
    ("no, then yes", [("no", "12:00"), ("yes", "13:00")], True, True),
    ("yes and withdrawn in one minute", [("yes", "13:00"), ("withdrawn", "13:00")], False, False),
    ("yes, withdrawn in the room", [("yes", "13:00"), ("withdrawn", "14:03")], True, True),
    ("yes on that day, time not known", [("yes", "day")], True, True),
    ("yes, withdrawn on that day, time not known", [("yes", "12:00"), ("withdrawn", "day")], False, False),
    ("no on that day, time not known, then yes", [("no", "day"), ("yes", "13:00")], True, True),
]


@pytest.mark.parametrize(("answers", "alone", "with_attorney"), [case[1:] for case in ANSWERS], ids=[case[0] for case in ANSWERS])
@pytest.mark.parametrize("attorney", ["yes", "no", "unknown"])
def test_a_visit_that_started_needs_a_yes_before_its_start(
    answers: list[tuple[str, str]], alone: bool, with_attorney: bool, attorney: str, by: User, stay: Booking
) -> None:
    for answer, asked in answers:
        ask(by, stay, answer, asked)
    if with_attorney if attorney == "yes" else alone:
        assert visit(by, stay, attorney_present=attorney).pk
    else:
        assert refused(visit, by, stay, attorney_present=attorney) == {"override_reason": NO_YES}
        assert not IceVisit.objects.exists()


@pytest.mark.parametrize(("answers", "may"), [case[1:3] for case in ANSWERS], ids=[case[0] for case in ANSWERS])
def test_a_call_that_put_the_person_on_the_phone_needs_a_yes_before_it(
    answers: list[tuple[str, str]], may: bool, by: User, stay: Booking
) -> None:
    """Nobody's attorney is on such a call, so "only with an attorney" is no yes."""
    for answer, asked in answers:
        ask(by, stay, answer, asked)
    if may:
        assert call(by, stay).pk
    else:
        assert refused(call, by, stay) == {"override_reason": NO_YES}
        assert not IceCall.objects.exists()


# A visit of which only the day is known: what may have come before it counts, what may have come between does not help it.
COARSE = [
    ("yes at a time of that day", [("yes", "10:00")], True),
    ("yes on that day", [("yes", "day")], True),
    ("yes at a time, withdrawn at a later one", [("yes", "10:00"), ("withdrawn", "16:00")], False),
    ("yes and withdrawn on that day", [("yes", "day"), ("withdrawn", "day")], False),
    ("withdrawn and yes on that day", [("withdrawn", "day"), ("yes", "day")], True),
    ("no the day before", [("no", "day before")], False),
]


@pytest.mark.parametrize(("answers", "may"), [case[1:] for case in COARSE], ids=[case[0] for case in COARSE])
def test_a_visit_on_a_day_without_a_time_is_refused_unless_a_yes_may_have_stood(
    answers: list[tuple[str, str]], may: bool, by: User, stay: Booking
) -> None:
    for answer, asked in answers:
        ask(by, stay, answer, asked)
    if may:
        assert visit(by, stay, "day").pk
    else:
        assert refused(visit, by, stay, "day") == {"override_reason": NO_YES}


@pytest.mark.parametrize("put_on_phone", ["no", "unknown"])
def test_a_call_that_put_nobody_on_the_phone_and_a_visit_that_never_started_need_no_yes(put_on_phone: str, by: User, stay: Booking) -> None:
    ask(by, stay, "no", "10:00")
    assert call(by, stay, put_on_phone=put_on_phone, phone=None).pk
    assert visit(by, stay, started=None, planned=on(stay.county, "14:00")).pk


def test_a_call_without_the_time_on_the_phone_needs_the_yes_before_the_call(by: User, stay: Booking) -> None:
    ask(by, stay, "yes", "13:57")
    assert refused(call, by, stay, phone=None) == {"override_reason": NO_YES}
    assert call(by, stay, phone="13:58").pk


def test_a_yes_about_another_call_or_visit_or_of_another_person_does_not_count(here: County, by: User, stay: Booking) -> None:
    other_call = call(by, stay, put_on_phone="no", phone=None)
    other_visit = visit(by, stay, started=None)
    ask(by, stay, "yes", "10:00", call=other_call)
    ask(by, stay, "yes", "10:00", visit=other_visit)
    ask(by, booked(here, by, "A-2"), "yes", "10:00")
    assert refused(visit, by, stay) == {"override_reason": NO_YES}
    assert refused(call, by, stay) == {"override_reason": NO_YES}


def test_a_yes_about_this_very_call_or_visit_counts_once_it_is_held(here: County, by: User, stay: Booking) -> None:
    asked_for, called = visit(by, stay, started=None), call(by, stay, put_on_phone="no", phone=None)
    assert refused(held, asked_for, by) == {"override_reason": NO_YES}
    ask(by, stay, "yes", "10:00", visit=asked_for)
    ask(by, stay, "yes", "10:00", call=called)
    assert held(again(asked_for), by).started_at == on(here, "14:00").at
    assert actions.correct(called, by=by, reason="they were", put_on_phone="yes", phone=on(here, "14:00")).pk


def held(fact: IceVisit, by: User) -> IceVisit:
    return actions.correct(fact, by=by, reason="it was held", started=on(fact.county, "14:00"))


def test_a_no_to_another_visit_does_not_undo_a_yes_to_this_one(by: User, stay: Booking) -> None:
    first, second = visit(by, stay, started=None), visit(by, stay, started=None)
    ask(by, stay, "yes", "10:00", visit=first)
    ask(by, stay, "no", "11:00", visit=second)
    assert held(first, by).pk
    assert refused(held, second, by) == {"override_reason": NO_YES}


def test_a_yes_that_was_entered_in_error_does_not_count(by: User, stay: Booking) -> None:
    actions.enter_in_error(ask(by, stay, "yes", "10:00"), by=by, reason="another person")
    assert refused(visit, by, stay) == {"override_reason": NO_YES}


def test_a_reason_overrides_and_is_kept_through_later_corrections(by: User, stay: Booking) -> None:
    one = visit(by, stay, override_reason="The officer began before we could ask.")
    other = call(by, stay, override_reason="The person picked up the phone.")
    actions.correct(one, by=by, reason="room added", room="12")
    assert again(one).override_reason == "The officer began before we could ask."
    assert again(other).override_reason == "The person picked up the phone."
    assert list(IceVisit.objects.exclude(override_reason="")) == [one]


def test_taking_the_reason_away_is_refused(by: User, stay: Booking) -> None:
    one = visit(by, stay, override_reason="The officer began before we could ask.")
    assert refused(actions.correct, one, by=by, reason="tidy up", override_reason="") == {"override_reason": NO_YES}


def test_what_rests_on_a_mistaken_yes_can_itself_be_entered_in_error(by: User, stay: Booking) -> None:
    yes = ask(by, stay, "yes", "10:00")
    facts = [visit(by, stay), call(by, stay)]
    actions.enter_in_error(yes, by=by, reason="another person")
    for fact in facts:
        actions.enter_in_error(fact, by=by, reason="another person")
    assert [again(fact).entered_in_error for fact in facts] == [True, True]


# Which questions, and the notice before them.

PROFILES = [
    ("no profile", {}, {"birth": True, "citizen": True, "race": True}, False),
    ("asks no birthplace", {"asks_birthplace": False}, {"birth": False, "citizen": True, "race": True}, False),
    ("asks no citizenship", {"asks_citizenship": False}, {"birth": True, "citizen": False, "race": True}, False),
    ("asks no race", {"asks_race": False}, {"birth": True, "citizen": True, "race": False}, False),
    ("notice first", {"notice_required": True, "notice_version": "TW-3"}, {"birth": True, "citizen": True, "race": True}, True),
]
ANSWERED = {
    "birth": {"birth_answer": "answered", "birth_country": "EC", "birth_text": "Quito"},
    "citizen": {"citizen_answer": "answered", "citizen_country": "EC", "citizen_text": "Ecuador"},
    "race": {"race": "as the jail writes it"},
}


def expected(question: str, asked: bool, notice_due: bool) -> dict[str, list[str]]:
    if question == "race":
        return {} if asked else {"race": ["This county does not record race."]}
    if not asked:
        return {f"{question}_answer": NOT_ASKED, f"{question}_text": NOT_ASKED}
    return {f"{question}_answer": NO_NOTICE} if notice_due else {}


@pytest.mark.parametrize(("profile", "asks", "notice"), [case[1:] for case in PROFILES], ids=[case[0] for case in PROFILES])
@pytest.mark.parametrize("question", ANSWERED)
def test_an_answer_is_kept_only_where_the_county_asks_and_the_notice_was_given(
    profile: dict[str, Any], asks: dict[str, bool], notice: bool, question: str, here: County, by: User
) -> None:
    if profile:
        set_profile(by=by, county=here, in_force_from=date(2026, 1, 1), **profile)
    told = {"notice": build.minute("2026-10-15 08:05", here), "notice_version": "TW-3", "notice_language": "es"}
    without, after_notice = expected(question, asks[question], notice), expected(question, asks[question], False)
    for number, (refusal, more) in enumerate([(without, {}), (after_notice, told)]):
        if refusal:
            assert refused(booked, here, by, f"A-{number}", **ANSWERED[question], **more) == refusal
        else:
            assert booked(here, by, f"A-{number}", **ANSWERED[question], **more).pk


@pytest.mark.parametrize("answer", ["declined", "not_asked", "unknown"])
@pytest.mark.parametrize("profile", [{"asks_birthplace": False}, {"notice_required": True, "notice_version": "TW-3"}], ids=str)
def test_what_is_no_answer_needs_neither_question_nor_notice(answer: str, profile: dict[str, Any], here: County, by: User) -> None:
    set_profile(by=by, county=here, in_force_from=date(2026, 1, 1), **profile)
    assert booked(here, by, "A-1", birth_answer=answer).birth_answer == answer


def test_a_county_that_does_not_ask_keeps_no_birthplace_as_written_either(here: County, by: User) -> None:
    set_profile(by=by, county=here, in_force_from=date(2026, 1, 1), asks_birthplace=False)
    assert refused(booked, here, by, "A-1", birth_text="Quito") == {"birth_text": NOT_ASKED}


def test_an_answer_added_later_is_blocked_until_the_notice_is_logged(here: County, by: User) -> None:
    set_profile(by=by, county=here, in_force_from=date(2026, 1, 1), notice_required=True, notice_version="TW-3")
    pk = booked(here, by, "A-1").pk
    answer = {"by": by, "reason": "asked later", **ANSWERED["birth"]}
    assert refused(actions.correct, Booking.objects.get(pk=pk), **answer) == {"birth_answer": NO_NOTICE}
    told = build.minute("2026-10-15 09:00", here)
    actions.correct(Booking.objects.get(pk=pk), notice=told, notice_version="TW-3", **answer)
    assert Booking.objects.get(pk=pk).birth_country == "EC"


@pytest.mark.parametrize(("at", "blocked"), [("2026-10-31 23:59", False), ("2026-11-01 00:00", True), ("2026-11-30 23:59", True)])
def test_the_profile_of_a_booking_is_that_of_the_day_on_the_countys_wall(at: str, blocked: bool, here: County, by: User) -> None:
    """The last evening of October is November in UTC already."""
    set_profile(by=by, county=here, in_force_from=date(2026, 1, 1))
    set_profile(by=by, county=here, in_force_from=date(2026, 11, 1), asks_birthplace=False)
    if blocked:
        assert set(refused(booked, here, by, "A-1", at, **ANSWERED["birth"])) == {"birth_answer", "birth_text"}
    else:
        assert booked(here, by, "A-1", at, **ANSWERED["birth"]).pk
