"""A whole booking on one page: what is recorded, what is refused and where, and that it is recorded once."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import County, CountyProfile
from bookings.models import Booking, Facility
from bookings.models.moments import span
from tests.staff import desk

pytestmark = pytest.mark.django_db
NEW = "/staff/bookings/new"


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(desk.NOON, tick=False):
        yield


def typed(**values: Any) -> dict[str, Any]:
    return (
        {"number": "26-1", "kind": "new_arrest", "sex": "male", "source": "staff", "token": "t1"}
        | desk.moment("booked", "2026-11-24 05:30")
        | values
    )


def profile(county: County, **values: Any) -> None:
    CountyProfile.objects.create(county=county, in_force_from="2020-01-01", **values)


def noticed(county: County) -> None:
    profile(county, notice_required=True, notice_version="2026-1", notice_text="You need not answer.")


def errors(answer: Any, name: str) -> list[str]:
    return list(answer.context["form"].errors.get(name, []))


def send(client: Client, **values: Any) -> Any:
    return client.post(NEW, typed(**values))


def test_a_booking_its_stay_and_its_charges_are_recorded_from_one_page() -> None:
    county = desk.county_with_building()
    building = Facility.objects.get()
    sent = {
        "facility": building.pk,
        "arresting_agency": "Transit",
        "birth_answer": "answered",
        "birth_country": "Honduras",
        "birth_text": "Tegucigalpa",
        "birth_asked_by": "intake",
        "birth_basis": "form",
        "citizen_answer": "declined",
        "age": "31",
        "charge1-description": "Fare evasion",
        "charge1-level": "misdemeanor",
        "charge3-statute": "609.52",
        "charge3-description": "Theft",
    }
    answer = send(desk.clerk(county), **sent)
    booking = Booking.objects.get()
    assert answer["Location"] == desk.page_of(booking)
    assert (booking.birth_country, booking.birth_text, booking.citizen_answer, booking.age) == ("HN", "Tegucigalpa", "declined", 31)
    assert span(booking, "booked") == desk.minute("2026-11-24 05:30", county)
    assert [(one.place, one.description, one.level) for one in booking.charges.all()] == [
        (1, "Fare evasion", "misdemeanor"),
        (2, "Theft", "unknown"),
    ]
    assert booking.stays.get().facility == building


def test_now_is_the_minute_in_which_the_server_took_the_form() -> None:
    county = desk.county_with_building()
    send(desk.clerk(county), **desk.now("booked"))
    assert Booking.objects.get().booked_at.isoformat() == "2026-11-24T12:00:00+00:00"


def test_now_stands_still_when_the_form_comes_back() -> None:
    answer = send(desk.clerk(desk.county_with_building()), number="", **desk.now("booked"))
    text = answer.content.decode()
    assert 'value="2026-11-24"' in text
    assert 'value="06:00"' in text


@pytest.mark.parametrize("written", ["0530", "05:30", "5.30", "5:30 am"])
def test_a_time_is_taken_as_clerks_write_it(written: str) -> None:
    county = desk.county_with_building()
    send(desk.clerk(county), booked_time=written)
    assert span(Booking.objects.get(), "booked") == desk.minute("2026-11-24 05:30", county)


@pytest.mark.parametrize(
    ("sent", "name", "says"),
    [
        ({"number": ""}, "number", "This field is required."),
        ({"booked_time": ""}, "booked", "Give the time, or say that only the day is known."),
        ({"booked_time": "25:00"}, "booked", "Write the time as 13:40."),
        ({"booked_day": "", "booked_time": ""}, "booked", "Give the day and the time."),
        (
            {"birth_country": "Atlantis"},
            "birth_country",
            "No country of this name is known. Choose one from the list, or write it as it was said.",
        ),
        ({"age": "130"}, "age", "The age is over 120 years: check it."),
        (
            {"birth_answer": "declined", "birth_country": "HN"},
            "birth_country",
            "A country of birth is recorded only if birthplace was answered.",
        ),
    ],
)
def test_a_mistake_is_named_beside_its_field_and_nothing_typed_is_lost(sent: dict[str, str], name: str, says: str) -> None:
    answer = send(desk.clerk(desk.county_with_building()), remarks="kept as typed", **sent)
    assert answer.status_code == 200
    assert errors(answer, name) == [says]
    assert "kept as typed" in answer.content.decode()
    assert Booking.objects.count() == 0


def test_a_charge_without_description_is_refused_on_its_line() -> None:
    answer = desk.clerk(desk.county_with_building()).post(NEW, typed(**{"charge2-statute": "609.52"}))
    assert answer.context["lines"][1].errors == {"description": ["Describe the charge."]}
    assert Booking.objects.count() == 0


def test_a_number_that_the_county_has_is_refused_and_leads_to_finding_it() -> None:
    county = desk.county_with_building()
    desk.recorded(county, "26-1")
    answer = send(desk.clerk(county))
    assert errors(answer, "number") == ["This county already has a booking with this number. Find it by its number to add to it."]


def test_a_form_sent_twice_is_recorded_once_and_shows_what_was_recorded() -> None:
    client = desk.clerk(desk.county_with_building())
    first, second = send(client), send(client)
    assert first["Location"] == second["Location"] == desk.page_of(Booking.objects.get())


def test_two_forms_with_tokens_of_their_own_are_two_bookings() -> None:
    client = desk.clerk(desk.county_with_building())
    send(client)
    send(client, number="26-2", token="t2")
    assert Booking.objects.count() == 2


def test_a_refused_form_keeps_its_token_and_can_be_sent_again() -> None:
    client = desk.clerk(desk.county_with_building())
    refused = send(client, number="")
    assert refused.context["token"] == "t1"
    assert send(client).status_code == 302


def test_an_answer_before_the_notice_is_refused_beside_the_question() -> None:
    county = desk.county_with_building()
    noticed(county)
    answer = send(desk.clerk(county), birth_answer="answered", birth_country="Mexico")
    assert errors(answer, "birth_answer") == ["First log the data-practices notice: an answer taken without it may not be kept."]


def test_the_page_shows_the_notice_and_records_its_version_with_its_time() -> None:
    county = desk.county_with_building()
    noticed(county)
    client = desk.clerk(county)
    page = client.get(NEW).content.decode()
    assert "You need not answer." in page
    assert "Version 2026-1." in page
    send(client, birth_answer="answered", birth_country="Mexico", notice_language="es", **desk.moment("notice", "2026-11-24 05:31"))
    booking = Booking.objects.get()
    assert (booking.notice_version, booking.notice_language, booking.birth_country) == ("2026-1", "es", "MX")


def test_no_notice_is_shown_or_recorded_where_none_is_due() -> None:
    county = desk.county_with_building()
    client = desk.clerk(county)
    assert "data-unlocks" not in client.get(NEW).content.decode()
    send(client, **desk.moment("notice", "2026-11-24 05:31"))
    assert Booking.objects.get().notice_at is None


def test_what_the_county_does_not_ask_is_not_on_the_page_and_is_recorded_as_not_asked() -> None:
    county = desk.county_with_building()
    profile(county, asks_birthplace=False, asks_citizenship=False, asks_race=False)
    client = desk.clerk(county)
    page = client.get(NEW).content.decode()
    assert not any(name in page for name in ("birth_answer", "birth_country", "citizen_answer", 'name="race"'))
    send(client, birth_answer="answered", birth_country="Mexico", race="x")
    booking = Booking.objects.get()
    assert (booking.birth_answer, booking.birth_country, booking.citizen_answer, booking.race) == ("not_asked", "", "not_asked", "")


def test_a_question_left_open_is_unknown() -> None:
    send(desk.clerk(desk.county_with_building()))
    assert Booking.objects.get().birth_answer == "unknown"


def test_a_skipped_hour_of_spring_is_refused() -> None:
    answer = send(desk.clerk(desk.county_with_building()), **desk.moment("booked", "2026-03-08 02:30"))
    assert errors(answer, "booked") == ["The clocks were put forward over this time: it never was."]


def test_a_building_of_another_county_cannot_be_chosen() -> None:
    desk.county_with_building("there")
    other = Facility.objects.get()
    answer = send(desk.clerk(desk.county_with_building()), facility=other.pk)
    assert "facility" in answer.context["form"].errors
