"""The only writers of the record: verbs. Each writes the fact and its journal entry in one transaction."""

from collections.abc import Callable
from typing import Any

from bookings.actions.correcting import Stale, correct, enter_in_error, update_disposition
from bookings.actions.county import (
    correct_of_county,
    end_facility,
    end_list_item,
    end_policy,
    record_county,
    record_facility,
    record_general_request,
    record_list_item,
    record_nil_return,
    record_outage,
    record_policy,
    set_profile,
    withdraw,
)
from bookings.actions.recording import (
    record_allowing_offense,
    record_booking,
    record_charge,
    record_citizenship_claim,
    record_consent,
    record_consular_notice,
    record_detainer,
    record_federal_request,
    record_fingerprint_check,
    record_handover,
    record_ice_call,
    record_release_step,
    record_stay,
    record_visit,
    release,
)

# The verb that adds each kind of fact, by the kind's word in addresses (`bookings.kinds`).
RECORD: dict[str, Callable[..., Any]] = {
    "stays": record_stay,
    "charges": record_charge,
    "fingerprint-checks": record_fingerprint_check,
    "ice-calls": record_ice_call,
    "consents": record_consent,
    "visits": record_visit,
    "detainers": record_detainer,
    "federal-requests": record_federal_request,
    "citizenship-claims": record_citizenship_claim,
    "consular-notices": record_consular_notice,
    "release-steps": record_release_step,
    "handovers": record_handover,
    "allowing-offenses": record_allowing_offense,
}

# The verb that adds each kind of what is about the county, and the one that ends it, by the same words.
RECORD_OF_COUNTY: dict[str, Callable[..., Any]] = {
    "policies": record_policy,
    "nil-returns": record_nil_return,
    "outages": record_outage,
    "general-requests": record_general_request,
    "facilities": record_facility,
    "profiles": set_profile,
    "list-items": lambda *, by, county, **values: record_list_item(by=by, **values),
}
END: dict[str, Callable[..., Any]] = {"policies": end_policy, "facilities": end_facility, "list-items": end_list_item}

__all__ = [
    "END",
    "RECORD",
    "RECORD_OF_COUNTY",
    "Stale",
    "correct",
    "correct_of_county",
    "end_facility",
    "end_list_item",
    "end_policy",
    "enter_in_error",
    "record_allowing_offense",
    "record_booking",
    "record_charge",
    "record_citizenship_claim",
    "record_consent",
    "record_consular_notice",
    "record_detainer",
    "record_county",
    "record_facility",
    "record_federal_request",
    "record_fingerprint_check",
    "record_general_request",
    "record_handover",
    "record_ice_call",
    "record_list_item",
    "record_nil_return",
    "record_outage",
    "record_policy",
    "record_release_step",
    "record_stay",
    "record_visit",
    "release",
    "set_profile",
    "update_disposition",
    "withdraw",
]
