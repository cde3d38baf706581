"""One run over one file: dry, or applied as one transaction (so a killed import leaves nothing)."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction

from accounts import journal
from accounts.crypto import CannotOpen
from accounts.models import County, Origin, User
from accounts.periods import Month
from accounts.profiles import by_day
from accounts.tables import refresh_statistics
from bookings.actions import Stale
from bookings.actions.bulk import BulkWriter, chunks, import_digest
from bookings.actions.county import record_county
from bookings.actions.disposing import ENDED, refuses_before
from bookings.actions.guards import questions
from bookings.actions.noting import actor
from bookings.actions.recording import number_hash
from bookings.actions.refiling import refile
from bookings.actions.undoing import UNDONE, revive
from bookings.drafts import Draft
from bookings.importing.drafting import Drafter
from bookings.importing.errors import CannotRead, Rejected
from bookings.importing.grouping import by_key
from bookings.importing.mapping import Mapping
from bookings.importing.oddities import odd
from bookings.importing.outliers import Days
from bookings.importing.reading import Row, Table, open_table, sha256
from bookings.importing.report import Report
from bookings.models import Booking, ImportBatch, Source
from bookings.rules.questions import Questions, without_unasked
from bookings.spans import Span

CHUNK, MANY = 1000, 10_000
BY = "command:import_bookings"


class Known(NamedTuple):
    """What is on record under a booking's number, and whether an undo took it out."""

    pk: int
    digest: str
    undone: bool


