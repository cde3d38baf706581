"""The verb that writes many bookings at once: COPY on PostgreSQL, executemany on SQLite, ids reserved before.

One journal entry a booking, holding all its facts under the booking's own key. All of it in the caller's transaction.
"""

import io
import json
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any

from django.db import connection
from django.db.models import BinaryField, CharField, DateTimeField, Field, JSONField, Model, TextField
from django.db.models.fields import NOT_PROVIDED

from accounts.crypto import Sealer, keyed_hash, new_key, wrap
from accounts.models import AuditEntry, County, SealedKey, Unsealed
from accounts.periods import Month
from bookings.actions.county import facility_of
from bookings.actions.recording import number_hash
from bookings.drafts import Draft, Values, iso, settled
from bookings.kinds import KINDS
from bookings.models import Booking

AHEAD, FEW = 8, 200
NULL, TAB = r"\N", "\t"
ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
KIND_OF = {model: kind for kind, model in KINDS.items()}


def _names(model: type[Model]) -> list[tuple[str, str]]:
    """The fields of a fact that name another fact of its booking, and that fact's kind."""
    related = ((field.name, field.related_model) for field in model._meta.concrete_fields if field.is_relation)
    return [(name, KIND_OF[other]) for name, other in related if other in KIND_OF]


NAMES = {kind: _names(model) for kind, model in KINDS.items()}


def _order() -> list[str]:
    """The kinds, each after those that it names."""
    order: list[str] = []
    while len(order) < len(KINDS):
        order += [kind for kind in KINDS if kind not in order and all(other == kind or other in order for _, other in NAMES[kind])]
    return order


ORDER = _order()


HOUSED = [kind for kind, model in KINDS.items() if any(field.name == "facility" for field in model._meta.concrete_fields)]


class Pump:
    """Lets the database write one chunk while the next is being prepared. Order is kept; a failure is raised at the next step.

    SQLite works in this process anyway, and its connection belongs to one thread: there, the chunk is written at once.
    """

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(max_workers=1)
        self.waiting: Future[None] | None = None

    def put(self, writes: list[Callable[[], None]]) -> None:
        self.settle()
        if connection.vendor == "postgresql":
            self.waiting = self.pool.submit(_all, writes)
        else:
            with connection.wrap_database_errors:
                _all(writes)

    def settle(self) -> None:
        """Wait until everything handed over was written; the connection is free again then."""
        waiting, self.waiting = self.waiting, None
        if waiting is not None:
            with connection.wrap_database_errors:
                waiting.result()

    def stop(self) -> None:
        """Nothing is being written any more, whatever became of it: only then may the transaction be rolled back."""
        self.pool.shutdown(wait=True)


def _all(writes: list[Callable[[], None]]) -> None:
    for write in writes:
        write()


