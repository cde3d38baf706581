"""The release clock: which fact gives which moment t0..t8 (design, "The clocks"). Pure: facts in, moments out.

Every moment is a span, so "before" and "after" reject only what is certain. Where the times of two facts do not tell which came
first, the one that was recorded later is the later one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from bookings.models import ReleaseKind, StepKind
from bookings.models.handover import TRANSFERS
from bookings.spans import Span
from notifications.models.answer import Answered
from notifications.models.attempt import Outcome
from notifications.models.notification import RELEASE_TOPICS, TO_LAWYERS, Recipient

REACHED_ICE = frozenset({Outcome.REACHED, Outcome.CONFIRMED, Outcome.HANDED_OVER, Outcome.READ_TO})
TOLD_PERSON = frozenset({Outcome.HANDED_OVER, Outcome.READ_TO})
TOLD_LAWYER = frozenset({Outcome.REACHED, Outcome.DELIVERED, Outcome.CONFIRMED, Outcome.HANDED_OVER, Outcome.READ_TO})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A dated fact. `label` and `key` name its row; `recorded` and `key` are the order in which it was written down."""

    when: Span
    key: int
    recorded: datetime
    label: str = ""

    def follows(self, other: "Mark") -> bool:
        """Whether this came later than the other: certainly, or, where the times do not tell, because it was recorded later."""
        if other.when.certainly_before(self.when):
            return True
        return not self.when.certainly_before(other.when) and (self.recorded, self.key) > (other.recorded, other.key)


M = TypeVar("M", bound=Mark)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Mark):
    kind: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Try(Mark):
    """One attempt to tell somebody."""

    recipient: str
    about: str
    outcome: str
    channel: str = ""
    hours_asked: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Mark):
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken(Mark):
    """The handover to ICE."""

    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(Mark):
    """A detainer; `when` is its receipt."""

    served: Span | None = None
    ends: tuple[Span, ...] = ()
    hours_asked: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Mark):
    """A call that the jail started."""

    answered: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice(Mark):
    """A consular notice; `when` is the advice."""

    told: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All dated facts of one booking that the clock reads. `released` carries the booking's own row."""

    booked: Span
    arrested: Span | None = None
    released: Mark | None = None
    release_kind: str = ""
    steps: list[Step] = field(default_factory=list)
    tries: list[Try] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    taken: Taken | None = None
    papers: list[Paper] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    advice: list[Advice] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Clocks:
    """The moments of one release, each as the fact that gave it. What is not on record is None."""

    t0: Step | None = None
    t1: Step | None = None
    cleared: Step | None = None
    t2: Try | None = None
    t3: Try | None = None
    t4: Reply | None = None
    t5: Try | None = None
    t6: Try | None = None
    t7: Mark | None = None
    t8: Taken | None = None
    answer: str = ""
    attempts_to_reach: int | None = None
    ice_interest: bool = False

    @property
    def over(self) -> bool:
        """Whether the person has left."""
        return self.t7 is not None


def clocks(case: Case) -> Clocks:
    t7 = released(case)
    off = last(step for step in case.steps if step.kind == StepKind.CALLED_OFF and not_after(step, t7))
    steps = [step for step in case.steps if not_after(step, t7)]
    t0 = last(step for step in steps if step.kind == StepKind.ELIGIBLE and after(step, off))
    told = in_order(one for one in case.tries if one.recipient == Recipient.ICE and after(one, off))
    t3 = first(one for one in told if one.outcome in REACHED_ICE)
    replies = [one for one in case.replies if after(one, off)]
    answer = last(one for one in replies if not_after(one, t7))
    return Clocks(
        t0=t0,
        t1=first(step for step in steps if step.kind == StepKind.STAFF_KNEW and t0 and not step.when.certainly_before(t0.when)),
        cleared=last(step for step in steps if step.kind == StepKind.CLEARED and after(step, off)),
        t2=told[0] if told else None,
        t3=t3,
        t4=first(one for one in replies if one.answer != Answered.NONE),
        t5=first(told_of_release(case, off, [Recipient.PERSON], TOLD_PERSON)),
        t6=first(told_of_release(case, off, TO_LAWYERS, TOLD_LAWYER)),
        t7=t7,
        t8=case.taken,
        answer=answer.answer if answer else "",
        attempts_to_reach=told.index(t3) + 1 if t3 else None,
        ice_interest=bool(told or case.taken or case.release_kind == ReleaseKind.ICE or any(in_force(one, t7) for one in case.papers)),
    )


def released(case: Case) -> Mark | None:
    """A custody transfer is the release; somebody arrested in the lobby was released before."""
    if case.released is None and case.taken is not None and case.taken.mode in TRANSFERS:
        return case.taken
    return case.released


def told_of_release(case: Case, off: Step | None, recipients: Iterable[str], outcomes: frozenset[Outcome]) -> list[Try]:
    """Attempts of this release, not of one called off before, that told one of the recipients."""
    return [
        one
        for one in case.tries
        if one.recipient in recipients and one.about in RELEASE_TOPICS and one.outcome in outcomes and after(one, off)
    ]


def in_force(paper: Paper, t7: Mark | None) -> bool:
    """Whether the detainer may have been in force when the person left, or is now."""
    if t7 is None:
        return not paper.ends
    return not t7.when.certainly_before(paper.when) and not any(end.certainly_before(t7.when) for end in paper.ends)


def not_after(mark: Mark, t7: Mark | None) -> bool:
    return t7 is None or not t7.when.certainly_before(mark.when)


def after(mark: Mark, off: Step | None) -> bool:
    """Not of a release that was called off."""
    return off is None or mark.follows(off)


def first(marks: Iterable[M]) -> M | None:
    return next(iter(in_order(marks)), None)


def last(marks: Iterable[M]) -> M | None:
    """The one that no other follows."""
    found = list(marks)
    return next((one for one in found if not any(other.follows(one) for other in found)), None)


def in_order(marks: Iterable[M]) -> list[M]:
    return sorted(marks, key=lambda mark: (mark.when.at, mark.when.until, mark.recorded, mark.key))
