"""Whether a call or visit was held with the person's consent (Gov. Code 7283.1(a); RCW 10.93.160(6)(b); HB19-1124)."""

from collections.abc import Iterable
from dataclasses import dataclass

from bookings.models.consent import ConsentAnswer
from bookings.spans import Span


@dataclass(frozen=True, slots=True)
class ConsentFacts:
    """One row: when the person was asked, what they said, and in what order it was recorded."""

    asked: Span
    answer: str
    order: int = 0


def last_before(consents: Iterable[ConsentFacts], start: Span) -> ConsentFacts | None:
    """The last row not later than the start. Two rows of one minute count in the order in which they were recorded."""
    earlier = [row for row in consents if row.asked.at <= start.at]
    return max(earlier, key=lambda row: (row.asked.at, row.order), default=None)


def held_with_consent(consents: Iterable[ConsentFacts], start: Span, attorney_present: bool = False) -> bool:
    """A plain yes; or "only with an attorney", with one present. A yes withdrawn before the start is none."""
    last = last_before(consents, start)
    if last is None:
        return False
    return last.answer == ConsentAnswer.YES or (last.answer == ConsentAnswer.ONLY_WITH_ATTORNEY and attorney_present)
