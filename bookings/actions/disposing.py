"""Verbs of retention: hold, lift, propose, refuse, and the one that destroys.

A booking's key seals the values before and after each change in the journal, so a clock that ends only some fields gives the booking
a new key, under which what stays is sealed again; the clock of identity leaves none. The journal's chain is over ciphertext and verifies.
"""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, F, Max, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat, Now
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import journal
from accounts.models import County, Inbox, Origin, SealedKey, User
from accounts.privacy import Privacy, fields_of
from accounts.profiles import in_force
from accounts.sealing import new_sealer, sealers
from bookings.actions.checking import check
from bookings.actions.correcting import Stale, check_reason
from bookings.actions.noting import actor
from bookings.kinds import KINDS
from bookings.models import Booking, Clock, Disposal, Disposed, LegalHold
from bookings.models.moments import moments_in
from bookings.rules.retention import ends_before
from bookings.spans import Span

GONE = "(removed)"
NO_COUNTRY = "ZZ"  # as ISO 3166 leaves it to its users: a consulate was told, of which country is removed
ENDED = gettext_lazy("Bookings of this time were disposed of under the county’s retention schedule: none of them is added again.")
CHUNK = 500
ENDS = {
    Clock.WORDS: (Privacy.WORDS,),
    Clock.PEOPLE: (Privacy.PERSON,),
    Clock.IDENTITY: (Privacy.WORDS, Privacy.PERSON, Privacy.SEALED, Privacy.MATCH),
}
# After these, figures of the months before are never counted again.
FREEZES = (Clock.PEOPLE, Clock.IDENTITY)


@transaction.atomic
def place_hold(*, by: User, county: County, reason: str, booking: Booking | None = None) -> LegalHold:
    """Nothing of the booking, or without one of the county, is disposed of until the hold is lifted."""
    hold = LegalHold(county=county, booking=booking, reason=reason, placed_by=by)
    check(hold)
    hold.save(force_insert=True)
    _note("place_hold", hold, by, {"reason": reason}, hold.booking)
    return hold


@transaction.atomic
def lift_hold(hold: LegalHold, *, by: User, why: str) -> None:
    check_reason(why)
    changed = LegalHold.objects.filter(pk=hold.pk, lifted_at=None).update(lifted_by=by, lifted_at=Now(), lifted_why=why)
    if not changed:
        raise Stale
    _note("lift_hold", hold, by, {"reason": why}, hold.booking)


def months_of(county: County, clock: str, today: date) -> tuple[int, str]:
    """For how many months the profile in force keeps what this clock ends, and under which schedule."""
    profile = in_force(county, today)
    months = getattr(profile, f"keep_{clock}_months")
    if months is None or not profile.retention_schedule:
        raise ValidationError(_("The county’s profile in force has no such clock: nothing is disposed of outside an approved schedule."))
    return months, profile.retention_schedule


def due(county: County, clock: str, before: date) -> QuerySet[Booking]:
    """The bookings whose clock ran out: released before a day, without any fact since, not held, not disposed of already.

    One that was entered in error and never released counts from its recording.
    """
    start = Span.local_day(before, county.zone).at
    ended = Q(released_until__lte=start) | Q(released_at=None, entered_in_error=True, recorded_at__lt=start)
    found: QuerySet[Booking] = Booking.objects.filter(ended, county=county)
    if LegalHold.objects.filter(county=county, booking=None, lifted_at=None).exists():
        return found.none()
    found = found.exclude(pk__in=LegalHold.objects.filter(county=county, lifted_at=None, booking__isnull=False).values("booking"))
    found = found.exclude(pk__in=Disposed.objects.filter(clock__in=[clock, Clock.IDENTITY]).values("booking"))
    for later in _facts_since(start):
        found = found.exclude(pk__in=later)
    return found.order_by("pk")


def facts() -> list[Any]:
    """The booking and every kind of fact of it: apps to the right add to the kinds."""
    return [Booking, *KINDS.values()]


def _facts_since(start: datetime) -> Iterator[Any]:
    """For each kind, the bookings with a fact that began at or after a moment: their months may still be counted."""
    for model in facts():
        asked = Q()
        for name in moments_in(model):
            asked |= Q(**{f"{name}_at__gte": start})
        if asked:
            found = model.objects.filter(asked)
            yield found.values("pk") if model is Booking else found.filter(booking__isnull=False).values("booking")


@transaction.atomic
def propose(*, by: User, county: County, clock: str, today: date | None = None) -> Disposal:
    """Propose to end all that a clock of the county's profile ended by today. Another person approves."""
    day = today or timezone.now().astimezone(county.zone).date()
    months, schedule = months_of(county, clock, day)
    before = ends_before(day, months)
    disposal = Disposal(county=county, clock=clock, released_before=before, schedule=schedule, proposed_by=by)
    disposal.bookings = due(county, clock, before).count()
    if not disposal.bookings:
        raise ValidationError(_("There is nothing to dispose of: nobody’s time has run out, or all of it is held."))
    check(disposal)
    disposal.save(force_insert=True)
    _note("propose_disposal", disposal, by, {"clock": clock, "released_before": before.isoformat(), "bookings": disposal.bookings})
    return disposal


@transaction.atomic
def refuse(disposal: Disposal, *, by: User, why: str) -> None:
    check_reason(why)
    if not Disposal.objects.filter(pk=disposal.pk, decided_at=None).update(refused_by=by, decided_at=Now(), refusal=why):
        raise Stale
    _note("refuse_disposal", disposal, by, {"reason": why})


