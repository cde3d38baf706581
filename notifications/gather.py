"""From rows to the facts that the clock reads: one query a kind, for one booking or for many."""

from collections.abc import Iterable
from typing import Any

from bookings.models import Booking, ConsularNotice, Detainer, Fact, Handover, IceCall, ReleaseStep, StartedBy
from bookings.models.moments import span
from bookings.spans import Span
from notifications.models import Answer, Attempt
from notifications.rules.clock import Advice, Call, Case, Mark, Paper, Reply, Step, Taken, Try

ByBooking = dict[int, list[Any]]


def cases(bookings: Iterable[Booking]) -> dict[int, Case]:
    """The dated facts of each booking, by its id. Facts entered in error are none."""
    found = list(bookings)
    ids = [booking.pk for booking in found]
    steps = _of(ReleaseStep, ids)
    tries = _of(Attempt, ids, "notification", notification__entered_in_error=False)
    replies = _of(Answer, ids, notification__entered_in_error=False)
    taken = _of(Handover, ids)
    papers = _of(Detainer, ids)
    calls = _of(IceCall, ids, started_by=StartedBy.JAIL)
    advice = _of(ConsularNotice, ids, advised_at__isnull=False)
    return {
        one.pk: Case(
            booked=needed(one, "booked"),
            arrested=span(one, "arrested"),
            released=_released(one),
            release_kind=one.release_kind,
            steps=[Step(**mark(fact, "occurred"), kind=fact.kind, reason=fact.reason) for fact in steps.get(one.pk, ())],
            tries=[_try(fact) for fact in tries.get(one.pk, ())],
            replies=[Reply(**mark(fact, "answered"), answer=fact.answer) for fact in replies.get(one.pk, ())],
            taken=next((Taken(**mark(fact, "handed"), mode=fact.mode) for fact in taken.get(one.pk, ())), None),
            papers=_papers(papers.get(one.pk, [])),
            calls=[Call(**mark(fact, "called"), answered=span(fact, "answered")) for fact in calls.get(one.pk, ())],
            advice=[Advice(**mark(fact, "advised"), told=span(fact, "told")) for fact in advice.get(one.pk, ())],
        )
        for one in found
    }


def _of(model: type[Fact], ids: list[int], *related: str, **only: Any) -> ByBooking:
    facts: Any = model.objects
    found: ByBooking = {}
    for fact in facts.current().filter(booking__in=ids, **only).select_related(*related).order_by("pk"):
        found.setdefault(fact.booking_id, []).append(fact)
    return found


def mark(fact: Any, name: str) -> dict[str, Any]:
    return {"when": needed(fact, name), "key": fact.pk, "recorded": fact.recorded_at, "label": fact._meta.label}


def needed(fact: Any, name: str) -> Span:
    return Span(getattr(fact, f"{name}_at"), getattr(fact, f"{name}_until"))


def _released(booking: Booking) -> Mark | None:
    return Mark(**mark(booking, "released")) if booking.released_at else None


def _try(fact: Attempt) -> Try:
    told = fact.notification
    return Try(
        **mark(fact, "tried"),
        recipient=fact.recipient,
        about=told.about,
        outcome=fact.outcome,
        channel=fact.channel,
        hours_asked=told.hours_asked,
    )


def _papers(found: list[Detainer]) -> list[Paper]:
    """A paper that came twice is one; what another superseded ended when that one came."""
    superseded = {one.supersedes_id: span(one, "received") for one in found if one.supersedes_id}
    known = {one.pk for one in found}
    once = [one for one in found if one.duplicate_of_id not in known]
    return [_paper(one, superseded.get(one.pk)) for one in once]


def _paper(one: Detainer, superseded: Span | None) -> Paper:
    ends = tuple(end for end in (span(one, "withdrawn"), span(one, "expired"), superseded) if end)
    return Paper(**mark(one, "received"), served=span(one, "served"), ends=ends, hours_asked=one.hours_asked)
