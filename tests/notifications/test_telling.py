"""What staff and jail systems record of a telling: who tried, who stands by the person, and what is refused beside which field."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from accounts.models import County, Role, User
from accounts.sealing import sealer
from bookings import actions as record
from bookings.models import Booking
from bookings.spans import Span
from notifications import actions
from notifications.models import Attempt, ReleaseNotification, Representation
from tests.api.calls import Machine
from tests.bookings.clerk import again, refused
from tests.staff import desk
from tests.support import build, telling
from tests.support.tables import everything

pytestmark = pytest.mark.django_db
AT = "2026-11-23 10:00"
MACHINES = ReleaseNotification.machine_choices
NAME = "Ana Ruiz, the sister"
ELSE = ["This telling is to somebody else: record a try under it instead."]
KEPT = ["Whom it was told to cannot be changed: enter this one in error and record the right one."]
WHO = ["Say who tried: a person tried, or a task did."]
FITS = ["Counsel is told through an office, a designee through what the person said: choose the one that fits."]
EITHER = ["Counsel is one of the county's offices; a designee is a person and no office."]


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(desk.NOON, tick=False):
        yield


@pytest.fixture
def county() -> County:
    return desk.county_with_building()


@pytest.fixture
def by(county: County) -> User:
    return build.person(Role.STAFF, county)


@pytest.fixture
def booking(county: County) -> Booking:
    return desk.recorded(county)


@pytest.fixture
def at(county: County) -> Span:
    return desk.minute(AT, county)


# Who tried.


def test_a_try_is_by_the_person_named_else_by_whoever_records_it(booking: Booking, by: User, at: Span) -> None:
    told = telling.notification(booking, "ice")
    for person in ({}, {"person": ""}, {"person": "Deputy Alder"}):
        actions.record_attempt(by=by, booking=booking, notification=told, tried=at, outcome="reached", **person)
    assert [one.person for one in Attempt.objects.order_by("pk")] == [str(by), str(by), "Deputy Alder"]


def test_a_jail_system_is_no_person_and_says_who_tried(county: County) -> None:
    machine = Machine(county)
    place = machine.booking()["url"]
    told = machine.made(f"{place}release-notifications/", {"recipient": "ice"})["id"]
    body = {"notification": told, "tried": "2026-10-16T09:30", "outcome": "reached"}
    for person in ({}, {"person": ""}, {"person": None}):
        assert set(machine.refused(f"{place}attempts/", body | person)) == {"person"}
    assert machine.refused(f"{place}attempts/", body) == {"person": WHO}
    assert machine.made(f"{place}attempts/", body | {"person": "Deputy Alder"})["person"] == "Deputy Alder"


@pytest.mark.parametrize("field", ["task", "recipient", "due_at", "cause", "subscription", "retracts"])
def test_neither_a_form_nor_a_program_fills_what_is_the_machines(field: str, county: County, by: User) -> None:
    machine = Machine(county)
    place = machine.booking()["url"]
    kind = "attempts" if field in {"task", "recipient", "due_at"} else "release-notifications"
    (says,) = machine.refused(f"{place}{kind}/", {field: "x"})[field]
    assert says.startswith("There is no such field here.")
    form = desk.clerk(county).get(f"/staff/bookings/{Booking.objects.get().public_id}/add/{kind}/").context["form"]
    assert field not in form.fields


BY_ITSELF = "JailWatch tells of this by itself, and nobody enters it by hand or by a program. Choose another."
# These two cannot stand in the table without what only JailWatch knows.
BY_NATURE = {
    "officer": "Officers of the county are alerted by their subscription, and by nothing else.",
    "retraction": "A retraction names the alert that it withdraws; nothing else does.",
}


@pytest.mark.parametrize(("field", "code"), [(name, code) for name, codes in sorted(MACHINES.items()) for code in sorted(codes)])
def test_a_topic_or_recipient_of_machines_is_refused_in_a_sentence(field: str, code: str, county: County, by: User) -> None:
    """By a program, by a form that was tampered with, and by the verb; nothing is dropped in silence, and nothing is written."""
    machine = Machine(county)
    place = machine.booking()["url"]
    body = {"recipient": "person", "about": "release"} | {field: code}
    says = {field: [BY_NATURE.get(code, BY_ITSELF)]}
    assert machine.refused(f"{place}release-notifications/", body) == says
    made = machine.made(f"{place}release-notifications/", {"recipient": "person"})
    assert machine.refused(made["url"], {field: code, "reason": "misread", "version": 1}, "PATCH") == says
    found = Booking.objects.get()
    form = {"recipient": "person", "about": "release", "source": "staff", "public_information": "unknown"} | {field: code}
    page = desk.clerk(county).post(f"/staff/bookings/{found.public_id}/add/release-notifications/", form)
    assert list(page.context["form"].errors) == [field]
    assert refused(actions.record_release_notification, by=by, booking=found, **body) == says
    assert ReleaseNotification.objects.count() == 1


def test_a_try_cannot_be_moved_under_a_telling_to_somebody_else(booking: Booking, by: User, at: Span) -> None:
    person, ice = telling.notification(booking, "person"), telling.notification(booking, "ice")
    fact = actions.record_attempt(by=by, booking=booking, notification=person, tried=at, outcome="reached")
    assert refused(record.correct, again(fact), by=by, reason="misread", notification=ice) == {"notification": ELSE}


# To whom.


def test_whom_it_was_told_to_is_not_corrected(booking: Booking, by: User) -> None:
    told = actions.record_release_notification(by=by, booking=booking, recipient="ice", hours_asked=48)
    change = {"recipient": "person", "hours_asked": None}
    assert refused(record.correct, again(told), by=by, reason="misread", **change) == {"recipient": KEPT}
    assert record.correct(again(told), by=by, reason="misread", hours_asked=24).hours_asked == 24


def test_a_telling_entered_in_error_stays_to_whom_it_was_too(booking: Booking, by: User) -> None:
    told = actions.record_release_notification(by=by, booking=booking, recipient="ice")
    record.enter_in_error(told, by=by, reason="another person's")
    assert refused(record.correct, again(told), by=by, reason="misread", recipient="person") == {"recipient": KEPT}


def test_a_try_entered_in_error_stays_under_its_telling_too(booking: Booking, by: User, at: Span) -> None:
    person, ice = telling.notification(booking, "person"), telling.notification(booking, "ice")
    fact = actions.record_attempt(by=by, booking=booking, notification=person, tried=at, outcome="reached")
    record.enter_in_error(fact, by=by, reason="another person's")
    assert refused(record.correct, again(fact), by=by, reason="misread", notification=ice) == {"notification": ELSE}


def test_counsel_is_told_through_an_office_and_a_designee_as_designee(booking: Booking, by: User) -> None:
    counsel, designee = telling.counsel(booking), telling.designee(booking)
    for recipient, wrong in (("counsel", designee), ("designee", counsel)):
        assert refused(
            actions.record_release_notification, by=by, booking=booking, recipient=recipient, about="release", representation=wrong
        ) == {"representation": FITS}
    told = actions.record_release_notification(by=by, booking=booking, recipient="counsel", representation=counsel)
    assert again(told).representation == counsel


REFUSED_TELLINGS: list[tuple[dict[str, Any], str, str]] = [
    ({"recipient": "officer"}, "recipient", "Select a valid choice. officer is not one of the available choices."),
    ({"recipient": "counsel"}, "representation", "Counsel or designee: name which representation; anybody else has none."),
    ({"recipient": "other_agency"}, "agency", "Name the other agency; for the person, counsel and officers leave it empty."),
    ({"recipient": "person", "hours_asked": 24}, "hours_asked", "Only ICE asks for hours of notice: leave them empty."),
    (
        {"recipient": "ice", "about": "ice_told"},
        "about",
        "ICE is told of a release here; calls about other things are recorded as calls.",
    ),
    ({"recipient": "person", "about": "retraction"}, "about", "Select a valid choice. retraction is not one of the available choices."),
]


@pytest.mark.parametrize(("values", "field", "says"), REFUSED_TELLINGS, ids=[str(case[0]) for case in REFUSED_TELLINGS])
def test_a_telling_that_cannot_be_is_refused_beside_a_field_of_the_form(
    values: dict[str, Any], field: str, says: str, booking: Booking, county: County
) -> None:
    sent = {"source": "staff", "about": "release", "public_information": "unknown"} | values
    answer = desk.clerk(county).post(f"{desk.page_of(booking)}add/release-notifications/", sent)
    assert answer.status_code == 200
    assert answer.context["form"].errors == {field: [says]}
    assert not ReleaseNotification.objects.exists()


@pytest.mark.parametrize("recipient", ["person", "counsel", "designee", "officer", "other_agency"])
def test_only_ice_answers(recipient: str, booking: Booking, by: User, at: Span) -> None:
    told = telling.notification(booking, recipient)
    says = refused(actions.record_answer, by=by, booking=booking, notification=told, answered=at, answer="coming")
    assert says == {"notification": ["Only ICE answers here: choose a telling to ICE."]}


# Who stands by the person.


def test_an_office_of_another_county_is_refused_beside_its_field(booking: Booking, by: User, at: Span) -> None:
    abroad = telling.office(build.county("ramsey"))
    says = refused(actions.record_representation, by=by, booking=booking, office=abroad, began=at)
    assert says == {"office": ["This office is in another county."]}


def test_a_jail_system_names_an_office_of_its_county(county: County) -> None:
    machine = Machine(county)
    place = f"{machine.booking()['url']}representations/"
    abroad = telling.office(build.county("ramsey")).pk
    for office in (abroad, 0, "1", True, 10**30):
        says = machine.refused(place, {"stands": "counsel", "office": office, "began": "2026-10-16T09:30"})
        assert says == {"office": ["This county has none with this id."]}


def test_the_form_offers_the_offices_of_the_county_and_no_other(booking: Booking, county: County) -> None:
    here = telling.office(county)
    telling.office(build.county("ramsey"))
    form = desk.clerk(county).get(f"{desk.page_of(booking)}add/representations/").context["form"]
    assert list(form.fields["office"].queryset) == [here]


def test_what_was_typed_of_a_designee_is_refused_with_counsel_and_not_dropped(booking: Booking, county: County) -> None:
    sent = {"stands": "counsel", "office": telling.office(county).pk, "contact_name": NAME, **desk.moment("began", AT)}
    page = f"{desk.page_of(booking)}add/representations/"
    answer = desk.clerk(county).post(page, {"source": "staff", "how_known": "court"} | sent)
    assert answer.status_code == 200
    assert answer.context["form"].errors == {"office": EITHER}
    assert NAME in answer.content.decode()
    assert not Representation.objects.exists()


def designee(booking: Booking, county: County) -> Representation:
    sent = {"stands": "designee", "contact_name": NAME, "contact_email": "ana@example.org", **desk.moment("began", AT)}
    page = f"{desk.page_of(booking)}add/representations/"
    assert desk.clerk(county).post(page, {"source": "staff", "how_known": "person"} | sent).status_code == 302
    return Representation.objects.get()


def test_a_designees_name_stands_sealed_in_its_row_and_in_clear_nowhere(booking: Booking, county: County) -> None:
    fact = designee(booking, county)
    assert sealer(booking.public_id).open(bytes(fact.contact_sealed or b"")) == '{"name": "' + NAME + '", "email": "ana@example.org"}'
    assert NAME not in str(everything())
    assert "ana@example.org" not in str(everything())


def test_neither_timeline_nor_correction_nor_api_shows_it(booking: Booking, county: County, by: User) -> None:
    fact = designee(booking, county)
    record.correct(again(fact), by=by, reason="the court said so", how_known="court")
    actions.end_representation(again(fact), by=by, ended=desk.minute("2026-11-23 11:00", county))
    client = desk.clerk(county)
    secrets = (NAME, "ana@example.org", bytes(again(fact).contact_sealed).hex()[:20], "contact_sealed", "contact sealed")
    for page in ("", f"representations/{fact.pk}/correct/", f"representations/{fact.pk}/error/"):
        answer = client.get(f"{desk.page_of(booking)}{page}")
        assert answer.status_code == 200
        assert [text for text in secrets if text in answer.content.decode()] == []
    machine = Machine(county)
    shown = machine.get(f"/api/v1/bookings/{booking.public_id}/representations/").content.decode()
    assert [text for text in (*secrets, "contact") if text in shown] == []


def test_a_designee_is_not_corrected_into_another_one_by_a_program(booking: Booking, county: County) -> None:
    fact = designee(booking, county)
    place = f"/api/v1/bookings/{booking.public_id}/representations/{fact.pk}/"
    says = Machine(county).refused(place, {"contact_name": "Somebody else", "reason": "misread", "version": 1}, "PATCH")
    assert set(says) == {"contact_name"}


def test_a_second_designee_needs_the_first_one_ended(booking: Booking, by: User, at: Span, county: County) -> None:
    first = actions.record_representation(by=by, booking=booking, stands="designee", contact_name=NAME, began=at)
    says = refused(actions.record_representation, by=by, booking=booking, stands="designee", contact_name="X", began=at)
    assert says == {"stands": ["The person has named a designee already: end that one first."]}
    actions.end_representation(first, by=by, ended=desk.minute("2026-11-23 11:00", county))
    assert actions.record_representation(by=by, booking=booking, stands="designee", contact_name="X", began=at).pk
