"""Figures of a county-month, computed whole from the record and swapped in one transaction. Running it twice changes nothing."""

from bisect import insort
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from hashlib import blake2b
from operator import itemgetter
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Max, Min, QuerySet
from django.db.models.functions import Now

from accounts import journal
from accounts.models import AuditEntry, County, Inbox, Origin
from accounts.periods import Month
from accounts.tables import insert
from bookings.actions import disposing
from bookings.models import Booking, Detainer, ImportBatch, List, ListItem, NilReturn, Outage, Policy
from reports.measures import MEASURES, Record, load
from reports.measures.record.kept import dated, kept
from reports.models import MeasureCell
from reports.releases import pending

READER = "rollup"
AT_ONCE = 100
OPENING, CLOSING = "DT-008", "DT-007"
PRICED = ("CO-001", "CU-006")


class Cell(NamedTuple):
    """What a measure comes to in one group of a grouping; "" is all."""

    measure: str
    grouping: str
    group: str
    numerator: int
    denominator: int | None


def read(row: Inbox) -> None:
    """The journal's reader: fill every county-month in which what the row speaks of can have changed a figure.

    A month is counted whole, so that what else of it waits by then is counted too: a busy hour costs one count, not one for each entry.
    """
    if row.county_id is None:
        queue_priced(row)
    others = list(alike(row))
    read_rows(row, *others)
    Inbox.objects.filter(pk__in=[other.pk for other in others], claim=None).delete()


def queue_priced(row: Inbox) -> None:
    """Rates are the same for all counties: after a change of one, every month with minutes that it may price waits for its count."""
    entry = AuditEntry.objects.filter(pk=row.entry or 0, noun=ListItem._meta.label).first()
    if entry is None or not ListItem.objects.filter(pk=entry.object_id or 0, list=List.RATE).exists():
        return
    some = MeasureCell.objects.filter(measure__in=PRICED, grouping="", numerator__gt=0).values_list("county_id", "month").distinct()
    months = ({"county_id": county, "first_month": month, "last_month": month} for county, month in some.order_by("county_id", "month"))
    Inbox.objects.bulk_create(Inbox(reader=READER, origin=Origin.CORRECTION, **one) for one in months)


def alike(row: Inbox) -> QuerySet[Inbox]:
    """Rows of the same months that nobody reads now and that wait for no other reader. Asked before anything is counted."""
    same = {"county_id": row.county_id, "first_month": row.first_month, "last_month": row.last_month}
    waiting = Inbox.objects.filter(reader=READER, claim=None, entry__isnull=False, due_at__lte=Now(), **same).exclude(pk=row.pk)
    return waiting.exclude(journal.behind()).order_by("pk")[:AT_ONCE]


def read_rows(*rows: Inbox) -> int:
    """Fill what rows of one county touch; returns how many county-months that was."""
    county = County.objects.filter(pk=rows[0].county_id or 0).first()
    if county is None:
        return 0
    done = fill_all(county, {month for row in rows for month in touched(county, row)})
    if is_frozen_beside(rows):
        pending.look_at_all(county)
    return done


def is_frozen_beside(rows: Iterable[Inbox]) -> bool:
    """Whether one speaks of a policy or a known gap, which releases hold beside their figures: no cell moves with them."""
    entries = [row.entry for row in rows if row.entry]
    return AuditEntry.objects.filter(pk__in=entries, noun__in=[Policy._meta.label, Outage._meta.label]).exists()


def fill_all(county: County, months: Iterable[Month]) -> int:
    """Always in the order of time, so that two workers that want the same months cannot lock each other out.

    A stock is carried on: the next month with figures that does not open with what this one closed with is filled as well, and so on
    (docs/decisions/0026).
    """
    wanted = sorted(set(months))
    done = 0
    while wanted:
        month = wanted.pop(0)
        done += 1
        if fill(county, month) and (later := carried_wrongly(county, month)) and later not in wanted:
            insort(wanted, later)
    return done


def carried_wrongly(county: County, month: Month) -> Month | None:
    """The next month with figures, if it opens with another stock than this one closes with. One query."""
    after = MeasureCell.objects.filter(county=county, month__gte=month.first_day, grouping="", measure__in=(OPENING, CLOSING))
    cells = {
        (cell_month, code): number for cell_month, code, number in after.order_by("month").values_list("month", "measure", "numerator")[:4]
    }
    following = next((day for day, code in cells if code == OPENING and day > month.first_day), None)
    if following is None or cells[following, OPENING] == cells.get((month.first_day, CLOSING)):
        return None
    return Month.of_date(following)


@transaction.atomic
def fill(county: County, month: Month) -> bool:
    """Recompute one county-month; says whether it has data. Readers see the old figures or the new ones, never some of each."""
    _lock(county, month)
    if is_frozen(county, month):
        return False
    record = load(county, month)
    covered = has_data(county, month, record)
    if _swap(county, month, set(_cells(record)) if covered else set()):
        pending.look(county, month)
    return covered


def is_frozen(county: County, month: Month) -> bool:
    """Whether bookings of the month may have been disposed of: counted again, its figures would be others, so they stay as they are."""
    before = disposing.ended_before(county)
    return before is not None and month.first_day < before


