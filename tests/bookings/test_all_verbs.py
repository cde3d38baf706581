"""Every kind of fact through its whole life: recorded, corrected, entered in error, with every field of it filled.

Each verb writes one journal entry: who, what, which booking, the months touched, the values sealed under the booking's key.
"""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEntry, County, Role, User
from accounts.sealing import sealer
from bookings import actions
from bookings.actions.noting import facts_of
from bookings.forms import form_for
from bookings.kinds import KINDS
from bookings.models import Booking, Facility, Fact
from bookings.models.moments import moments_in, span
from bookings.spans import Span
from tests.support import build, telling

pytestmark = pytest.mark.django_db
SECRET = "word that may stand in clear nowhere"


@dataclass(frozen=True)
class Case:
    """`values` as a clerk gives them: moments on a day of November, or with their day. `change` is what a correction moves."""

    values: dict[str, Any]
    change: dict[str, Any]
    first: str = "2026-10"
    last: str = "2026-11"
    then: str = "2026-12"


CASES = {
    "stays": Case({"began": "09:00", "ended": "10:00"}, {"ended": "2026-12-02 10:00"}),
    "charges": Case(
        {"statute": "609.1", "description": SECRET, "level": "misdemeanor", "disposition": "dismissed", "disposed": "09:00"}
        | {"released": "09:00", "release_reason": "BAIL"},
        {"disposed": "2026-12-02 10:00"},
    ),
    "fingerprint-checks": Case(
        {"sent": "09:00", "state": "09:01", "fbi": "09:02", "dhs": "09:03", "match": "no"},
        {"match": "unknown", "dhs": None},
        then="2026-11",
    ),
    "ice-calls": Case(
        {"called": "13:55", "ended": "14:10", "started_by": "jail", "channel": "phone", "trigger": "birthplace", "spoke": SECRET}
        | {"told": ["identity", "birthplace"], "legal_basis": "mn-631.50", "answer": "wants_interview", "answered": "14:00"}
        | {"put_on_phone": "yes", "phone": "14:01", "staff_present": "no", "override_reason": "They passed the phone on."},
        {"called": "2026-09-02 10:00", "ended": None},
        then="2026-11",
    ),
    "consents": Case(
        {"asked": "09:00", "how": "phone", "form_version": "C-2", "language": "es", "interpreter": "phone_line", "answer": "yes"}
        | dict.fromkeys(["told_purpose", "told_voluntary", "told_may_decline", "told_attorney", "told_no_punishment"], True),
        {"answer": "withdrawn", "asked": "2026-12-01 09:00"},
    ),
    "visits": Case(
        {"kind": "in_person", "requested": "09:00", "planned": "10:00", "agency": "ICE", "room": SECRET, "started": "10:05"}
        | {"ended": "10:20", "ended_by": "person", "attorney_present": "no", "staff_present": "yes", "learned": "10:06", "language": "es"}
        | {"override_reason": "They were in the room already."},
        {"planned": "2026-12-01 09:00"},
    ),
    "detainers": Case(
        {"form": "I-247A", "warrant": "I-200", "trigger": "jail_call", "came_from": "relayed", "relayed_from": SECRET, "biometric": True}
        | {"asks_notice": True, "asks_hold": True, "asks_relay": True, "hours_asked": 48, "received": "09:00", "served": "10:00"}
        | {"served_how": "in_person", "served_by": "a deputy", "served_language": "es", "decision": "decline", "decided": "11:00"}
        | {"decision_basis": "policy", "told": "11:05", "relayed": "12:00", "relayed_to": "another county", "duplicate_reason": "first"},
        {"withdrawn": "2026-12-05 09:00", "expired": "2026-12-06 09:00"},
    ),
    "federal-requests": Case(
        {"kind": "release_date", "agency": SECRET, "received": "09:00", "channel": "email", "answer": "partly", "answered": "10:00"}
        | {"told": ["in_custody"], "legal_basis": "mn-631.50"},
        {"answered": "2026-12-01 09:00"},
    ),
    "citizenship-claims": Case(
        {"claimed": "09:00", "evidence": "passport", "told": "10:00", "answer": "confirmed", "answered": "11:00"},
        {"answered": "2026-12-01 09:00"},
    ),
    "consular-notices": Case(
        {"advised": "09:00", "language": "es", "answer": "wants", "duty": "on_request", "consulate": "EC", "told": "10:00"}
        | {"channel": "fax", "confirmation": SECRET},
        {"told": "2026-12-01 09:00"},
    ),
    "release-steps": Case(
        {"kind": "bail_set", "occurred": "09:00", "authority": SECRET, "amount": Decimal("1500.50")},
        {"amount": Decimal("0.00"), "occurred": "2026-12-01 09:00"},
    ),
    "handovers": Case(
        {"handed": "09:00", "mode": "contractor", "place": "sally_port", "receiving_agency": SECRET, "legal_basis": "none"},
        {"handed": "2026-12-01 09:00"},
    ),
    "allowing-offenses": Case({"description": SECRET, "counts": False}, {"counts": True}, then="2026-11"),
    "representations": Case(
        {"stands": "counsel", "began": "09:00", "how_known": "court"},
        {"ended": "2026-12-01 09:00", "how_known": "office"},
    ),
    "release-notifications": Case(
        {"recipient": "ice", "about": "release", "agency": SECRET, "hours_asked": 48, "legal_basis": "mn-631.50"}
        | {"public_information": "no", "language": "es", "text_told": SECRET},
        {"hours_asked": 24, "public_information": "yes"},
        last="2026-10",
        then="2026-10",
    ),
    "attempts": Case(
        {"tried": "09:00", "channel": "phone", "outcome": "no_answer", "person": SECRET},
        {"outcome": "reached", "tried": "2026-12-01 09:00"},
    ),
    "answers": Case(
        {"answered": "09:00", "answer": "coming", "expected": "10:00", "channel": "email", "answered_by": SECRET},
        {"expected": "2026-12-01 09:00"},
    ),
}


