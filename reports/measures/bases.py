"""Legal bases and reasons of asking, as a short closed list: of the agency's own words for what it did."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from reports.measures.definition import Group, Grouping

BASES = {
    "statute": _("a state or city law"),
    "judicial": _("a judicial warrant or court order"),
    "agreement": _("an agreement with ICE"),
    "consular": _("notice to consulates"),
    "policy": _("the county's own policy"),
    "none": _("no legal basis named"),
    "other": _("another basis"),
    "not_recorded": _("not recorded"),
}
CODES = {
    "mn-631.50": "statute",
    "ca-7282.5": "statute",
    "nyc-9-131": "statute",
    "nj-2018-6": "statute",
    "tx-2.251": "statute",
    "fl-908": "statute",
    "nc-318": "statute",
    "ca-7284.6-warrant": "judicial",
    "judicial-warrant": "judicial",
    "agreement": "agreement",
    "county-policy": "policy",
    "none": "none",
}


def basis(text: str) -> str:
    """The group of a code of the dated list, or of words that say the same."""
    said = "-".join(text.lower().split())
    if not said:
        return "not_recorded"
    return CODES.get(said) or ("consular" if "consul" in said or "vienna" in said else "other")


GROUPS = tuple(Group(code, name) for code, name in BASES.items())


def based_on(of: Any) -> Grouping:
    return Grouping("basis", _("basis"), "act", GROUPS, of=lambda row: basis(of(row)))


BASIS = based_on(lambda row: row.basis)
