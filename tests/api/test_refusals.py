"""Refusals: which status, and sentences beside the fields, as on the pages."""

from typing import Any

import pytest
from django.test import Client, override_settings

from accounts.models import AuditEntry, CountyProfile
from bookings.models import Booking, Facility
from tests.api.calls import BOOKING, REQUEST, Machine
from tests.support import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def machine() -> Machine:
    return Machine(build.county())


def test_a_refusal_is_a_problem_document_with_sentences_by_field(machine: Machine) -> None:
    response = machine.post("bookings/", {"booked": "yesterday", "sex": "f", "age": 130, "bookd": 1})
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    answer = response.json()
    known = answer["errors"].pop("bookd")[0]
    assert known.startswith(
        "There is no such field here. The fields are: number, person, kind, arresting_agency, booked, arrested, notice, "
    )
    assert answer == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "Nothing was saved. Mend what is named in errors, and send it again.",
        "errors": {
            "number": ["This field is required."],
            "booked": [
                "Give the time as 2026-10-31T13:40 (by the county's clock), with an offset (-05:00 or Z), or the day as 2026-10-31."
            ],
            "sex": ["Choose one of: female, male, other, unknown."],
        },
        "request": REQUEST,
    }
    assert not Booking.objects.exists()


NO_YEAR = "The year is not one of this record: give one from 1900 to 2199."
WRONG_TIMES = {
    "1899-12-31": NO_YEAR,
    "1900-01-01T00:00Z": NO_YEAR,
    "2200-01-01T00:00": NO_YEAR,
    "2026-03-08T02:30": "The clocks were put forward over this time: it never was.",
    "within-booking": "Only for a booking whose release is on record: give the day, at least.",
}
NO_TIME = "Give the time as 2026-10-31T13:40 (by the county's clock), with an offset (-05:00 or Z), or the day as 2026-10-31."
ENDS = "Give both ends of the time, at and until (not included), each with its offset."


@pytest.mark.parametrize("text", ["", "2026-02-30", "2026-10-31T24:00", "2026-W01-1", "２０２６-10-31", 7, True, []])
def test_what_is_no_time_is_refused(machine: Machine, text: Any) -> None:
    assert machine.refused("bookings/", BOOKING | {"booked": text}) == {"booked": [NO_TIME]}


@pytest.mark.parametrize("text", WRONG_TIMES)
def test_a_time_that_cannot_be_is_refused_with_the_reason(machine: Machine, text: str) -> None:
    assert machine.refused("bookings/", BOOKING | {"booked": text}) == {"booked": [WRONG_TIMES[text]]}


@pytest.mark.parametrize(
    ("ends", "says"),
    [
        ({}, ENDS),
        ({"at": "2026-10-31T13:40Z", "to": "x"}, ENDS),
        ({"at": "2026-10-31T13:40", "until": "2026-10-31T13:41"}, ENDS),
        ({"at": "2026-10-31T13:40Z", "until": "2026-10-31T13:40Z"}, "A time needs its start and its end, and ends after it starts."),
        ({"at": "2026-13-31T13:40Z", "until": "2026-10-31T13:40Z"}, NO_TIME),
    ],
)
def test_ends_that_make_no_span_are_refused(machine: Machine, ends: dict[str, str], says: str) -> None:
    assert machine.refused("bookings/", BOOKING | {"booked": ends}) == {"booked": [says]}


@pytest.mark.parametrize(
    ("text", "at", "until"),
    [
        ("2026-11-01T01:30", "2026-11-01T01:30:00-05:00", "2026-11-01T01:31:00-06:00"),
        ("2026-11-01T01:30-06:00", "2026-11-01T01:30:00-06:00", "2026-11-01T01:31:00-06:00"),
        ("2026-11-01", "2026-11-01T00:00:00-05:00", "2026-11-02T00:00:00-06:00"),
        ("2026-10-15T17:00:59.5Z", "2026-10-15T12:00:00-05:00", "2026-10-15T12:01:00-05:00"),
        ({"at": "2026-10-15T12:00"}, "2026-10-15T12:00:00-05:00", "2026-10-15T12:01:00-05:00"),
        ({"at": "2026-10-15T12:00:00-05:00", "until": "2026-10-15T15:00Z"}, None, None),
        ({"at": "2026-10-15T12:00:00-05:00", "until": "2026-10-15T18:00Z"}, "2026-10-15T12:00:00-05:00", "2026-10-15T13:00:00-05:00"),
    ],
)
def test_a_time_is_as_wide_as_what_is_known(machine: Machine, text: Any, at: str | None, until: str | None) -> None:
    if at is None:
        assert "booked" in machine.refused("bookings/", BOOKING | {"booked": text})
    else:
        assert machine.booking(booked=text)["booked"] == {"at": at, "until": until}


