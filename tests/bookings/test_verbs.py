"""The verbs: a fact and its journal entry together or not at all; old values kept; two clerks cannot overwrite each other."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts import journal
from accounts.models import AuditEntry, County, User
from accounts.periods import Month
from accounts.sealing import sealer
from bookings.actions import (
    RECORD,
    Stale,
    correct,
    enter_in_error,
    record_booking,
    record_charge,
    record_detainer,
    record_handover,
    release,
    update_disposition,
)
from bookings.kinds import KINDS
from bookings.models import Booking, Facility, Fact
from bookings.models.moments import moments_in, span
from bookings.spans import Span
from tests.support import build, telling
from tests.support.tables import everything, rows

pytestmark = pytest.mark.django_db
NUMBER = "2026-SECRET-4711"
FEW = ("stays", "charges", "detainers", "handovers")


@pytest.fixture
def county() -> County:
    return build.county()


@pytest.fixture
def clerk() -> User:
    return build.person()


@pytest.fixture
def booking(county: County, clerk: User) -> Booking:
    return record_booking(by=clerk, county=county, number=NUMBER, booked=build.minute("2026-10-31 23:30", county))


def at(booking: Booking, text: str) -> Span:
    return build.minute(text, booking.county)


def told(entry: AuditEntry) -> dict[str, Any]:
    assert entry.booking is not None
    return json.loads(sealer(entry.booking).open(bytes(entry.sealed or b"")))


def values(kind: str, booking: Booking) -> dict[str, Any]:
    """What a clerk types to record one fact of a kind."""
    noon = at(booking, "2026-11-01 12:00")
    if kind == "stays":
        return {"facility": Facility.objects.create(county=booking.county, code="MAIN", name="Main"), "began": noon}
    if kind == "allowing-offenses":
        return {"handover": build.handover(booking, "2026-11-02 10:00"), "description": "an earlier offense"}
    if kind == "representations":
        return {"office": telling.office(booking.county), "began": noon}
    if kind in {"attempts", "answers"}:
        of_kind = {"attempts": {"tried": noon, "outcome": "reached"}, "answers": {"answered": noon, "answer": "none"}}
        return of_kind[kind] | {"notification": telling.notification(booking, "ice")}
    return {
        "charges": {"description": "theft"},
        "fingerprint-checks": {"sent": noon},
        "ice-calls": {"called": noon},
        "consents": {"asked": noon, "answer": "no"},
        "visits": {"requested": noon, "kind": "video"},
        "detainers": {"received": noon},
        "federal-requests": {"received": noon, "kind": "status", "agency": "ICE"},
        "citizenship-claims": {"claimed": noon},
        "consular-notices": {"advised": noon},
        "release-steps": {"occurred": noon, "kind": "cleared"},
        "handovers": {"handed": noon},
        "release-notifications": {"recipient": "ice"},
    }[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_recorded_corrected_and_entered_in_error_with_one_entry_each(kind: str, booking: Booking, clerk: User) -> None:
    asked = values(kind, booking)
    before = AuditEntry.objects.count()
    fact: Fact = RECORD[kind](by=clerk, booking=booking, **asked)
    correct(fact, by=clerk, reason="typed wrong", remarks="mended")
    enter_in_error(fact, by=clerk, reason="another person's")
    entries = list(AuditEntry.objects.order_by("pk"))[before:]
    assert [entry.verb for entry in entries] == [f"record_{type(fact)._meta.model_name}", "correct", "enter_in_error"]
    assert {(entry.noun, entry.object_id, entry.by) for entry in entries} == {(fact._meta.label, fact.pk, f"user:{clerk.pk}")}
    assert told(entries[1])["before"] == {"remarks": ""}
    stored = type(fact)._base_manager.get(pk=fact.pk)
    assert (stored.version, stored.entered_in_error, stored.error_reason) == (3, True, "another person's")
    assert {name: span(stored, name) for name in moments_in(type(fact)) if name in asked} == {
        name: asked[name] for name in moments_in(type(fact)) if name in asked
    }


def test_a_booking_its_key_and_its_entry_come_together(booking: Booking, clerk: User) -> None:
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.origin, entry.booking) == ("record_booking", "live", booking.public_id)
    assert (entry.first_month, entry.last_month) == (Month(2026, 10).first_day, Month(2026, 10).first_day)
    assert sealer(booking.public_id).open(bytes(booking.number_sealed or b"")) == NUMBER


def test_the_number_stands_in_no_column_of_no_table(booking: Booking) -> None:
    record_charge(by=build.person(), booking=booking, description="theft")
    assert NUMBER not in str(everything())
    assert NUMBER.encode().hex() not in str(everything())


CHANGES: dict[str, Any] = {
    "record_booking": lambda by, booking: record_booking(by=by, county=booking.county, number="2", booked=at(booking, "2026-11-01 10:00")),
    "correct": lambda by, booking: correct(booking, by=by, reason="typed wrong", race="White"),
    "enter_in_error": lambda by, booking: enter_in_error(booking, by=by, reason="another person's"),
    "release": lambda by, booking: release(by=by, booking=booking, released=at(booking, "2026-11-02 10:00"), kind="street"),
    "update_disposition": lambda by, booking: update_disposition(booking.charges.get(), by=by, disposition="dismissed"),
    **{f"record {kind}": lambda by, booking, kind=kind: RECORD[kind](by=by, booking=booking, **values(kind, booking)) for kind in FEW},
}


@pytest.mark.parametrize("verb", CHANGES)
def test_a_failing_journal_leaves_no_fact_and_no_key(verb: str, booking: Booking, clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    record_charge(by=clerk, booking=booking, description="theft")
    before = everything("Facility")

    def refuse(*args: Any, **options: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(journal, "write", refuse)
    with pytest.raises(OSError, match="disk is full"):
        CHANGES[verb](clerk, booking)
    assert everything("Facility") == before


def test_a_second_number_in_one_county_is_refused_beside_its_sentence(booking: Booking, county: County, clerk: User) -> None:
    with pytest.raises(ValidationError) as refusal:
        record_booking(by=clerk, county=county, number=NUMBER, booked=at(booking, "2026-11-01 10:00"))
    assert refusal.value.message_dict == {"__all__": ["This county already has a booking with this number."]}


@pytest.mark.parametrize("number", ["", " \t"])
def test_a_booking_without_a_number_is_refused_beside_its_field(county: County, clerk: User, number: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        record_booking(by=clerk, county=county, number=number, booked=build.minute("2026-10-31 23:30", county))
    assert refusal.value.message_dict == {"number": ["This field cannot be blank."]}


def test_a_number_with_spaces_around_it_is_the_number_that_a_file_tells(booking: Booking, county: County, clerk: User) -> None:
    with pytest.raises(ValidationError, match="already has a booking with this number"):
        record_booking(by=clerk, county=county, number=f" {NUMBER}\t", booked=at(booking, "2026-11-01 10:00"))


def test_refusals_come_by_field_in_a_clerks_words(booking: Booking, clerk: User) -> None:
    with pytest.raises(ValidationError) as refusal:
        record_detainer(
            by=clerk, booking=booking, received=at(booking, "2026-11-02 10:00"), served=at(booking, "2026-11-01 10:00"), warrant="a note"
        )
    assert refusal.value.message_dict == {
        "warrant": ["Value 'a note' is not a valid choice."],
        "served": ["The copy was served before the detainer was received: check both times."],
    }


def test_two_clerks_cannot_overwrite_each_other(booking: Booking, clerk: User) -> None:
    first, second = Booking.objects.get(pk=booking.pk), Booking.objects.get(pk=booking.pk)
    correct(first, by=clerk, reason="misread", race="White")
    before = everything()
    with pytest.raises(Stale):
        correct(second, by=build.person(), reason="misread", race="Black")
    assert {name: found for name, found in everything().items() if name != "User"} == {
        name: found for name, found in before.items() if name != "User"
    }


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_correction_needs_a_reason(booking: Booking, clerk: User, reason: str) -> None:
    with pytest.raises(ValidationError, match="needs a reason"):
        correct(booking, by=clerk, reason=reason, race="White")
    assert rows(Booking, "race", "version") == [("", 1)]


def test_a_correction_touches_the_months_before_and_after(booking: Booking, clerk: User) -> None:
    correct(booking, by=clerk, reason="misread", booked=at(booking, "2026-08-15 12:00"))
    entry = AuditEntry.objects.order_by("-pk")[0]
    assert (entry.first_month, entry.last_month) == (Month(2026, 8).first_day, Month(2026, 10).first_day)
    assert entry.origin == "correction"


def test_a_release_is_an_addition_and_reaches_into_its_month(booking: Booking, clerk: User) -> None:
    release(by=clerk, booking=booking, released=at(booking, "2026-12-01 00:10"), kind="street")
    entry = AuditEntry.objects.order_by("-pk")[0]
    assert (entry.verb, entry.origin, str(entry.last_month)) == ("release", "live", "2026-12-01")
    assert rows(Booking, "release_kind", "version") == [("street", 2)]


def test_a_second_release_is_refused_and_changes_nothing(booking: Booking, clerk: User) -> None:
    release(by=clerk, booking=booking, released=at(booking, "2026-12-01 00:10"), kind="street")
    before = everything()
    for known in (booking, Booking.objects.get()):
        with pytest.raises(Stale):
            release(by=clerk, booking=known, released=at(booking, "2026-12-02 00:10"), kind="ice")
    assert everything() == before


def test_two_clerks_cannot_release_one_person_twice(booking: Booking, clerk: User) -> None:
    first, second = Booking.objects.get(), Booking.objects.get()
    release(by=clerk, booking=first, released=at(booking, "2026-12-01 00:10"), kind="street")
    with pytest.raises(Stale):
        release(by=clerk, booking=second, released=at(booking, "2026-12-01 00:20"), kind="ice")
    assert rows(Booking, "release_kind", "version") == [("street", 2)]


def test_news_of_a_charge_is_no_correction(booking: Booking, clerk: User) -> None:
    charge = record_charge(by=clerk, booking=booking, description="theft", disposition="pending")
    update_disposition(charge, by=clerk, disposition="dismissed", disposed=at(booking, "2027-02-03 09:00"))
    entry = AuditEntry.objects.order_by("-pk")[0]
    assert (entry.verb, entry.origin, str(entry.last_month)) == ("update_disposition", "live", "2027-02-01")
    assert told(entry)["before"]["disposition"] == "pending"


def test_charges_take_the_next_place(booking: Booking, clerk: User) -> None:
    for description in ("theft", "theft", "assault"):
        record_charge(by=clerk, booking=booking, description=description)
    assert [charge.place for charge in booking.charges.all()] == [1, 2, 3]


def test_an_unknown_moment_is_a_mistake_of_the_program_not_of_the_clerk(booking: Booking, clerk: User) -> None:
    handover = record_handover(by=clerk, booking=booking, handed=at(booking, "2026-11-02 10:00"))
    with pytest.raises(TypeError, match="has no shoe_size"):
        correct(handover, by=clerk, reason="x", shoe_size=None)


def test_a_span_of_a_day_is_recorded_as_it_is_known(booking: Booking, clerk: User) -> None:
    day = Span.local_day(at(booking, "2026-11-01 12:00").at.date(), booking.county.zone)
    detainer = record_detainer(by=clerk, booking=booking, received=day)
    assert detainer.received_until - detainer.received_at == timedelta(hours=25)