@pytest.fixture
def county() -> County:
    return build.county()


@pytest.fixture
def by(county: County) -> User:
    return build.person(Role.STAFF, county)


@pytest.fixture
def booking(county: County, by: User) -> Booking:
    return actions.record_booking(by=by, county=county, number="A-1", booked=build.minute("2026-10-15 08:00", county))


def given(kind: str, booking: Booking, by: User, values: dict[str, Any]) -> dict[str, Any]:
    """The values of a case as its verb takes them, with the row that the fact has to name."""
    moments = moments_in(KINDS[kind])
    found = {name: moment(value, booking.county) if name in moments else value for name, value in values.items()}
    if kind == "stays":
        found["facility"] = Facility.objects.get_or_create(county=booking.county, code="MAIN", defaults={"name": "Main jail"})[0]
    if kind == "representations" and "stands" in values:
        found["office"] = telling.office(booking.county)
    if kind in {"attempts", "answers"} and "channel" in values:
        found["notification"] = telling.notification(booking, "ice")
    if kind == "allowing-offenses" and not booking.handovers.exists():
        found["handover"] = actions.record_handover(by=by, booking=booking, handed=moment("09:00", booking.county))
    return found


def moment(text: str | None, county: County) -> Span | None:
    return build.minute(text if " " in text else f"2026-11-16 {text}", county) if text else None


def last_entry() -> AuditEntry:
    return AuditEntry.objects.order_by("-pk")[0]


def opened(entry: AuditEntry) -> dict[str, Any]:
    assert entry.booking is not None
    return json.loads(sealer(entry.booking).open(bytes(entry.sealed or b"")))


def in_clear(entry: AuditEntry) -> dict[str, Any]:
    """What anybody reads who opens the journal's table."""
    names = ("by", "verb", "noun", "object_id", "county_id", "booking", "origin", "batch", "detail")
    months = {name: getattr(entry, name).strftime("%Y-%m") for name in ("first_month", "last_month")}
    return {name: getattr(entry, name) for name in names} | months


