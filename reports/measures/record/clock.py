"""The release clock of those who left in the month, as `notifications.timing` wrote it down; and the tries to tell ICE."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Prefetch

from bookings.models import Booking, Charge, Detainer
from bookings.querysets import HELD_FOR_ICE
from bookings.rules.conviction import Conviction
from bookings.spans import MINUTE, Span
from notifications.models import Attempt, ReleaseTiming, Representation
from notifications.models.notification import Recipient
from notifications.rules.intervals import Value
from reports.measures.record.detainers import status
from reports.measures.record.period import Period, known, optional

MOMENTS = ("t0", "t2", "t5", "t6", "t8")


@dataclass(frozen=True, slots=True)
class Release:
    """One release and its intervals. `held` are the minutes from release-eligible to the release while a detainer asked for a hold.

    `counsel` and `person` say when they were told, against ICE; `conviction` is the status as of telling ICE.
    """

    values: dict[str, Value]
    interest: bool
    told: bool
    channel: str
    answer: str
    taken: bool
    person: str
    counsel: str
    conviction: Conviction | None
    held: int | None
    complete: bool
    left: datetime
    pk: int


class Try(NamedTuple):
    """One attempt to tell ICE."""

    channel: str
    outcome: str
    pk: int


def tries(period: Period) -> list[Try]:
    found = Attempt.objects.counted().filter(recipient=Recipient.ICE, notification__entered_in_error=False)
    return [Try(*row) for row in found.within("tried", period.county, period.month).values_list("channel", "outcome", "pk")]


def releases(period: Period) -> list[Release]:
    left = ReleaseTiming.objects.filter(county=period.county, booking__entered_in_error=False, **period.within("t7"))
    rows = list(left.exclude(booking__kind=HELD_FOR_ICE).defer("facts"))
    watched = _bookings([row.booking_id for row in rows if row.ice_interest])
    return [_release(row, watched.get(row.booking_id)) for row in rows]


def _bookings(ids: list[int]) -> dict[int, Booking]:
    """Those in whom ICE was interested, with their charges, detainers and counsel."""
    papers = Detainer.objects.current().once().prefetch_related(Prefetch("superseded_by", Detainer.objects.current()))
    found = Booking.objects.filter(pk__in=ids).prefetch_related(
        Prefetch("charges", Charge.objects.current()),
        Prefetch("detainers", papers),
        Prefetch("representations", Representation.objects.filter(entered_in_error=False)),
    )
    return {one.pk: one for one in found}


def _release(row: ReleaseTiming, booking: Booking | None) -> Release:
    at = {name: optional(row, name) for name in MOMENTS}
    ice = at["t2"]
    return Release(
        values={code: Value(*found) for code, found in row.intervals.items()},
        interest=row.ice_interest,
        told=ice is not None,
        channel=row.channel,
        answer=row.answer,
        taken=at["t8"] is not None,
        person=_told(ice, at["t5"], "not_told"),
        counsel=_told(ice, at["t6"], "not_told" if booking and booking.representations.all() else "no_counsel"),
        conviction=status(booking, ice) if booking and ice else None,
        held=_held(row, at["t0"], booking) if booking else None,
        complete=all(_exact(row, name) for name in ("t0", "t2", "t7")),
        left=known(row, "t7").at,
        pk=row.booking_id,
    )


def _told(ice: Span | None, moment: Span | None, never: str) -> str:
    if ice is None or moment is None:
        return never
    return "before" if moment.certainly_before(ice) else "after"


def _held(row: ReleaseTiming, eligible: Span | None, booking: Booking) -> int | None:
    """What is certain of the wait: from the latest reading of the one moment to the earliest of the other."""
    out = known(row, "t7")
    if eligible is None or not any(_holds(one, eligible, out) for one in booking.detainers.all()):
        return None
    certain = (out.at - max(eligible.at, eligible.until - MINUTE)) // MINUTE
    return certain if certain > 0 else None


def _holds(one: Detainer, eligible: Span, out: Span) -> bool:
    """Whether this paper asks for a hold and may have been in force between the two."""
    ends = [
        *filter(None, (optional(one, "withdrawn"), optional(one, "expired"))),
        *(known(new, "received") for new in one.superseded_by.all()),
    ]
    return one.asks_hold and not out.certainly_before(known(one, "received")) and not any(end.certainly_before(eligible) for end in ends)


def _exact(row: ReleaseTiming, name: str) -> bool:
    at: datetime | None = getattr(row, f"{name}_at")
    until: Any = getattr(row, f"{name}_until")
    return at is not None and until - at <= MINUTE
