"""Countries by ISO 3166-1 code, and the names by which files call them (Unicode CLDR, through Babel)."""

import re
import unicodedata
from functools import cache

from babel import Locale

# Names that no list in use today holds, of places that are surely one country's today.
FORMER = {
    "ENGLAND": "GB",
    "SCOTLAND": "GB",
    "WALES": "GB",
    "NORTHERN IRELAND": "GB",
    "BURMA": "MM",
    "ZAIRE": "CD",
    "BYELARUS": "BY",
    "CZECH REPUBLIC": "CZ",
    "CEYLON": "LK",
    "PERSIA": "IR",
    "RHODESIA": "ZW",
    "SWAZILAND": "SZ",
    "IVORY COAST": "CI",
    "CAPE VERDE": "CV",
    "EAST TIMOR": "TL",
    "HOLLAND": "NL",
    "WESTERN SAMOA": "WS",
    "MACAU": "MO",
    "UNITED STATES OF AMERICA": "US",
    "USA": "US",
    "U S A": "US",
    "U S": "US",
    "US": "US",
    "YUGOSLAVIA": "YU",
    "SOVIET UNION": "SU",
    "USSR": "SU",
    "U S S R": "SU",
    "CZECHOSLOVAKIA": "CS",
    "EAST GERMANY": "DE",
    "WEST GERMANY": "DE",
}
# States that ended and left several: their code of ISO 3166-3 says as much as is sure.
ENDED = frozenset({"YU", "SU", "CS"})
# A country's name that a state of the US has too: sure in a column of countries, not in one of birthplaces.
SHARED = frozenset({"GEORGIA"})


def folded(name: str) -> str:
    """Capitals without accents or marks, single spaces: what two spellings of one name share."""
    bare = unicodedata.normalize("NFKD", name.upper())
    bare = "".join(mark for mark in bare if not unicodedata.combining(mark))
    return re.sub(r"[^A-Z0-9]+", " ", bare).strip()


@cache
def names() -> dict[str, str]:
    """Folded names in English and Spanish, to ISO codes.

    Two letters are no name. In a jail's files they are rather a state of the US (CA, GA, IN) or a code of NCIC (MM is Mexico
    there, Myanmar in ISO): only a mapping can say which.
    """
    known: dict[str, str] = {}
    for language in ("es", "en"):
        territories = Locale(language).territories
        known |= {folded(name): code for code, name in territories.items() if is_country(code)}
    return known | FORMER


def is_country(code: str) -> bool:
    """Whether a CLDR territory is a country or territory of ISO 3166-1 (CLDR adds a few reserved codes)."""
    return (
        len(code) == 2
        and code.isalpha()
        and code not in {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "DG", "EA", "IC", "TA", "CQ"}
    )


@cache
def codes() -> frozenset[str]:
    return ENDED.union(code for code in map(str, Locale("en").territories) if is_country(code))


def code_of(name: str, *, birthplace: bool = False) -> str:
    """The ISO code of a country by its name, or nothing if that is not sure. A birthplace may be a town or a state as well."""
    key = folded(name)
    return "" if birthplace and key in SHARED else names().get(key, "")


def name_of(code: str, language: str = "en") -> str:
    return str(Locale.parse(language.replace("-", "_")).territories.get(code, code))
