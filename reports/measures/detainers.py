"""Detainers: received, served, decided, ended, open."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from bookings.models import CameFrom, Decision, Form, Trigger, Warrant
from bookings.rules.outcome import Outcome
from notifications.rules.intervals import Reading, Value
from reports.clock.bands import band_of
from reports.measures.bases import BASIS
from reports.measures.buckets import bucket
from reports.measures.clock import BANDS, MINUTES_NAME
from reports.measures.definition import Group, Grouping, Measure, groups_of
from reports.measures.people import CONVICTION, named
from reports.measures.record import Record
from reports.measures.record.detainers import Paper

OUTCOME = Grouping("outcome", _("outcome"), "act", groups_of(Outcome), of=lambda row: str(row.outcome.value), adds_up_to="DT-001")
ENDED_AS = Grouping("outcome", _("outcome"), "act", groups_of(Outcome), of=lambda row: str(row.then.value))
FORM = Grouping("form", _("form"), "act", groups_of(Form), of=lambda row: row.form)
WARRANTS = {
    "judicial": _("judicial warrant"),
    "yes": _("another warrant, signed by an officer"),
    "no": _("none"),
    "unknown": _("not known"),
}
REASONS = {
    "final_order": _("final order of removal"),
    "pendency": _("removal proceedings pending"),
    "biometric": _("biometric confirmation"),
    "statements": _("statements or other evidence"),
    "several": _("more than one box"),
    "box_2": _("DHS will resume custody"),
    "none": _("no box"),
}
SERVED = {"yes": _("copy served"), "no": _("no copy served on record")}


def warrant(row: Paper) -> str:
    return {Warrant.NONE: "no", Warrant.UNKNOWN: "unknown", Warrant.JUDICIAL: "judicial"}.get(Warrant(row.warrant), "yes")


def took(row: Paper) -> Value:
    low, high = row.served or (None, None)
    return Value(Reading.NEVER) if low is None else Value(Reading.KNOWN, low, high)


WARRANT = Grouping("warrant", _("whether a warrant came with it"), "act", named(WARRANTS), of=warrant)
WARRANT_KIND = Grouping("warrant_kind", _("kind of warrant"), "attribute", groups_of(Warrant), of=lambda row: row.warrant)
TRIGGER = Grouping("trigger", _("what led to it"), "attribute", groups_of(Trigger), of=lambda row: row.trigger)
REASON = Grouping("reason", _("reason given on the form"), "attribute", named(REASONS), of=lambda row: row.reason)
CAME = Grouping("came_from", _("came from"), "attribute", groups_of(CameFrom), of=lambda row: row.came_from)
SERVICE = Grouping("served", _("whether a copy was served"), "act", named(SERVED), of=lambda row: "yes" if row.served else "no")
DECIDED = groups_of(Decision, Group("none", _("no decision on record")))
DECISION = Grouping("decision", _("the jail's answer"), "act", DECIDED, of=lambda row: row.decision or "none")
TOLD = Grouping(
    "told",
    _("whether the person was told of it"),
    "act",
    named({"yes": _("told"), "no": _("not told on record")}),
    of=lambda row: "yes" if row.told else "no",
)
SERVED_BAND = Grouping("band", _("time from receipt to service"), "attribute", BANDS, of=lambda row: band_of(took(row)))
SERVED_MINUTES = Grouping("minutes", MINUTES_NAME, "attribute", (), of=lambda row: bucket(took(row)))
OUT = _("Detainers of bookings held for ICE under contract, and those entered in error.")


def received(record: Record) -> list[Paper]:
    return [row for row in record.papers if row.received]


def served(record: Record) -> list[Paper]:
    return [row for row in record.papers if row.received and row.served]


def decided(record: Record) -> list[Paper]:
    return [row for row in record.papers if row.received and row.decision]


def ended(record: Record) -> list[Paper]:
    """Open at the month's start or received in it, and not open at its end."""
    return [row for row in record.papers if (row.open_before or row.received) and not row.open_after]


def open_at(end: str) -> Any:
    def rows(record: Record) -> list[Paper]:
        return [row for row in record.papers if getattr(row, end)]

    return rows


