"""The record. One noun a file."""

from bookings.models.batch import ImportBatch, ImportRun, RunState
from bookings.models.booking import Answer, Booking, BookingKind, ReleaseKind, Sex
from bookings.models.charge import Charge, Disposition, Level
from bookings.models.citizenship import CitizenshipClaim, ClaimAnswer, Evidence
from bookings.models.consent import Consent, ConsentAnswer, ConsentHow, Interpreter
from bookings.models.consular import ConsularAnswer, ConsularNotice, Duty
from bookings.models.contact import Channel, StartedBy, Told, YesNo
from bookings.models.county_facts import CountyFact, NilReturn, Outage, Policy, PolicyRule
from bookings.models.detainer import CameFrom, Decision, Detainer, Form, ServedHow, Trigger, Warrant
from bookings.models.facility import Facility, Stay
from bookings.models.fact import Fact, Source
from bookings.models.fingerprints import FingerprintCheck, Match
from bookings.models.handover import AllowingOffense, Handover, Mode, Place
from bookings.models.ice_call import CallTrigger, IceAnswer, IceCall
from bookings.models.listed import List, ListItem
from bookings.models.of_booking import BookingFact
from bookings.models.request import FederalRequest, RequestAnswer, RequestKind
from bookings.models.retention import Clock, Disposal, Disposed, LegalHold
from bookings.models.step import EligibleReason, ReleaseStep, StepKind
from bookings.models.visit import EndedBy, IceVisit, VisitKind

__all__ = [
    "AllowingOffense",
    "Answer",
    "Booking",
    "BookingFact",
    "BookingKind",
    "CallTrigger",
    "CameFrom",
    "Channel",
    "Charge",
    "CitizenshipClaim",
    "ClaimAnswer",
    "Clock",
    "Consent",
    "ConsentAnswer",
    "ConsentHow",
    "ConsularAnswer",
    "ConsularNotice",
    "CountyFact",
    "Decision",
    "Detainer",
    "Disposal",
    "Disposed",
    "Disposition",
    "Duty",
    "EligibleReason",
    "EndedBy",
    "Evidence",
    "Facility",
    "Fact",
    "FederalRequest",
    "FingerprintCheck",
    "Form",
    "Handover",
    "IceAnswer",
    "IceCall",
    "IceVisit",
    "ImportBatch",
    "ImportRun",
    "Interpreter",
    "LegalHold",
    "Level",
    "List",
    "ListItem",
    "Match",
    "Mode",
    "NilReturn",
    "Outage",
    "Place",
    "Policy",
    "PolicyRule",
    "ReleaseKind",
    "ReleaseStep",
    "RequestAnswer",
    "RequestKind",
    "RunState",
    "ServedHow",
    "Sex",
    "Source",
    "StartedBy",
    "StepKind",
    "Stay",
    "Told",
    "Trigger",
    "VisitKind",
    "Warrant",
    "YesNo",
]
