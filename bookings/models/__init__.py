"""The record. One noun a file."""

from bookings.models.batch import ImportBatch
from bookings.models.booking import Answer, Booking, BookingKind, ReleaseKind, Sex
from bookings.models.charge import Charge, Disposition, Level
from bookings.models.detainer import CameFrom, Decision, Detainer, Form, Trigger, Warrant
from bookings.models.facility import Facility, Stay
from bookings.models.fact import Fact, Source
from bookings.models.handover import Handover, Mode, Place
from bookings.models.of_booking import BookingFact

__all__ = [
    "Answer",
    "Booking",
    "BookingFact",
    "BookingKind",
    "CameFrom",
    "Charge",
    "Decision",
    "Detainer",
    "Disposition",
    "Facility",
    "Fact",
    "Form",
    "Handover",
    "ImportBatch",
    "Level",
    "Mode",
    "Place",
    "ReleaseKind",
    "Sex",
    "Source",
    "Stay",
    "Trigger",
    "Warrant",
]
