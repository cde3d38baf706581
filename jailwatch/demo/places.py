"""The made-up counties, their rules and their accounts. No county has a code ending in 991 or above, and none has such a name."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from accounts.periods import Month


@dataclass(frozen=True)
class Place:
    """`letter` starts the booking numbers. `tennessen`: a notice is due before the question. `offenses`: a handover names one.

    `residents` decide in the first year whether the county has tables of its own.
    """

    fips: str
    slug: str
    name: str
    state: str
    timezone: str
    per_day: float
    letter: str
    residents: int
    tennessen: bool = True
    asks_citizenship: bool = True
    offenses: bool = False
    steps: bool = True

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def county(self) -> dict[str, Any]:
        names = ("fips", "slug", "name", "state", "timezone")
        return {name: getattr(self, name) for name in names} | {"made_up": True}


CHICAGO, PACIFIC = "America/Chicago", "America/Los_Angeles"
PLACES = (
    Place("27991", "nowhere-mn", "Nowhere County", "MN", CHICAGO, 86, "N", 1_250_000),
    Place(
        "06991",
        "makebelieve-ca",
        "Makebelieve County",
        "CA",
        PACIFIC,
        12,
        "M",
        260_000,
        tennessen=False,
        asks_citizenship=False,
        offenses=True,
    ),
    Place("27993", "fable-mn", "Fable County", "MN", CHICAGO, 1, "F", 15_000, steps=False),
)
MOST = 6
ROLES = ("staff", "supervisor", "records_officer", "commissioner", "defender", "auditor", "administrator")


def places(count: int) -> list[Place]:
    """So many counties; from the fourth on they repeat the first three under other codes."""
    return [_again(PLACES[number % len(PLACES)], number // len(PLACES)) for number in range(count)]


def _again(place: Place, turn: int) -> Place:
    if not turn:
        return place
    name, state = place.name.removesuffix(" County"), place.slug[-3:]
    slug = f"{name.lower()}-{turn + 1}{state}"
    return replace(place, fips=f"{int(place.fips) + turn * 4:05d}", slug=slug, name=f"{name} {turn + 1} County")


def accounts() -> list[dict[str, str]]:
    """One made-up account a role."""
    return [
        {"role": role, "email": f"{role.replace('_', '-')}@nowhere.example", "name": f"{role.replace('_', ' ').title()} (made up)"}
        for role in ROLES
    ]


def profile(place: Place) -> dict[str, Any]:
    spanish = ["en", "es", "so", "hmn"] if place.state == "MN" else ["en", "es", "zh", "tl", "vi", "ko"]
    notice = {"notice_required": True, "notice_version": "TW-1", "notice_text": "Made-up text of a data-practices notice."}
    return {
        "asks_citizenship": place.asks_citizenship,
        "consent_version": "C-2",
        "consent_languages": spanish,
        **(notice if place.tennessen else {}),
    }


@dataclass(frozen=True)
class Steps:
    """The days on which rules changed: `ask_first` before a call, and `told`, from when ICE hears of releases and asks for more."""

    first: date
    ask_first: date
    told: date


def steps(first: Month, months: int) -> Steps:
    return Steps(first.first_day, first.shift(months // 2).first_day, first.shift(months * 2 // 3).first_day)


def policies(place: Place, when: Steps) -> list[dict[str, Any]]:
    """What the county board of a made-up county adopted."""
    shared = {"adopted_by": f"Board of {place.name} (made up)", "source": "made up for this demonstration", "applies_to": "the jail"}
    long_ago = when.first - timedelta(days=730)
    rules: list[tuple[str, date, str, str]] = [
        ("call_ice", long_ago, "Calls about people born abroad", "Staff may call ICE about a person who says they were born abroad."),
        ("honor_detainers", long_ago, "No hold without a judge", "Nobody is held beyond their release on a detainer alone."),
    ]
    if place.steps:
        rules += [
            ("ask_first", when.ask_first, "Ask first", "Before a call or visit the person is asked, in their language, and may say no."),
            ("tell_ice", when.told, "Answering requests for notice", "When a detainer asks for it, staff tell ICE of a coming release."),
        ]
    return [{"rule": rule, "in_force_from": day, "title": title, "text": text, **shared} for rule, day, title, text in rules]
