"""What a verb refuses although each row by itself is fine: the same paper twice, facts of other bookings and counties."""

from typing import Any

import pytest

from accounts.models import County, Role, User
from bookings import actions
from bookings.actions.checking import field_of
from bookings.forms import form_for
from bookings.kinds import KINDS
from bookings.models import Booking, BookingFact, Detainer, Facility, Fact, FederalRequest, NilReturn, Outage, Policy
from bookings.models.moments import moments_in
from notifications.models import Office, Subscription
from tests.bookings.clerk import again, booked, call, on, refused, visit
from tests.support import build, telling

pytestmark = pytest.mark.django_db
ANOTHER = ["This belongs to another booking."]
# That of a booking's number concerns what is sealed: no column holds it. The recipient of a try is that of its telling.
NO_FIELD = {"booking_number_once", "policy_has_title_text_author_and_source", "attempt_recipient_is_known"}
AGAIN = ["The same form came for this booking on the same day. Say whether it is the same paper again."]


@pytest.fixture
def here() -> County:
    return build.county()


@pytest.fixture
def by(here: County) -> User:
    return build.person(Role.STAFF, here)


@pytest.fixture
def stay(here: County, by: User) -> Booking:
    return booked(here, by, "A-1")


# The same paper twice.

PAPERS = [
    ("the same form on the same day", {}, True),
    ("in the evening, when the day is over in UTC", {"received": "20:30"}, True),
    ("on that day, time not known", {"received": "day"}, True),
    ("the day before", {"received": "day before"}, False),
    ("another form", {"form": "I-247G"}, False),
    ("relayed by another jail", {"came_from": "relayed", "relayed_from": "another county"}, False),
    ("with a reason", {"duplicate_reason": "a second order, with another file number"}, False),
]


def detainer(by: User, booking: Booking, received: str = "09:00", **values: Any) -> Detainer:
    return actions.record_detainer(by=by, booking=booking, received=on(booking.county, received), **{"form": "I-247A"} | values)


@pytest.mark.parametrize(("second", "shown"), [case[1:] for case in PAPERS], ids=[case[0] for case in PAPERS])
def test_the_same_form_on_the_same_day_is_shown_before_it_is_saved(second: dict[str, Any], shown: bool, by: User, stay: Booking) -> None:
    detainer(by, stay)
    if shown:
        assert refused(detainer, by, stay, **second) == {"duplicate_reason": AGAIN}
    else:
        assert detainer(by, stay, **second).pk
    assert Detainer.objects.count() == 2 - shown


def test_a_paper_for_another_booking_or_after_one_entered_in_error_is_no_second_one(here: County, by: User, stay: Booking) -> None:
    first = detainer(by, stay)
    assert detainer(by, booked(here, by, "A-2")).pk
    actions.enter_in_error(first, by=by, reason="another person")
    assert detainer(by, stay).pk


def test_the_same_paper_again_is_kept_twice_and_counted_once(by: User, stay: Booking) -> None:
    first = detainer(by, stay)
    detainer(by, stay, "11:00", duplicate_of=first, duplicate_reason="faxed twice")
    assert (Detainer.objects.current().count(), list(Detainer.objects.counted())) == (2, [first])


def test_another_detainer_on_the_same_form_is_counted_twice(by: User, stay: Booking) -> None:
    papers = [detainer(by, stay), detainer(by, stay, "11:00", duplicate_reason="a second order, with another file number")]
    assert list(Detainer.objects.counted().order_by("pk")) == papers


def test_once_the_reason_was_given_either_paper_can_be_decided_on(by: User, stay: Booking) -> None:
    papers = [detainer(by, stay), detainer(by, stay, "11:00", duplicate_reason="a second order")]
    for paper in papers:
        actions.correct(again(paper), by=by, reason="decided", decision="decline", decided=on(stay.county, "15:00"))
    assert {again(paper).decision for paper in papers} == {"decline"}


def test_a_paper_moved_by_a_correction_onto_the_day_of_another_is_shown_too(by: User, stay: Booking) -> None:
    detainer(by, stay)
    moved = detainer(by, stay, "day before")
    assert refused(actions.correct, moved, by=by, reason="the stamp", received=on(stay.county, "11:00")) == {"duplicate_reason": AGAIN}


# Facts of other bookings and other counties.


