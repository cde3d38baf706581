"""The county that a file belongs to: one that is there, or a new one by its FIPS code and the mapping's zone."""

import re

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from accounts.models import County
from bookings.importing.errors import CannotRead
from bookings.importing.mapping import Mapping

# The first two digits of a county's FIPS code are its state's (FIPS PUB 5-2).
STATES = {
    code[:2]: code[2:]
    for line in (
        "01AL 02AK 04AZ 05AR 06CA 08CO 09CT 10DE 11DC 12FL 13GA 15HI 16ID 17IL 18IN 19IA 20KS 21KY 22LA 23ME 24MD 25MA 26MI 27MN",
        "28MS 29MO 30MT 31NE 32NV 33NH 34NJ 35NM 36NY 37NC 38ND 39OH 40OK 41OR 42PA 44RI 45SC 46SD 47TN 48TX 49UT 50VT 51VA 53WA",
        "54WV 55WI 56WY 60AS 66GU 69MP 72PR 78VI",
    )
    for code in line.split()
}

# States that lie in one time zone as a whole. Where the border of a zone crosses a state, only the county itself can say.
ZONE_OF = {
    state: zone
    for zone, states in (
        ("America/New_York", "CT DC DE GA MA MD ME NC NH NJ NY OH PA RI SC VA VT WV"),
        ("America/Chicago", "AL AR IA IL LA MN MO MS OK WI"),
        ("America/Denver", "CO MT NM UT WY"),
        ("America/Los_Angeles", "CA NV WA"),
        ("America/Phoenix", "AZ"),
        ("Pacific/Honolulu", "HI"),
        ("America/Puerto_Rico", "PR VI"),
        ("Pacific/Guam", "GU MP"),
    )
    for state in states.split()
}


def find_county(slug_or_fips: str, mapping: Mapping) -> County:
    """A stored county, or an unsaved one. Raises `CannotRead` for a slug nobody knows or a code that is none."""
    field = "fips" if re.fullmatch(r"[0-9]{5}", slug_or_fips) else "slug"
    found = County.objects.filter(**{field: slug_or_fips}).first()
    if found is None:
        return _new(slug_or_fips, mapping)
    if mapping.zone is not None and found.timezone != mapping.zone.key:
        raise CannotRead(f"{found} is in {found.timezone}, but the mapping reads times of {mapping.zone.key}. One of them is wrong.")
    return found


def _new(fips: str, mapping: Mapping) -> County:
    state = STATES.get(fips[:2], "")
    if not re.fullmatch(r"[0-9]{5}", fips) or not state:
        raise CannotRead(f"There is no county {fips!r}. Give the slug of a county that exists, or a five-digit FIPS code to make one.")
    told = mapping.county if mapping.county.get("fips") == fips else {}
    name, state = told.get("name", f"County {fips}"), told.get("state", state)
    slug = slugify(f"{name.removesuffix(' County')} {state}")[:80] if told else f"county-{fips}"
    zone = mapping.zone.key if mapping.zone else ZONE_OF.get(state, "")
    if not zone:
        raise CannotRead(f"{state} has counties in two time zones. Make the county {fips} first, or set timezone in a copy of the mapping.")
    county = County(fips=fips, slug=slug, name=name, state=state, timezone=zone)
    try:
        county.full_clean()
    except ValidationError as problem:
        field, says = next(iter(problem.message_dict.items()))
        raise CannotRead(f"The county {fips} of mapping {mapping.name} cannot be made, {field}: {' '.join(says)}") from None
    return county
