"""What federal agencies wanted other than by a detainer: requests, interviews, calls that ICE started."""

from collections.abc import Iterator

from bookings.models import Booking, FederalRequest, IceCall, IceVisit, RequestAnswer, RequestKind, StartedBy, Told
from bookings.models.moments import span
from notifications.gather import needed
from notifications.rules.clock import REACHED_ICE
from reports.forms.record import Request

REACHED = REACHED_ICE
HONORED = frozenset({RequestAnswer.ANSWERED.value, RequestAnswer.PARTLY.value})


def told(fact: FederalRequest | IceCall) -> frozenset[str]:
    """What the jail told, "nothing" left out."""
    return frozenset(fact.told) - {Told.NOTHING.value}


def told_words(said: frozenset[str]) -> str:
    """In the order of the list, so that two rows read alike."""
    return ", ".join(str(one.label) for one in Told if one.value in said)


def of_booking(booking: Booking) -> Iterator[Request]:
    yield from map(request, booking.federalrequests.all())
    yield from map(interview, booking.icevisits.all())
    yield from (call(one) for one in booking.icecalls.all() if one.started_by == StartedBy.ICE)


def request(fact: FederalRequest) -> Request:
    said = told(fact)
    answer = str(fact.get_answer_display()) if fact.answer else "no answer on record"
    return Request(
        key=fact.pk,
        received=needed(fact, "received"),
        source="interview" if fact.kind == RequestKind.INTERVIEW else "request",
        wanted=str(fact.get_kind_display()),
        agency=fact.agency,
        handled=f"{answer}: {told_words(said)}" if said else answer,
        answered=span(fact, "answered"),
        told=said,
        is_honored=fact.answer in HONORED,
    )


def interview(fact: IceVisit) -> Request:
    began = span(fact, "started")
    return Request(
        key=fact.pk,
        received=needed(fact, "requested"),
        source="interview",
        wanted=f"interview {fact.get_kind_display()}",
        agency=fact.agency or "ICE",
        handled="held" if began else "not held",
        answered=began,
    )


def call(fact: IceCall) -> Request:
    said, when = told(fact), needed(fact, "called")
    return Request(
        key=fact.pk,
        received=when,
        source="call",
        wanted="call about a person",
        agency="ICE",
        handled=f"told: {told_words(said)}" if said else "nothing told",
        answered=when,
        told=said,
        is_honored=bool(said),
    )
