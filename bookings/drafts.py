"""A booking as a file tells it: field values by name, not yet a row. What importers make and bulk verbs write."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from itertools import chain
from typing import Any

from accounts.periods import iso

Values = dict[str, Any]


@dataclass(slots=True)
class Draft:
    """`number` is the jail's own booking number, `number_hash` its keyed hash; `line` is where the booking starts in the file.

    `rows` are its rows as they stand there, kept until they are written in case they cannot be.
    `day` is that of the booking on the county's wall.
    `strange` are the names of countries that neither a list nor the mapping knows.
    `odd` are sentences on what was read in an unusual way, for a person to check; `to_check` is how many there are in all, once somebody
    looked.
    A fact's value `within` lists its moments that nobody wrote down, known only to lie within the booking (see `settled`).
    `more` are facts of the other kinds, by the kind's word (`bookings.kinds`). A fact names another of its draft by its place
    among those of its kind, as in `{"call": 0}` of a consent.
    """

    number: str
    line: int
    booking: Values
    stays: list[Values] = field(default_factory=list)
    charges: list[Values] = field(default_factory=list)
    detainers: list[Values] = field(default_factory=list)
    handovers: list[Values] = field(default_factory=list)
    number_hash: str = ""
    day: date = date.min
    rows: list[tuple[int, Any]] = field(default_factory=list, repr=False)
    strange: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    to_check: int | None = None
    more: dict[str, list[Values]] = field(default_factory=dict)

    def payload(self) -> str:
        """All that the file says of the booking, as canonical JSON: what the journal seals and what two imports compare."""
        return dumps(
            {
                "number": self.number,
                "booking": self.booking,
                "stays": self.stays,
                "charges": self.charges,
                "detainers": self.detainers,
                "handovers": self.handovers,
                **self.more,
            }
        )

    def facts(self, kind: str) -> list[Values]:
        """The facts of one kind, by its word."""
        return self.by_kind().get(kind, [])

    def by_kind(self) -> dict[str, list[Values]]:
        """The facts that there are, by the word of their kind."""
        own = {"stays": self.stays, "charges": self.charges, "detainers": self.detainers, "handovers": self.handovers}
        return {kind: rows for kind, rows in (own | self.more).items() if rows}

    def moments(self) -> list[datetime]:
        """The start of every dated fact."""
        rows = chain([self.booking], *self.by_kind().values())
        return [row[name] for row in rows for name in _starts(tuple(row)) if row[name] is not None]


def settled(payload: str) -> str:
    """A payload without the ends of moments that nobody wrote down: while a person is in custody they move on from file to file."""
    if '"within":' not in payload:
        return payload
    told = json.loads(payload)
    for rows in told.values():
        for row in rows if isinstance(rows, list) else []:
            for name in row.get("within", ()):
                del row[f"{name}_until"]
    return dumps(told)


@lru_cache(maxsize=1000)
def _starts(names: tuple[str, ...]) -> tuple[str, ...]:
    """Which of the names are those of a moment's start; when it was recorded is none of them."""
    return tuple(name for name in names if name.endswith("_at") and name != "recorded_at")


dumps = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, default=iso).encode
