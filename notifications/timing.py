"""The release clock, written down: `record` is the one function that writes `ReleaseTiming`.

In operation only the journal's reader calls it, in a Celery task; commands call it in process. It reads the facts of the
bookings it is given and nothing else of the store, so that its cost does not grow with the record.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from celery import current_task
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q

from accounts import journal
from accounts.models import AuditEntry, County, Inbox, Origin
from accounts.periods import Month
from accounts.tables import insert
from bookings.models import Booking, ConsularNotice, Detainer, Handover, IceCall, ReleaseStep
from notifications.gather import cases
from notifications.models import Attempt, ReleaseTiming
from notifications.models.timing import CLOCKS
from notifications.rules.clock import Case, Clocks, clocks
from notifications.rules.intervals import RULE_VERSION, Value, intervals

TIMED = (ReleaseStep, Attempt, Detainer, Handover, IceCall, ConsularNotice)
CHUNK = 500
# What `--check` compares: everything but when, by whom and under what id it was written.
APART = frozenset({"id", "booking", "county", "task", "timed_at"})


def read(row: Inbox) -> None:
    """The journal's reader: time the booking that an entry is about, or every booking of a county-month of a bulk write."""
    if (entry := row.entry) is None:
        of_months(row)
        return
    booking = AuditEntry.objects.values_list("booking", flat=True).get(pk=int(entry))
    if booking is not None:
        record(Booking.objects.filter(public_id=booking))


def of_months(row: Inbox) -> None:
    county = County.objects.get(pk=row.county_id or 0)
    if row.first_month is not None and row.last_month is not None:
        for month in Month.of_date(row.first_month).until(Month.of_date(row.last_month)):
            for some in chunks(to_time(county, month).only("pk")):
                record(some)


def to_time(county: County, month: Month) -> models.QuerySet[Booking]:
    """The bookings made in a county-month with something to time. A bulk write names all months of a booking, also its first."""
    start, end = month.bounds(county.zone)
    return with_contact(Booking.objects.filter(county=county, booked_at__gte=start, booked_at__lt=end))


def with_contact(bookings: models.QuerySet[Booking]) -> models.QuerySet[Booking]:
    """A booking without any of these has no interval to time."""
    any_of = [Exists(model.objects.filter(booking=OuterRef("pk"))) for model in TIMED]
    either = Q(any_of[0])
    for one in any_of[1:]:
        either |= Q(one)
    return bookings.filter(either).order_by("pk")


def chunks(bookings: models.QuerySet[Booking]) -> Iterator[list[Booking]]:
    rows = bookings.iterator(chunk_size=CHUNK)
    while some := list(islice(rows, CHUNK)):
        yield some


@dataclass(frozen=True, slots=True)
class Timed:
    """What the facts of one booking come to: the columns of its row, or nothing to time."""

    booking: Booking
    columns: dict[str, Any] | None


def compute(bookings: Iterable[Booking]) -> list[Timed]:
    found = list(bookings)
    facts = cases(found)
    return [Timed(one, None if one.entered_in_error else columns(facts[one.pk])) for one in found]


def columns(case: Case) -> dict[str, Any] | None:
    at = clocks(case)
    known = intervals(case, at)
    if not known:
        return None
    return {
        **{f"{name}{edge}": moment for name in CLOCKS for edge, moment in edges(at, name)},
        "ice_interest": at.ice_interest,
        "answer": at.answer,
        "channel": at.t2.channel if at.t2 else "",
        "reason": at.t0.reason if at.t0 else "",
        "attempts_to_reach": at.attempts_to_reach,
        "intervals": {code: as_json(value) for code, value in known.items()},
        "facts": {name: [mark.label, mark.key] for name in CLOCKS if (mark := getattr(at, name)) is not None},
        "rule_version": RULE_VERSION,
    }


def edges(at: Clocks, name: str) -> list[tuple[str, Any]]:
    mark = getattr(at, name)
    return [("_at", mark.when.at if mark else None), ("_until", mark.when.until if mark else None)]


def as_json(value: Value) -> list[Any]:
    return [value.state] if value.low is None else [value.state, value.low, value.high]


@transaction.atomic
def record(bookings: Iterable[Booking]) -> int:
    """Write the timing of each booking as its facts stand now; say how many rows differ from before.

    The bookings are locked in order, so that of two workers the later one reads what the earlier one's facts came to.
    """
    ids = [one.pk for one in bookings]
    locked = list(Booking.objects.filter(pk__in=ids).select_for_update(no_key=True).order_by("pk"))
    before = {row.booking_id: row for row in ReleaseTiming.objects.filter(booking__in=ids)}
    timed = compute(locked)
    gone = [one.booking.pk for one in timed if one.columns is None and one.booking.pk in before]
    ReleaseTiming.objects.filter(booking__in=gone).delete()
    new = [one for one in timed if one.columns is not None and differs(before.get(one.booking.pk), one.columns)]
    write(new, [one for one in new if one.booking.pk in before])
    return len(new) + len(gone)


def write(new: Sequence[Timed], changed: Sequence[Timed]) -> None:
    ReleaseTiming.objects.filter(booking__in=[one.booking.pk for one in changed]).delete()
    rows = ({"booking_id": one.booking.pk, "county_id": one.booking.county_id, **(one.columns or {})} for one in new)
    insert(ReleaseTiming, rows, task=running_task())


def differs(row: ReleaseTiming | None, columns: dict[str, Any]) -> bool:
    return row is None or any(getattr(row, name) != value for name, value in columns.items())


def running_task() -> str:
    """The id of the Celery task that runs this; empty in a command."""
    return (current_task.request.id or "")[:80] if current_task else ""


def check(county: County | None = None) -> Iterator[Booking]:
    """Every booking whose stored timing differs from what its facts come to."""
    bookings = Booking.objects.filter(county=county) if county else Booking.objects.all()
    stored = Exists(ReleaseTiming.objects.filter(booking=OuterRef("pk")))
    for some in chunks(with_contact(bookings) | bookings.filter(stored).order_by("pk")):
        rows = {row.booking_id: row for row in ReleaseTiming.objects.filter(booking__in=some)}
        for one in compute(some):
            row = rows.get(one.booking.pk)
            if (one.columns is None and row is not None) or (one.columns is not None and differs(row, one.columns)):
                yield one.booking


def retime(county: County | None = None) -> int:
    """Make every timing again; say how many differed. The months whose figures that moves wait to be counted again."""
    bookings = Booking.objects.filter(county=county) if county else Booking.objects.all()
    return sum(record_again(some) for some in chunks(with_contact(bookings).only("pk")))


@transaction.atomic
def record_again(some: list[Booking]) -> int:
    before = rows_of(some)
    differed = record(some)
    moved = before ^ rows_of(some) if differed else set()
    zones = {one.pk: one.zone for one in County.objects.filter(pk__in={county for _pk, county, _out in moved})}
    for county, zone in sorted(zones.items()):
        months = {Month.of(out, zone) for _pk, of, out in moved if of == county and out}
        journal.announce(county, months, Origin.CORRECTION, follows="timing")
    return differed


def rows_of(some: list[Booking]) -> set[tuple[int, int, datetime | None]]:
    """Who changed is written as a new row, so a row that is in one of two readings only was changed or taken away between them. Figures
    count a timing in the month of its release."""
    return set(ReleaseTiming.objects.filter(booking__in=[one.pk for one in some]).values_list("pk", "county_id", "t7_at"))
