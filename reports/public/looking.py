"""What there is of a county: its releases by their heads, its own facts, how it is called. A process looks again every few seconds.

A page depends on nothing else besides its address, so what was seen makes its tag. A new release is so seen a few seconds late, as in
`serving`; between two looks a page that is not kept costs no query but for what it reads.
"""

import time
from collections.abc import Sequence
from typing import Any, NamedTuple

from accounts.models import County
from reports.public import asking, county_facts, door, serving
from reports.public.door import Edition

LOOKS: dict[str, "Look"] = {}


class Look(NamedTuple):
    until: float
    county: County
    found: Sequence[Any]
    editions: list[Edition]
    depends: tuple[object, ...]


def at(slug: str) -> Look:
    """Four small queries, or what they told a few seconds ago."""
    seen = LOOKS.get(slug)
    if seen is None or seen.until < time.monotonic():
        seen = looked(asking.county_of(slug))
        if len(LOOKS) >= serving.MOST:
            LOOKS.clear()
        LOOKS[slug] = seen
    return seen


def looked(here: County) -> Look:
    found = door.heads(here)
    depends = (door.version(here, found), county_facts.stamp(here), here.name, here.state, here.made_up)
    return Look(time.monotonic() + serving.SECONDS, here, found, door.editions_in(found), depends)
