"""What ICE, the person and counsel were told of a release, and whether ICE came."""

from django.utils.translation import gettext_lazy as _

from bookings.rules.conviction import Conviction
from notifications.models import Answered, Way
from notifications.models.attempt import Outcome
from reports.measures.definition import Group, Grouping, Measure, groups_of
from reports.measures.people import named
from reports.measures.record import Record
from reports.measures.record.clock import Release

CHANNEL = Grouping("channel", _("channel"), "act", groups_of(Way), of=lambda row: row.channel)
FIRST_CHANNEL = Grouping(
    "channel", _("channel of the first attempt"), "act", groups_of(Way), of=lambda row: row.channel or Way.UNKNOWN.value
)
RESULT = Grouping("outcome", _("what came of it"), "act", groups_of(Outcome), of=lambda row: row.outcome)
NOTIFIED = Grouping(
    "told",
    _("whether ICE was told"),
    "act",
    named({"yes": _("ICE told"), "no": _("ICE not told")}),
    of=lambda row: "yes" if row.told else "no",
)
WHEN = {"before": _("told before ICE"), "after": _("told with or after ICE"), "not_told": _("not told on record")}
PERSON = Grouping("person", _("whether the person was told"), "act", named(WHEN), of=lambda row: row.person)
COUNSEL_WHEN = named(WHEN, Group("no_counsel", _("no counsel or designee on record")))
COUNSEL = Grouping("counsel", _("whether counsel or a designee was told"), "attribute", COUNSEL_WHEN, of=lambda row: row.counsel)
SAID = groups_of(Answered, Group("not_recorded", _("not recorded")))
ANSWER = Grouping("answer", _("ICE's last answer"), "act", SAID, of=lambda row: row.answer or "not_recorded")
CAME = Grouping(
    "taken",
    _("whether ICE took the person"),
    "act",
    named({"yes": _("taken"), "no": _("not taken")}),
    of=lambda row: "yes" if row.taken else "no",
)
CONVICTION = Grouping(
    "conviction",
    _("conviction status then"),
    "attribute",
    groups_of(Conviction),
    of=lambda row: str((row.conviction or Conviction.UNKNOWN).value),
)
NOT_RELEASED = _("Tellings of a release that has not come yet, and of people held for ICE under contract.")


def interest(record: Record) -> list[Release]:
    return [row for row in record.releases if row.interest]


def told(record: Record) -> list[Release]:
    return [row for row in record.releases if row.told]


def no_shows(record: Record) -> list[Release]:
    return [row for row in record.releases if row.told and not row.taken]


TABLE = (
    Measure(
        code="TN-001",
        theme="telling",
        name=_("Attempts to tell ICE of a release"),
        unit=_("attempts"),
        counts=_("Times in the month that staff tried to tell ICE of a release, by channel and by what came of it."),
        leaves_out=_("Calls about other things, and attempts entered in error."),
        rows=lambda record: record.tries,
        groupings=(CHANNEL, RESULT),
        law=("Cal. Gov. Code 7283(d)",),
    ),
    Measure(
        code="TN-002",
        theme="telling",
        name=_("Releases in which ICE was interested"),
        unit=_("releases"),
        counts=_(
            "Releases of the month of people whom ICE took or was told of, or on whom it had an open detainer, by whether it was told."
        ),
        leaves_out=_("Releases without a sign of interest by ICE, and people held for ICE under contract."),
        rows=interest,
        groupings=(NOTIFIED,),
        law=("Cal. Gov. Code 7283(d)", "Minn. Stat. 631.50"),
    ),
    Measure(
        code="TN-003",
        theme="telling",
        name=_("Releases of which ICE was told"),
        unit=_("releases"),
        counts=_(
            "Releases of the month of which staff tried to tell ICE, by channel, by its last answer, by whether it "
            "came, and by who else was told."
        ),
        leaves_out=NOT_RELEASED,
        rows=told,
        groupings=(FIRST_CHANNEL, ANSWER, CAME, PERSON, COUNSEL, CONVICTION),
        law=("Cal. Gov. Code 7283.1(b)",),
    ),
    Measure(
        code="TN-004",
        theme="telling",
        name=_("No-shows: ICE told and not taken"),
        unit=_("releases"),
        counts=_("Of the releases of TN-003, those after which ICE did not take the person, by its last answer."),
        leaves_out=NOT_RELEASED,
        rows=no_shows,
        groupings=(ANSWER,),
        law=("NYC Admin. Code 9-131(f)(8)",),
    ),
)