def expected(fact: Fact, by: User, booking: Booking, verb: str, origin: str, months: tuple[str, str]) -> dict[str, Any]:
    return {
        "by": f"user:{by.pk}",
        "verb": verb,
        "noun": fact._meta.label,
        "object_id": fact.pk,
        "county_id": booking.county_id,
        "booking": booking.public_id,
        "origin": origin,
        "batch": None,
        "detail": {},
        "first_month": months[0],
        "last_month": months[1],
    }


def stands_as(fact: Fact, values: dict[str, Any]) -> bool:
    """Whether the row, read again, holds these values."""
    row, moments = type(fact).objects.get(pk=fact.pk), moments_in(type(fact))
    return {name: span(row, name) if name in moments else getattr(row, name) for name in values} == values


def test_every_kind_has_its_case_and_its_verb() -> None:
    assert set(CASES) == set(KINDS) == set(actions.RECORD)


def test_the_cases_fill_every_field_that_a_clerk_fills() -> None:
    left = {"source", "remarks", "staff_minutes", "place", "facility", "call", "visit", "handover", "charge", "detainer"}
    left |= {"office", "representation", "notification"}
    left |= {"final_order", "pendency", "statements", "dhs_transferred", "duplicate_of", "supersedes", "reason"}
    named = {kind: set(case.values) | set(case.change) for kind, case in CASES.items()}
    fillable = {kind: set(form_for(model).base_fields) - left for kind, model in KINDS.items()}
    assert {kind: fields - named[kind] for kind, fields in fillable.items() if fields - named[kind]} == {}


@pytest.mark.parametrize("kind", CASES)
def test_every_kind_takes_the_source_that_the_clerk_names(kind: str, booking: Booking, by: User) -> None:
    fact = actions.RECORD[kind](by=by, booking=booking, **given(kind, booking, by, CASES[kind].values), source="fax_receipt")
    assert type(fact).objects.get(pk=fact.pk).source == "fax_receipt"


@pytest.mark.parametrize("kind", CASES)
def test_a_fact_is_recorded_with_one_sealed_entry_and_reads_back_as_given(kind: str, booking: Booking, by: User) -> None:
    case = CASES[kind]
    values = given(kind, booking, by, case.values)
    before = AuditEntry.objects.count()
    fact = actions.RECORD[kind](by=by, booking=booking, **values)
    assert AuditEntry.objects.count() == before + 1
    verb = f"record_{KINDS[kind]._meta.model_name}"
    assert in_clear(last_entry()) == expected(fact, by, booking, verb, "live", (case.first, case.last))
    stored = KINDS[kind].objects.get(pk=fact.pk)
    assert opened(last_entry()) == {"before": None, "after": facts_of(stored), "reason": ""}
    assert stands_as(fact, values)
    assert (stored.county, stored.recorded_by, stored.source, stored.version) == (booking.county, by, "staff", 1)


@pytest.mark.parametrize("kind", CASES)
def test_a_correction_keeps_what_was_what_is_and_why_and_touches_the_months_of_both(kind: str, booking: Booking, by: User) -> None:
    case = CASES[kind]
    fact = actions.RECORD[kind](by=by, booking=booking, **given(kind, booking, by, case.values))
    was, change = facts_of(KINDS[kind].objects.get(pk=fact.pk)), given(kind, booking, by, case.change)
    before = AuditEntry.objects.count()
    actions.correct(KINDS[kind].objects.get(pk=fact.pk), by=by, reason=SECRET, **change)
    assert AuditEntry.objects.count() == before + 1
    months = (min([case.first, *months_of(case.change)]), case.then)
    assert in_clear(last_entry()) == expected(fact, by, booking, "correct", "correction", months)
    now = facts_of(KINDS[kind].objects.get(pk=fact.pk))
    changed = {name for name in now if now[name] != was[name]}
    values = {"before": {name: was[name] for name in changed}, "after": {name: now[name] for name in changed}, "reason": SECRET}
    assert opened(last_entry()) == values
    assert stands_as(fact, change)


