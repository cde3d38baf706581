"""Lists that every mapping may use by name: codes of countries, states of the US, and what people call time zones."""

import re
from functools import cache
from zoneinfo import ZoneInfo

from babel.core import get_global

from bookings.countries import codes

# No "Georgia": a birthplace of that name may be the country.
STATE_NAMES = (
    "Alabama AL,Alaska AK,Arizona AZ,Arkansas AR,California CA,Colorado CO,Connecticut CT,Delaware DE,District of Columbia DC,Florida FL,"
    "Hawaii HI,Idaho ID,Illinois IL,Indiana IN,Iowa IA,Kansas KS,Kentucky KY,Louisiana LA,Maine ME,Maryland MD,Massachusetts MA,"
    "Michigan MI,Minnesota MN,Mississippi MS,Missouri MO,Montana MT,Nebraska NE,Nevada NV,New Hampshire NH,New Jersey NJ,New Mexico NM,"
    "New York NY,North Carolina NC,North Dakota ND,Ohio OH,Oklahoma OK,Oregon OR,Pennsylvania PA,Rhode Island RI,South Carolina SC,"
    "South Dakota SD,Tennessee TN,Texas TX,Utah UT,Vermont VT,Virginia VA,Washington WA,West Virginia WV,Wisconsin WI,Wyoming WY"
)
ZONES = {
    "EASTERN": "America/New_York",
    "CENTRAL": "America/Chicago",
    "MOUNTAIN": "America/Denver",
    "PACIFIC": "America/Los_Angeles",
    "ALASKA": "America/Anchorage",
    "ARIZONA": "America/Phoenix",
    "HAWAII": "Pacific/Honolulu",
}
# MST alone may be Denver or Phoenix: it is no name for either.
SHORT = {"ET": "EASTERN", "CT": "CENTRAL", "MT": "MOUNTAIN", "PT": "PACIFIC"}
SHORT |= {"EST5EDT": "EASTERN", "CST6CDT": "CENTRAL", "MST7MDT": "MOUNTAIN", "PST8PDT": "PACIFIC"}


@cache
def crosswalks() -> dict[str, dict[str, str]]:
    """`iso`: MX; `iso3`: MEX; `us_states`: names and postal codes of the states, all of them the United States."""
    aliases = get_global("territory_aliases")
    three = {long: short[0] for long, short in aliases.items() if len(long) == 3 and long.isalpha() and short[0] in codes()}
    states = [entry.rpartition(" ") for entry in STATE_NAMES.split(",")]
    names = {name.upper(): "US" for name, _, _ in states} | {code: "US" for _, _, code in states} | {"GA": "US"}
    return {"iso": {code: code for code in codes()}, "iso3": three, "us_states": names}


def zone_named(name: str) -> ZoneInfo:
    """By its name in the time zone database, or as people in the US call it. Raises `KeyError` or `ValueError` for any other."""
    words = name.strip().upper().replace("_", " ")
    words = SHORT.get(words, re.sub(r"^US[/ ]| TIME$| STANDARD TIME$", "", words))
    found = ZONES.get(words, name)
    if "/" not in found:  # EST and MST have no summer
        raise ValueError(name)
    return ZoneInfo(found)
