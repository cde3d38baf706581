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

    def follows(self, other: "ConsentFacts") -> bool:
        """Whether this is the later word: certainly, or, where the times do not tell, because it was recorded later."""
        if other.asked.certainly_before(self.asked):
            return True
        return self.order > other.order and not self.asked.certainly_before(other.asked)


def last_before(consents: Iterable[ConsentFacts], start: Span) -> ConsentFacts | None:
    """The last of the rows that are not certainly later than the start: the one that no other follows."""
    earlier = [row for row in consents if row.asked.at < start.until]
    return next((row for row in earlier if not any(other.follows(row) for other in earlier)), None)


def held_with_consent(consents: Iterable[ConsentFacts], start: Span, attorney_present: bool = False) -> bool:
    """A plain yes; or "only with an attorney", with one present. A yes withdrawn before the start is none."""
    last = last_before(consents, start)
    if last is None:
        return False
    return last.answer == ConsentAnswer.YES or (last.answer == ConsentAnswer.ONLY_WITH_ATTORNEY and attorney_present)
