"""Taps about telling: ICE was called, ICE answered, the person or counsel was told. By the person signed in, never by a machine."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from bookings.models import Booking, Fact
from bookings.views import taps
from bookings.views.access import person
from notifications import actions
from notifications.models import Answered, Attempt, Outcome, Recipient, ReleaseNotification, Representation, Stands, Way


def register() -> None:
    taps.register(
        {
            "ice_called": lambda request, booking, _which: told_ice(request, booking, Outcome.REACHED),
            "ice_no_answer": lambda request, booking, _which: told_ice(request, booking, Outcome.NO_ANSWER),
            "ice_coming": lambda request, booking, _which: answered(request, booking, Answered.COMING),
            "ice_not_coming": lambda request, booking, _which: answered(request, booking, Answered.NOT_COMING),
            "person_told": told_person,
            "counsel_told": told_counsel,
        }
    )


def told_ice(request: HttpRequest, booking: Booking, outcome: str) -> str:
    said = _("ICE called, reached") if outcome == Outcome.REACHED else _("ICE called, no answer")
    return tell(request, booking, said, recipient=Recipient.ICE, channel=Way.PHONE, outcome=outcome)


def told_person(request: HttpRequest, booking: Booking, _which: str) -> str:
    told = {"recipient": Recipient.PERSON, "channel": Way.WRITING, "outcome": Outcome.HANDED_OVER}
    return tell(request, booking, _("the person was told in writing"), **told)


def told_counsel(request: HttpRequest, booking: Booking, which: str) -> str:
    """Counsel or designee, by phone: whatever JailWatch sent them by itself stands beside it."""
    standing = Representation.objects.in_force().filter(booking=booking, pk=int(which) if which.isdecimal() else None).first()
    if standing is None:
        raise ValidationError({"representation": [_("Nobody of that kind stands by the person any more.")]})
    recipient = Recipient.COUNSEL if standing.stands == Stands.COUNSEL else Recipient.DESIGNEE
    told = {"recipient": recipient, "representation": standing, "channel": Way.PHONE, "outcome": Outcome.REACHED}
    return tell(request, booking, _("counsel was told") if recipient == Recipient.COUNSEL else _("the designee was told"), **told)


def tell(request: HttpRequest, booking: Booking, said: str, **told: Any) -> str:
    moment = taps.moment_of(request, booking)
    fact = actions.tell(by=person(request), booking=booking, tried=moment, **told)
    taps.said(request, booking, moment, said, *written(fact))
    return f"attempts-{fact.pk}"


def written(fact: Attempt) -> list[Fact]:
    """The try; and its telling, if the tap made that, too."""
    told = fact.notification
    alone = not told.attempts.exclude(pk=fact.pk).exists() and not told.answers.exists()
    return [fact, told] if alone else [fact]


def answered(request: HttpRequest, booking: Booking, answer: str) -> str:
    """What ICE answered to the last telling."""
    told = ReleaseNotification.objects.current().filter(booking=booking, recipient=Recipient.ICE).order_by("-pk").first()
    if told is None:
        raise ValidationError({"notification": [_("That ICE was told is not on record: record that first.")]})
    moment = taps.moment_of(request, booking)
    fact = actions.record_answer(by=person(request), booking=booking, notification=told, answered=moment, answer=answer, channel=Way.PHONE)
    taps.said(request, booking, moment, str(Answered(answer).label), fact)
    return f"answers-{fact.pk}"
