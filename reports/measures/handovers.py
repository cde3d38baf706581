"""Handovers: how, where, to whom, and what the record says of the case."""

from django.utils.translation import gettext_lazy as _

from bookings.models import Level, Mode, Place
from bookings.rules.conviction import Conviction, before_conviction
from reports.measures.agencies import GROUPS as AGENCIES
from reports.measures.agencies import agency
from reports.measures.bases import BASIS
from reports.measures.definition import Group, Grouping, Measure, groups_of
from reports.measures.people import named
from reports.measures.record import Record
from reports.measures.record.handovers import Taken

CONVICTION = Grouping(
    "conviction",
    _("conviction status at the handover"),
    "attribute",
    groups_of(Conviction),
    of=lambda row: str(row.conviction.value),
    adds_up_to="HO-001",
)
MODE = Grouping("mode", _("how"), "act", groups_of(Mode), of=lambda row: row.mode)
PLACE = Grouping("place", _("where"), "act", groups_of(Place), of=lambda row: row.place)
COURTS = {
    "before": _("before the first court appearance"),
    "after": _("after the first court appearance"),
    "unknown": _("not certain which came first"),
    "none": _("no court appearance on record"),
}
COURT = Grouping("court", _("first court appearance"), "attribute", named(COURTS), of=lambda row: row.court, adds_up_to="HO-001")
LATER = {
    "convicted": _("convicted before the handover"),
    "convicted_later": _("convicted since"),
    "dropped": _("ended without a conviction"),
    "open": _("a charge is still open"),
    "no_charge": Conviction.NO_CHARGE.label,
    "unknown": _("not known"),
}
OUTCOME = Grouping("later", _("what became of the case"), "attribute", named(LATER), of=lambda row: row.later)
YEAR = Grouping("later", _("what had become of the case a year later"), "attribute", named(LATER), of=lambda row: row.year)
OFFENSES = groups_of(Level, Group("earlier", _("an earlier offense, no charge of this booking")), Group("none", _("no offense named")))
OFFENSE = Grouping("offense", _("level of the offense that allowed it"), "attribute", OFFENSES, of=lambda row: row.offense)


AGENCY = Grouping("agency", _("receiving agency"), "act", AGENCIES, of=lambda row: agency(row.agency))


def before(record: Record) -> list[Taken]:
    return [row for row in record.handovers if before_conviction(row.conviction) is True]


def before_court(record: Record) -> list[Taken]:
    return [row for row in record.handovers if row.court == "before"]


def all_of(record: Record) -> list[Taken]:
    return record.handovers


TABLE = (
    Measure(
        code="HO-001",
        theme="handovers",
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
        rows=all_of,
        law=("Cal. Gov. Code 7284.6(c)(2)", "NYC Admin. Code 9-131(f)(3)", "5 ILCS 805/25"),
    ),
    Measure(
        code="HO-002",
        theme="handovers",
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
        rows=before,
        base=all_of,
        groupings=(CONVICTION,),
        is_part=True,
        of_whom="persons",
        law=("NYC Admin. Code 9-131(f)(4)",),
    ),
    Measure(
        code="HO-003",
        theme="handovers",
        name=_("Handovers by how and where"),
        unit=_("handovers"),
        counts=_("Handovers of the month by how ICE took the person, where, the agency that took them, and the legal basis named."),
        leaves_out=_("What HO-001 leaves out. A basis or an agency written in other words is “another” one."),
        rows=all_of,
        groupings=(MODE, PLACE, AGENCY, BASIS),
        law=("Cal. Gov. Code 7284.6(a)(4)", "5 ILCS 805/25"),
    ),
    Measure(
        code="HO-004",
        theme="handovers",
        name=_("Handovers before a first court appearance"),
        unit=_("handovers"),
        counts=_("Handovers of the month that certainly came before the first court appearance on record."),
        leaves_out=_("Handovers without a court appearance on record, which stand apart: it may not have been recorded."),
        rows=before_court,
        base=all_of,
        groupings=(COURT,),
        is_part=True,
        of_whom="persons",
    ),
    Measure(
        code="HO-005",
        theme="handovers",
        name=_("What became of the cases of those handed over"),
        unit=_("handovers"),
        counts=_(
            "Handovers of the month by what has become of the charges, as things stand now. A conviction of any "
            "charge decides, then an open charge."
        ),
        leaves_out=_("Charges of other bookings. A case that nobody followed up is not known or still open."),
        rows=all_of,
        groupings=(OUTCOME,),
        of_whom="persons",
    ),
    Measure(
        code="HO-006",
        theme="handovers",
        name=_("Handovers by the offense that allowed them"),
        unit=_("handovers"),
        counts=_(
            "Handovers of the month by the level of the one offense named as allowing them; further offenses stand "
            "beside it and are not counted."
        ),
        leaves_out=_("Offenses beyond the one that counts: this counts people and not offenses."),
        rows=all_of,
        groupings=(OFFENSE,),
        of_whom="persons",
        law=("Cal. Gov. Code 7284.6(c)(2)",),
    ),
    Measure(
        code="HO-007",
        theme="handovers",
        name=_("What had become of the cases of those handed over a year later"),
        unit=_("handovers"),
        counts=_(
            "Handovers of the month by what had become of the charges 365 days after the handover, so that months can be compared. A "
            "conviction of any charge decides, then one of which that is not known, then an open charge."
        ),
        leaves_out=_(
            "What came later than that, which HO-005 has. A case whose end has no date is not known. Of handovers less than a year ago "
            "cases stand as open until they end: read a month once its year is over."
        ),
        rows=all_of,
        groupings=(YEAR,),
        of_whom="persons",
    ),
)
