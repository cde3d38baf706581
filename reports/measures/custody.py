"""Stays, releases, and holds past a release; visits and the room they took."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from bookings.models import ConsentAnswer, EndedBy, ReleaseKind, VisitKind, YesNo
from notifications.rules.intervals import Reading, Value
from reports.clock.bands import band_of
from reports.measures.agencies import GROUPS as AGENCIES
from reports.measures.agencies import agency
from reports.measures.bookings import YES_NO, languages
from reports.measures.buckets import bucket
from reports.measures.calls import WORDS
from reports.measures.clock import BANDS, MINUTES_NAME
from reports.measures.definition import Group, Grouping, Measure, groups_of
from reports.measures.people import HELD, named
from reports.measures.record import Record
from reports.measures.record.clock import Release
from reports.measures.record.ended import Ended
from reports.measures.record.visits import Visit


def exactly(minutes: int) -> Value:
    return Value(Reading.KNOWN, minutes, minutes)


RELEASED = groups_of(ReleaseKind, Group("none", _("no release recorded")))
KIND = Grouping("kind", _("where they went"), "attribute", RELEASED, of=lambda row: row.release_kind or "none")
STAY = Grouping("minutes", MINUTES_NAME, "attribute", (), of=lambda row: bucket(exactly(row.minutes)))
HELD_BAND = Grouping("band", _("length"), "attribute", BANDS, of=lambda row: band_of(exactly(row.held)))
HELD_MINUTES = Grouping("minutes", MINUTES_NAME, "attribute", (), of=lambda row: bucket(exactly(row.held)))
VISIT_KIND = Grouping("kind", _("how"), "act", groups_of(VisitKind), of=lambda row: row.kind)
WAS_HELD = Grouping(
    "held", _("whether it was held"), "act", named({"yes": _("held"), "no": _("not held")}), of=lambda row: "yes" if row.held else "no"
)
ROOM = Grouping("room", _("whether a room was used"), "act", named(YES_NO), of=lambda row: "yes" if row.room else "no")
SAID = groups_of(ConsentAnswer, Group("no_record", _("nobody asked on record")))
ANSWER = Grouping("answer", _("the person's last answer"), "attribute", SAID, of=lambda row: row.answer)
CONSENT = Grouping("consent", _("on what word"), "attribute", named(WORDS), of=lambda row: row.consent)
ENDED = groups_of(EndedBy, Group("none", _("not recorded")))
ENDED_BY = Grouping("ended_by", _("who ended it"), "attribute", ENDED, of=lambda row: row.ended_by or "none")
ATTORNEY = Grouping("attorney", _("attorney present"), "attribute", groups_of(YesNo), of=lambda row: row.attorney)
MISTAKES = _("Visits to people held for ICE under contract, and those entered in error.")


def stays(with_detainer: bool) -> Any:
    def rows(record: Record) -> list[Ended]:
        return [row for row in record.ended if row.with_detainer is with_detainer]

    return rows


def held(record: Record) -> list[Release]:
    return [row for row in record.releases if row.held is not None]


def timed(record: Record) -> list[Visit]:
    return [row for row in record.visits_held if row.minutes is not None]


AGENCY = Grouping("agency", _("agency that asked"), "attribute", AGENCIES, of=lambda row: agency(row.agency))

TABLE = (
    Measure(
        code="RL-001",
        theme="custody",
        name=_("Releases"),
        unit=_("bookings"),
        counts=_(
            "Bookings whose person left in the month, by where they went. A handover of which nobody wrote a "
            "release is “no release recorded”."
        ),
        leaves_out=HELD,
        rows=lambda record: record.ended,
        groupings=(KIND,),
        law=("Minn. Stat. 641.05", "5 ILCS 805/25"),
    ),
    Measure(
        code="CU-001",
        theme="custody",
        name=_("Stays with a detainer, by length"),
        unit=_("bookings"),
        counts=_("Bookings that ended in the month and had a detainer at any time, by the minutes from booking to the end."),
        leaves_out=HELD,
        rows=stays(True),
        groupings=(STAY,),
    ),
    Measure(
        code="CU-002",
        theme="custody",
        name=_("Stays without a detainer, by length"),
        unit=_("bookings"),
        counts=_("Bookings that ended in the month and never had a detainer, by the minutes from booking to the end."),
        leaves_out=HELD,
        rows=stays(False),
        groupings=(STAY,),
    ),
    Measure(
        code="CU-003",
        theme="custody",
        name=_("Minutes of stays with a detainer"),
        unit=_("minutes"),
        counts=_(
            "All minutes of the stays of CU-001. With CU-002 and CU-004 they give the extra jail-days, an estimate "
            "that compares unlike people."
        ),
        leaves_out=HELD,
        rows=stays(True),
        weigh=lambda row: row.minutes,
    ),
    Measure(
        code="CU-004",
        theme="custody",
        name=_("Minutes of stays without a detainer"),
        unit=_("minutes"),
        counts=_("All minutes of the stays of CU-002."),
        leaves_out=HELD,
        rows=stays(False),
        weigh=lambda row: row.minutes,
    ),
    Measure(
        code="CU-005",
        theme="custody",
        name=_("Held past release-eligible under a detainer"),
        unit=_("releases"),
        counts=_(
            "Releases of the month that certainly came after the person was eligible for release while a detainer "
            "asked for a hold, by the minutes certain."
        ),
        leaves_out=_(
            "How long such a release takes anyway: the release clock compares that. Releases without an eligible moment on record."
        ),
        rows=held,
        groupings=(HELD_BAND, HELD_MINUTES),
        law=("NYC Admin. Code 9-131(f)(2), (8)", "8 CFR 287.7(d)"),
    ),
    Measure(
        code="CU-006",
        theme="custody",
        name=_("Minutes held past release-eligible under a detainer"),
        unit=_("minutes"),
        counts=_("The minutes of CU-005 that are certain, all together."),
        leaves_out=_("What may have been longer because a moment is known only roughly."),
        rows=held,
        weigh=lambda row: row.held,
        law=("NYC Admin. Code 9-131(f)(2)",),
    ),
    Measure(
        code="VI-001",
        theme="visits",
        name=_("Visits asked for by ICE"),
        unit=_("visits"),
        counts=_(
            "Interviews that ICE asked for in the month: by phone, video or in person, held or not, and what the person last answered."
        ),
        leaves_out=MISTAKES,
        rows=lambda record: record.visits,
        groupings=(VISIT_KIND, WAS_HELD, ROOM, ANSWER),
        law=("Cal. Gov. Code 7283(d)", "Cal. Gov. Code 7283.1(a)"),
    ),
    Measure(
        code="VI-002",
        theme="visits",
        name=_("Visits held"),
        unit=_("visits"),
        counts=_(
            "Interviews that began in the month: on what word, who ended them, in what language, whether an "
            "attorney was there. Ended by the person is “left early”."
        ),
        leaves_out=MISTAKES,
        rows=lambda record: record.visits_held,
        groupings=(VISIT_KIND, CONSENT, ENDED_BY, ATTORNEY, languages(lambda row: row.language)),
        law=("Cal. Gov. Code 7283.1(a)", "Wash. RCW 10.93.160(6)", "Colo. HB19-1124"),
    ),
    Measure(
        code="VI-003",
        theme="visits",
        name=_("Room-minutes of visits"),
        unit=_("minutes"),
        counts=_("Minutes of the visits that began in the month, from start to end."),
        leaves_out=_("Visits without an end on record."),
        rows=timed,
        weigh=lambda row: row.minutes,
        law=("Cal. Gov. Code 7284.6(a)(5)",),
    ),
    Measure(
        code="VI-004",
        theme="visits",
        name=_("Visits asked for, by agency"),
        unit=_("visits"),
        counts=_("The visits of VI-001 by the agency that asked."),
        leaves_out=_("What VI-001 leaves out. An agency written in other words is “another agency”."),
        rows=lambda record: record.visits,
        groupings=(AGENCY,),
        law=("Cal. Gov. Code 7283.1(a)",),
    ),
)
