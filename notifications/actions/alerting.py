"""Verbs of JailWatch itself: an alert planned, a try begun and ended, an alert withdrawn. By tasks, never to ICE."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from accounts import journal
from accounts.crypto import CannotOpen, Sealer
from accounts.models import Origin
from accounts.periods import Month
from accounts.sealing import sealer
from bookings.actions.noting import facts_of, payload
from bookings.models import Booking, Fact, Source
from bookings.spans import Span
from notifications import texts
from notifications.models import (
    Attempt,
    Delivery,
    Outcome,
    Recipient,
    ReleaseNotification,
    Representation,
    Stands,
    State,
    Subscription,
    Topic,
)
from notifications.models import Way as Ways
from notifications.rules.following import Next

WINDOW = timedelta(hours=24)
TASK = "task:alerts"
K = TypeVar("K")


def plan_for_lawyer(
    representation: Representation, about: str, cause: str, *, contact: int = 1, **values: Any
) -> ReleaseNotification | None:
    """Plan one alert to counsel or designee. Planned already (same cause): nothing."""
    counsel = representation.stands == Stands.COUNSEL
    recipient = Recipient.COUNSEL if counsel else Recipient.DESIGNEE
    language = representation.office.language if representation.office else "en"
    told = {"recipient": recipient, "representation": representation, "about": about, "cause": cause, "language": language}
    by_hand = not counsel and not address_of(representation)
    return _plan(representation.booking, told | values, State.BY_HAND if by_hand else State.WAITING, contact)


def plan_for_officer(booking: Booking, subscription: Subscription, about: str, cause: str, **values: Any) -> ReleaseNotification | None:
    told = {"recipient": Recipient.OFFICER, "subscription": subscription, "about": about, "cause": cause}
    return _plan(booking, told | {"language": subscription.language} | values, State.WAITING)


@transaction.atomic
def _plan(booking: Booking, values: dict[str, Any], state: str, contact: int = 1) -> ReleaseNotification | None:
    same = {name: values[name] for name in ("cause", "representation", "subscription") if name in values}
    if ReleaseNotification.objects.filter(booking=booking, **same).exists():
        return None
    text = texts.alert(values["about"], values["language"], booking.case_key)
    told = ReleaseNotification(county_id=booking.county_id, booking=booking, source=Source.STAFF, text_told=text.body, **values)
    told.save(force_insert=True)
    _note("plan_alert", told, booking, {})
    due = None if state == State.BY_HAND else Now()
    how = {"due_at": due, "window_until": Now() + WINDOW, "state": state, "contact": contact}
    Delivery.objects.create(notification=told, county_id=booking.county_id, recipient=told.recipient, **how)
    return told


def address_of(representation: Representation, contact: int = 1) -> str:
    """Where alerts go: the office's first or second address, or the designee's own (sealed). None: told by hand."""
    if representation.office is not None:
        return representation.office.second_email if contact == 2 else representation.office.email
    if representation.contact_sealed is None or contact == 2:
        return ""
    try:
        found = json.loads(sealer(representation.booking.public_id).open(bytes(representation.contact_sealed)))
    except (CannotOpen, ValueError):
        return ""
    return str(found.get("email", ""))


@dataclass(frozen=True, slots=True)
class Begun:
    """A claimed delivery, the try of it that is on record, and the key of its booking."""

    row: Delivery
    attempt: Attempt
    key: Sealer


@dataclass(frozen=True, slots=True)
class Ended:
    """What came of a try, and what is next."""

    begun: Begun
    outcome: str
    problem: str
    then: Next


def begin_tries(rows: Sequence[Delivery], keys: Mapping[UUID, Sealer], now: datetime, task: str) -> list[Begun]:
    """Written before anything is sent, as *not known*: if this process dies while sending, that is what stays on record."""
    moment = Span.minute(now)
    attempts = [_try_of(row, moment, task) for row in rows]
    _insert(attempts)
    found = [Begun(row, one, keys[one.booking.public_id]) for row, one in zip(rows, attempts, strict=True)]
    journal.write_silently(_entry("record_attempt", one.attempt, one.attempt.booking, {}, one.key) for one in found)
    return found


def _try_of(row: Delivery, moment: Span, task: str) -> Attempt:
    told = row.notification
    return Attempt(
        county_id=told.county_id,
        booking=told.booking,
        notification=told,
        recipient=told.recipient,
        source=told.source,
        tried_at=moment.at,
        tried_until=moment.until,
        channel=Ways.EMAIL,
        outcome=Outcome.UNKNOWN,
        task=task,
        due_at=row.due_at,
    )


def _insert(attempts: Sequence[Attempt]) -> None:
    if connection.features.can_return_rows_from_bulk_insert:
        Attempt.objects.bulk_create(attempts)
    else:
        for one in attempts:
            one.save(force_insert=True)


@transaction.atomic
def end_tries(ended: Sequence[Ended]) -> list[Ended]:
    """Note what came of some tries, and what is next. Says which: a row whose lease ran out meanwhile is somebody else's."""
    rows = Delivery.objects.select_for_update().filter(pk__in=[one.begun.row.pk for one in ended], claim__isnull=False).order_by("pk")
    held = {pk: (claim, tries) for pk, claim, tries in rows.values_list("pk", "claim", "tries")}
    mine = [one for one in ended if held.get(one.begun.row.pk) == (one.begun.row.claim, one.begun.row.tries)]
    for (then, problem), pks in _alike(((one.then, one.problem), one.begun.row.pk) for one in mine).items():
        due = None if then.wait is None else Now() + then.wait
        free: dict[str, Any] = {"claim": None, "leased_until": None}
        Delivery.objects.filter(pk__in=pks).update(state=then.state, contact=then.contact, due_at=due, problem=problem, **free)
    for outcome, pks in _alike((one.outcome, one.begun.attempt.pk) for one in mine).items():
        Attempt.objects.filter(pk__in=pks).update(outcome=outcome, version=F("version") + 1)
    journal.write_silently(_outcome(one) for one in mine)
    return mine


