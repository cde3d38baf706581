"""The verb that takes an imported file back, and its opposite, with which a later file brings the bookings back.

The journal says what the file did, so it says what to undo: bookings that it added are entered in error, corrections are put
back to the values before. What somebody worked on since is left as it is, and named.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from accounts import journal
from accounts.crypto import CannotOpen, Sealer
from accounts.models import AuditEntry, Origin, Unsealed, User
from accounts.periods import Month
from accounts.sealing import sealer
from bookings.actions.correcting import Stale, correct
from bookings.actions.noting import actor, facts_of
from bookings.models import Booking, Fact, ImportBatch

UNDONE = "the import that told of it was undone"
UNDO, REVIVE = "undo_import", "revive_booking"
ADDED = ("record_booking", REVIVE)
CHUNK = 1000


class Left(Exception):
    """Somebody worked on this booking since: it stays as it is."""


@dataclass(slots=True)
class Undone:
    """What an undo did: how many bookings it took back, and which it left."""

    back: int = 0
    left: list[UUID] = field(default_factory=list)
    already: bool = False
    months: set[Month] = field(default_factory=set)


@transaction.atomic
def undo(batch: ImportBatch, *, by: User | None = None, command: str = "command:import_bookings") -> Undone:
    """Take a batch back, as one transaction. A second time does only what was left the first time and is free now.

    The entries of the facts stand under `command`: they are no values that a person gave.
    """
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    done = Undone()
    others = _others(batch)
    _take_back_added(batch, others, command, done)
    _take_back_changes(batch, others, command, done)
    done.already = batch.undone_at is not None and not done.back
    if not done.already:
        _close(batch, by, command, done)
    return done


def _others(batch: ImportBatch) -> QuerySet[AuditEntry]:
    """What others wrote: not this batch, and no batch that was undone, since what that did and its undo cancel each other out."""
    gone = ImportBatch.objects.filter(county=batch.county_id).exclude(undone_at=None).values_list("pk", flat=True)
    return AuditEntry.objects.exclude(batch__in=[batch.pk, *gone]).exclude(by__startswith="task:", batch=None)


def _take_back_added(batch: ImportBatch, others: QuerySet[AuditEntry], by: str, done: Undone) -> None:
    for entries in _chunks(AuditEntry.objects.filter(batch=batch.pk, verb__in=ADDED)):
        standing = dict(_locked(entry.object_id for entry in entries).values_list("public_id", "pk"))
        worked_on = set(others.filter(booking__in=standing).values_list("booking", flat=True))
        free = standing.keys() - worked_on
        done.left += sorted(standing.keys() & worked_on)
        swap([entry for entry in entries if entry.booking in free], batch.pk, by, UNDO, done.months)
        done.back += len(free)


def _locked(ids: Iterable[int | None]) -> QuerySet[Booking]:
    """The bookings that stand. Locked, so that nobody can add a fact to one of them until we are through."""
    found: QuerySet[Booking] = Booking.objects.current().filter(pk__in=list(ids)).select_for_update()
    return found


def swap(entries: list[AuditEntry], batch: int, by: str, verb: str, months: set[Month]) -> None:
    """Take bookings out of every figure, or back in, with one entry each. The months are those of the entries that added them."""
    out = verb == UNDO
    changes = {"entered_in_error": out, "error_reason": UNDONE if out else "", "version": F("version") + 1}
    Booking.objects.filter(pk__in=[entry.object_id for entry in entries]).update(**changes)
    written = AuditEntry.objects.bulk_create(_swapped(entry, batch, by, verb) for entry in entries)
    Unsealed.objects.bulk_create(Unsealed(entry=entry.pk) for entry in written)
    for first, last in {(entry.first_month, entry.last_month) for entry in entries}:
        if first and last:
            months.update(Month.of_date(first).until(Month.of_date(last)))


def _swapped(entry: AuditEntry, batch: int, by: str, verb: str) -> AuditEntry:
    """In clear: it says nothing about a person."""
    same = {name: getattr(entry, name) for name in ("noun", "object_id", "county_id", "booking", "first_month", "last_month")}
    return AuditEntry(**same, by=by, verb=verb, origin=Origin.IMPORT, batch=batch, detail={"entered_in_error": verb == UNDO})


def _take_back_changes(batch: ImportBatch, others: QuerySet[AuditEntry], by: str, done: Undone) -> None:
    own = AuditEntry.objects.filter(batch=batch.pk, booking__isnull=False)
    added_or_undone = own.filter(verb__in=(*ADDED, UNDO)).values("booking")
    with journal.gathering() as months:
        for public_id in own.exclude(booking__in=added_or_undone).values_list("booking", flat=True).distinct().order_by("booking"):
            _take_back_change(public_id, batch, others, by, done)
    done.months |= months


def _take_back_change(public_id: UUID | None, batch: ImportBatch, others: QuerySet[AuditEntry], by: str, done: Undone) -> None:
    booking = Booking.objects.select_for_update().get(public_id=public_id)
    try:
        with transaction.atomic():
            months = _put_back(booking, batch, others, by)
    except (Left, Stale, ValidationError, CannotOpen):
        done.left.append(booking.public_id)
    else:
        done.months |= months
        done.back += 1


def _put_back(booking: Booking, batch: ImportBatch, others: QuerySet[AuditEntry], by: str) -> set[Month]:
    """The batch's changes of one booking, the last first. The months in which another number of bookings is to be checked then."""
    key = sealer(booking.public_id)
    entries = AuditEntry.objects.filter(booking=booking.public_id, batch=batch.pk)
    for entry in entries.exclude(verb="refile").order_by("-pk"):
        if others.filter(booking=booking.public_id, noun=entry.noun, object_id=entry.object_id, pk__gt=entry.pk).exists():
            raise Left
        _put_fact_back(entry, key, by)
    refiled = list(entries.filter(verb="refile").order_by("-pk"))
    for entry in refiled:
        before = {"import_digest": entry.detail["before"], "to_check": entry.detail.get("to_check")}
        if not Booking.objects.filter(pk=booking.pk, import_digest=entry.detail["after"]).update(**before):
            raise Left
    return {Month.of_date(entry.first_month) for entry in refiled if entry.first_month}


