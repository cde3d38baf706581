"""For each constraint of the house, rows that it and no other must refuse: what to change in a row that is fine.

A new constraint needs its line here; `valid` needs one for a new model. `test_constraints` compares the names.
"""

import uuid
from collections.abc import Callable
from datetime import date

from django.db.models import Model

from accounts.models import AuditEntry, County, Inbox, MachineKey, MatchingKey, Membership, Role, Seal, SealedKey, User
from bookings.models import Booking, Charge, Detainer, Facility, Handover, ImportBatch, ImportRun, Stay
from reports.models import MeasureCell
from tests.bookings import offences_of_contact, offences_of_publishing, offences_of_registers, offences_of_retention, offences_of_telling
from tests.bookings.rows import (
    EARLIER,
    FACT,
    MINUTE,
    NOVEMBER,
    OCTOBER,
    SAME,
    START,
    Row,
    at,
    before,
    crooked,
    half,
    of_booking,
    unknown,
)
from tests.support import build


def in_a_building(values: Row) -> Row:
    return values | {"facility": Facility.objects.create(county=values["county"], code="MAIN", name="Main jail")}


def the_only_key() -> Row:
    """A migration made the one that there may be."""
    MatchingKey.objects.all().delete()
    return {"pk": 1, "wrapped": b"\x01"}


VALID: dict[type[Model], Callable[[], Row]] = {
    County: lambda: {"fips": "27053", "slug": "hennepin", "name": "Hennepin", "state": "MN", "timezone": "America/Chicago"},
    User: lambda: {"email": "someone@example.org"},
    Membership: lambda: {"user": build.person(), "county": build.county(), "role": Role.AUDITOR},
    AuditEntry: lambda: {"by": "user:1", "verb": "book", "noun": "booking", "origin": "live"},
    MatchingKey: the_only_key,
    SealedKey: lambda: {"booking": uuid.UUID(int=1), "wrapped": b"\x01"},
    Inbox: lambda: {"reader": "figures", "entry": 1, "origin": "live"},
    Seal: lambda: {"number": 1, "sealed_at": START, "previous": "0" * 64, "digest": "a" * 64, "entries": []},
    ImportBatch: lambda: {"county": build.county(), "file_name": "a.csv", "sha256": "0" * 64, "mapping": "flat"},
    ImportRun: lambda: {"county": build.county(), "created_by": build.person(), "file_name": "a.csv", "public_id": uuid.uuid4()},
    Facility: lambda: {"county": build.county(), "code": "MAIN", "name": "Main jail"},
    Booking: lambda: {"county": build.county(), "public_id": uuid.uuid4(), "number_hash": "a" * 64, **at("booked", START)},
    Stay: lambda: in_a_building(of_booking(**at("began", START))),
    Charge: lambda: of_booking(place=1, description="Theft"),
    Detainer: lambda: of_booking(**at("received", START)),
    Handover: lambda: of_booking(**at("handed")),
    MeasureCell: lambda: {"county": build.county(), "measure": "BK-001", "month": OCTOBER, "numerator": 1},
    **offences_of_contact.VALID,
    **offences_of_telling.VALID,
    **offences_of_publishing.VALID,
    **offences_of_registers.VALID,
    **offences_of_retention.VALID,
}


