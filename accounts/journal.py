"""The journal is also the outbox: what is written here is what apps to the right read.

An app registers a reader from its `AppConfig.ready`; each entry then makes one `Inbox` row for it, in the entry's own
transaction. The row is the queue: a reader's work and the deletion of its row are one transaction, so that a worker
that dies leaves the row to be read again, and a row read twice is impossible.
"""

import logging
import time
import traceback
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from kombu.exceptions import OperationalError
from kombu.pools import producers

from accounts import holders
from accounts.models import AuditEntry, Inbox, Origin, Unsealed
from accounts.periods import Month
from accounts.waiting import give_way

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=10)
LONGEST_WAIT = timedelta(hours=1)
TURN, SOME = 5.0, 20


@dataclass(frozen=True, slots=True)
class Reader:
    """A function that reads inbox rows; `origins` are the kinds of write it wants to hear of (imports never alert).

    One that reads `entries` gets a row an entry also of changes that are gathered, and none of county-months.
    One with `after` reads before the others, and `after` is done as soon as it has: what its reading made due need not wait.
    One that `follows` another reads what that one writes, so its row waits until the other has read of the same write.
    """

    name: str
    read: Callable[[Inbox], None]
    origins: frozenset[str]
    after: Callable[[], object] | None = None
    entries: bool = False
    follows: str = ""


READERS: dict[str, Reader] = {}
GATHERED: ContextVar[set[Month] | None] = ContextVar("gathered", default=None)


def register(
    name: str,
    read: Callable[[Inbox], None],
    origins: Iterable[str] = Origin.values,
    after: Callable[[], object] | None = None,
    entries: bool = False,
    follows: str = "",
) -> None:
    READERS[name] = Reader(name, read, frozenset(origins), after, entries, follows)


@dataclass(frozen=True, slots=True)
class Note:
    """What the journal says of one write. `months` are the county-months touched, before and after the change."""

    by: str
    verb: str
    noun: str
    origin: str
    object_id: int | None = None
    county_id: int | None = None
    booking: uuid.UUID | None = None
    months: tuple[Month, Month] | None = None
    batch: int | None = None
    detail: dict[str, Any] = field(default_factory=dict)
    sealed: bytes | None = None

    def entry(self) -> AuditEntry:
        first, last = (month.first_day for month in self.months) if self.months else (None, None)
        values = {name: getattr(self, name) for name in COLUMNS}
        return AuditEntry(first_month=first, last_month=last, **values)


COLUMNS = ("by", "verb", "noun", "origin", "object_id", "county_id", "booking", "batch", "detail", "sealed")


def write(note: Note, *, tell: bool = True) -> AuditEntry:
    """Add one entry, and one inbox row for each reader that wants its origin. In the transaction of the write it speaks of.

    `tell=False` after a bulk write, which announces its county-months instead.
    """
    _check_transaction()
    entry = note.entry()
    entry.save(force_insert=True)
    Unsealed.objects.create(entry=entry.pk)
    gathered = GATHERED.get()
    if gathered is not None and note.months:
        gathered.update(note.months[0].until(note.months[1]))
    if tell:
        readers = (reader for reader in READERS.values() if note.origin in reader.origins and (gathered is None or reader.entries))
        Inbox.objects.bulk_create(_row(reader, entry) for reader in readers)
        _wake_after_commit()
    return entry


@contextmanager
def gathering() -> Iterator[set[Month]]:
    """What is written within makes an inbox row an entry only for readers of entries; the caller announces its county-months once."""
    months: set[Month] = set()
    token = GATHERED.set(months)
    try:
        yield months
    finally:
        GATHERED.reset(token)


def write_silently(notes: Iterable[Note]) -> None:
    """Add some entries that no reader need hear of, in two statements."""
    _check_transaction()
    if connection.features.can_return_rows_from_bulk_insert:
        entries = AuditEntry.objects.bulk_create(note.entry() for note in notes)
        Unsealed.objects.bulk_create(Unsealed(entry=entry.pk) for entry in entries)
    else:
        for note in notes:
            write(note, tell=False)


def announce(county_id: int, months: Iterable[Month], origin: str, *, follows: str = "") -> None:
    """After a bulk write: one inbox row a county-month and reader, in the same transaction. With `follows`, where a command did what
    that reader does, only for those who read what it writes."""
    _check_transaction()
    readers = [reader for reader in READERS.values() if Origin(origin) in reader.origins and not reader.entries]
    readers = [reader for reader in readers if not follows or reader.follows == follows]
    Inbox.objects.bulk_create(
        Inbox(reader=reader.name, county_id=county_id, first_month=month.first_day, last_month=month.first_day, origin=origin)
        for reader in readers
        for month in sorted(set(months))
    )
    _wake_after_commit()


def _check_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("The journal is written in the transaction of the fact it speaks of.")


def _row(reader: Reader, entry: AuditEntry) -> Inbox:
    return Inbox(
        reader=reader.name,
        entry=entry.pk,
        county_id=entry.county_id,
        first_month=entry.first_month,
        last_month=entry.last_month,
        origin=entry.origin,
    )


