"""What became of a detainer: a partition. Every detainer is in exactly one outcome, "unaccounted" included.

The order of precedence, and why:

1. **Handed over**: ICE took the person on this detainer. A fact outweighs a decision: a jail that declined to hold someone whom ICE
   then took at the door did not see the request refused (Minnesota 2017: two listed as declined had been handed over).
2. **Withdrawn, superseded**: ICE took the request back or put another in its place. The earlier of the two; at the same moment,
   superseded, since withdrawing the old one is then paperwork.
3. **Unaccounted**, if ICE took the person, or the release says so, and no handover belongs to this detainer: the record contradicts
   itself or is not whole, and neither "declined" nor "in custody" may cover that. A recorded decision to decline stands only if
   the handover on record belongs to another detainer.
4. **Declined**, then **expired**: the jail's decision, then the end of the request by itself. Declined counts although the person is
   still in custody (Tulare 2021: "not recognized" and "still in custody" are apart).
5. Where the person went: other agency, state prison, died, escaped; **not taken** if to the street (ICE did not come, or was not told);
   **unaccounted** if elsewhere or not known where.
6. **In custody**.

An end of the request counts only if it was not certainly after the person had left: a withdrawal the day after changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from bookings.models import Decision, ReleaseKind
from bookings.spans import Span


class Outcome(TextChoices):
    HANDED_OVER = "handed_over", _("handed over to ICE")
    NOT_TAKEN = "not_taken", _("released to the street: ICE did not come or was not told")
    DECLINED = "declined", _("declined by the jail")
    WITHDRAWN = "withdrawn", _("withdrawn by ICE")
    SUPERSEDED = "superseded", _("superseded by another detainer")
    EXPIRED = "expired", _("expired")
    OTHER_AGENCY = "other_agency", _("to another agency or jail")
    STATE_PRISON = "state_prison", _("to state prison")
    DIED = "died", _("died in custody")
    ESCAPED = "escaped", _("escaped")
    IN_CUSTODY = "in_custody", _("still in custody")
    UNACCOUNTED = "unaccounted", _("unaccounted for")


WENT = {
    ReleaseKind.STREET.value: Outcome.NOT_TAKEN,
    ReleaseKind.OTHER_AGENCY.value: Outcome.OTHER_AGENCY,
    ReleaseKind.STATE_PRISON.value: Outcome.STATE_PRISON,
    ReleaseKind.DIED.value: Outcome.DIED,
    ReleaseKind.ESCAPED.value: Outcome.ESCAPED,
}


@dataclass(frozen=True, slots=True)
class DetainerFacts:
    """What the rule needs of one detainer and its booking.

    `superseded` is when the detainer that supersedes it was received. `handed` is the booking's handover to ICE, if there
    is one; `handed_on_this` says whether it belongs to this detainer (see `handover_belongs_to`).
    """

    received: Span
    decision: str = ""
    decided: Span | None = None
    withdrawn: Span | None = None
    superseded: Span | None = None
    expired: Span | None = None
    released: Span | None = None
    release_kind: str = ""
    handed: Span | None = None
    handed_on_this: bool = False


def outcome(facts: DetainerFacts, as_of: datetime | None = None) -> Outcome:
    """The one outcome of a detainer, by what had happened as of a moment (not included), or by all that is recorded."""
    handed = _by(facts.handed, as_of)
    released = _by(facts.released, as_of)
    if handed and facts.handed_on_this:
        return Outcome.HANDED_OVER
    return (
        _ended_by_ice(facts, as_of)
        or _taken_without_record(facts, handed, released, as_of)
        or _ended_by_itself(facts, as_of)
        or _went(facts, released)
    )


def _ended_by_ice(facts: DetainerFacts, as_of: datetime | None) -> Outcome | None:
    withdrawn, superseded = _in_time(facts, facts.withdrawn, as_of), _in_time(facts, facts.superseded, as_of)
    if superseded and not (withdrawn and withdrawn.at < superseded.at):
        return Outcome.SUPERSEDED
    return Outcome.WITHDRAWN if withdrawn else None


def _taken_without_record(facts: DetainerFacts, handed: Span | None, released: Span | None, as_of: datetime | None) -> Outcome | None:
    if handed:
        return Outcome.DECLINED if _declined(facts, as_of) else Outcome.UNACCOUNTED
    return Outcome.UNACCOUNTED if released and facts.release_kind == ReleaseKind.ICE else None


def _ended_by_itself(facts: DetainerFacts, as_of: datetime | None) -> Outcome | None:
    if _declined(facts, as_of):
        return Outcome.DECLINED
    return Outcome.EXPIRED if _in_time(facts, facts.expired, as_of) else None


def _went(facts: DetainerFacts, released: Span | None) -> Outcome:
    return WENT.get(facts.release_kind, Outcome.UNACCOUNTED) if released else Outcome.IN_CUSTODY


def _declined(facts: DetainerFacts, as_of: datetime | None) -> bool:
    return facts.decision == Decision.DECLINE and _in_time(facts, facts.decided, as_of) is not None


def _by(moment: Span | None, as_of: datetime | None) -> Span | None:
    """The moment, if it had begun by then. Periods are cut by the start of a moment, so states are too."""
    return moment if moment and (as_of is None or moment.possibly_before(as_of)) else None


def _in_time(facts: DetainerFacts, end: Span | None, as_of: datetime | None) -> Span | None:
    """An end of the request that was not certainly after the person had left."""
    end = _by(end, as_of)
    lefts = [left for left in (_by(facts.released, as_of), _by(facts.handed, as_of)) if left]
    return None if end is None or any(left.certainly_before(end) for left in lefts) else end


@dataclass(frozen=True, slots=True)
class Candidate:
    """A detainer of a booking to which a handover may belong."""

    key: int
    received: Span
    withdrawn: Span | None = None
    superseded: Span | None = None

    def in_force(self, moment: Span) -> bool:
        """Whether it may have been in force: not certainly later, and not certainly ended before."""
        ends = (end for end in (self.withdrawn, self.superseded) if end)
        return not moment.certainly_before(self.received) and not any(end.certainly_before(moment) for end in ends)


def handover_belongs_to(detainers: Iterable[Candidate], handed: Span, named: int | None = None) -> int | None:
    """The key of the detainer on which a handover was made: the one it names, else the last received of those in force then."""
    candidates = list(detainers)
    if named is not None and any(candidate.key == named for candidate in candidates):
        return named
    last = max((c for c in candidates if c.in_force(handed)), key=lambda c: (c.received.at, c.key), default=None)
    return last.key if last else None
