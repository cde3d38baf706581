"""Which measures the pages lead with, and in which words. A code that no definition has is left out, never guessed at."""

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import ngettext

from reports.measures import DEFINITIONS, MEASURES
from reports.releases.acts import grouping_is_act, total_is_act

BOOKINGS, DETAINERS, OUTCOMES, HANDOVERS = "BK-001", "DT-001", "DT-002", "HO-001"
HEADLINES = (DETAINERS, HANDOVERS, BOOKINGS)
FLOW = (BOOKINGS, DETAINERS, HANDOVERS)
CHARTED = DETAINERS
BESIDE_POLICY: Mapping[str, tuple[str, ...]] = {}
USUAL_BESIDE = (DETAINERS, HANDOVERS)


def known(codes: Iterable[str]) -> list[str]:
    return [code for code in codes if code in DEFINITIONS]


def acts() -> list[str]:
    """Every measure whose total is what the agency did, in the order of the definitions: months show these and no other."""
    return [code for code, measure in MEASURES.items() if total_is_act(measure)]


def parts() -> list[tuple[str, str]]:
    """Every measure with each of its groupings that says what the agency did."""
    return [(code, one.code) for code, measure in MEASURES.items() for one in measure.groupings if grouping_is_act(measure, one)]


CHARTED_PARTS = ((OUTCOMES, "outcome"),)


def charted_parts() -> list[tuple[str, str]]:
    """The parts that the county's page draws, as far as they are published."""
    there = set(parts())
    return [one for one in CHARTED_PARTS if one in there]


def comparable() -> list[tuple[str, str]]:
    """Measures that may stand beside bookings: code and name."""
    return [(code, str(MEASURES[code].name)) for code in acts() if code != BOOKINGS]


def heading(code: str) -> dict[str, str]:
    return {"name": str(DEFINITIONS[code].name), "unit": str(DEFINITIONS[code].unit)}


def booked(count: int) -> str:
    return ngettext("booking by the jail", "bookings by the jail", count)


def received(count: int) -> str:
    return ngettext("detainer received by the jail", "detainers received by the jail", count)


def handed(count: int) -> str:
    return ngettext("handover of a person to ICE", "handovers of people to ICE", count)


WORDS: dict[str, Callable[[int], str]] = {BOOKINGS: booked, DETAINERS: received, HANDOVERS: handed}


def words(code: str, count: int) -> str:
    """What follows the number: its unit, and what was done. Without words of its own a measure says its unit and its name."""
    own = WORDS.get(code)
    return own(count) if own else f"{DEFINITIONS[code].unit}: {DEFINITIONS[code].name}"
