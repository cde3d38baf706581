"""What a verb refuses although each row by itself is fine: consent first, the notice first, the same paper, facts of others.

Every refusal is a sentence beside the field of a form.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import County, Role, User
from bookings import actions
from bookings.actions.county import set_profile
from bookings.forms import form_for
from bookings.models import Booking, Consent, Detainer, Facility, Fact, IceCall, IceVisit
from bookings.models.moments import span
from bookings.spans import Span
from tests.support import build

pytestmark = pytest.mark.django_db
NO_YES = ["Nobody logged a yes before it began. Log the consent first, or say why it was held without one."]
ANOTHER = ["This belongs to another booking."]
AGAIN = ["The same form came for this booking on the same day. Say whether it is the same paper again."]
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


def booked(county: County, by: User, number: str, booked: str = "2026-10-15 08:00", **values: Any) -> Booking:
    return actions.record_booking(by=by, county=county, number=number, booked=build.minute(booked, county), **values)


def on(county: County, text: str) -> Span:
    """"14:00" of the day of the visit, or "day" for the whole of it, or "day before"."""
    if text.startswith("day"):
        return Span.local_day(date(2026, 10, 15 if text == "day before" else 16), county.zone)
    return build.minute(f"2026-10-16 {text}", county)


def refused(verb: Callable[..., Any], *args: Any, **values: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refusal:
        verb(*args, **values)
    return refusal.value.message_dict


def ask(by: User, booking: Booking, answer: str, asked: str, **about: Any) -> Consent:
    return actions.record_consent(by=by, booking=booking, answer=answer, asked=on(booking.county, asked), **about)


def call(by: User, booking: Booking, phone: str = "14:00", **values: Any) -> IceCall:
    given = {"called": on(booking.county, "13:55"), "put_on_phone": "yes", "phone": on(booking.county, phone)}
    return actions.record_ice_call(by=by, booking=booking, **given | values)


def visit(by: User, booking: Booking, started: str = "14:00", **values: Any) -> IceVisit:
    given = {"kind": "video", "requested": on(booking.county, "day before"), "started": on(booking.county, started)}
    return actions.record_visit(by=by, booking=booking, **given | values)


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
def test_a_call_that_put_the_person_on_the_phone_needs_a_yes_before_it(answers: list[tuple[str, str]], may: bool, by: User, stay: Booking) -> None:
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
    assert visit(by, stay, started=None) if False else actions.record_visit(
        by=by, booking=stay, kind="phone", requested=on(stay.county, "09:00"), planned=on(stay.county, "14:00")
    ).pk