def test_some_time_in_the_booking_is_from_booking_to_release(machine: Machine) -> None:
    made = machine.booking()
    steps, step = f"{made['url']}release-steps/", {"kind": "cleared", "occurred": "within-booking"}
    assert machine.refused(steps, step) == {"occurred": [WRONG_TIMES["within-booking"]]}
    machine.post(f"{made['url']}release/", {"released": "2026-10-17T08:00", "release_kind": "street"})
    assert machine.made(steps, step)["occurred"] == {"at": "2026-10-15T12:00:00-05:00", "until": "2026-10-17T08:01:00-05:00"}


def test_a_time_may_be_taken_away_again(machine: Machine) -> None:
    made = machine.booking(court="2026-10-16")
    done = machine.patch(made["url"], {"court": None, "reason": "it was another person", "version": 1})
    assert done.json() == made | {"court": None, "version": 2}


def test_a_building_is_named_by_a_known_code(machine: Machine) -> None:
    place = machine.booking()["url"]
    for code in ("PSF", "ANNEX"):
        Facility.objects.create(county=machine.county, code=code, name=code)
    Facility.objects.create(county=build.county("anoka"), code="OTHER", name="OTHER")
    refused = machine.refused(f"{place}stays/", {"facility": "OTHER", "began": "2026-10-16"})
    assert refused == {"facility": ["This county has no building with this code. Its codes: ANNEX, PSF."]}


def test_a_country_is_two_letters_of_iso(machine: Machine) -> None:
    refused = machine.refused("bookings/", BOOKING | {"birth_answer": "answered", "birth_country": "QQ"})
    assert refused == {"birth_country": ["Give the country as its two letters of ISO 3166-1, as in MX."]}


def test_a_second_booking_with_the_number_is_refused(machine: Machine) -> None:
    machine.made("bookings/", BOOKING)
    assert machine.refused("bookings/", BOOKING) == {"general": ["This county already has a booking with this number."]}


def test_a_visit_without_a_yes_is_refused_as_on_the_page(machine: Machine) -> None:
    visits = f"{machine.booking()['url']}visits/"
    visit = {"kind": "phone", "requested": "2026-10-16T09:00", "started": "2026-10-16T10:00"}
    says = "Nobody logged a yes before it began. Log the consent first, or say why it was held without one."
    assert machine.refused(visits, visit) == {"override_reason": [says]}
    machine.made(visits.replace("visits", "consents"), {"asked": "2026-10-16T09:30", "answer": "yes"})
    assert machine.made(visits, visit)["started"]["at"] == "2026-10-16T10:00:00-05:00"


def test_an_answer_before_the_notice_is_refused_as_on_the_page(machine: Machine) -> None:
    CountyProfile.objects.create(county=machine.county, in_force_from="2026-01-01", notice_required=True, notice_version="3")
    asked = BOOKING | {"birth_answer": "answered", "birth_country": "MX"}
    says = "First log the data-practices notice: an answer taken without it may not be kept."
    assert machine.refused("bookings/", asked) == {"birth_answer": [says]}
    machine.made("bookings/", asked | {"notice": "2026-10-15T12:00", "notice_version": "3"})


def test_the_same_form_on_the_same_day_needs_a_word_as_on_the_page(machine: Machine) -> None:
    detainers = f"{machine.booking()['url']}detainers/"
    first = machine.made(detainers, {"form": "I-247A", "received": "2026-10-16T09:00"})
    second = {"form": "I-247A", "received": "2026-10-16T15:00"}
    says = "The same form came for this booking on the same day. Say whether it is the same paper again."
    assert machine.refused(detainers, second) == {"duplicate_reason": [says]}
    made = machine.made(detainers, second | {"duplicate_of": first["id"], "duplicate_reason": "faxed twice"})
    assert made["duplicate_of"] == first["id"]


