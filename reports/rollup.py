"""Figures of a county-month, computed whole from the record and swapped in one transaction. Running it twice changes nothing."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from hashlib import blake2b

from django.db import connection, transaction
from django.db.models import Max, Min
from django.utils.translation import gettext as _

from accounts.models import AuditEntry, County, Inbox, Origin
from accounts.periods import Month
from bookings.models import Booking, Detainer, Handover, ImportBatch
from reports.measures import MEASURES, Record, load
from reports.models import MeasureCell

READER = "rollup"


def read(row: Inbox) -> None:
    """The journal's reader: fill every county-month in which what the row speaks of can have changed a figure."""
    read_row(row)


def read_row(row: Inbox) -> int:
    """Fill what one row touches; returns how many county-months that was."""
    county = County.objects.filter(pk=row.county_id or 0).first()
    return fill_all(county, touched(county, row)) if county else 0


def fill_all(county: County, months: Iterable[Month]) -> int:
    """Always in the order of time, so that two workers that want the same months cannot lock each other out."""
    wanted = sorted(set(months))
    for month in wanted:
        fill(county, month)
    return len(wanted)


@transaction.atomic
def fill(county: County, month: Month) -> bool:
    """Recompute one county-month; says whether it has data. Readers see the old figures or the new ones, never some of each."""
    _lock(county, month)
    record = load(county, month)
    covered = has_data(county, month, record)
    MeasureCell.objects.filter(county=county, month=month.first_day).delete()
    if covered:
        MeasureCell.objects.bulk_create(_cells(county, month, record))
    return covered


def _lock(county: County, month: Month) -> None:
    """Let one fill of a county-month wait for another until it commits. On SQLite every write transaction already waits."""
    if connection.vendor == "postgresql":
        key = blake2b(f"rollup {county.pk} {month}".encode(), digest_size=8).digest()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(key, signed=True)])


def _cells(county: County, month: Month, record: Record) -> Iterator[MeasureCell]:
    for measure in MEASURES.values():
        for (grouping, group), (numerator, denominator) in measure.count(record).items():
            yield MeasureCell(
                measure=measure.code,
                county=county,
                month=month.first_day,
                grouping=grouping,
                group=group,
                numerator=numerator,
                denominator=denominator,
            )


def has_data(county: County, month: Month, record: Record) -> bool:
    """Whether the jail kept records for the month: then nothing of a kind is 0, else it is "no data"."""
    return not record.is_empty or _has_uncounted(county, month) or _is_imported(county, month)


def _has_uncounted(county: County, month: Month) -> bool:
    """A month of nothing but bookings held for ICE was kept too; one of nothing but mistakes was not."""
    return (
        Booking.objects.current().booked_in(county, month).exists()
        or Detainer.objects.current().filter(booking__entered_in_error=False).received_in(county, month).exists()
        or Handover.objects.current().filter(booking__entered_in_error=False).made_in(county, month).exists()
    )


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
    """Where the booking, its detainers, those they supersede and its handover are counted."""
    public_id = AuditEntry.objects.filter(pk=row.entry or 0).values_list("booking", flat=True).first()
    if public_id is None:
        return
    facts = (
        Booking.objects.filter(public_id=public_id).values_list("booked_at", flat=True),
        Detainer.objects.filter(booking__public_id=public_id).values_list("received_at", flat=True),
        Detainer.objects.filter(superseded_by__booking__public_id=public_id).values_list("received_at", flat=True),
        Handover.objects.filter(booking__public_id=public_id).values_list("handed_at", flat=True),
    )
    yield from (Month.of(moment, county.zone) for moments in facts for moment in moments)


def catch_up() -> int:
    """Read every row that waits for the roll-up, here and now; returns how many county-months were filled."""
    done = 0
    for row in Inbox.objects.filter(reader=READER).order_by("pk"):
        with transaction.atomic():
            if Inbox.objects.filter(pk=row.pk).delete()[0]:
                done += read_row(row)
    return done


def known_months(county: County) -> list[Month]:
    """Every month from the first to the last of which the county has a fact, an import or a figure."""
    bounds = [
        *_moments(county, Booking.objects.current().in_county(county).aggregate(first=Min("booked_at"), last=Max("booked_at"))),
        *_moments(county, Detainer.objects.current().in_county(county).aggregate(first=Min("received_at"), last=Max("received_at"))),
        *_moments(county, Handover.objects.current().in_county(county).aggregate(first=Min("handed_at"), last=Max("handed_at"))),
        *_dates(ImportBatch.objects.standing().filter(county=county).aggregate(first=Min("first_month"), last=Max("last_month"))),
        *_dates(MeasureCell.objects.filter(county=county).aggregate(first=Min("month"), last=Max("month"))),
    ]
    return list(min(bounds).until(max(bounds))) if bounds else []


def _moments(county: County, bounds: dict[str, datetime | None]) -> list[Month]:
    return [Month.of(moment, county.zone) for moment in bounds.values() if moment]


def _dates(bounds: dict[str, date | None]) -> list[Month]:
    return [Month.of_date(day) for day in bounds.values() if day]


def partition_problems(county: County, month: Month) -> list[str]:
    """A sentence for each grouping whose groups do not add up to their whole. Such a month is shown and cannot be published."""
    cells = MeasureCell.objects.filter(county=county, month=month.first_day)
    found = {(cell.measure, cell.grouping, cell.group): cell.numerator for cell in cells}
    return [problem for problem in _problems(month, found) if problem]


def _problems(month: Month, found: dict[tuple[str, str, str], int]) -> Iterator[str]:
    for measure in MEASURES.values():
        for grouping in measure.groupings:
            parts = sum(value for (code, by, _group), value in found.items() if (code, by) == (measure.code, grouping.code))
            whole = found.get((grouping.adds_up_to, "", ""), 0)
            if parts != whole:
                words = {"month": month, "measure": measure.code, "parts": parts, "whole": whole, "other": grouping.adds_up_to}
                yield _("%(month)s does not add up: the groups of %(measure)s make %(parts)s, and %(other)s is %(whole)s.") % words
