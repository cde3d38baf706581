"""What follows a try to alert somebody: how the delivery stands, and in how long it is due again."""

from dataclasses import dataclass
from datetime import timedelta

from notifications.models.attempt import Outcome
from notifications.models.delivery import State

NAG = timedelta(minutes=30)
BACK_OFF, LONGEST = timedelta(seconds=30), timedelta(minutes=15)
TRIES_OF_FIRST = 2


@dataclass(frozen=True, slots=True)
class Next:
    """The state of the delivery, in how long it is due again (none: not any more), and at which of two addresses."""

    state: str
    wait: timedelta | None
    contact: int


def after(outcome: str, *, lasting: bool, tries: int, contact: int, second: bool) -> Next:
    """Nag what was sent until it is confirmed; try what failed again, later each time, and then by the second address.

    `tries` counts this one; `lasting` says that trying the same address again is no use; `second`, that there is another.
    """
    if outcome == Outcome.SENT:
        return Next(State.SENT, NAG, 2 if second and contact == 1 else 1)
    if outcome == Outcome.FAILED and lasting:
        return Next(State.FAILED, timedelta(0), 2) if second and contact == 1 else Next(State.FAILED, None, contact)
    state = State.UNKNOWN if outcome == Outcome.UNKNOWN else State.FAILED
    return Next(state, min(BACK_OFF * 2 ** min(tries - 1, 10), LONGEST), 2 if second and tries >= TRIES_OF_FIRST else contact)
