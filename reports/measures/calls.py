"""Calls with ICE: who began them, and what the person was asked before coming to the phone. And requests that are no detainer."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from bookings.models import Channel, ConsentAnswer, IceAnswer, Interpreter, RequestAnswer, RequestKind, StartedBy, YesNo
from bookings.models.ice_call import CallTrigger
from reports.measures.bookings import YES_NO, languages
from reports.measures.definition import Group, Grouping, Measure, groups_of
from reports.measures.people import named
from reports.measures.record import Record
from reports.measures.record.calls import Call, Referred

NOTHING = Group("none", _("not recorded"))
STARTED = Grouping("started", _("who started it"), "act", groups_of(StartedBy), of=lambda row: row.started_by)
CHANNEL = Grouping("channel", _("channel"), "act", groups_of(Channel), of=lambda row: row.channel)
TRIGGER = Grouping("trigger", _("what led to it"), "attribute", groups_of(CallTrigger), of=lambda row: row.trigger)
ANSWER_GROUPS = groups_of(IceAnswer, Group("not_recorded", _("not recorded")))
ANSWER = Grouping("answer", _("ICE's answer in full"), "attribute", ANSWER_GROUPS, of=lambda row: row.answer or "not_recorded")
REPLIES = {
    "no_interest": _("no further interest"),
    "wants_interview": IceAnswer.WANTS_INTERVIEW.label,
    "will_lodge": IceAnswer.WILL_LODGE.label,
    "calls_back": IceAnswer.CALLS_BACK.label,
    "none": IceAnswer.NONE.label,
    "not_recorded": _("not recorded"),
}
WORDS = {"yes": _("on the person's yes"), "override": _("without it, for a reason given"), "none": _("no yes and no reason on record")}
CITIZENS = {
    "answered": _("US citizen as answered"),
    "ice_confirmed": _("US citizen as ICE confirmed"),
    "claimed": _("claimed only"),
    "not_known": _("neither"),
}


def reply(row: Call) -> str:
    """ICE's answer without what it says of the person: that somebody is a US citizen is no further interest."""
    return "no_interest" if row.answer == IceAnswer.US_CITIZEN else row.answer or "not_recorded"


REPLY = Grouping("reply", _("ICE's answer"), "act", named(REPLIES), of=reply)
CONSENT = Grouping("consent", _("on what word"), "attribute", named(WORDS), of=lambda row: row.consent)
ASKED = Grouping("answer", _("the person's answer"), "attribute", groups_of(ConsentAnswer), of=lambda row: row.answer)
ABOUT = {"call": _("a call"), "visit": _("a visit"), "next": _("what comes next")}
ASKED_ABOUT = Grouping("about", _("asked about"), "attribute", named(ABOUT), of=lambda row: row.about)
INTERPRETER = Grouping("interpreter", _("interpreter"), "attribute", groups_of(Interpreter), of=lambda row: row.interpreter)
VOLUNTARY = Grouping("voluntary", _("told that it is voluntary"), "act", named(YES_NO), of=lambda row: "yes" if row.voluntary else "no")
CITIZEN_HOW = Grouping("citizen", _("US citizenship"), "attribute", named(CITIZENS), of=lambda row: row.citizen, adds_up_to="IC-005")
ANSWERED = groups_of(RequestAnswer, Group("not_recorded", _("not recorded")))
REQUEST_ANSWER = Grouping("answer", _("the jail's answer"), "act", ANSWERED, of=lambda row: row.answer or "not_recorded")
REQUESTED = Grouping("kind", _("what was asked"), "attribute", groups_of(RequestKind), of=lambda row: row.kind)


def on_phone(record: Record) -> list[Call]:
    return [row for row in record.calls if row.on_phone == YesNo.YES]


def citizens(record: Record) -> list[Referred]:
    return [row for row in record.referred if row.citizen in ("answered", "ice_confirmed")]


def told(what: str) -> Any:
    def rows(record: Record) -> list[Call]:
        return [row for row in record.calls if what in row.told]

    return rows