def _alike(pairs: Iterable[tuple[K, int]]) -> dict[K, list[int]]:
    found: dict[K, list[int]] = {}
    for key, pk in pairs:
        found.setdefault(key, []).append(pk)
    return found


def _outcome(one: Ended) -> journal.Note:
    attempt = one.begun.attempt
    before, attempt.outcome = {"outcome": attempt.outcome}, one.outcome
    return _entry("note_outcome", attempt, attempt.booking, before, one.begun.key)


@transaction.atomic
def retract(told: ReleaseNotification) -> None:
    """What an alert told of was entered in error: those who got it are told so, those who did not yet are not alerted."""
    Delivery.objects.filter(notification=told, confirmed_at=None).update(state=State.CANCELLED, due_at=None, claim=None)
    if not told.attempts.exists():
        return
    cause = f"retraction:{told.pk}"
    if told.subscription is not None:
        plan_for_officer(told.booking, told.subscription, Topic.RETRACTION, cause, retracts=told)
    if told.representation is not None:
        plan_for_lawyer(told.representation, Topic.RETRACTION, cause, retracts=told)
        if reached_second(told):
            plan_for_lawyer(told.representation, Topic.RETRACTION, f"{cause}:2", contact=2, retracts=told)


def reached_second(told: ReleaseNotification) -> bool:
    """Whether the office's other address may have got it too: from the second try on, it is used in turn."""
    office = told.representation.office if told.representation is not None else None
    return bool(office and office.second_email) and Delivery.objects.filter(notification=told, tries__gt=1).exists()


def cancel(delivery: Delivery, problem: str) -> None:
    """No longer to be sent: the representation or the subscription ended."""
    Delivery.objects.filter(pk=delivery.pk, confirmed_at=None).update(
        state=State.CANCELLED, due_at=None, claim=None, leased_until=None, problem=problem
    )


def _note(verb: str, fact: Fact, booking: Booking, before: dict[str, Any]) -> None:
    """No reader hears of it: that an alert was planned or sent moves no clock (only reached, delivered or confirmed does)."""
    journal.write(_entry(verb, fact, booking, before, sealer(booking.public_id)), tell=False)


def _entry(verb: str, fact: Fact, booking: Booking, before: dict[str, Any], key: Sealer) -> journal.Note:
    """The journal entry of a machine's write: the months from the booking to the try or the release, whichever is later."""
    zone = booking.county.zone
    last = max(filter(None, [booking.booked_at, booking.released_at, getattr(fact, "tried_at", None)]))
    after = facts_of(fact) if not before else {name: getattr(fact, name) for name in before}
    return journal.Note(
        by=TASK,
        verb=verb,
        noun=fact._meta.label,
        origin=Origin.LIVE,
        object_id=fact.pk,
        county_id=booking.county_id,
        booking=booking.public_id,
        months=(Month.of(booking.booked_at, zone), Month.of(last, zone)),
        sealed=key.seal(payload(before or None, after)),
    )
