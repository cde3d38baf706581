"""JailWatch never tells a federal immigration agency anything: addresses of theirs are refused wherever an alert could go."""

from django.db.models import Q

# dhs.gov with all below it (ice, cbp, uscis, hsi), and the agencies' own names.
FEDERAL = ("dhs.gov", "ice.gov", "cbp.gov", "uscis.gov")


def is_federal(address: str) -> bool:
    host = address.strip().lower().rpartition("@")[2].rstrip(".")
    return any(host == domain or host.endswith(f".{domain}") for domain in FEDERAL)


def not_federal(field: str) -> Q:
    """The same as a condition of the database."""
    refused = Q()
    for domain in FEDERAL:
        refused |= Q(**{f"{field}__iendswith": f"@{domain}"}) | Q(**{f"{field}__iendswith": f".{domain}"})
    return ~refused