TABLE = (
    Measure(
        code="IC-001",
        theme="calls",
        name=_("Calls with ICE"),
        unit=_("calls"),
        counts=_("Times in the month that the jail and ICE spoke, wrote or sent a list about somebody, whoever began."),
        leaves_out=_(
            "Notices of a release, visits, and detainers, which are counted apart. Calls about people held for ICE under contract."
        ),
        rows=lambda record: record.calls,
        groupings=(STARTED, CHANNEL, REPLY, TRIGGER, ANSWER),
        law=("Cal. Gov. Code 7283(d)", "NYC Admin. Code 10-178(d)", "5 ILCS 805/25"),
    ),
    Measure(
        code="AK-005",
        theme="asking",
        name=_("Birthplaces told to ICE"),
        unit=_("calls"),
        counts=_("Calls of the month in which the jail told ICE a birthplace or citizenship."),
        leaves_out=_("Calls of which it is not recorded what was told; what ICE reads in shared databases."),
        rows=told("birthplace"),
        base=lambda record: record.calls,
        law=("Minn. Stat. 13.05 subd. 4",),
    ),
    Measure(
        code="IC-002",
        theme="calls",
        name=_("People put on the phone with ICE"),
        unit=_("calls"),
        counts=_(
            "Calls of the month in which the person came to the phone: on their yes, without it for a reason that "
            "staff gave, or with neither on record."
        ),
        leaves_out=_("Calls of which it is not known whether the person came to the phone."),
        rows=on_phone,
        groupings=(CONSENT,),
        law=("Cal. Gov. Code 7283.1(a)", "Wash. RCW 10.93.160(6)", "Colo. HB19-1124"),
    ),
    Measure(
        code="IC-003",
        theme="calls",
        name=_("People asked whether to speak with ICE"),
        unit=_("times asked"),
        counts=_(
            "Times in the month that staff asked somebody whether to speak with ICE, by the answer, the language, "
            "the interpreter and what was explained."
        ),
        leaves_out=_("Calls and visits before which nobody was asked."),
        rows=lambda record: record.consents,
        groupings=(VOLUNTARY, ASKED, ASKED_ABOUT, INTERPRETER, languages(lambda row: row.language)),
        law=("Cal. Gov. Code 7283.1(a)", "Wash. RCW 10.93.160(6)", "Colo. HB19-1124"),
    ),
    Measure(
        code="IC-005",
        theme="calls",
        name=_("People referred to ICE by the jail"),
        unit=_("bookings"),
        counts=_("Bookings about which the jail called ICE for the first time in the month."),
        leaves_out=_("Calls that ICE began or of which it is not known who did; later calls about the same booking."),
        rows=lambda record: record.referred,
        of_whom="persons",
    ),
    Measure(
        code="IC-004",
        theme="calls",
        name=_("US citizens among those referred"),
        unit=_("bookings"),
        counts=_("Of the bookings of IC-005, those whose person answered to be a US citizen, or of whom ICE said or confirmed it."),
        leaves_out=_("People who only claim it; they stand apart. A birthplace in the United States does not count as an answer."),
        rows=citizens,
        base=lambda record: record.referred,
        groupings=(CITIZEN_HOW,),
        is_part=True,
        of_whom="persons",
        law=("Tex. Code Crim. Proc. 2.251",),
    ),
    Measure(
        code="RQ-001",
        theme="requests",
        name=_("Federal requests that are no detainer"),
        unit=_("requests"),
        counts=_(
            "Requests of federal agencies received in the month for custody status, dates, records, an interview "
            "or a look-up, also about nobody in particular."
        ),
        leaves_out=_("Detainers, and visits that were asked for as such."),
        rows=lambda record: record.requests,
        groupings=(CHANNEL, REQUEST_ANSWER, REQUESTED),
        law=("NYC Admin. Code 9-131(f)(9)", "ORS 181A.826", "5 ILCS 805/25"),
    ),
)
