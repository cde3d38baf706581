"""The offending rows of contacts, steps, county facts, lists and profiles: see `offences`."""

from collections.abc import Callable
from datetime import date

from django.db.models import Model
from knox.models import AuthToken

from accounts.models import CountyProfile, IdempotencyKey, Invitation, MachineKey
from bookings.models import (
    AllowingOffense,
    CitizenshipClaim,
    Consent,
    ConsularNotice,
    FederalRequest,
    FingerprintCheck,
    IceCall,
    IceVisit,
    ListItem,
    NilReturn,
    Outage,
    Policy,
    ReleaseStep,
)
from tests.bookings.rows import FACT, LATER, NOVEMBER, OCTOBER, SAME, START, Row, at, before, crooked, half, of_booking, unknown
from tests.support import build

ERROR = {"error_has_its_reason": FACT["error_has_its_reason"]}
SCHEDULE = {"retention_schedule": "General schedule 7"}
IN_ERROR = {"entered_in_error": True, "error_reason": "typed twice"}


def policy() -> Row:
    words = {"title": "Ask first", "text": "Ask first.", "adopted_by": "the sheriff", "source": "the manual"}
    return {"county": build.county(), "rule": "ask_first", "in_force_from": OCTOBER, **words}


def offense() -> Row:
    row = of_booking(description="an earlier offense")
    return row | {"handover": build.handover(row["booking"])}


def machine_key() -> Row:
    """A key that was replaced by a later one, and is still good."""
    user, county = build.person(), build.county()
    token, _text = AuthToken.objects.create(user)
    known = {"county": county, "user": user, "begins": "jw_abcd", "expires_at": LATER}
    return {**known, "token": token, "replaced_by": MachineKey.objects.create(**known)}


def invitation() -> Row:
    known = {"email": "a@example.org", "name": "A", "role": "staff"}
    return {"county": build.county(), "created_at": START, "expires_at": LATER, **known}


VALID: dict[type[Model], Callable[[], Row]] = {
    CountyProfile: lambda: {"county": build.county(), "in_force_from": OCTOBER},
    IdempotencyKey: lambda: {"user": build.person(), "key": "one", "request_digest": "0" * 64},
    MachineKey: machine_key,
    Invitation: invitation,
    CitizenshipClaim: lambda: of_booking(**at("claimed", START)),
    FingerprintCheck: lambda: of_booking(**at("sent", START)),
    IceCall: lambda: of_booking(**at("called", START)),
    IceVisit: lambda: of_booking(kind="video", **at("requested", START)),
    Consent: lambda: of_booking(answer="yes", **at("asked", START)),
    ConsularNotice: lambda: of_booking(**at("advised", START)),
    ReleaseStep: lambda: of_booking(kind="cleared", **at("occurred", START)),
    FederalRequest: lambda: of_booking(kind="status", agency="ICE", **at("received", START)),
    AllowingOffense: offense,
    ListItem: lambda: {"list": "rate", "code": "x", "label": "x", "source": "a law", "checked_on": OCTOBER, "in_force_from": OCTOBER},
    Policy: policy,
    NilReturn: lambda: {"county": build.county(), "signed_by": "a clerk", **at("period", START)},
    Outage: lambda: {"county": build.county(), "what": "the phone log", **at("gap", START)},
}