def months_of(values: dict[str, Any]) -> list[str]:
    return [value[:7] for value in values.values() if isinstance(value, str) and value.startswith("2026-")]


@pytest.mark.parametrize("kind", CASES)
def test_a_fact_entered_in_error_stays_on_record_and_out_of_every_count(kind: str, booking: Booking, by: User) -> None:
    case = CASES[kind]
    fact = actions.RECORD[kind](by=by, booking=booking, **given(kind, booking, by, case.values))
    before = AuditEntry.objects.count()
    actions.enter_in_error(KINDS[kind].objects.get(pk=fact.pk), by=by, reason=SECRET)
    assert AuditEntry.objects.count() == before + 1
    assert in_clear(last_entry()) == expected(fact, by, booking, "enter_in_error", "correction", (case.first, case.last))
    now = {"entered_in_error": True, "error_reason": SECRET}
    assert opened(last_entry()) == {"before": {"entered_in_error": False, "error_reason": ""}, "after": now, "reason": SECRET}
    assert stands_as(fact, now)
    assert not KINDS[kind].objects.current().exists()


@pytest.mark.parametrize("kind", CASES)
def test_no_free_word_of_a_fact_or_of_a_reason_stands_in_clear_in_the_journal(kind: str, booking: Booking, by: User) -> None:
    fact = actions.RECORD[kind](by=by, booking=booking, remarks=SECRET, **given(kind, booking, by, CASES[kind].values))
    actions.enter_in_error(fact, by=by, reason=SECRET)
    rows = [str({**row, "sealed": bytes(row["sealed"] or b"")}) for row in AuditEntry.objects.values()]
    assert [row for row in rows if SECRET in row] == []


# The booking itself.

BOOKING = {
    "kind": "new_arrest",
    "arresting_agency": "a transit agency",
    "arrested": "2026-10-15 07:20",
    "notice": "2026-10-15 08:02",
    "notice_version": "TW-3",
    "notice_language": "es",
    "birth_answer": "answered",
    "birth_country": "EC",
    "birth_text": "Quito",
    "birth_asked_by": "a deputy",
    "birth_basis": "consular duty",
    "citizen_answer": "declined",
    "citizen_asked_by": "a deputy",
    "citizen_basis": "consular duty",
    "sex": "female",
    "race": "as the jail writes it",
    "age": 34,
    "court": "2026-11-01 09:00",
    "released": "2026-12-01 09:00",
    "release_kind": "street",
    "release_reason": "BAIL",
}


def test_a_booking_is_recorded_corrected_and_entered_in_error_too(county: County, by: User) -> None:
    values = {name: moment(value, county) if name in moments_in(Booking) else value for name, value in BOOKING.items()}
    booking = actions.record_booking(by=by, county=county, number="A-9", booked=build.minute("2026-10-15 08:00", county), **values)
    assert stands_as(booking, values)
    assert in_clear(last_entry()) == expected(booking, by, booking, "record_booking", "live", ("2026-10", "2026-12"))
    actions.correct(booking, by=by, reason=SECRET, booked=build.minute("2026-09-15 08:00", county))
    assert in_clear(last_entry()) == expected(booking, by, booking, "correct", "correction", ("2026-09", "2026-12"))
    actions.enter_in_error(booking, by=by, reason=SECRET)
    assert in_clear(last_entry()) == expected(booking, by, booking, "enter_in_error", "correction", ("2026-09", "2026-12"))
    assert AuditEntry.objects.count() == 3
    assert not Booking.objects.current().exists()


@pytest.mark.parametrize("reason", ["", " \n"])
def test_neither_a_correction_nor_a_mistake_goes_without_its_reason(reason: str, booking: Booking, by: User) -> None:
    for verb in (actions.correct, actions.enter_in_error):
        with pytest.raises(ValidationError) as refusal:
            verb(booking, by=by, reason=reason)
        assert refusal.value.message_dict == {"reason": ["Say why: a correction needs a reason."]}
    assert AuditEntry.objects.count() == 1