def others(by: User, booking: Booking) -> dict[str, Any]:
    """One of each fact that another can name, on a booking."""
    made = {
        "call": call(by, booking, put_on_phone="no", phone=None),
        "visit": visit(by, booking, started=None),
        "detainer": detainer(by, booking),
        "charge": actions.record_charge(by=by, booking=booking, description="made up"),
        "handover": actions.record_handover(by=by, booking=booking, handed=on(booking.county, "18:00")),
        "representation": telling.counsel(booking),
        "notification": telling.notification(booking, "ice"),
    }
    return made | {"supersedes": made["detainer"], "duplicate_of": made["detainer"], "retracts": made["notification"]}


NAMING = [
    ("consents", "call", {"answer": "yes", "asked": "10:00"}),
    ("consents", "visit", {"answer": "yes", "asked": "10:00"}),
    ("detainers", "supersedes", {"received": "10:00"}),
    ("detainers", "duplicate_of", {"received": "10:00", "duplicate_reason": "faxed twice"}),
    ("handovers", "detainer", {"handed": "18:00"}),
    ("allowing-offenses", "handover", {"description": "an earlier offense"}),
    ("allowing-offenses", "charge", {"handover": "mine"}),
    ("release-notifications", "representation", {"recipient": "counsel"}),
    ("release-notifications", "detainer", {"recipient": "person"}),
    ("release-notifications", "retracts", {"recipient": "person", "about": "retraction"}),
    ("attempts", "notification", {"tried": "10:00", "outcome": "reached"}),
    ("answers", "notification", {"answered": "10:00", "answer": "coming"}),
]
TIMES = ("asked", "received", "handed", "tried", "answered")
BY_ITSELF = ["JailWatch tells of this by itself, and nobody enters it by hand or by a program. Choose another."]


@pytest.mark.parametrize(("kind", "field", "values"), NAMING, ids=[f"{kind}-{field}" for kind, field, _ in NAMING])
@pytest.mark.parametrize("elsewhere", [False, True], ids=["another booking", "another county"])
def test_a_fact_of_another_booking_or_county_is_refused_beside_its_field(
    kind: str, field: str, values: dict[str, Any], elsewhere: bool, here: County, by: User, stay: Booking
) -> None:
    other = booked(build.county("ramsey") if elsewhere else here, by, "B-1")
    given = {name: on(here, value) if name in TIMES else value for name, value in values.items()}
    if values.get("handover") == "mine":
        given["handover"] = actions.record_handover(by=by, booking=stay, handed=on(here, "18:00"))
    told = {"about": BY_ITSELF} if "about" in values else {}
    assert refused(actions.RECORD[kind], by=by, booking=stay, **given, **{field: others(by, other)[field]}) == {field: ANOTHER} | told
    assert field in {*form_for(KINDS[kind]).base_fields, *KINDS[kind].machine_only}


def test_every_key_from_one_fact_of_a_booking_to_another_is_in_the_table() -> None:
    keys = {(word, key.name) for word, model in KINDS.items() for key in model._meta.concrete_fields if points_at_a_fact(key)}
    assert keys == {(kind, field) for kind, field, _ in NAMING}


def points_at_a_fact(key: Any) -> bool:
    return key.related_model is not None and issubclass(key.related_model, BookingFact)


def test_a_building_of_another_county_is_refused_beside_its_field(here: County, by: User, stay: Booking) -> None:
    abroad = Facility.objects.create(county=build.county("ramsey"), code="MAIN", name="Main jail")
    assert refused(actions.record_stay, by=by, booking=stay, facility=abroad, began=on(here, "09:00")) == {
        "facility": ["This building is in another county."]
    }


def test_a_general_request_takes_no_booking(here: County, by: User, stay: Booking) -> None:
    """Its journal entry is in clear, so it may be about nobody."""
    with pytest.raises(TypeError):
        actions.record_general_request(by=by, county=here, booking=stay, kind="status", agency="ICE", received=on(here, "09:00"))
    assert not FederalRequest.objects.exists()


# Whatever the database would refuse has its place in a form.


@pytest.mark.parametrize(
    "model", [Booking, *KINDS.values(), Policy, NilReturn, Outage, Office, Subscription], ids=lambda model: model.__name__
)
def test_the_sentence_of_every_constraint_stands_beside_a_field(model: type[Fact]) -> None:
    fields = {field.name for field in model._meta.concrete_fields} | {*moments_in(model)}
    fields -= getattr(model, "machine_only", frozenset())
    names = [constraint.name for constraint in model._meta.constraints if constraint.name not in NO_FIELD]
    assert {name: field_of(name) for name in names if field_of(name) not in fields} == {}