BY_MODEL: dict[type[Model], dict[str, list[Row]]] = {
    CountyProfile: {
        "one_a_day": [{"in_force_until": date(2027, 1, 1)}],
        "one_open": [{"in_force_from": NOVEMBER}],
        "ends_after_it_starts": [{"in_force_until": OCTOBER}, {"in_force_until": date(2026, 9, 1)}],
        "threshold_has_a_floor": [{"threshold": 4}, {"threshold": 0}],
        "fiscal_year_starts_in_a_month": [{"fiscal_year_month": 0}, {"fiscal_year_month": 13}],
        "notice_has_its_version": [{"notice_required": True}],
        "keeps_words_a_month": [{"keep_words_months": 0, **SCHEDULE}],
        "keeps_two_years": [{"keep_people_months": 23, **SCHEDULE}, {"keep_identity_months": 23, **SCHEDULE}],
        "identity_ends_last": [
            {"keep_identity_months": 24, "keep_people_months": 25, **SCHEDULE},
            {"keep_identity_months": 24, "keep_words_months": 25, **SCHEDULE},
        ],
        "retention_has_its_schedule": [{f"keep_{clock}_months": 24} for clock in ("words", "people", "identity")],
    },
    IdempotencyKey: {"once": SAME},
    Invitation: {
        "one_open": SAME,
        "role_is_of_a_person": [{"role": "machine"}, {"role": ""}],
        "email_is_lower_case": [{"email": "A@example.org"}],
        "accepted_by_somebody": [{"accepted_at": START}, {"accepted_by_id": 1}],
        "has_one_end": [{"accepted_at": START, "accepted_by_id": 1, "withdrawn_at": START}],
        "lasts": [{"expires_at": START}],
    },
    MachineKey: {**unknown("scope"), "revoked_opens_nothing": [{"revoked_at": START}], "begins_with_something": [{"begins": ""}]},
    CitizenshipClaim: {
        **FACT,
        **unknown("evidence"),
        "answer_is_known": [{"answer": "maybe"}],
        "answer_has_its_time": [at("answered"), at("answered") | {"answer": "none"}],
        "claimed_is_a_span": crooked("claimed"),
        "told_is_a_span": half("told"),
        "answered_is_a_span": half("answered", answer="confirmed"),
        "told_not_before_claimed": before("told"),
        "answered_not_before_claimed": before("answered", answer="rejected"),
    },
    FingerprintCheck: {
        **FACT,
        **unknown("match"),
        "sent_is_a_span": crooked("sent"),
        **{f"{name}_is_a_span": half(name) for name in ("state", "fbi", "dhs")},
        **{f"{name}_not_before_sent": before(name) for name in ("state", "fbi", "dhs")},
    },
    IceCall: {
        **FACT,
        **unknown("started_by", "channel", "trigger", "put_on_phone", "staff_present"),
        "answer_is_known": [{"answer": "maybe"}],
        "answer_time_needs_an_answer": [at("answered"), at("answered") | {"answer": "none"}],
        "phone_time_needs_the_phone": [at("phone"), at("phone") | {"put_on_phone": "no"}],
        "override_needs_the_phone": [{"override_reason": "in a hurry"}],
        "called_is_a_span": crooked("called"),
        "ended_is_a_span": half("ended"),
        "answered_is_a_span": half("answered", answer="no_interest"),
        "phone_is_a_span": half("phone", put_on_phone="yes"),
        "ended_not_before_called": before("ended"),
        "answered_not_before_called": before("answered", answer="no_interest"),
        "phone_not_before_called": before("phone", put_on_phone="yes"),
    },
    IceVisit: {
        **FACT,
        **unknown("kind", "attorney_present", "staff_present"),
        "ended_by_is_known": [at("started") | {"ended_by": "nobody"}],
        "end_needs_a_start": [at("ended"), {"ended_by": "person"}],
        "override_needs_a_start": [{"override_reason": "in a hurry"}],
        "requested_is_a_span": crooked("requested"),
        "planned_is_a_span": half("planned"),
        "started_is_a_span": half("started"),
        "ended_is_a_span": [at("started") | row for row in half("ended")],
        "learned_is_a_span": half("learned"),
        "started_not_before_requested": before("started"),
        "ended_not_before_started": [at("started", START) | row for row in before("ended")],
    },
    Consent: {
        **FACT,
        **unknown("how", "interpreter", "answer"),
        # The keys need not exist: a foreign key is looked at after the row itself.
        "is_about_one_thing": [{"call_id": 77, "visit_id": 78}],
        "asked_is_a_span": crooked("asked"),
    },
    ConsularNotice: {
        **FACT,
        **unknown("duty"),
        "answer_is_known": [{"answer": "maybe"}],
        "channel_is_known": [{"channel": "pigeon"}],
        "is_advice_or_notice": [{"advised_at": None, "advised_until": None}],
        "names_the_consulate": [at("told")],
        "advised_is_a_span": crooked("advised"),
        "told_is_a_span": half("told", consulate="MX"),
        "told_not_before_advised": before("told", consulate="MX"),
    },
    ReleaseStep: {
        **FACT,
        "kind_is_known": [{"kind": "sprung"}],
        "reason_is_known": [{"kind": "eligible", "reason": "because"}],
        "eligible_has_its_reason": [{"kind": "eligible"}, {"reason": "bail"}],
        "amount_is_of_bail": [{"amount": 100}, {"kind": "bail_set", "amount": -1}],
        "occurred_is_a_span": crooked("occurred"),
    },
    FederalRequest: {
        **FACT,
        **unknown("kind", "channel"),
        "answer_is_known": [{"answer": "maybe"}],
        "names_its_agency": [{"agency": ""}],
        "answer_time_needs_an_answer": [at("answered"), at("answered") | {"answer": "none"}],
        "received_is_a_span": crooked("received"),
        "answered_is_a_span": half("answered", answer="declined"),
        "answered_not_before_received": before("answered", answer="declined"),
    },
    AllowingOffense: {**FACT, "names_an_offense": [{"description": ""}], "one_counts": SAME},
    ListItem: {
        "once_a_day": SAME,
        **unknown("list"),
        "ends_after_it_starts": [{"in_force_until": OCTOBER}, {"in_force_until": date(2026, 9, 1)}],
        "names_its_source": [{"source": ""}],
    },
    Policy: {
        **ERROR,
        **unknown("rule"),
        "ends_after_it_starts": [{"in_force_until": OCTOBER}, {"in_force_until": date(2026, 9, 1)}],
        "has_title_text_author_and_source": [{name: ""} for name in ("title", "text", "adopted_by", "source")],
        "one_a_day": [{"in_force_until": date(2027, 1, 1)}],
        "one_open": [{"in_force_from": NOVEMBER}],
    },
    NilReturn: {**ERROR, "is_signed": [{"signed_by": ""}], "period_is_a_span": crooked("period")},
    Outage: {**ERROR, "says_what_is_missing": [{"what": ""}], "gap_is_a_span": crooked("gap")},
}