class Run:
    """`county` may be unsaved: it is saved with the first booking, and only when applying.

    `covers` are the months that the file tells of whole: in those, a measure without rows is 0. Without it nothing is claimed: a
    month in which the file has nothing has no data.
    """

    def __init__(
        self,
        path: Path,
        county: County,
        mapping: Mapping,
        *,
        apply: bool,
        covers: tuple[Month, Month] | None = None,
        accept_outliers: bool = False,
        progress: Callable[[int], None] | None = None,
        by: User | None = None,
        command: str = BY,
        file_name: str = "",
    ) -> None:
        self.path, self.county, self.mapping, self.apply, self.covers = path, county, mapping, apply, covers
        self.accept_outliers, self.by, self.command, self.file_name = accept_outliers, by, command, file_name or path.name
        self.progress = progress or (lambda rows: None)
        self.report, self.days = Report(), Days()
        self.months: set[Month] = set()
        self.writer: BulkWriter | None = None
        self.batch: ImportBatch | None = None
        self.empty = False
        self.before: datetime | None = None
        self.zone = county.zone
        profile = by_day(county)
        self.asks: Callable[[date], Questions] = lru_cache(maxsize=4000)(lambda day: questions(profile(day)))

    def __call__(self) -> Report:
        """Read the file. Raises `CannotRead` if it cannot be read as a whole; then nothing was written."""
        try:
            with few_collections(), transaction.atomic() if self.apply else nullcontext(), journal.gathering() as self.months:
                self._whole()
        except (IntegrityError, DataError) as problem:
            raise CannotRead(f"The database refused a row and nothing was written: {str(problem).splitlines()[0]}") from None
        except OSError as problem:
            raise CannotRead(f"Reading {self.path} stopped and nothing was written: {problem.strerror}. Try again.") from None
        return self.report

    def _whole(self) -> None:
        try:
            self._one_at_a_time()
            self._immediate_checks()
            self._file()
            self._look_at_days()
            self._close()
        finally:
            if self.writer is not None:
                self.writer.stop()

    def _one_at_a_time(self) -> None:
        """Two files of one county are applied one after the other; on SQLite every write transaction already waits."""
        if self.apply and self.county.pk and connection.vendor == "postgresql":
            County.objects.select_for_update(no_key=True).get(pk=self.county.pk)

    def _look_at_days(self) -> None:
        self.report.outlier = None if self.accept_outliers else self.days.outlier()
        if self.report.outlier and self.apply:
            raise CannotRead(str(self.report.outlier))

    def _immediate_checks(self) -> None:
        """Foreign keys checked row by row as they come: deferred, PostgreSQL would keep a list of them all until the end."""
        if self.apply and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def _file(self) -> None:
        with open_table(self.path, self.mapping.layout) as table:
            drafter, self.report.header = Drafter(self.mapping, table.header, self.county, self._covered_until()), table.header
            self.report.says = table.says
            self.before = refuses_before(self.county)
            self.empty = self.county.pk is None or not Booking.objects.filter(county=self.county).exists()
            for chunk in chunks(self._drafts(table, drafter), CHUNK):
                self._chunk(chunk)

    def _covered_until(self) -> datetime | None:
        """The end of the months that the file covers: what it tells of people still in custody was true by then."""
        return Span.local_day(self.covers[1].shift(1).first_day, self.county.zone).at if self.covers else None

    def _drafts(self, table: Table, drafter: Drafter) -> Iterator[Draft]:
        for number, rows in self._groups(table, drafter):
            try:
                draft = drafter.draft(number, rows)
            except Rejected as problem:
                self._reject(rows, problem)
                continue
            draft.rows = rows
            self._strip(draft)
            self._look(draft)
            yield draft

    def _groups(self, table: Table, drafter: Drafter) -> Iterator[tuple[str, list[tuple[int, Any]]]]:
        """The rows of each booking; rows without a number have nothing in common."""
        for number, rows in by_key(self._counted(table), drafter.key):
            yield from [(number, rows)] if number else [("", [row]) for row in rows]

    def _reject(self, rows: list[tuple[int, Row]], problem: Rejected) -> None:
        self.report.counts.rejected += len(rows)
        for line, row in rows:
            self.report.rejected.add(line, self._reason(line, problem), row)

    def _counted(self, table: Table) -> Iterator[tuple[int, Row]]:
        counts = self.report.counts
        for item in table.rows:
            counts.read += 1
            if counts.read % 10_000 == 0:
                self.progress(counts.read)
            yield item

    def _reason(self, line: int, problem: Rejected) -> str:
        return problem.says if line == problem.line else f"rejected with line {problem.line} of the same booking: {problem.says}"

    def _strip(self, draft: Draft) -> None:
        """Leave out answers that the county's profile of the booking's day does not let it hold."""
        draft.day = draft.booking["booked_at"].astimezone(self.zone).date()
        draft.booking = without_unasked(self.asks(draft.day), draft.booking)

    def _look(self, draft: Draft) -> None:
        """List what is odd but possible, and countries that no list knows."""
        oddities = odd(draft)
        draft.to_check = len(oddities)
        self.report.counts.tocheck += bool(oddities)
        for oddity in oddities:
            self.report.to_check.setdefault(oddity, []).append(draft.line)
        for name in draft.strange:
            self.report.unknown_countries[name] = self.report.unknown_countries.get(name, 0) + 1

    def _chunk(self, chunk: list[Draft]) -> None:
        for draft in chunk:
            draft.number_hash = number_hash(self.county, draft.number)
        there = self._known(chunk)
        new, back = [], []
        for draft in chunk:
            known = there.get(draft.number_hash)
            same = known is not None and known.digest == import_digest(draft.payload())
            fresh = known is None or known.undone or not same
            self.days.add(draft.day, len(draft.rows), fresh=fresh)
            if known is None and self.before is not None and draft.booking["booked_at"] < self.before:
                self._reject(draft.rows, Rejected(draft.line, str(ENDED)))
            elif known is None:
                new.append(draft)
            elif known.undone and same:
                back.append(known.pk)
            elif same:
                self.report.counts.unchanged += 1
            else:
                self._change(draft, known)
        self._add(new, back)

    def _add(self, new: list[Draft], back: list[int]) -> None:
        """Bookings that the record has not, and those that it has again: an undo had taken them out."""
        self.report.counts.new += len(new) + len(back)
        if back and self.apply:
            self.months |= revive(back, self._bulk().batch or 0, self.command)
        if new and self.apply:
            self._bulk().write(new)

    def _known(self, chunk: list[Draft]) -> dict[str, Known]:
        """Bookings already on record: one that stands before one that a person entered in error, which no file brings back."""
        if self.empty:
            return {}
        if self.writer is not None:
            self.writer.settle()
        rows = Booking.objects.filter(county=self.county, number_hash__in=[draft.number_hash for draft in chunk])
        found = [
            (number, Known(pk, digest, error and reason == UNDONE), error)
            for number, pk, digest, error, reason in rows.values_list(
                "number_hash", "pk", "import_digest", "entered_in_error", "error_reason"
            )
        ]
        found.sort(key=lambda row: (not row[1].undone, not row[2]))
        return {number: known for number, known, _error in found}

    def _change(self, draft: Draft, known: Known) -> None:
        """What a rule between facts forbids, or a clerk is changing right now, rejects this booking and not the whole file."""
        if self.apply:
            try:
                self._refile(draft, known, self._bulk().batch or 0)
            except (ValidationError, Stale, CannotOpen) as problem:
                self._reject(draft.rows, Rejected(draft.line, " ".join(getattr(problem, "messages", [str(problem)]))))
                return
        self.report.counts.new += known.undone
        self.report.counts.changed += not known.undone

    @transaction.atomic
    def _refile(self, draft: Draft, known: Known, batch: int) -> None:
        if known.undone:
            self.months |= revive([known.pk], batch, self.command)
        refile(Booking.objects.get(pk=known.pk), draft, by=self.command, batch=batch)

    def _bulk(self) -> BulkWriter:
        """Made at the first write: a file that changes nothing leaves no trace, and no county."""
        if self.writer is None:
            if self.county.pk is None:
                record_county(self.county, by=self.command, origin=Origin.IMPORT)
            batch = ImportBatch.objects.create(
                county=self.county,
                file_name=_printable(self.file_name),
                sha256=sha256(self.path),
                mapping=self.mapping.name[:80],
                applied_by=self.by,
            )
            self.batch, self.report.batch = batch, batch.pk
            self.writer = BulkWriter(self.county, by=self.command, origin=Origin.IMPORT, source=Source.IMPORT, batch=batch.pk)
        return self.writer

    def _claims_more(self) -> bool:
        """Whether the file, which changes nothing, covers months that it did not claim when it was applied before."""
        if not (self.apply and self.covers and self.county.pk):
            return False
        first, last = self.covers
        claimed = ImportBatch.objects.standing().filter(
            county=self.county, first_month__lte=first.first_day, last_month__gte=last.first_day
        )
        return not claimed.exists()

    def _close(self) -> None:
        """The batch's totals, its journal entry, and one inbox row a county-month and reader."""
        counts = self.report.counts
        counts.bookings = counts.new + counts.changed + counts.unchanged
        if self.writer is None and self._claims_more():
            self._bulk()
        if self.writer is None or self.batch is None:
            return
        self.writer.settle()
        totals: dict[str, Any] = {name: value for name, value in asdict(self.report.counts).items() if name != "tocheck"}
        months = self.writer.months | self.months
        if self.covers:
            first, last = self.covers
            totals |= {"first_month": first.first_day, "last_month": last.first_day}
            months.update(first.until(last))
        ImportBatch.objects.filter(pk=self.batch.pk).update(**totals)
        note = journal.Note(
            by=actor(self.by, self.command),
            verb="import_bookings",
            noun="bookings.ImportBatch",
            origin=Origin.IMPORT,
            object_id=self.batch.pk,
            county_id=self.county.pk,
            batch=self.batch.pk,
            detail=asdict(self.report.counts)
            | {"sha256": self.batch.sha256, "mapping": self.mapping.name, "encoding": self.mapping.encoding},
        )
        journal.write(note, tell=False)
        journal.announce(self.county.pk, months, Origin.IMPORT)
        if self.report.counts.new > MANY:
            refresh_statistics()


def _printable(name: str) -> str:
    """The name of a file need not be text; what a table holds must."""
    return name.encode("utf-8", "replace").decode()


@contextmanager
def few_collections() -> Iterator[None]:
    """The drafts of a run hold no cycles; looking for some at every turn takes a sixth of the time."""
    thresholds = gc.get_threshold()
    gc.set_threshold(200_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