class Table:
    """The rows to write into one model's table. Columns that the database fills by itself are left to it, unless a row gives them."""

    def __init__(self, model: type[Model], **always: Any) -> None:
        self.name = model._meta.db_table
        self.fields = {field.attname: field for field in model._meta.concrete_fields}
        ours = {name: field for name, field in self.fields.items() if field.db_default is NOT_PROVIDED}
        self.always = {name: always.get(name, _default(field)) for name, field in ours.items()}
        self.shape: type[Shape] = Copied if connection.vendor == "postgresql" else Inserted
        self.shapes: dict[tuple[str, ...], Shape] = {}
        self.ids: deque[int] = deque()
        self.last = 0

    def add(self, values: Values) -> None:
        names = tuple(values)
        shape = self.shapes.get(names)
        if shape is None:
            shape = self.shapes[names] = self.shape(self, names)
        shape.add(values)

    def reserve(self, count: int) -> None:
        """So many more ids, which nobody else gets."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [self.name, count])
                self.ids.extend(row[0] for row in cursor.fetchall())
                return
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [self.name])
            row = cursor.fetchone()
        start = max(row[0] if row else 0, self.last) + 1
        self.last = start + count - 1
        self.ids.extend(range(start, start + count))

    def take(self) -> Iterator[Callable[[], None]]:
        """The writes of the rows so far, to be done now or by the writing thread."""
        yield from (write for shape in self.shapes.values() if (write := shape.take()) is not None)


class Shape:
    """Rows that give the same columns; all others are constant, and are written out once, not row by row."""

    def __init__(self, table: Table, names: tuple[str, ...]) -> None:
        given = [name for name in names if name in table.fields]
        constant = [name for name in table.always if name not in names and table.always[name] is not None]
        self.table = table.name
        self.pick = itemgetter(*given, given[0])
        self.fields = [table.fields[name] for name in given]
        self.constants = [(table.fields[name], table.always[name]) for name in constant]
        self.columns = _quoted([table.fields[name].column for name in (*constant, *given)])

    def add(self, values: Values) -> None:
        raise NotImplementedError

    def take(self) -> Callable[[], None] | None:
        """The write of the rows so far, if there are any."""
        raise NotImplementedError


class Copied(Shape):
    """For COPY of PostgreSQL: each row becomes a line of text at once. The csv module would look at each letter of a sealed value twice."""

    def __init__(self, table: Table, names: tuple[str, ...]) -> None:
        super().__init__(table, names)
        self.writers = [_text_writer(field) for field in self.fields]
        self.prefix = "".join(f"{_text_writer(field)(value)}\t" for field, value in self.constants)
        self.lines: list[str] = []

    def add(self, values: Values) -> None:
        cells = [NULL if value is None else write(value) for write, value in zip(self.writers, self.pick(values), strict=False)]
        self.lines.append(f"{self.prefix}{TAB.join(cells)}\n")

    def take(self) -> Callable[[], None] | None:
        if not self.lines:
            return None
        cursor, file = connection.connection.cursor(), io.StringIO("".join(self.lines), newline="")
        self.lines = []
        # One large read: each needs the interpreter's lock, which the preparing thread holds most of the time.
        return lambda: cursor.copy_expert(f"COPY {self.table} ({self.columns}) FROM STDIN", file, size=1 << 24)


class Inserted(Shape):
    """For executemany of SQLite: each row becomes a list of values."""

    def __init__(self, table: Table, names: tuple[str, ...]) -> None:
        super().__init__(table, names)
        self.converters = [(place, convert) for place, field in enumerate(self.fields) if (convert := _converter(field))]
        constants = [convert(value) if (convert := _converter(field)) else value for field, value in self.constants]
        values = ", ".join([*map(_literal, constants), *("?" * len(self.fields))])
        self.sql = f"INSERT INTO {self.table} ({self.columns}) VALUES ({values})"  # noqa: S608 - names of our own models
        self.rows: list[list[Any]] = []

    def add(self, values: Values) -> None:
        row = list(self.pick(values))
        row.pop()
        for place, convert in self.converters:
            if row[place] is not None:
                row[place] = convert(row[place])
        self.rows.append(row)

    def take(self) -> Callable[[], None] | None:
        if not self.rows:
            return None
        rows, self.rows = self.rows, []
        cursor = connection.connection.cursor()
        return lambda: cursor.executemany(self.sql, rows)


class BulkWriter:
    """Adds bookings of one county, `flush`ed in chunks. `months` collects the county-months touched."""

    def __init__(
        self, county: County, *, by: str, origin: str, source: str, batch: int | None = None, recorded_by: int | None = None
    ) -> None:
        self.county, self.by, self.origin, self.batch = county, by, origin, batch
        self.zone = county.zone
        self.months: set[Month] = set()
        self.facilities: dict[str, int] = {}
        common = {"county_id": county.pk, "source": source, "batch_id": batch, "recorded_by_id": recorded_by}
        self.bookings = Table(Booking, **common)
        self.kinds = {kind: Table(KINDS[kind], **common) for kind in ORDER}
        self.keys, self.entries, self.unsealed = Table(SealedKey), Table(AuditEntry), Table(Unsealed)
        self.pump = Pump()

    def settle(self) -> None:
        self.pump.settle()

    def close(self) -> None:
        """Before the transaction ends, if more are to follow: on SQLite ids are kept for us only while we hold the lock."""
        self.settle()
        if connection.vendor == "sqlite":
            for table in (self.bookings, *self.kinds.values(), self.keys, self.entries):
                table.ids.clear()
                table.last = 0

    def stop(self) -> None:
        self.pump.stop()

    def write(self, drafts: list[Draft]) -> None:
        """Write one chunk of new bookings; `settle` before the connection is used for anything else."""
        facts = [draft.by_kind() for draft in drafts]
        self._buildings(facts)
        for kind, table in self.kinds.items():
            self._stock(table, sum(len(rows[kind]) for rows in facts if kind in rows))
        for table in (self.bookings, self.keys, self.entries):
            self._stock(table, len(drafts))
        for draft, rows in zip(drafts, facts, strict=True):
            booking = self.bookings.ids.popleft()
            self._one(draft, booking)
            self._facts(rows, booking)
        tables = (self.bookings, self.keys, *self.kinds.values(), self.entries, self.unsealed)
        self.pump.put([write for table in tables for write in table.take()])

    def _facts(self, facts: dict[str, list[Values]], booking: int) -> None:
        """Where a fact names another by its place in the draft, the row names it by its id; what is named comes first in `ORDER`."""
        ids: dict[str, list[int]] = {}
        for kind in sorted(facts, key=ORDER.index):
            table, names = self.kinds[kind], NAMES[kind]
            ids[kind] = [table.ids.popleft() for _ in facts[kind]]
            for own, values in zip(ids[kind], facts[kind], strict=True):
                row = self._of_booking(values) | {"id": own, "booking_id": booking}
                row.update({f"{name}_id": ids[other][values[name]] for name, other in names if values.get(name) is not None})
                table.add(row)

    def _stock(self, table: Table, count: int) -> None:
        """Ids for a chunk, with some to spare: reserving needs the connection, and so the end of the write under way.

        None to spare on SQLite, which cannot set ids aside: a correction between two chunks would take them.
        """
        if len(table.ids) < count:
            self.settle()
            table.reserve(max(AHEAD * count, FEW) if connection.vendor == "postgresql" else count)

    def _one(self, draft: Draft, booking: int) -> None:
        public_id, key, payload = uuid.uuid4(), new_key(), draft.payload()
        address = str(public_id) if connection.vendor == "postgresql" else public_id.hex
        sealer = Sealer(key)
        first, last = self._months(draft)
        entry = self.entries.ids.popleft()
        self.keys.add({"id": self.keys.ids.popleft(), "booking": address, "wrapped": wrap(key, public_id.bytes)})
        self.bookings.add(
            draft.booking
            | {
                "id": booking,
                "public_id": address,
                "number_sealed": sealer.seal(draft.number),
                "number_hash": draft.number_hash or number_hash(self.county, draft.number),
                "import_digest": import_digest(payload),
            }
        )
        self.entries.add(
            {
                "id": entry,
                "by": self.by,
                "verb": "record_booking",
                "noun": "bookings.Booking",
                "origin": self.origin,
                "object_id": booking,
                "county_id": self.county.pk,
                "booking": address,
                "batch": self.batch,
                "first_month": first.first_day,
                "last_month": last.first_day,
                "sealed": sealer.seal(f'{{"before":null,"after":{payload},"reason":""}}'),
            }
        )
        self.unsealed.add({"entry": entry})

    def _months(self, draft: Draft) -> tuple[Month, Month]:
        moments = draft.moments()
        first, last = Month.of(min(moments), self.zone), Month.of(max(moments), self.zone)
        self.months.update((first, last) if first.shift(1) >= last else first.until(last))
        return first, last

    def _buildings(self, facts: Iterable[dict[str, list[Values]]]) -> None:
        """Buildings seen for the first time, recorded before ids are set aside: their own entries in the journal take some."""
        for values in (values for rows in facts for kind in HOUSED for values in rows.get(kind, ()) if "facility" in values):
            if (code := values["facility"]) not in self.facilities:
                self.settle()
                name = values.get("facility_name", "")
                found = facility_of(self.county.pk, code, name, by=self.by, origin=self.origin, batch=self.batch)
                self.facilities[code] = found.pk

    def _of_booking(self, values: Values) -> Values:
        """A building named by its code becomes the facility of that code."""
        return values | {"facility_id": self.facilities[values["facility"]]} if "facility" in values else values


def import_digest(payload: str) -> str:
    """Keyed, since what it stands for could be guessed otherwise."""
    return keyed_hash("import", settled(payload))


def _quoted(columns: "list[str | None]") -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _literal(value: Any) -> str:
    """A constant as SQL: numbers as they are, text quoted."""
    return str(int(value)) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def _default(field: "Field[Any, Any]") -> Any:
    return field.get_default() if field.has_default() or field.blank else None


def _converter(field: "Field[Any, Any]") -> Callable[[Any], Any] | None:
    """How a value is written for SQLite; None where it goes as it is."""
    return json.dumps if isinstance(field, JSONField) else _naive if isinstance(field, DateTimeField) else None


def _text_writer(field: "Field[Any, Any]") -> Callable[[Any], str]:
    """How a value is written for PostgreSQL, as a cell of a line of text."""
    if isinstance(field, JSONField):
        return lambda value: json.dumps(value).translate(ESCAPED)
    if isinstance(field, DateTimeField):
        return iso
    if isinstance(field, BinaryField):
        return _hex
    return _escaped if isinstance(field, CharField | TextField) else str


def _escaped(value: str) -> str:
    return value.translate(ESCAPED)


def _hex(value: bytes) -> str:
    return f"\\\\x{value.hex()}"


@lru_cache(maxsize=20_000)
def _naive(value: datetime) -> str:
    return str(value.replace(tzinfo=None))


def chunks(drafts: Iterable[Draft], size: int) -> Iterable[list[Draft]]:
    chunk: list[Draft] = []
    for draft in drafts:
        chunk.append(draft)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