TABLE = (
    Measure(
        code="DT-001",
        theme="detainers",
        name=_("Detainers received"),
        unit=_("detainers"),
        counts=_(
            "Detainers that the jail received in the month: requests by ICE to hold someone up to 48 hours beyond their release, "
            "or to be told of it."
        ),
        leaves_out=OUT,
        rows=received,
        law=("NYC Admin. Code 9-131(f)(1)", "5 ILCS 805/25", "8 CFR 287.7"),
    ),
    Measure(
        code="DT-002",
        theme="detainers",
        name=_("Outcomes of the detainers received"),
        unit=_("detainers"),
        counts=_(
            "What had become, as things stand now, of the detainers received in the month. Each is in exactly one outcome; "
            "what the record does not explain is “unaccounted for”."
        ),
        leaves_out=_("What became of a detainer received in another month, even if it ended in this one."),
        rows=received,
        groupings=(OUTCOME,),
        law=("NYC Admin. Code 9-131(f)(3), (7), (8)", "5 ILCS 805/25"),
    ),
    Measure(
        code="DT-003",
        theme="detainers",
        name=_("Detainers by what the paper says"),
        unit=_("detainers"),
        counts=_(
            "Detainers received in the month by form, warrant, reason, what led to them and who sent them. A paper "
            "that ticks several reasons is “more than one box”."
        ),
        leaves_out=OUT,
        rows=received,
        groupings=(FORM, WARRANT, WARRANT_KIND, REASON, TRIGGER, CAME),
        law=("NYC Admin. Code 9-131(f)(1)", "5 ILCS 805/25"),
    ),
    Measure(
        code="DT-004",
        theme="detainers",
        name=_("Detainers by service and decision"),
        unit=_("detainers"),
        counts=_(
            "Detainers received in the month by whether a copy was served on the person, and by what the jail "
            "answered, as things stand now."
        ),
        leaves_out=_("Service of a paper received in another month. A copy served and not recorded counts as not served."),
        rows=received,
        groupings=(SERVICE, DECISION),
        law=("Cal. Gov. Code 7283.1(b)", "NYC Admin. Code 9-131(f)(7)"),
    ),
    Measure(
        code="DT-005",
        theme="detainers",
        name=_("Copies served, by time"),
        unit=_("detainers"),
        counts=_("Detainers received in the month of which a copy was served, by the time from receipt to service."),
        leaves_out=_("Detainers of which no copy was served on record."),
        rows=served,
        groupings=(SERVED_BAND, SERVED_MINUTES),
        law=("Cal. Gov. Code 7283.1(b)",),
    ),
    Measure(
        code="DT-006",
        theme="detainers",
        name=_("Decisions on detainers"),
        unit=_("detainers"),
        counts=_(
            "Detainers received in the month on which the jail decided, by the legal basis named, and by whether the person was told."
        ),
        leaves_out=_("Detainers without a decision on record. A basis written in other words is “another basis”."),
        rows=decided,
        groupings=(BASIS, TOLD),
        law=("Cal. Gov. Code 7283.1(b)", "Cal. Gov. Code 7282.5"),
    ),
    Measure(
        code="DT-007",
        theme="detainers",
        name=_("Detainers open at the month's end"),
        unit=_("detainers"),
        counts=_(
            "Detainers received by the end of the month whose person was then still in custody, neither declined, "
            "withdrawn, superseded nor expired."
        ),
        leaves_out=_("Detainers of other months as such: this is a stock on a day, no flow."),
        rows=open_at("open_after"),
    ),
    Measure(
        code="DT-008",
        theme="detainers",
        name=_("Detainers open at the month's start"),
        unit=_("detainers"),
        counts=_(
            "Detainers received before the month that were open when it began. With those received, less those "
            "ended, they are those open at its end."
        ),
        leaves_out=_("Detainers received in the month."),
        rows=open_at("open_before"),
    ),
    Measure(
        code="DT-009",
        theme="detainers",
        name=_("Detainers ended in the month"),
        unit=_("detainers"),
        counts=_("Detainers open at the month's start or received in it that were no longer open at its end, by outcome as of then."),
        leaves_out=_("What changed after the month's end."),
        rows=ended,
        groupings=(ENDED_AS,),
        law=("NYC Admin. Code 9-131(f)(3), (7), (8)",),
    ),
    Measure(
        code="DT-010",
        theme="detainers",
        name=_("Conviction status as of the detainer"),
        unit=_("detainers"),
        counts=_("Detainers received in the month by the person's conviction status, in that booking, when the detainer came."),
        leaves_out=_("Convictions in other bookings."),
        rows=received,
        groupings=(CONVICTION,),
        of_whom="persons",
    ),
)
