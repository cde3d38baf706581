"""Consular notices and the path of the fingerprints; staff time; how well the record is kept."""

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from bookings.models import Channel, ConsularAnswer, Duty, Match
from reports.measures.bookings import MISSING
from reports.measures.calls import NOTHING
from reports.measures.definition import Grouping, Label, Measure, groups_of
from reports.measures.people import HELD, country_name, named
from reports.measures.record.cost import HOUR, JAIL_DAY
from reports.measures.record.ended import TAKEN

ANSWER = Grouping(
    "answer", _("the person's answer"), "attribute", groups_of(ConsularAnswer)[:2] + (NOTHING,), of=lambda row: row.answer or "none"
)
DUTY = Grouping("duty", _("duty to tell"), "attribute", groups_of(Duty), of=lambda row: row.duty)
CHANNEL = Grouping("channel", _("channel"), "act", groups_of(Channel), of=lambda row: row.channel or Channel.UNKNOWN.value)
CONSULATE = Grouping("consulate", _("consulate"), "attribute", (), of=lambda row: row.consulate, named=country_name)
MATCH = Grouping("match", _("match with DHS"), "attribute", groups_of(Match), of=lambda row: row.match)
STAGES = {
    "sent": _("sent, no answer on record"),
    "state": _("answered by the state bureau"),
    "fbi": _("answered by the FBI"),
    "dhs": _("answered by DHS"),
}
STAGE = Grouping("stage", _("how far answers came"), "attribute", named(STAGES), of=lambda row: row.reached)
TASKS = {
    "booking": _("booking"),
    "fingerprints": _("fingerprints"),
    "release_step": _("steps of a release"),
    "consular": _("consular advice"),
    "call": _("calls with ICE"),
    "consent": _("asking the person"),
    "detainer": _("detainers"),
    "visit": _("visits by ICE"),
    "request": _("federal requests"),
    "telling": _("telling of a release"),
    "answer": _("answers of ICE"),
    "handover": _("handovers"),
}
TASK = Grouping("task", _("task"), "attribute", named(TASKS), of=lambda row: row.task)
DELAYS = {
    "hour": _("within an hour"),
    "day": _("within a day"),
    "ten_days": _("within ten days"),
    "later": _("later"),
}
DELAY = Grouping("delay", _("recorded after it happened"), "attribute", named(DELAYS), of=lambda row: row.delay)

STAFF_COST = {"": _("Cost of staff"), "_low": _("Cost of staff, low estimate"), "_high": _("Cost of staff, high estimate")}
HOLD_COST = {
    "": _("Cost of holds past release-eligible"),
    "_low": _("Cost of holds past release-eligible, low estimate"),
    "_high": _("Cost of holds past release-eligible, high estimate"),
}
RATE_NAMES = {"": _("the usual rate"), "_low": _("the lowest rate"), "_high": _("the highest rate")}
UNPRICED = _("Everything, where the dated list of rates has none for a day: then there is no figure, which is not zero.")


def cost(code: str, theme: str, name: Label, rate: str, counts: Label) -> Measure:
    return Measure(
        code=code,
        theme=theme,
        name=name,
        unit=_("cents"),
        counts=counts,
        leaves_out=UNPRICED,
        rows=lambda record: [row for row in record.costs if row.rate == rate],
        weigh=lambda row: row.cents,
        or_unknown=True,
    )


def costs_of_staff(code: str, end: str) -> Measure:
    text = _("The minutes of CO-001 at %(rate)s of an hour (list “rates”, code %(code)s) on the day of the work, rounded once to a cent.")
    return cost(code, "cost", STAFF_COST[end], f"{HOUR}{end}", worded(text, end, HOUR))


def costs_of_holds(code: str, end: str) -> Measure:
    text = _(
        "The minutes of CU-006 at %(rate)s of a jail-day (list “rates”, code %(code)s) on the day of the release, rounded once to a cent. "
        "An estimate of what such holds cost the county, not of what somebody could claim."
    )
    return cost(code, "cost", HOLD_COST[end], f"{JAIL_DAY}{end}", worded(text, end, JAIL_DAY))


def worded(text: Label, end: str, base: str) -> Label:
    return lazy(lambda: str(text) % {"rate": RATE_NAMES[end], "code": f"{base}{end}"}, str)()


