"""The tables of people, published once a year: whom they count, and by which closed lists. No roll-up fills them (`reports.releases`).

Each booking that ended in the year is in exactly one class, its deepest contact with ICE. Groups stand in the order in which they are
shown; they join the rest row in the opposite one (least useful first), so an order here is part of the plan of a year.
"""

from collections.abc import Iterable
from datetime import date

from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bookings.countries import name_of
from reports.measures.definition import Group, Grouping, Label, Measure
from reports.measures.record import Record

REVIEWED = date(2026, 11, 24)
ALL_ENDED, HANDED_OVER, DETAINER, CONTACT = "YE-001", "YE-002", "YE-003", "YE-004"
CLASSES = (HANDED_OVER, DETAINER, CONTACT)
ANOTHER, DECLINED = "another", "declined"

# At most thirty, fixed for the whole country: the places of birth most often named in records of ICE, and those of Minnesota's newcomers.
COUNTRIES = (
    *("MX", "GT", "HN", "SV", "EC", "VE", "NI", "CO", "CU", "US", "SO", "LA", "ET", "LR", "KE"),
    *("DO", "HT", "PE", "BR", "JM", "IN", "CN", "VN", "PH", "MM", "TH", "KH", "NG", "RU"),
)


def country_name(code: str) -> Label:
    return lazy(lambda: name_of(code, get_language() or "en"), str)()


def groups(*pairs: tuple[str, Label]) -> tuple[Group, ...]:
    return tuple(Group(code, label) for code, label in pairs)


SEX = groups(("female", _("female")), ("male", _("male")), ("other", _("other")))
RACE = groups(
    ("hispanic", _("Hispanic or Latino")),
    ("white", _("White")),
    ("black", _("Black")),
    ("asian_pacific", _("Asian or Pacific Islander")),
    ("american_indian", _("American Indian")),
    (ANOTHER, _("another race")),
)
AGE_BAND = groups(
    ("25_34", _("25 to 34 years")),
    ("35_44", _("35 to 44 years")),
    ("18_24", _("18 to 24 years")),
    ("45_54", _("45 to 54 years")),
    ("55_64", _("55 to 64 years")),
    ("65_up", _("65 years or more")),
    ("under_18", _("under 18 years")),
)
CHARGE_LEVEL = groups(
    ("felony", _("felony")),
    ("misdemeanor", _("misdemeanor")),
    ("gross_misdemeanor", _("gross misdemeanor")),
    ("infraction", _("infraction or petty offense")),
)
CONVICTION = groups(
    ("not_convicted_pending", _("not convicted, a charge was pending")),
    ("convicted", _("convicted of a charge in this booking")),
    ("ended_without_conviction", _("all charges ended without a conviction")),
)
BIRTHPLACE = groups(
    ("foreign_born", _("born outside the United States")),
    ("us_born", _("born in the United States")),
    (DECLINED, _("declined to answer")),
)
CITIZENSHIP = groups(
    ("other_citizen", _("citizen of another country")),
    ("us_citizen", _("US citizen")),
    (DECLINED, _("declined to answer")),
)
COUNTRY = groups(*((code, country_name(code)) for code in COUNTRIES), (DECLINED, _("declined to answer")), (ANOTHER, _("another country")))

TABLES: dict[str, tuple[Label, tuple[Group, ...], tuple[str, ...]]] = {
    "sex": (_("sex"), SEX, (ALL_ENDED, HANDED_OVER, DETAINER)),
    "race": (_("race"), RACE, (ALL_ENDED, HANDED_OVER, DETAINER)),
    "age_band": (_("age"), AGE_BAND, (ALL_ENDED, HANDED_OVER, DETAINER)),
    "charge_level": (_("most serious charge"), CHARGE_LEVEL, (ALL_ENDED, HANDED_OVER, DETAINER)),
    "conviction": (_("conviction status at the handover or detainer"), CONVICTION, (HANDED_OVER, DETAINER)),
    "country": (_("country of birth"), COUNTRY, CLASSES),
    "birthplace": (_("birthplace answer"), BIRTHPLACE, CLASSES),
    "citizenship": (_("citizenship answer"), CITIZENSHIP, CLASSES),
}


def groupings_of(code: str) -> tuple[Grouping, ...]:
    return tuple(Grouping(by, name, "attribute", some, of=unread) for by, (name, some, codes) in TABLES.items() if code in codes)


def unread(row: object) -> str:
    raise TypeError("A table of a year is made from its release, never from rows of the record.")


def not_rolled_up(record: Record) -> tuple[()]:
    return ()


def measure(code: str, name: Label, counts: Label) -> Measure:
    return Measure(
        code=code,
        theme="people",
        name=name,
        unit=_("bookings"),
        counts=counts,
        leaves_out=_(
            "Bookings held for ICE under contract, and those entered in error. In a table by groups also those of which the jail wrote "
            "nothing down; how many stands beside it. Otherwise than in EN-001 to EN-004, which follow the record month by month: bookings "
            "without a release on record, and notices of release, which are no contact here."
        ),
        reviewed_on=REVIEWED,
        rows=not_rolled_up,
        of_whom="persons",
        groupings=groupings_of(code),
    )


ANNUAL: dict[str, Measure] = {
    one.code: one
    for one in (
        measure(ALL_ENDED, _("Bookings that ended in the year"), _("Every booking that ended in the year, by the county's clock.")),
        measure(
            HANDED_OVER,
            _("Bookings that ended in a handover to ICE"),
            _("Bookings that ended in the year and in which ICE or its contractor took the person, with or without a detainer."),
        ),
        measure(
            DETAINER,
            _("Bookings with a detainer and no handover"),
            _("Bookings that ended in the year, in which the jail received a detainer, and ICE did not take the person."),
        ),
        measure(
            CONTACT,
            _("Bookings with contact with ICE, no detainer and no handover"),
            _(
                "Bookings that ended in the year, in which jail and ICE spoke about the person, or ICE asked about or visited them, "
                "and nothing more came of it."
            ),
        ),
    )
}


def codes_of(some: Iterable[Group]) -> tuple[str, ...]:
    return tuple(group.code for group in some)