def _wake_after_commit() -> None:
    """One hint is enough for a transaction that writes a thousand entries."""
    if not any(call[1] is wake for call in connection.run_on_commit):
        transaction.on_commit(wake, robust=True)


def wake(task: str = "accounts.tasks.work_inbox") -> None:
    """Tell the worker that there is work. A lost hint loses nothing: the schedule sweeps the rows."""
    if not settings.REDIS_URL:
        return
    try:
        once = current_app.connection_for_write(transport_options={"max_retries": 0})  # a clerk does not wait for a dead broker
        with producers[once].acquire(block=True) as kept:  # nor for a new connection each time
            current_app.send_task(task, expires=settings.HINT_LASTS, producer=kept)
    except OperationalError:
        log.warning("The broker did not answer; the next sweep finds the work.")


def drain(most: int = 1000) -> int:
    """Read due inbox rows, one after another, and say how many were read. Alerts come first: a roll-up may take long.

    It gives way after a turn, with a hint at the end of the queue, so that other tasks get their worker.
    """
    done, since = 0, time.monotonic()
    until = since + TURN
    release_dead()
    while done < most and time.monotonic() < until:
        since = give_way(since)
        seen, read_now = drain_urgent(min(SOME, most - done))
        done += read_now
        if seen:
            continue
        if row := claim(patient(following=False)) or claim(patient(following=True)):
            done += read(row)
        else:
            return done
    wake()
    return done


def patient(*, following: bool) -> list[str]:
    """Readers that nobody waits for. Those that follow another come last: by then much waits for them, which they read together."""
    return [name for name, reader in READERS.items() if reader.after is None and bool(reader.follows) is following]


def drain_all() -> int:
    """Turn after turn until nothing is due: for a command, which keeps no worker from other tasks."""
    done = 0
    while some := drain():
        done += some
    return done


def drain_urgent(most: int) -> tuple[int, int]:
    """Try some rows for those who do something afterwards, then let them. Says how many were tried, and how many of them read."""
    seen, done, heard = 0, 0, set()
    urgent = [name for name, reader in READERS.items() if reader.after is not None]
    while seen < most and (row := claim(urgent)) is not None:
        heard.add(row.reader)
        seen += 1
        done += read(row)
    for name in sorted(heard):
        if (after := READERS[name].after) is not None:
            after()
    return seen, done


def release_dead() -> None:
    """Rows that a process of this machine claimed and did not live to read are due at once."""
    leased = Inbox.objects.filter(claim__isnull=False, due_at__gt=Now())
    for held in leased.values_list("claim", flat=True).distinct():
        if held is not None and holders.left(held):
            leased.filter(claim=held).update(due_at=Now(), claim=None)


def claim(readers: Collection[str] | None = None) -> Inbox | None:
    """Take the oldest due row by a conditional UPDATE; another worker that wants the same row gets the next one."""
    wanted = READERS if readers is None else readers
    due = Inbox.objects.filter(due_at__lte=Now(), reader__in=wanted).exclude(behind())
    while (row := due.order_by("due_at", "pk").first()) is not None:
        mine = holders.me()
        taken = Inbox.objects.filter(pk=row.pk, claim=row.claim, attempts=row.attempts).update(
            claim=mine, attempts=row.attempts + 1, due_at=Now() + LEASE
        )
        if taken:
            row.claim, row.attempts = mine, row.attempts + 1
            return row
    return None


def behind() -> Q:
    """Rows of a reader that follows another which has still to read of the same write: the same entry, or (for a county-month of a
    bulk write, whose bookings may lie in any of its months) anything of that county that was written before."""
    waits: Any = Q(pk__in=[])
    for one in READERS.values():
        if one.follows:
            ahead = Inbox.objects.filter(reader=one.follows, county_id=OuterRef("county_id"))
            same = Exists(ahead.filter(entry=OuterRef("entry")))
            earlier = Q(entry=None) & Exists(ahead.filter(pk__lt=OuterRef("pk")))
            waits = waits | Q(reader=one.name) & (Q(same) | earlier)
    return waits


def read(row: Inbox) -> bool:
    """Do one claimed row and delete it, as one transaction; a failure waits longer each time and stays visible."""
    try:
        with transaction.atomic():
            READERS[row.reader].read(row)
            if not Inbox.objects.filter(pk=row.pk, claim=row.claim, attempts=row.attempts).delete()[0]:
                raise ClaimLost(row.reader)
    except Exception as problem:  # one reader's fault must not stop the others
        frames = "".join(traceback.format_tb(problem.__traceback__))  # where it went wrong; the message may hold values of a person
        log.error("%s could not read inbox row %s: %s\n%s", row.reader, row.pk, type(problem).__name__, frames)
        _put_back(row, problem)
        return False
    return True


class ClaimLost(Exception):
    """The lease ran out and another worker took the row: what we did is rolled back."""


def _put_back(row: Inbox, problem: Exception) -> None:
    wait = min(timedelta(seconds=2) * 2 ** min(row.attempts, 12), LONGEST_WAIT)
    mine = Inbox.objects.filter(pk=row.pk, claim=row.claim, attempts=row.attempts)
    mine.update(due_at=Now() + wait, claim=None, problem=type(problem).__name__)