@transaction.atomic
def approve(disposal: Disposal, *, by: User) -> int:
    """Do what another person proposed. What was put on hold since, or changed, stays; says how many bookings it took."""
    disposal = Disposal.objects.select_for_update(of=("self",)).select_related("county").get(pk=disposal.pk)
    if disposal.decided_at is not None:
        raise Stale
    if disposal.proposed_by_id == by.pk:
        raise ValidationError(_("Whoever proposes a disposal does not approve it: ask a second person."))
    if Inbox.objects.filter(county_id=disposal.county_id).exists():
        raise ValidationError(_("Figures of the county are being counted: approve it when that is done."))
    found = list(
        due(disposal.county, disposal.clock, disposal.released_before).select_for_update(of=("self",)).values_list("pk", "public_id")
    )
    Disposed.objects.bulk_create((Disposed(disposal=disposal, booking_id=pk, clock=disposal.clock) for pk, _id in found), batch_size=CHUNK)
    _end_keys(disposal.clock, [public_id for _pk, public_id in found])
    for model in facts():
        _blank(model, disposal)
    Disposal.objects.filter(pk=disposal.pk).update(approved_by=by, decided_at=Now(), bookings=len(found))
    _note("approve_disposal", disposal, by, {"clock": disposal.clock, "bookings": len(found)})
    journal.write_silently(_of_booking(disposal, pk, public_id, by) for pk, public_id in found)
    return len(found)


def _blank(model: Any, disposal: Disposal) -> None:
    """Empty every field of the classes that the clock ends, in all facts of the bookings, those entered in error too."""
    fields = fields_of(model, *ENDS[Clock(disposal.clock)])
    taken = Disposed.objects.filter(disposal=disposal).values("booking")
    if fields:
        rows = model.objects.filter(**{"pk__in" if model is Booking else "booking__in": taken})
        rows.update(version=F("version") + 1, **{field.name: blank(field) for field in fields})


def blank(field: "models.Field[Any, Any]") -> Any:
    """What stands in a field whose value was removed. Where there were words it says so, if they fit."""
    if field.name == "number_hash":
        return Concat(Value("gone-"), Cast("public_id", models.CharField()))
    if field.name == "consulate":
        return Case(When(consulate="", then=Value("")), default=Value(NO_COUNTRY))
    if field.null:
        return None
    if field.choices:
        return field.get_default()
    if field.max_length is not None and field.max_length < len(GONE) or field.name in ("person_key", "import_digest"):
        return ""
    return Case(When(**{field.name: ""}, then=Value("")), default=Value(GONE))


def _end_keys(clock: str, bookings: list[uuid.UUID]) -> None:
    """Destroy the keys. What a clock leaves sealed is sealed again under a new key, in the same transaction."""
    for start in range(0, len(bookings), CHUNK):
        some = bookings[start : start + CHUNK]
        old = sealers(some) if clock != Clock.IDENTITY else {}
        SealedKey.objects.filter(booking__in=some).delete()
        for public_id, key in old.items():
            _seal_again(public_id, key)


def _seal_again(public_id: uuid.UUID, old: Any) -> None:
    new = new_sealer(public_id)
    for model in facts():
        about: dict[str, Any] = {"public_id": public_id} if model is Booking else {"booking__public_id": public_id}
        for field in fields_of(model, Privacy.SEALED):
            rows = model.objects
            for pk, value in rows.filter(**about, **{f"{field.name}__isnull": False}).values_list("pk", field.name):
                rows.filter(pk=pk).update(**{field.name: new.seal(old.open(bytes(value)))})


def _of_booking(disposal: Disposal, pk: int, public_id: uuid.UUID, by: User) -> journal.Note:
    """In clear: it says nothing about the person, and the key is gone."""
    detail = {"disposal": disposal.pk, "clock": disposal.clock}
    return journal.Note(
        by=actor(by),
        verb="dispose",
        noun=Booking._meta.label,
        origin=Origin.LIVE,
        object_id=pk,
        county_id=disposal.county_id,
        booking=public_id,
        detail=detail,
    )


def _note(verb: str, about: Any, by: User, detail: dict[str, Any], booking: Booking | None = None) -> None:
    note = journal.Note(
        by=actor(by),
        verb=verb,
        noun=about._meta.label,
        origin=Origin.LIVE,
        object_id=about.pk,
        county_id=about.county_id,
        booking=booking.public_id if booking else None,
        detail=detail,
    )
    journal.write(note, tell=False)


def ended_before(county: County, clocks: Iterable[str] = FREEZES) -> date | None:
    """The day before which bookings of the county were disposed of: months before it are never counted again."""
    done = Disposal.objects.filter(county=county, clock__in=list(clocks), approved_by__isnull=False)
    found: date | None = done.aggregate(last=Max("released_before"))["last"]
    return found


def disposals_of(booking: Booking) -> list[dict[str, Any]]:
    """What was disposed of in a booking, as its pages and the API tell it."""
    taken = Disposed.objects.filter(booking=booking).select_related("disposal").order_by("pk")
    return [
        {"clock": one.clock, "what": str(Clock(one.clock).label), "at": one.disposal.decided_at, "schedule": one.disposal.schedule}
        for one in taken
    ]


def refuses_before(county: County) -> datetime | None:
    """No booking from before this moment is added any more: it could not be told from one that was disposed of."""
    day = ended_before(county, [Clock.IDENTITY]) if county.pk else None
    return Span.local_day(day, county.zone).at if day else None
