"""The only writers of the record: verbs. Each writes the fact and its journal entry in one transaction."""

from bookings.actions.correcting import Stale, correct, enter_in_error, update_disposition
from bookings.actions.recording import record_booking, record_charge, record_detainer, record_handover, record_stay, release

__all__ = [
    "Stale",
    "correct",
    "enter_in_error",
    "record_booking",
    "record_charge",
    "record_detainer",
    "record_handover",
    "record_stay",
    "release",
    "update_disposition",
]