ALLOWED: dict[type[Model], list[Row]] = {
    CountyProfile: [
        {"threshold": 5},
        {"fiscal_year_month": 12},
        {"keep_words_months": 1, **SCHEDULE},
        {"notice_required": True, "notice_version": "1"},
    ],
    IceCall: [at("phone") | {"put_on_phone": "yes", "override_reason": "asked for it"}, at("answered") | {"answer": "us_citizen"}],
    IceVisit: [at("started") | at("ended") | {"ended_by": "person"}, at("started", START)],
    ConsularNotice: [{"advised_at": None, "advised_until": None, "consulate": "MX"} | at("told")],
    ReleaseStep: [{"kind": "eligible", "reason": "bail"}, {"kind": "bail_set", "amount": 0}],
}

SECOND: dict[str, list[Row]] = {
    "countyprofile_one_a_day": [{"in_force_from": NOVEMBER, "in_force_until": date(2027, 1, 1)}],
    "countyprofile_one_open": [{"in_force_from": NOVEMBER, "in_force_until": date(2027, 1, 1)}],
    "idempotencykey_once": [{"key": "two"}],
    "allowingoffense_one_counts": [{"counts": False}, IN_ERROR],
    "listitem_once_a_day": [{"code": "y"}, {"list": "reason"}, {"in_force_from": NOVEMBER}],
    "policy_one_a_day": [{"in_force_from": NOVEMBER, "in_force_until": date(2027, 1, 1)}, IN_ERROR],
    "policy_one_open": [{"rule": "visits"}, IN_ERROR],
}
