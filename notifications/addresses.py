"""JailWatch never tells a federal immigration agency anything: addresses of theirs are refused wherever an alert could go."""

from django.db.models import Q

# dhs.gov with all below it (ice, cbp, uscis, hsi), and the agencies' own names.
FEDERAL = ("dhs.gov", "ice.gov", "cbp.gov", "uscis.gov")


def is_federal(address: str) -> bool:
    host = _as_mailed(address.strip().rpartition("@")[2]).lower().rstrip(".")
    return any(host == domain or host.endswith(f".{domain}") for domain in FEDERAL)


def _as_mailed(host: str) -> str:
    """What a mail server is told. Wide letters, soft hyphens and other dots become plain ones on the way: `dhſ.gov` is dhs.gov."""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def not_federal(field: str) -> Q:
    """The same as a condition of the database, which takes plain letters only: it cannot tell what others become on the way."""
    refused = Q()
    for domain in FEDERAL:
        refused |= Q(**{f"{field}__iendswith": f"@{domain}"}) | Q(**{f"{field}__iendswith": f".{domain}"})
    return ~refused & Q(**{f"{field}__regex": r"^[\x21-\x7e]*\Z"})
