"""Federal agencies as a short closed list. The record keeps an agency in the words of who wrote it; free text may name anybody, so
nothing that is published, not even a count, is grouped by it."""

import re

from django.utils.translation import gettext_lazy as _

from reports.measures.people import NOT_RECORDED, named

AGENCIES = {
    "ero": _("ICE, Enforcement and Removal Operations"),
    "hsi": _("ICE, Homeland Security Investigations"),
    "ice": _("ICE, no part of it named"),
    "contractor": _("a contractor of ICE"),
    "cbp": _("Customs and Border Protection"),
    "marshals": _("US Marshals Service"),
    "other": _("another agency"),
}
GROUPS = named(AGENCIES, NOT_RECORDED)

# Whole words, the more particular first.
WORDS = tuple(
    (code, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for code, words in (
        ("contractor", "contractors?|GEO|CoreCivic"),
        ("ero", "ERO|removals?"),
        ("hsi", "HSI|homeland security investigations"),
        ("cbp", "CBP|USBP|border"),
        ("marshals", "marshals?|USMS"),
        ("ice", "ICE|I\\.C\\.E\\.?|immigration"),
    )
)


def agency(text: str) -> str:
    """The group of an agency as the record has it."""
    if not text.strip():
        return NOT_RECORDED.code
    return next((code for code, words in WORDS if words.search(text)), "other")