TABLE = (
    Measure(
        code="CN-001",
        theme="consular",
        name=_("Consular advice given"),
        unit=_("people advised"),
        counts=_(
            "Times in the month that a foreign national was advised of the right to have the consulate told, by the answer and the duty."
        ),
        leaves_out=_("People held for ICE under contract. Consular notice is no contact with ICE."),
        rows=lambda record: record.advised,
        groupings=(ANSWER, DUTY),
        law=("Vienna Convention on Consular Relations, art. 36",),
    ),
    Measure(
        code="CN-002",
        theme="consular",
        name=_("Consulates told"),
        unit=_("notices"),
        counts=_("Times in the month that a consulate was told of somebody in custody, by channel, duty and consulate."),
        leaves_out=_("People held for ICE under contract. Consular notice is no contact with ICE."),
        rows=lambda record: record.consulates,
        groupings=(CHANNEL, DUTY, CONSULATE),
        law=("Vienna Convention on Consular Relations, art. 36",),
    ),
    Measure(
        code="FP-001",
        theme="consular",
        name=_("Fingerprints sent"),
        unit=_("checks"),
        counts=_(
            "Fingerprints sent in the month on the path to the state bureau, the FBI and DHS, by how far answers "
            "came and whether DHS had a match."
        ),
        leaves_out=_("What the jail never learns: most answers of DHS go to ICE alone."),
        rows=lambda record: record.checks,
        weigh=lambda row: row.number,
        groupings=(MATCH, STAGE),
    ),
    Measure(
        code="CO-001",
        theme="cost",
        name=_("Minutes of staff"),
        unit=_("minutes"),
        counts=_("Minutes that staff noted for what they recorded of the month, by task."),
        leaves_out=_("Work for which nobody noted the minutes; CO-002 says how much of it there is."),
        rows=lambda record: record.works,
        weigh=lambda row: row.minutes,
        groupings=(TASK,),
    ),
    *(costs_of_staff(code, end) for code, end in (("CO-003", ""), ("CO-004", "_low"), ("CO-005", "_high"))),
    *(costs_of_holds(code, end) for code, end in (("CO-006", ""), ("CO-007", "_low"), ("CO-008", "_high"))),
    Measure(
        code="CO-002",
        theme="cost",
        name=_("Facts with minutes of staff noted"),
        unit=_("facts"),
        counts=_("Facts of the month for which staff noted the minutes, of all facts of these kinds."),
        leaves_out=_("Kinds of facts that stand in no list of tasks, and mails that JailWatch sends by itself."),
        rows=lambda record: [row for row in record.works for _each in range(row.timed)],
        base=lambda record: [row for row in record.works for _each in range(row.facts)],
    ),
    Measure(
        code="QA-001",
        theme="quality",
        name=_("Facts of contact with ICE, by delay of entry"),
        unit=_("facts"),
        counts=_(
            "Calls, consents, detainers, visits, requests, notices, answers and handovers of the month, by how "
            "long after they happened they were recorded."
        ),
        leaves_out=_(
            "Bookings and what comes from the jail system with them. The end of a roughly known moment counts as when it happened."
        ),
        rows=lambda record: record.entries,
        groupings=(DELAY,),
    ),
    Measure(
        code="QA-002",
        theme="quality",
        name=_("Bookings by what is not recorded of them"),
        unit=_("bookings"),
        counts=_("Bookings of the month, and of each of some fields in how many it is not recorded. A booking can lack several."),
        leaves_out=_("What BK-001 leaves out. Declined and not asked are recorded answers."),
        rows=lambda record: record.booked,
        groupings=(MISSING,),
    ),
    Measure(
        code="QA-003",
        theme="quality",
        name=_("Releases with a whole clock"),
        unit=_("releases"),
        counts=_(
            "Releases of the month in which ICE was interested and of which the eligible moment, the first notice "
            "to ICE and the release are known to the minute."
        ),
        leaves_out=_("Releases without a sign of interest by ICE."),
        rows=lambda record: [row for row in record.releases if row.interest and row.complete],
        base=lambda record: [row for row in record.releases if row.interest],
    ),
    Measure(
        code="QA-004",
        theme="quality",
        name=_("Bookings to check"),
        unit=_("bookings"),
        counts=_(
            "Bookings that ended in the month and contradict themselves: released to ICE without a handover, or "
            "handed over without a release."
        ),
        leaves_out=HELD,
        rows=lambda record: [
            row for row in record.ended if (row.release_kind == "ice") != (row.contact == TAKEN) and row.release_kind in ("", "ice")
        ],
        base=lambda record: record.ended,
    ),
    Measure(
        code="QA-005",
        theme="quality",
        name=_("Bookings from files to check"),
        unit=_("bookings"),
        counts=_(
            "Bookings of the month of which the last file said something odd but possible: a person born in the United States with a "
            "detainer, a charge released later than the person, a handover without a release, a meeting with ICE without a yes before "
            "it, a time in the future. Of all bookings that a file told of."
        ),
        leaves_out=_("What BK-001 leaves out; bookings that no file told of, or none since this is noted. Rejected rows are in no figure."),
        rows=lambda record: [row for row in record.booked if row.to_check],
        base=lambda record: [row for row in record.booked if row.to_check is not None],
    ),
    Measure(
        code="NR-001",
        theme="quality",
        name=_("Signed nil returns"),
        unit=_("returns"),
        counts=_("Statements, signed by name, that there was nothing to report in a shift or month that began in the month."),
        leaves_out=_("Statements entered in error. A month without a statement and without facts has no data, which is not zero."),
        rows=lambda record: record.nil_returns,
        law=("5 ILCS 805/25(c)",),
    ),
)