def _put_fact_back(entry: AuditEntry, key: Sealer, by: str) -> None:
    said = json.loads(key.open(bytes(entry.sealed or b"")))
    fact = apps.get_model(entry.noun).objects.select_related().get(pk=entry.object_id)
    now = facts_of(fact)
    before: dict[str, Any] = said["before"] or {"entered_in_error": False, "error_reason": ""}
    if any(now[name] != value for name, value in said["after"].items()):
        raise Left
    back = {"entered_in_error": True, "error_reason": UNDONE} if said["before"] is None else _columns(fact, before)
    correct(fact, by=None, actor=by, reason=UNDONE, verb=UNDO, origin=Origin.IMPORT, batch_id=entry.batch, **back)


def _columns(fact: Fact, values: dict[str, Any]) -> dict[str, Any]:
    """Values of the journal as the fact holds them."""
    fields = ((fact._meta.get_field(name), value) for name, value in values.items())
    return {field.attname: field.to_python(value) for field, value in fields}  # type: ignore[union-attr]


def _close(batch: ImportBatch, by: User | None, command: str, done: Undone) -> None:
    """The batch's own entry, under the name of who asked for it; months that it claimed to know whole are claimed no more."""
    months = set(done.months)
    if batch.first_month and batch.last_month:
        months.update(Month.of_date(batch.first_month).until(Month.of_date(batch.last_month)))
    ImportBatch.objects.filter(pk=batch.pk, undone_at=None).update(undone_at=Now(), undone_by=by)
    note = journal.Note(
        by=actor(by, command),
        verb=UNDO,
        noun=batch._meta.label,
        origin=Origin.IMPORT,
        object_id=batch.pk,
        county_id=batch.county_id,
        batch=batch.pk,
        detail={"bookings": done.back, "left": len(done.left)},
    )
    journal.write(note, tell=False)
    journal.announce(batch.county_id, months, Origin.IMPORT)


def revive(ids: list[int], batch: int, by: str) -> set[Month]:
    """Bring bookings back that an undo took out: a later file tells of them again."""
    months: set[Month] = set()
    undone = AuditEntry.objects.filter(noun=Booking._meta.label, verb=UNDO, booking__in=_addresses(ids), object_id__in=ids)
    latest = {entry.object_id: entry for entry in undone.order_by("pk")}
    swap(list(latest.values()), batch, by, REVIVE, months)
    return months


def _addresses(ids: list[int]) -> list[UUID]:
    return list(Booking.objects.filter(pk__in=ids).values_list("public_id", flat=True))


def _chunks(entries: QuerySet[AuditEntry]) -> Iterator[list[AuditEntry]]:
    """In the order of writing, a page at a time: a batch may have hundreds of thousands."""
    last = 0
    while page := list(entries.filter(pk__gt=last).defer("sealed").order_by("pk")[:CHUNK]):
        yield page
        last = page[-1].pk
