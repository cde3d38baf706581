"""What there is of a county: its releases by their heads, how it is called. A process looks again every few seconds.

A page depends on nothing else besides its address, so what was seen makes its tag. A new release is so seen a few seconds late, as in
`serving`; between two looks a page that is not kept costs no query but for what it reads. Where nothing was published meanwhile, a look
is two queries of one row each: the county, and the newest release of all.
"""

import time
from collections.abc import Sequence
from typing import Any, NamedTuple

from accounts.models import County
from reports.public import asking, door, serving
from reports.public.door import Edition

LOOKS: dict[str, "Look"] = {}


class Look(NamedTuple):
    until: float
    newest: str
    county: County
    found: Sequence[Any]
    editions: list[Edition]
    depends: tuple[object, ...]


def at(slug: str) -> Look:
    seen = LOOKS.get(slug)
    if seen is None or seen.until < time.monotonic():
        seen = looked(asking.county_of(slug), seen)
        if len(LOOKS) >= serving.MOST:
            LOOKS.clear()
        LOOKS[slug] = seen
    return seen


def looked(here: County, before: Look | None) -> Look:
    newest, until = door.newest(), time.monotonic() + serving.SECONDS
    if before and before.newest == newest and before.county.pk == here.pk:
        return before._replace(until=until, county=here, depends=depends(before.depends[0], here))
    found = door.heads(here)
    return Look(until, newest, here, found, door.editions_in(found), depends(door.version(here, found), here))


def depends(version: object, here: County) -> tuple[object, ...]:
    return version, here.name, here.state, here.made_up
