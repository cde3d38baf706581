"""How bookings are cut by who the person is. All of it is protected in public. And bookings that ended, by how deep ICE was in them."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bookings.countries import name_of
from bookings.models import Answer, Level, Sex
from bookings.rules.birthplace import BirthGroup
from bookings.rules.conviction import Conviction
from reports.measures.definition import Group, Grouping, Label, Measure, groups_of
from reports.measures.origins import REGIONS, region
from reports.measures.record import Record
from reports.measures.record.ended import CONTACT, DETAINER, NONE, TAKEN, Ended

NOT_RECORDED = Group("not_recorded", _("not recorded"))

RACES = {
    "white": _("White"),
    "black": _("Black"),
    "hispanic": _("Hispanic or Latino"),
    "asian": _("Asian or Pacific Islander"),
    "native": _("American Indian or Alaska Native"),
    "several": _("several"),
    "other": _("another one"),
}
WORDS = (
    ("hispanic", ("HISPANIC", "LATIN", "MEXICAN")),
    ("native", ("INDIAN", "NATIVE AMERICAN", "ALASKA", "INDIGENOUS")),
    ("asian", ("ASIAN", "PACIFIC", "HAWAII")),
    ("several", ("TWO OR MORE", "MULTI", "MIXED", "SEVERAL")),
    ("black", ("BLACK", "AFRICAN")),
    ("white", ("WHITE", "CAUCASIAN")),
)
LETTERS = {"W": "white", "B": "black", "H": "hispanic", "A": "asian", "P": "asian", "I": "native", "M": "several", "O": "other"}
NO_RACE = frozenset({"", "U", "UNKNOWN", "UNK", "NOT RECORDED", "REFUSED", "NONE", "X"})

AGES = ((18, "under_18"), (25, "18_24"), (35, "25_34"), (45, "35_44"), (55, "45_54"), (65, "55_64"))
AGE_NAMES = {
    "under_18": _("under 18"),
    "18_24": _("18 to 24"),
    "25_34": _("25 to 34"),
    "35_44": _("35 to 44"),
    "45_54": _("45 to 54"),
    "55_64": _("55 to 64"),
    "65_up": _("65 and older"),
}


def race(text: str) -> str:
    """The group of what the jail wrote: a letter of the usual code, or words that name one."""
    said = " ".join(text.upper().split())
    if said in NO_RACE:
        return "not_recorded"
    return LETTERS.get(said) or next((code for code, words in WORDS if any(word in said for word in words)), "other")


def age_band(age: int | None) -> str:
    if age is None:
        return "not_recorded"
    return next((code for limit, code in AGES if age < limit), "65_up")


def sex(row: Any) -> str:
    return "not_recorded" if row.person.sex == Sex.UNKNOWN else str(row.person.sex)


def country(row: Any) -> str:
    """The answered country of birth; a country that nobody could recognize is none."""
    return row.person.birth_country if row.person.birth != BirthGroup.UNKNOWN else "not_recorded"


def country_name(code: str) -> Label:
    return NOT_RECORDED.label if code == "not_recorded" else name_of(code, get_language() or "en")


def citizen(row: Any) -> str:
    """What was answered: the United States, another country, declined; else it is not recorded."""
    person = row.person
    if person.citizen_answer == Answer.DECLINED:
        return "declined"
    if person.citizen_answer != Answer.ANSWERED or not person.citizen_country:
        return "not_recorded"
    return "us" if person.citizen_country == "US" else "other"


def birth_answer(row: Any) -> str:
    """The birthplace as answered: US, elsewhere, declined; else it is not recorded."""
    person = row.person
    if person.birth_answer == Answer.DECLINED:
        return "declined"
    return "not_recorded" if person.birth == BirthGroup.UNKNOWN else str(person.birth.value)


def named(names: dict[str, Any], *more: Group) -> tuple[Group, ...]:
    return (*(Group(code, name) for code, name in names.items()), *more)


SEXES = tuple(Group(one.value, one.label) for one in Sex if one != Sex.UNKNOWN)
SEX = Grouping("sex", _("sex"), "attribute", (*SEXES, NOT_RECORDED), of=sex)
RACE = Grouping("race", _("race as the jail records it"), "attribute", named(RACES, NOT_RECORDED), of=lambda row: race(row.person.race))
AGE = Grouping("age", _("age"), "attribute", named(AGE_NAMES, NOT_RECORDED), of=lambda row: age_band(row.person.age))
COUNTRY = Grouping("country", _("country of birth"), "attribute", (), of=country, named=country_name)
REGION = Grouping("region", _("region of birth"), "attribute", named(REGIONS, NOT_RECORDED), of=lambda row: region(country(row)))
CITIZEN_GROUPS = {"us": _("the United States"), "other": _("another country"), "declined": _("declined to answer")}
CITIZEN = Grouping("citizenship", _("citizenship as answered"), "attribute", named(CITIZEN_GROUPS, NOT_RECORDED), of=citizen)
BIRTH_GROUPS = {
    "us_born": BirthGroup.US_BORN.label,
    "foreign_born": BirthGroup.FOREIGN_BORN.label,
    "declined": Answer.DECLINED.label,
}
BIRTH_ANSWER = Grouping("birth", _("birthplace as answered"), "attribute", named(BIRTH_GROUPS, NOT_RECORDED), of=birth_answer)
LEVELS = groups_of(Level, Group("none", _("no charge recorded")))
LEVEL = Grouping("level", _("level of the heaviest charge"), "attribute", LEVELS, of=lambda row: row.level)
CONVICTION = Grouping(
    "conviction", _("conviction status then"), "attribute", groups_of(Conviction), of=lambda row: str(row.conviction.value)
)
DEPTHS = {
    TAKEN: _("handed over to ICE"),
    DETAINER: _("detainer, not handed over"),
    CONTACT: _("other contact with ICE only"),
    NONE: _("no contact recorded"),
}
DEPTH = Grouping("contact", _("how deep ICE was in it"), "act", named(DEPTHS), of=lambda row: row.contact)

PERSON = (SEX, RACE, AGE)
ORIGIN = (COUNTRY, REGION, BIRTH_ANSWER, CITIZEN)
HELD = _("Bookings held for ICE under contract, and those entered in error.")


def of(contact: str) -> Any:
    def rows(record: Record) -> list[Ended]:
        return [row for row in record.ended if row.contact == contact]

    return rows


AS_IT_STANDS = _(
    "Bookings held for ICE under contract, and those entered in error. The tables of a year (YE-001 to YE-004) leave out more: whoever "
    "has no release on record, even after a handover, and notices of release, which are no contact there. So twelve months of these "
    "need not make a year of those."
)
TABLE = (
    Measure(
        code="EN-001",
        theme="people",
        name=_("Bookings that ended"),
        unit=_("bookings"),
        counts=_(
            "Bookings whose person left in the month, each once, by its deepest contact with ICE: handed over, a detainer, "
            "or a call, visit, request or notice of release."
        ),
        leaves_out=AS_IT_STANDS,
        rows=lambda record: record.ended,
        groupings=(DEPTH, *PERSON, LEVEL),
        of_whom="persons",
        law=("Conn. Gen. Stat. 54-192h",),
    ),
    Measure(
        code="EN-002",
        theme="people",
        name=_("Bookings that ended in a handover"),
        unit=_("bookings"),
        counts=_("Bookings that ended in the month and in which ICE took the person. Conviction status is that as of the handover."),
        leaves_out=AS_IT_STANDS,
        rows=of(TAKEN),
        groupings=(*PERSON, LEVEL, *ORIGIN, CONVICTION),
        of_whom="persons",
        law=("Cal. Gov. Code 7283.1(d)", "NYC Admin. Code 9-131(f)(3)", "Conn. Gen. Stat. 54-192h"),
    ),
    Measure(
        code="EN-003",
        theme="people",
        name=_("Bookings that ended after a detainer, without a handover"),
        unit=_("bookings"),
        counts=_(
            "Bookings that ended in the month, had a detainer, and in which ICE did not take the person. "
            "Conviction status is that as of the first detainer."
        ),
        leaves_out=AS_IT_STANDS,
        rows=of(DETAINER),
        groupings=(*PERSON, LEVEL, *ORIGIN, CONVICTION),
        of_whom="persons",
        law=("Cal. Gov. Code 7283.1(d)", "NYC Admin. Code 9-131(f)(7)"),
    ),
    Measure(
        code="EN-004",
        theme="people",
        name=_("Bookings that ended after other contact with ICE only"),
        unit=_("bookings"),
        counts=_(
            "Bookings that ended in the month with a call, visit, request or notice of release between the jail and ICE, and no detainer."
        ),
        leaves_out=AS_IT_STANDS,
        rows=of(CONTACT),
        groupings=ORIGIN,
        of_whom="persons",
        law=("Cal. Gov. Code 7283.1(d)",),
    ),
)