BY_MODEL: dict[type[Model], dict[str, list[Row]]] = {
    County: {
        "fips_is_five_digits": [{"fips": fips} for fips in ("2705", "2705x", "", "27 53", "٢٧٠٥٣", "2705\n")],
        "state_is_two_letters": [{"state": state} for state in ("M", "mn", "M1", "", "É", "M\n")],
        "has_a_zone": [{"timezone": ""}],
    },
    MatchingKey: {"is_one": [{"pk": 2}]},
    User: {"email_is_lower_case": [{"email": "Someone@example.org"}]},
    Membership: {"once": SAME, **unknown("role")},
    AuditEntry: {
        **unknown("origin"),
        "months_go_together": [
            {"county_id": 1, "first_month": OCTOBER},
            {"county_id": 1, "last_month": OCTOBER},
            {"county_id": 1, "first_month": NOVEMBER, "last_month": OCTOBER},
            {"first_month": OCTOBER, "last_month": NOVEMBER},
            {"first_month": OCTOBER},
        ],
        "seals_under_a_booking": [{"sealed": b"\x01"}],
    },
    Inbox: {
        "entry_once": SAME,
        "names_entry_or_month": [
            {"entry": None},
            {"entry": None, "county_id": 1, "first_month": OCTOBER},
            {"entry": None, "county_id": 1, "last_month": OCTOBER},
            {"entry": None, "first_month": OCTOBER, "last_month": OCTOBER},
        ],
    },
    Seal: {"number_is_positive": [{"number": 0}, {"number": -1}]},
    ImportRun: {**unknown("state", "letters"), "undoes_a_batch": [{"state": "undoing"}, {"state": "undone"}]},
    ImportBatch: {"bookings_add_up": [{"bookings": 1}, {"new": 1}, {"bookings": 3, "new": 1, "changed": 1}, {"unchanged": 2}]},
    Facility: {"code_once": SAME, "has_a_code": [{"code": ""}]},
    Booking: {
        **FACT,
        **unknown("kind", "birth_answer", "citizen_answer", "sex"),
        "release_kind_is_known": [at("released") | {"release_kind": "home"}],
        "number_once": [{"public_id": uuid.UUID(int=1)}],
        "birth_country_needs_an_answer": [{"birth_country": "MX"}, {"birth_country": "MX", "birth_answer": "declined"}],
        "citizen_country_needs_an_answer": [{"citizen_country": "MX"}, {"citizen_country": "MX", "citizen_answer": "not_asked"}],
        "age_is_possible": [{"age": 121}],
        "release_is_whole": [{"release_kind": "street"}, at("released")],
        "notice_is_whole": [at("notice"), {"notice_version": "1"}],
        "notice_is_a_span": half("notice", notice_version="1"),
        "booked_is_a_span": crooked("booked"),
        "arrested_is_a_span": half("arrested"),
        "court_is_a_span": half("court"),
        "released_is_a_span": half("released", release_kind="street"),
        "released_not_before_booked": before("released", release_kind="street"),
        "court_not_before_booked": before("court"),
    },
    Stay: {**FACT, "began_is_a_span": crooked("began"), "ended_is_a_span": half("ended"), "ended_not_before_began": before("ended")},
    Charge: {
        **FACT,
        **unknown("level", "disposition"),
        "place_once": SAME,
        "place_counts_from_one": [{"place": 0}],
        "disposition_date_needs_a_final_disposition": [at("disposed"), at("disposed") | {"disposition": "pending"}],
        "disposed_is_a_span": half("disposed", disposition="convicted"),
        "released_is_a_span": half("released"),
    },
    Detainer: {
        **FACT,
        **unknown("form", "warrant", "trigger"),
        "came_from_is_known": [{"came_from": "fbi"}],
        "decision_is_known": [at("decided") | {"decision": "ignore"}],
        "relay_names_its_agency": [{"came_from": "relayed"}, {"relayed_from": "FBI"}],
        "decision_is_whole": [{"decision": "comply"}, at("decided")],
        "supersedes_another": [{"pk": 77, "supersedes_id": 77}],
        "served_how_is_known": [at("served") | {"served_how": "by owl"}],
        "box_1_or_box_2": [{"dhs_transferred": True, box: True} for box in ("final_order", "pendency", "biometric", "statements")],
        "served_how_needs_a_time": [{"served_how": "in_person"}],
        "told_of_a_decision": [at("told")],
        "relay_is_whole": [at("relayed"), {"relayed_to": "Anoka County"}],
        "duplicate_has_its_reason": [{"pk": 78, "duplicate_of_id": 78, "duplicate_reason": "faxed twice"}],
        "told_is_a_span": half("told", **at("decided"), decision="comply"),
        "relayed_is_a_span": half("relayed", relayed_to="Anoka County"),
        "told_not_before_received": before("told", **at("decided"), decision="comply"),
        "relayed_not_before_received": before("relayed", relayed_to="Anoka County"),
        "received_is_a_span": crooked("received"),
        "served_is_a_span": half("served"),
        "decided_is_a_span": half("decided", decision="comply"),
        "withdrawn_is_a_span": half("withdrawn"),
        "expired_is_a_span": half("expired"),
        "served_not_before_received": before("served"),
        "decided_not_before_received": before("decided", decision="comply"),
        "withdrawn_not_before_received": before("withdrawn"),
        "expired_not_before_received": before("expired"),
    },
    Handover: {**FACT, **unknown("mode", "place"), "handed_is_a_span": crooked("handed"), "once": SAME},
    MeasureCell: {
        "once": SAME,
        "month_is_a_first_day": [{"month": date(2026, 10, 2)}],
        "has_a_measure": [{"measure": ""}],
        "group_needs_its_grouping": [{"grouping": "sex"}, {"group": "female"}],
        "is_a_part": [{"denominator": 0}],
    },
    **offences_of_contact.BY_MODEL,
    **offences_of_telling.BY_MODEL,
    **offences_of_publishing.BY_MODEL,
    **offences_of_registers.BY_MODEL,
    **offences_of_retention.BY_MODEL,
}
OFFENCES: dict[str, tuple[type[Model], list[Row]]] = {
    f"{model._meta.model_name}_{name}": (model, rows) for model, by_name in BY_MODEL.items() for name, rows in by_name.items()
}
# Rows at the edge of a constraint that must still be possible.
ALLOWED: dict[type[Model], list[Row]] = {
    Booking: [
        at("released", START) | {"release_kind": "street"},
        {"released_at": EARLIER, "released_until": START + MINUTE, "release_kind": "street"},
        {"age": 0},
        {"age": 120},
        {"entered_in_error": True, "error_reason": "typed twice"},
        {"birth_country": "MX", "birth_answer": "answered"},
    ],
    Detainer: [
        at("served", START),
        {"served_at": EARLIER, "served_until": START + MINUTE},
        at("decided") | {"decision": "decline"},
        {"came_from": "relayed", "relayed_from": "FBI"},
    ],
    Charge: [at("disposed") | {"disposition": "acquitted"}, at("released", EARLIER)],
    AuditEntry: [
        {"county_id": 1},
        {"county_id": 1, "first_month": OCTOBER, "last_month": OCTOBER},
        {"sealed": b"\x01", "booking": uuid.UUID(int=1)},
    ],
    Inbox: [{"entry": None, "county_id": 1, "first_month": OCTOBER, "last_month": OCTOBER}],
    ImportBatch: [{"read": 9, "bookings": 6, "new": 1, "changed": 2, "unchanged": 3}],
    MeasureCell: [{"denominator": 1}, {"grouping": "sex", "group": "female"}],
    **offences_of_contact.ALLOWED,
    **offences_of_telling.ALLOWED,
    **offences_of_publishing.ALLOWED,
    **offences_of_registers.ALLOWED,
    **offences_of_retention.ALLOWED,
}
# Once, or once among the facts not entered in error: what makes a second row another one.
SECOND: dict[str, list[Row]] = {
    "booking_number_once": [{"number_hash": "b" * 64}, {"entered_in_error": True, "error_reason": "typed twice"}],
    "charge_place_once": [{"place": 2}, {"entered_in_error": True, "error_reason": "typed twice"}],
    "handover_once": [{"entered_in_error": True, "error_reason": "typed twice"}],
    "facility_code_once": [{"code": "ANNEX"}],
    "membership_once": [{"role": Role.STAFF}],
    "invitation_one_open": [{"role": Role.AUDITOR}, {"email": "b@example.org"}, {"withdrawn_at": START}],
    "inbox_entry_once": [{"entry": 2}, {"reader": "alerts"}],
    "measurecell_once": [{"measure": "BK-002"}, {"month": NOVEMBER}, {"grouping": "sex", "group": "female"}],
    **offences_of_contact.SECOND,
    **offences_of_telling.SECOND,
    **offences_of_publishing.SECOND,
    **offences_of_retention.SECOND,
}
FIRST = offences_of_telling.FIRST | offences_of_publishing.FIRST | offences_of_retention.FIRST
# Fields that are unique by themselves: what else a second row must change, so that only this field is the same.
TWICE: dict[str, tuple[type[Model], Row]] = {
    "accounts_county.fips": (County, {"slug": "other"}),
    "accounts_county.slug": (County, {"fips": "27123"}),
    "accounts_user.email": (User, {}),
    "accounts_sealedkey.booking": (SealedKey, {}),
    "accounts_machinekey.token_id": (MachineKey, {"replaced_by": None}),
    "accounts_machinekey.replaced_by_id": (MachineKey, {"token": None}),
    "bookings_importrun.public_id": (ImportRun, {}),
    "bookings_booking.public_id": (Booking, {"number_hash": "b" * 64}),
    **offences_of_telling.TWICE,
    **offences_of_publishing.TWICE,
}
