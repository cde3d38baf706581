"""The one table of definitions. Codes are never reused: who changes what a measure counts gives it a new code."""

from collections import Counter
from datetime import date

from django.utils.translation import gettext_lazy as _

from bookings.rules.birthplace import BirthGroup
from bookings.rules.conviction import Conviction, before_conviction
from bookings.rules.outcome import Outcome
from reports.measures.definition import ALL, Cells, Grouping, Measure, groups_of, tally
from reports.measures.record import Record

REVIEWED = date(2026, 11, 24)
BIRTH = Grouping("birth", _("birthplace"), "attribute", groups_of(BirthGroup), adds_up_to="BK-001")
OUTCOME = Grouping("outcome", _("outcome"), "act", groups_of(Outcome), adds_up_to="DT-001")
CONVICTION = Grouping("conviction", _("conviction status at the handover"), "attribute", groups_of(Conviction), adds_up_to="HO-001")


def bookings(record: Record) -> Cells:
    return {ALL: (record.births.total(), None)}


def bookings_by_birth(record: Record) -> Cells:
    total = record.births.total()
    return {ALL: (total, total)} | tally("birth", BirthGroup, record.births)


def detainers(record: Record) -> Cells:
    return {ALL: (len(record.outcomes), None)}


def detainers_by_outcome(record: Record) -> Cells:
    total = len(record.outcomes)
    return {ALL: (total, total)} | tally("outcome", Outcome, Counter(record.outcomes))


def handovers(record: Record) -> Cells:
    return {ALL: (len(record.convictions), None)}


def handovers_before_conviction(record: Record) -> Cells:
    before = sum(before_conviction(status) is True for status in record.convictions)
    return {ALL: (before, len(record.convictions))} | tally("conviction", Conviction, Counter(record.convictions))


TABLE = (
    Measure(
        code="BK-001",
        name=_("Bookings"),
        unit=_("bookings"),
        counts=_("Bookings that began in the month, by the county's clock. One person booked twice is two bookings."),
        leaves_out=_("Bookings held for ICE under contract, and those entered in error."),
        reviewed_on=REVIEWED,
        count=bookings,
    ),
    Measure(
        code="BK-002",
        name=_("Bookings by birthplace"),
        unit=_("bookings"),
        counts=_(
            "Bookings of the month by what the person answered when asked for a birthplace. Guam, Puerto Rico, American Samoa, "
            "the US Virgin Islands and the Northern Mariana Islands count as the United States."
        ),
        leaves_out=_(
            "What BK-001 leaves out. Whoever declined, was not asked, or named no country that could be recognized is “not known”. "
            "Birthplace is not citizenship."
        ),
        reviewed_on=REVIEWED,
        count=bookings_by_birth,
        groupings=(BIRTH,),
    ),
    Measure(
        code="DT-001",
        name=_("Detainers received"),
        unit=_("detainers"),
        counts=_(
            "Detainers that the jail received in the month: requests by ICE to hold someone up to 48 hours beyond their release, "
            "or to be told of it."
        ),
        leaves_out=_("Detainers of bookings held for ICE under contract, and those entered in error."),
        reviewed_on=REVIEWED,
        count=detainers,
    ),
    Measure(
        code="DT-002",
        name=_("Outcomes of the detainers received"),
        unit=_("detainers"),
        counts=_(
            "What had become, as things stand now, of the detainers received in the month. Each is in exactly one outcome; "
            "what the record does not explain is “unaccounted for”."
        ),
        leaves_out=_("What became of a detainer received in another month, even if it ended in this one."),
        reviewed_on=REVIEWED,
        count=detainers_by_outcome,
        groupings=(OUTCOME,),
    ),
    Measure(
        code="HO-001",
        name=_("Handovers to ICE"),
        unit=_("handovers"),
        counts=_(
            "Times that ICE or its contractor took a person from the jail in the month, in custody or right after a release, "
            "with or without a detainer."
        ),
        leaves_out=_(
            "Transfers to other jails and agencies, arrests by ICE elsewhere, bookings held for ICE under contract, "
            "and what was entered in error."
        ),
        reviewed_on=REVIEWED,
        count=handovers,
    ),
    Measure(
        code="HO-002",
        name=_("Handovers before a conviction"),
        unit=_("handovers"),
        counts=_(
            "Handovers of the month that certainly came before any conviction in that booking: charges were pending, "
            "had ended without a conviction, or there were none."
        ),
        leaves_out=_(
            "Handovers of which the record does not tell whether a conviction came first; they stand as “not known”. "
            "Convictions in other bookings."
        ),
        reviewed_on=REVIEWED,
        count=handovers_before_conviction,
        groupings=(CONVICTION,),
        is_part=True,
    ),
)
