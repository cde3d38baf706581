"""In which group of each table of people a booking stands. Pure. None: the jail wrote nothing down, and the booking is outside that table.

No table may tell of another (docs/decisions/0027): so bookings without an offense on record are outside both the charge and the
conviction table, and the birthplace table is calculated from what the country table shows.
"""

from collections.abc import Collection
from dataclasses import dataclass

from bookings.countries import folded
from bookings.models import Answer, Level, Sex
from bookings.rules.birthplace import ELSEWHERE, US
from bookings.rules.conviction import Conviction
from reports.measures.annual import ANOTHER, COUNTRIES, DECLINED

# The first word found decides; Hispanic first, since files write "WHITE HISPANIC", Hawaiian and East Indian before native.
RACES = (
    ("hispanic", ("HISPANIC", "LATINO", "LATINA", "LATINX")),
    ("asian_pacific", ("ASIAN", "PACIFIC", "HAWAIIAN", "EAST")),
    ("american_indian", ("INDIAN", "NATIVE", "ALASKA", "ALASKAN", "INDIGENOUS")),
    ("black", ("BLACK", "AFRICAN")),
    ("white", ("WHITE", "CAUCASIAN")),
)
LETTERS = {"A": "asian_pacific", "B": "black", "H": "hispanic", "I": "american_indian", "W": "white"}
NOT_WRITTEN = frozenset({"", "U", "UNKNOWN", "UNK", "NOT RECORDED", "REFUSED", "N A", "X"})
BANDS = ((18, "under_18"), (25, "18_24"), (35, "25_34"), (45, "35_44"), (55, "45_54"), (65, "55_64"))
HEAVIEST = (Level.FELONY, Level.GROSS_MISDEMEANOR, Level.MISDEMEANOR, Level.INFRACTION)
STATUSES = frozenset({Conviction.CONVICTED, Conviction.NOT_CONVICTED_PENDING, Conviction.ENDED_WITHOUT_CONVICTION})


@dataclass(frozen=True, slots=True)
class Ended:
    """A booking that ended: what the jail wrote down of the person, and the levels and status of its charges."""

    sex: str
    race: str
    age: int | None
    birth_answer: str
    birth_country: str
    citizen_answer: str
    citizen_country: str
    levels: Collection[str] = ()
    conviction: str | None = None


def sex(one: Ended) -> str | None:
    return None if one.sex == Sex.UNKNOWN else one.sex


def race(one: Ended) -> str | None:
    return race_of(one.race)


def race_of(text: str) -> str | None:
    """Files write races in their own words; whatever is no race on the list is another one."""
    words = folded(text)
    if words in NOT_WRITTEN:
        return None
    said = set(words.split())
    return LETTERS.get(words) or next((code for code, names in RACES if said.intersection(names)), ANOTHER)


def age_band(one: Ended) -> str | None:
    age = one.age
    return None if age is None else next((code for over, code in BANDS if age < over), "65_up")


def charge_level(one: Ended) -> str | None:
    return next((level.value for level in HEAVIEST if level in one.levels), None)


def conviction(one: Ended) -> str | None:
    return one.conviction if one.conviction in STATUSES else None


def country(one: Ended) -> str | None:
    """Of birth. The territories are the United States."""
    if one.birth_answer == Answer.DECLINED:
        return DECLINED
    if one.birth_answer != Answer.ANSWERED or one.birth_country not in US | ELSEWHERE:
        return None
    code = "US" if one.birth_country in US else one.birth_country
    return code if code in COUNTRIES else ANOTHER


def citizenship(one: Ended) -> str | None:
    if one.citizen_answer == Answer.DECLINED:
        return DECLINED
    if one.citizen_answer != Answer.ANSWERED or one.citizen_country not in US | ELSEWHERE:
        return None
    return "us_citizen" if one.citizen_country in US else "other_citizen"


ANSWERS = {
    "sex": sex,
    "race": race,
    "age_band": age_band,
    "charge_level": charge_level,
    "conviction": conviction,
    "country": country,
    "citizenship": citizenship,
}