def _swap(county: County, month: Month, wanted: set[Cell]) -> bool:
    """Put these in place of those that stand, and say whether any differs. Of two thousand cells a write changes a few: only they are
    written, all are as of now."""
    standing = MeasureCell.objects.filter(county=county, month=month.first_day)
    was = {Cell(*what): pk for pk, *what in standing.values_list("pk", *Cell._fields)}
    if gone := [pk for what, pk in was.items() if what not in wanted]:
        standing.filter(pk__in=gone).delete()
    standing.update(filled_at=Now())
    new = sorted(wanted - was.keys(), key=itemgetter(0, 1, 2))
    insert(MeasureCell, (cell._asdict() for cell in new), county_id=county.pk, month=month.first_day)
    return bool(gone or new)


def _lock(county: County, month: Month) -> None:
    """Let one fill of a county-month wait for another until it commits. On SQLite every write transaction already waits."""
    if connection.vendor == "postgresql":
        key = blake2b(f"rollup {county.pk} {month}".encode(), digest_size=8).digest()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(key, signed=True)])


def _cells(record: Record) -> Iterator[Cell]:
    for measure in MEASURES.values():
        for (grouping, group), (numerator, denominator) in measure.count(record).items():
            yield Cell(measure.code, grouping, group, numerator, denominator)


def has_data(county: County, month: Month, record: Record) -> bool:
    """Whether the jail kept records for the month: then nothing of a kind is 0, else it is "no data"."""
    return not record.is_empty or _has_facts(county, month) or _is_signed(county, month) or _is_imported(county, month)


def _has_facts(county: County, month: Month) -> bool:
    """A fact of any kind, also of people held for ICE: such a month was kept too. One of nothing but mistakes was not."""
    return any(facts.within(moment, county, month).exists() for facts, moment in kept(county))


def _is_signed(county: County, month: Month) -> bool:
    """Whether somebody signed that there was nothing in all of the month. A quiet shift says nothing of the others."""
    start, end = month.bounds(county.zone)
    return NilReturn.objects.filter(county=county, entered_in_error=False, period_at__lte=start, period_until__gte=end).exists()


def _is_imported(county: County, month: Month) -> bool:
    return ImportBatch.objects.standing().filter(county=county, first_month__lte=month.first_day, last_month__gte=month.first_day).exists()


def touched(county: County, row: Inbox) -> set[Month]:
    """The months of a row. A live write adds a fact and moves none, so of a booking of three years only the months that
    count something of it change; a correction may have moved a fact from any month in between, so all are filled."""
    if row.first_month is None or row.last_month is None:
        return set()
    own = set(_months_of_booking(county, row))
    if row.origin == Origin.LIVE and own:
        return own
    return own | set(Month.of_date(row.first_month).until(Month.of_date(row.last_month)))


def _months_of_booking(county: County, row: Inbox) -> Iterator[Month]:
    """Where facts of the booking, and the detainers that its own supersede, are counted."""
    public_id = AuditEntry.objects.filter(pk=row.entry or 0).values_list("booking", flat=True).first()
    booking = Booking.objects.filter(public_id=public_id).first() if public_id else None
    if booking is None:
        return
    older = Detainer.objects.filter(superseded_by__booking=booking).values_list("received_at")
    for moments in [*(facts.values_list(*columns) for facts, columns in dated(booking)), older]:
        yield from (Month.of(moment, county.zone) for row in moments for moment in row if moment)


def catch_up() -> int:
    """Read every row that waits for the roll-up, here and now; returns how many county-months were filled.

    First what it follows: the figures count what the release clock has written down. What another worker is timing just now it leaves.
    """
    done = 0
    while (ahead := journal.claim([journal.READERS[READER].follows])) is not None:
        journal.read(ahead)
    for row in Inbox.objects.filter(reader=READER).exclude(journal.behind()).order_by("pk"):
        with transaction.atomic():
            if Inbox.objects.filter(pk=row.pk).delete()[0]:
                done += read_rows(row)
    return done


def known_months(county: County) -> list[Month]:
    """Every month from the first to the last of which the county has a fact, an import, a signed return or a figure."""
    signed = NilReturn.objects.filter(county=county, entered_in_error=False)
    bounds = [
        *(
            month
            for facts, moment in kept(county)
            for month in _moments(county, facts.aggregate(first=Min(f"{moment}_at"), last=Max(f"{moment}_at")))
        ),
        *_moments(county, signed.aggregate(first=Min("period_at"), last=Max("period_at"))),
        *_dates(ImportBatch.objects.standing().filter(county=county).aggregate(first=Min("first_month"), last=Max("last_month"))),
        *_dates(MeasureCell.objects.filter(county=county).aggregate(first=Min("month"), last=Max("month"))),
    ]
    return list(min(bounds).until(max(bounds))) if bounds else []


def _moments(county: County, bounds: dict[str, datetime | None]) -> list[Month]:
    return [Month.of(moment, county.zone) for moment in bounds.values() if moment]


def _dates(bounds: dict[str, date | None]) -> list[Month]:
    return [Month.of_date(day) for day in bounds.values() if day]
