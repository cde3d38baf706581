"""The privacy class of every field of the record."""

from accounts.privacy import Privacy as P
from accounts.privacy import Table

OF_FACT = "id county source recorded_at recorded_by batch staff_minutes version entered_in_error"
OF_COUNTY = "id recorded_at recorded_by version entered_in_error"
WORDS = "error_reason remarks"


def of_booking(act: str, *, person: str = "", words: str = "", sealed: str = "") -> dict[P, str]:
    """A fact that hangs on a booking."""
    found = {P.BOOKKEEPING: f"{OF_FACT} booking", P.WORDS: f"{WORDS} {words}", P.ACT: act, P.PERSON: person, P.SEALED: sealed}
    return {privacy: names for privacy, names in found.items() if names}


PRIVACY: Table = {
    "bookings.Booking": {
        P.SEALED: "number_sealed",
        P.MATCH: "number_hash person_key import_digest",
        P.PERSON: "birth_country birth_text citizen_country citizen_text sex race age to_check",
        P.WORDS: f"{WORDS} birth_asked_by birth_basis citizen_asked_by citizen_basis release_reason",
        P.ACT: "kind arresting_agency booked_at booked_until arrested_at arrested_until notice_at notice_until "
        "notice_version notice_language birth_answer citizen_answer court_at court_until released_at released_until release_kind",
        P.BOOKKEEPING: f"{OF_FACT} public_id",
    },
    "bookings.Stay": of_booking("facility began_at began_until ended_at ended_until"),
    "bookings.Charge": of_booking(
        "place level disposition disposed_at disposed_until released_at released_until",
        person="statute description",
        words="release_reason",
    ),
    "bookings.CitizenshipClaim": of_booking("claimed_at claimed_until evidence told_at told_until answer answered_at answered_until"),
    "bookings.FingerprintCheck": of_booking("sent_at sent_until state_at state_until fbi_at fbi_until dhs_at dhs_until match"),
    "bookings.IceCall": of_booking(
        "called_at called_until ended_at ended_until started_by channel trigger told legal_basis answer answered_at answered_until "
        "put_on_phone phone_at phone_until staff_present",
        words="spoke override_reason",
    ),
    "bookings.IceVisit": of_booking(
        "kind requested_at requested_until planned_at planned_until agency room started_at started_until ended_at ended_until ended_by "
        "attorney_present staff_present learned_at learned_until",
        person="language",
        words="override_reason",
    ),
    "bookings.Consent": of_booking(
        "call visit asked_at asked_until how form_version interpreter answer told_purpose told_voluntary told_may_decline told_attorney "
        "told_no_punishment",
        person="language",
    ),
    "bookings.ConsularNotice": of_booking(
        "advised_at advised_until answer duty told_at told_until channel", person="consulate language", words="confirmation"
    ),
    "bookings.Detainer": of_booking(
        "form warrant trigger came_from relayed_from final_order pendency biometric statements dhs_transferred asks_notice asks_hold "
        "asks_relay hours_asked received_at received_until served_at served_until served_how decision decision_basis decided_at "
        "decided_until told_at told_until withdrawn_at withdrawn_until expired_at expired_until relayed_at relayed_until relayed_to "
        "duplicate_of supersedes",
        person="served_language",
        words="served_by duplicate_reason",
    ),
    "bookings.FederalRequest": of_booking(
        "kind agency received_at received_until channel answer answered_at answered_until told legal_basis"
    ),
    "bookings.ReleaseStep": of_booking("kind occurred_at occurred_until reason authority amount"),
    "bookings.Handover": of_booking("detainer handed_at handed_until mode place receiving_agency legal_basis"),
    "bookings.AllowingOffense": of_booking("handover charge counts", person="description"),
    "bookings.Policy": {
        P.PUBLIC: "rule title text applies_to adopted_by in_force_from in_force_until source",
        P.OFFICE: "county error_reason",
        P.BOOKKEEPING: OF_COUNTY,
    },
    "bookings.NilReturn": {P.OFFICE: "county period_at period_until whole_month signed_by error_reason", P.BOOKKEEPING: OF_COUNTY},
    "bookings.Outage": {P.PUBLIC: "gap_at gap_until what", P.OFFICE: "county error_reason", P.BOOKKEEPING: OF_COUNTY},
    "bookings.Facility": {P.OFFICE: "county code name ice_code in_use_until", P.BOOKKEEPING: "id version"},
    "bookings.ListItem": {P.PUBLIC: "list code label value in_force_from in_force_until source checked_on", P.BOOKKEEPING: "id version"},
    "bookings.LegalHold": {P.OFFICE: "county reason placed_by placed_at lifted_by lifted_at lifted_why", P.BOOKKEEPING: "id booking"},
    "bookings.Disposal": {
        P.OFFICE: "county clock released_before schedule bookings proposed_by proposed_at approved_by refused_by decided_at refusal",
        P.BOOKKEEPING: "id",
    },
    "bookings.Disposed": {P.ACT: "clock", P.BOOKKEEPING: "id disposal booking"},
    "bookings.ImportBatch": {
        P.OFFICE: "county file_name mapping applied_at applied_by first_month last_month read bookings new changed unchanged rejected "
        "undone_at undone_by",
        P.BOOKKEEPING: "id sha256",
    },
    "bookings.ImportRun": {
        P.OFFICE: "county created_at created_by file_name size mapping mapping_text covers accept_outliers letters state",
        P.WORDS: "result problem",
        P.BOOKKEEPING: "id public_id stored batch due_at attempts claim",
    },
}
