"""Bookings, and how they were asked about their origin."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from bookings.languages import LANGUAGES
from bookings.models import Answer, BookingKind
from bookings.rules.birthplace import BirthGroup
from reports.measures.bases import BASIS, basis
from reports.measures.definition import Grouping, Label, Measure, groups_of
from reports.measures.people import CITIZEN, HELD, NOT_RECORDED, ORIGIN, PERSON, named
from reports.measures.record import Record
from reports.measures.record.people import Booked

BIRTH = Grouping(
    "birth", _("birthplace"), "attribute", groups_of(BirthGroup), of=lambda row: str(row.person.birth.value), adds_up_to="BK-001"
)
KIND = Grouping(
    "kind", _("kind of booking"), "attribute", groups_of(BookingKind)[:4] + groups_of(BookingKind)[5:], of=lambda row: row.person.kind
)
SAID = groups_of(Answer)
BIRTH_ASKED = Grouping("answer", _("what became of the question"), "attribute", SAID, of=lambda row: row.person.birth_answer)
CITIZEN_ASKED = Grouping("answer", _("what became of the question"), "attribute", SAID, of=lambda row: row.person.citizen_answer)
YES_NO = {"yes": _("yes"), "no": _("no")}
WHO = Grouping("asker", _("whether it is on record who asked"), "attribute", named(YES_NO), of=lambda row: "yes" if row.asked_by else "no")


def language(code: str) -> Label:
    return NOT_RECORDED.label if code == "not_recorded" else LANGUAGES.get(code, code)


def languages(of: Callable[[Any], str]) -> Grouping:
    return Grouping("language", _("language"), "attribute", (), of=lambda row: of(row) or "not_recorded", named=language)


def answered(record: Record) -> list[Booked]:
    return [row for row in record.booked if row.person.birth_answer == Answer.ANSWERED]


def consular(record: Record) -> list[Booked]:
    return [row for row in answered(record) if basis(row.basis) == "consular"]


def noticed(record: Record) -> list[Booked]:
    return [row for row in record.booked if row.notice]


FIELDS: dict[str, tuple[Any, Callable[[Booked], bool]]] = {
    "birthplace": (_("birthplace"), lambda row: row.person.birth_answer == Answer.UNKNOWN),
    "citizenship": (_("citizenship"), lambda row: row.person.citizen_answer == Answer.UNKNOWN),
    "sex": (_("sex"), lambda row: row.person.sex == "unknown"),
    "race": (_("race"), lambda row: not row.person.race),
    "age": (_("age"), lambda row: row.person.age is None),
    "kind": (_("kind of booking"), lambda row: row.person.kind == BookingKind.UNKNOWN),
    "unrecognized": (
        _("birthplace given, not recognized"),
        lambda row: row.person.birth_answer == Answer.ANSWERED and not row.person.birth_country,
    ),
}


def missing(row: Booked) -> Iterable[str]:
    return (code for code, (_name, lacks) in FIELDS.items() if lacks(row))


MISSING = Grouping(
    "field", _("what is not recorded"), "act", named({code: name for code, (name, _of) in FIELDS.items()}), of=missing, several=True
)

TABLE = (
    Measure(
        code="BK-001",
        theme="bookings",
        name=_("Bookings"),
        unit=_("bookings"),
        counts=_("Bookings that began in the month, by the county's clock. One person booked twice is two bookings."),
        leaves_out=HELD,
        rows=lambda record: record.booked,
        law=("Minn. Stat. 641.05",),
    ),
    Measure(
        code="BK-002",
        theme="bookings",
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
        rows=lambda record: record.booked,
        groupings=(BIRTH,),
        of_whom="persons",
    ),
    Measure(
        code="BK-003",
        theme="bookings",
        name=_("Bookings by person"),
        unit=_("bookings"),
        counts=_(
            "Bookings of the month by sex, race as the jail records it, age, country and region of birth and citizenship as answered."
        ),
        leaves_out=_("What BK-001 leaves out. What was not recorded is a group of its own."),
        rows=lambda record: record.booked,
        groupings=(KIND, *PERSON, *(one for one in ORIGIN if one.code != "birth")),
        of_whom="persons",
    ),
    Measure(
        code="AK-001",
        theme="asking",
        name=_("Birthplace: what became of the question"),
        unit=_("bookings"),
        counts=_("Bookings of the month by whether the question for a birthplace was answered, declined, not asked, or is unknown."),
        leaves_out=_("What BK-001 leaves out. Unknown is not the same as not asked."),
        rows=lambda record: record.booked,
        groupings=(BIRTH_ASKED,),
        of_whom="persons",
        law=("Wash. RCW 10.93.160(4)", "Minn. Stat. 13.04 subd. 2"),
    ),
    Measure(
        code="AK-002",
        theme="asking",
        name=_("Citizenship: what became of the question"),
        unit=_("bookings"),
        counts=_("Bookings of the month by whether the question for citizenship was answered, declined, not asked, or is unknown."),
        leaves_out=_("What BK-001 leaves out. Unknown is not the same as not asked."),
        rows=lambda record: record.booked,
        groupings=(CITIZEN_ASKED, CITIZEN),
        of_whom="persons",
        law=("Wash. RCW 10.93.160(4)", "Minn. Stat. 631.50"),
    ),
    Measure(
        code="AK-003",
        theme="asking",
        name=_("Birthplaces taken, by the basis of asking"),
        unit=_("bookings"),
        counts=_(
            "Bookings of the month in which a birthplace was answered, by the basis on which staff asked, and "
            "whether it is on record who asked."
        ),
        leaves_out=_("Bookings in which nobody answered. A basis written in other words is “another basis”."),
        rows=answered,
        groupings=(BASIS, WHO),
        law=("Wash. RCW 10.93.160(4)", "Minn. Stat. 13.05 subd. 3"),
    ),
    Measure(
        code="AK-004",
        theme="asking",
        name=_("Birthplaces asked for consular reasons"),
        unit=_("bookings"),
        counts=_("Bookings of the month in which a birthplace was answered and the basis of asking was the notice to consulates."),
        leaves_out=_("Other bases of asking. AK-005 beside it counts the birthplaces that ICE was told."),
        rows=consular,
        base=answered,
        law=("Vienna Convention on Consular Relations, art. 36",),
    ),
    Measure(
        code="AK-006",
        theme="asking",
        name=_("Data-practices notices given"),
        unit=_("bookings"),
        counts=_(
            "Bookings of the month with a data-practices notice on record, of those in which a birthplace was "
            "answered or a notice was given."
        ),
        leaves_out=_("Bookings in which no birthplace was answered and no notice given. Whether the law asks for the notice."),
        rows=noticed,
        base=lambda record: [row for row in record.booked if row.notice or row.person.birth_answer == Answer.ANSWERED],
        law=("Minn. Stat. 13.04 subd. 2", "Wash. RCW 10.93.160(9)"),
    ),
    Measure(
        code="AK-007",
        theme="asking",
        name=_("Data-practices notices by language"),
        unit=_("bookings"),
        counts=_("Bookings of the month with a data-practices notice on record, by its language."),
        leaves_out=_("Bookings without such a notice."),
        rows=noticed,
        groupings=(languages(lambda row: row.notice_language),),
        law=("Minn. Stat. 13.04 subd. 2",),
    ),
)