def test_a_correction_needs_its_reason_and_the_version_that_was_read(machine: Machine) -> None:
    made = machine.booking()
    required = ["This field is required."]
    assert machine.refused(made["url"], {"age": 30}, "PATCH") == {"reason": required, "version": required}
    blank = machine.refused(made["url"], {"age": 30, "reason": "  ", "version": 1}, "PATCH")
    assert blank == {"reason": ["This field may not be blank."]}
    same = machine.refused(made["url"], {"age": None, "reason": "x", "version": 1}, "PATCH")
    assert same == {"general": ["Nothing in this differs from what is on record."]}
    assert AuditEntry.objects.count() == 1


def test_a_correction_of_an_older_version_changes_nothing(machine: Machine) -> None:
    made = machine.booking()
    assert machine.patch(made["url"], {"age": 30, "reason": "x", "version": 1}).status_code == 200
    for method, path, body in (
        ("PATCH", made["url"], {"age": 31, "reason": "x", "version": 1}),
        ("POST", f"{made['url']}entered-in-error/", {"reason": "x", "version": 1}),
        ("POST", f"{made['url']}release/", {"released": "2026-10-16", "release_kind": "street", "version": 1}),
    ):
        response = machine.send(method, path, body)
        assert response.status_code == 409
        assert response.json()["detail"].startswith("Somebody else changed this since you opened it. Nothing was saved")
    assert machine.get(made["url"]).json() == made | {"age": 30, "version": 2}


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"",
        b"\xff",
        b'"\\ud800"',
        b'{"number": "\\udfff", "booked": "2026-10-15"}',
        b'{"\\ud800": 1}',
        b'{"number": "a", "number": "b"}',
        b'{"number": NaN}',
        b"[" * 100_000,
        b"9" * 5000,
        b"[]",
        b"null",
        b'{"number": "\\u0000", "booked": "2026-10-15"}',
    ],
)
def test_a_body_that_is_no_object_of_json_is_refused(machine: Machine, raw: bytes) -> None:
    response = machine.send("POST", "bookings/", raw=raw)
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert not Booking.objects.exists()


@override_settings(API_BODY_BYTES=100)
def test_a_body_that_is_too_large_is_refused(machine: Machine) -> None:
    response = machine.post("bookings/", BOOKING | {"remarks": "x" * 100})
    assert (response.status_code, response.json()["detail"]) == (413, "The request is too large. Send one fact at a time.")


def test_another_method_and_another_kind_of_content_are_refused(machine: Machine) -> None:
    assert [machine.send(method, "bookings/").status_code for method in ("GET", "DELETE", "OPTIONS", "TRACE")] == [405] * 4
    assert machine.send("PUT", "bookings/", BOOKING).json()["status"] == 405
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        response = machine.send("POST", "bookings/", BOOKING, **{"Content-Type": kind})
        assert (kind, response.status_code, response["Content-Type"]) == (kind, 415, "application/problem+json")


@pytest.mark.parametrize("path", ["bookings", "bookings/7/", "no/such/", "bookings/%00/"])
def test_an_address_that_is_none_is_answered_like_everything_else(machine: Machine, path: str) -> None:
    response = machine.post(path, BOOKING)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["detail"].startswith("There is nothing at this address.")


def test_refusals_come_in_spanish_to_whoever_asks_for_it(machine: Machine) -> None:
    response = machine.post("bookings/", {"number": "1", "booked": "x"}, Accept_Language="es")
    assert response.json()["errors"]["booked"][0].startswith("Escriba la hora")


def test_what_a_program_would_accept_changes_nothing(machine: Machine) -> None:
    for accepts in ("text/html", "*/*;q=x,,;", "application/xml"):
        assert machine.post("county/policies/", {}, Accept=accepts)["Content-Type"] == "application/problem+json"


def test_a_database_that_does_not_answer_is_said(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    from bookings import actions

    def busy(**values: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(actions, "record_booking", busy)
    response = machine.post("bookings/", BOOKING)
    assert (response.status_code, response.json()["status"]) == (503, 503)
    assert response.json()["detail"] == "The database did not answer in time. Nothing was saved: send the same again."


def test_a_booking_that_was_disposed_of_takes_nothing_more(machine: Machine) -> None:
    from accounts.models import SealedKey

    made = machine.booking()
    SealedKey.objects.all().delete()
    response = machine.post(f"{made['url']}charges/", {"description": "x"})
    assert (response.status_code, response.json()["title"]) == (410, "Gone")
    assert machine.get(made["url"]).json() == made | {"number": None}


def test_the_api_document_needs_no_key() -> None:
    assert Client().get("/api/v1/schema/").json()["openapi"].startswith("3.")
