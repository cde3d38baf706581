"""The county that a file belongs to: one that is there, or a new one by its FIPS code and the mapping's zone."""

import re

from django.utils.text import slugify

from accounts.models import County
from bookings.importing.errors import CannotRead
from bookings.importing.mapping import Mapping

# The first two digits of a county's FIPS code are its state's (FIPS PUB 5-2).
STATES = dict(
    pair.split(":")
    for pair in (
        "01:AL 02:AK 04:AZ 05:AR 06:CA 08:CO 09:CT 10:DE 11:DC 12:FL 13:GA 15:HI 16:ID 17:IL 18:IN 19:IA 20:KS 21:KY 22:LA 23:ME 24:MD "
        "25:MA 26:MI 27:MN 28:MS 29:MO 30:MT 31:NE 32:NV 33:NH 34:NJ 35:NM 36:NY 37:NC 38:ND 39:OH 40:OK 41:OR 42:PA 44:RI 45:SC 46:SD "
        "47:TN 48:TX 49:UT 50:VT 51:VA 53:WA 54:WV 55:WI 56:WY 60:AS 66:GU 69:MP 72:PR 78:VI"
    ).split()
)


def find_county(slug_or_fips: str, mapping: Mapping) -> County:
    """A stored county, or an unsaved one. Raises `CannotRead` for a slug nobody knows or a code that is none."""
    field = "fips" if re.fullmatch(r"[0-9]{5}", slug_or_fips) else "slug"
    found = County.objects.filter(**{field: slug_or_fips}).first()
    if found is None:
        return _new(slug_or_fips, mapping)
    if found.timezone != mapping.zone.key:
        raise CannotRead(f"{found} is in {found.timezone}, but the mapping reads times of {mapping.zone.key}. One of them is wrong.")
    return found


def _new(fips: str, mapping: Mapping) -> County:
    state = STATES.get(fips[:2], "")
    if not re.fullmatch(r"[0-9]{5}", fips) or not state:
        raise CannotRead(f"There is no county {fips!r}. Give the slug of a county that exists, or a five-digit FIPS code to make one.")
    told = mapping.county if mapping.county.get("fips") == fips else {}
    name, state = told.get("name", f"County {fips}"), told.get("state", state)
    slug = slugify(f"{name.removesuffix(' County')} {state}") if told else f"county-{fips}"
    return County(fips=fips, slug=slug, name=name, state=state, timezone=mapping.zone.key)
