"""Which measures the pages lead with, and in which words. A code that no definition has is left out, never guessed at."""

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import ngettext

from reports.measures import MEASURES

BOOKINGS, DETAINERS, OUTCOMES, HANDOVERS = "BK-001", "DT-001", "DT-002", "HO-001"
HEADLINES = (DETAINERS, HANDOVERS, BOOKINGS)
FLOW = (BOOKINGS, DETAINERS, HANDOVERS)
CHARTED = DETAINERS
BESIDE_POLICY: Mapping[str, tuple[str, ...]] = {}
USUAL_BESIDE = (DETAINERS, HANDOVERS)


def known(codes: Iterable[str]) -> list[str]:
    return [code for code in codes if code in MEASURES]


def acts() -> list[str]:
    """Every measure, in the order of the definitions: their totals are what the agency did."""
    return list(MEASURES)


def comparable() -> list[tuple[str, str]]:
    """Measures that may stand beside bookings: code and name."""
    return [(code, str(measure.name)) for code, measure in MEASURES.items() if code != BOOKINGS]


def heading(code: str) -> dict[str, str]:
    return {"name": str(MEASURES[code].name), "unit": str(MEASURES[code].unit)}


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
    return own(count) if own else f"{MEASURES[code].unit}: {MEASURES[code].name}"
