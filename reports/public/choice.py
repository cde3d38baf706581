"""Which measures the pages lead with, and in which words. A code that no definition has is left out, never guessed at."""

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import ngettext

from reports.display import number
from reports.measures import DEFINITIONS, MEASURES
from reports.releases.acts import grouping_is_act, total_is_act

BOOKINGS, DETAINERS, OUTCOMES, HANDOVERS, TOLD, LEAD = "BK-001", "DT-001", "DT-002", "HO-001", "TN-003", "LT-001"
WHO = "YE-002"  # the class of bookings whose tables of people stand first: those that ended in a handover
CALLS, INTERESTED = "IC-001", "TN-002"
HEADLINES = (TOLD, DETAINERS, HANDOVERS)
FLOW = (BOOKINGS, CALLS, DETAINERS, INTERESTED, TOLD, HANDOVERS)
CHARTED = DETAINERS
BESIDE_POLICY: Mapping[str, tuple[str, ...]] = {
    "honor_detainers": (DETAINERS, HANDOVERS),
    "tell_ice": (TOLD, INTERESTED, HANDOVERS),
    "call_ice": (CALLS, DETAINERS),
    "ask_birthplace": ("AK-004", "AK-005", CALLS),
    "ask_first": ("IC-003", "IC-002", "VI-002"),
    "visits": ("VI-001", "VI-002"),
}
USUAL_BESIDE = (DETAINERS, HANDOVERS)
NEVER_BESIDE = ("CO-", "QA-", "NR-", "CU-003", "CU-004", "CU-006")  # minutes, and the quality of the record


def known(codes: Iterable[str]) -> list[str]:
    return [code for code in codes if code in DEFINITIONS]


def leads() -> list[str]:
    """The counts that a page leads with; bookings in place of one that is not defined."""
    there = [code for code in known(HEADLINES) if code in acts()]
    return there if len(there) == len(HEADLINES) else [*there, BOOKINGS]


def acts() -> list[str]:
    """Every measure whose total is what the agency did, in the order of the definitions: months show these and no other."""
    return [code for code, measure in MEASURES.items() if total_is_act(measure)]


def parts() -> list[tuple[str, str]]:
    """Every measure with each of its groupings that says what the agency did."""
    return [(code, one.code) for code, measure in MEASURES.items() for one in measure.groupings if grouping_is_act(measure, one)]


MORE_PARTS = (("DT-003", "warrant"), ("DT-004", "served"), (CALLS, "started"), (TOLD, "answer"), ("HO-003", "mode"))
CHARTED_PARTS = ((LEAD, "band"), (OUTCOMES, "outcome"), *MORE_PARTS)


def charted_parts() -> list[tuple[str, str]]:
    """The parts that the county's page draws, as far as they are published."""
    there = set(parts())
    return [one for one in CHARTED_PARTS if one in there]


def comparable() -> list[tuple[str, str]]:
    """Measures that may stand beside bookings: code and name."""
    return [(code, str(MEASURES[code].name)) for code in acts() if code != BOOKINGS and not code.startswith(NEVER_BESIDE)]


def heading(code: str) -> dict[str, str]:
    return {"name": str(DEFINITIONS[code].name), "unit": str(DEFINITIONS[code].unit)}


def booked(count: int) -> str:
    return ngettext("booking by the jail", "bookings by the jail", count)


def received(count: int) -> str:
    return ngettext("detainer received by the jail", "detainers received by the jail", count)


def told(count: int) -> str:
    return ngettext("release of which ICE was told", "releases of which ICE was told", count)


def handed(count: int) -> str:
    return ngettext("handover of a person to ICE", "handovers of people to ICE", count)


WORDS: dict[str, Callable[[int], str]] = {BOOKINGS: booked, DETAINERS: received, HANDOVERS: handed, TOLD: told}


def words(code: str, count: int) -> str:
    """What follows the number: its unit, and what was done. Without words of its own a measure says its unit and its name."""
    own = WORDS.get(code)
    return own(count) if own else f"{DEFINITIONS[code].unit}: {DEFINITIONS[code].name}"


def said(code: str, count: int) -> str:
    """The number and what was done, as one piece of a sentence."""
    if code in WORDS:
        return f"{number(count)} {words(code, count)}"
    return f"{DEFINITIONS[code].name}: {number(count)} {DEFINITIONS[code].unit}"
