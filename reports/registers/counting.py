"""What may be told in public of the registers: how many, of what kind, and how they ended. Pure, and no words of any entry.

All of it is about acts of the board, of outsiders and of the county, none of people held. Days are whole, both ends included.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a register: of what kind, when it came, when and how it ended."""

    came: date
    ended: date | None = None
    kind: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """`open_before` + `came` - `ended` = `open_after`. `oldest_open` in days at the end of the period; none if nothing is open."""

    open_before: int
    came: int
    ended: int
    open_after: int
    oldest_open: int | None
    by_kind: dict[str, int]
    by_end: dict[str, int]

    @property
    def adds_up(self) -> bool:
        return self.open_before + self.came - self.ended == self.open_after


def count(entries: Iterable[Entry], first: date, last: date) -> Counts:
    """The entries of a period: those that came in it by kind, those that ended in it by their end."""
    found = list(entries)
    came = [one for one in found if first <= one.came <= last]
    ended = [one for one in found if one.ended is not None and first <= one.ended <= last]
    after = [one for one in found if one.came <= last and (one.ended is None or one.ended > last)]
    return Counts(
        open_before=sum(one.came < first and (one.ended is None or one.ended >= first) for one in found),
        came=len(came),
        ended=len(ended),
        open_after=len(after),
        oldest_open=max(((last - one.came).days for one in after), default=None),
        by_kind=dict(Counter(one.kind for one in came)),
        by_end=dict(Counter(one.end for one in ended)),
    )
