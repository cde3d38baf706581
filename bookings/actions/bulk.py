"""The verb that writes many bookings at once: COPY on PostgreSQL, executemany on SQLite, ids reserved before.

One journal entry a booking, holding all its facts under the booking's own key. All of it in the caller's transaction.
"""

import csv
import io
import json
import uuid
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import BinaryField, DateTimeField, Field, JSONField, Model, UUIDField
from django.db.models.fields import NOT_PROVIDED

from accounts.crypto import Sealer, keyed_hash, new_key, wrap
from accounts.models import AuditEntry, County, SealedKey, Unsealed
from accounts.periods import Month
from bookings.actions.recording import number_hash
from bookings.drafts import Draft, Values
from bookings.models import Booking, Charge, Detainer, Facility, Handover, Stay

NULL = "\x1fNULL"


class Table:
    """The rows to write into one model's table. Columns that the database fills by itself are left to it."""

    def __init__(self, model: type[Model], **always: Any) -> None:
        self.model = model
        self.name = model._meta.db_table
        fields = [field for field in model._meta.concrete_fields if field.db_default is NOT_PROVIDED]
        self.columns = [field.column for field in fields]
        self.spec = [(field.attname, always.get(field.attname, _default(field))) for field in fields]
        self.converters = [_converter(field) for field in fields]
        self.rows: list[tuple[Any, ...]] = []

    def add(self, values: Values) -> None:
        get = values.get
        self.rows.append(tuple([get(name, default) for name, default in self.spec]))

    def flush(self) -> None:
        if self.rows:
            {"postgresql": self._copy, "sqlite": self._insert}[connection.vendor]()
            self.rows = []

    def _copy(self) -> None:
        text = io.StringIO(newline="")
        csv.writer(text).writerows([[NULL if value is None else value for value in self._converted(row)] for row in self.rows])
        text.seek(0)
        columns = ", ".join(f'"{column}"' for column in self.columns)
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {self.name} ({columns}) FROM STDIN WITH (FORMAT csv, NULL '{NULL}')", text)

    def _insert(self) -> None:
        columns, marks = ", ".join(f'"{column}"' for column in self.columns), ", ".join(["%s"] * len(self.columns))
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {self.name} ({columns}) VALUES ({marks})", [self._converted(row) for row in self.rows])  # noqa: S608

    def _converted(self, row: tuple[Any, ...]) -> list[Any]:
        return [
            value if convert is None or value is None else convert(value) for value, convert in zip(row, self.converters, strict=True)
        ]


class BulkWriter:
    """Adds bookings of one county, `flush`ed in chunks. `months` collects the county-months touched."""

    def __init__(self, county: County, *, by: str, origin: str, source: str, batch: int | None = None, recorded_by: int | None = None) -> None:
        self.county, self.by, self.origin, self.batch = county, by, origin, batch
        self.zone = county.zone
        self.months: set[Month] = set()
        self.facilities: dict[str, int] = {}
        common = {"county_id": county.pk, "source": source, "batch_id": batch, "recorded_by_id": recorded_by}
        self.bookings, self.stays, self.charges = Table(Booking, **common), Table(Stay, **common), Table(Charge, **common)
        self.detainers, self.handovers = Table(Detainer, **common), Table(Handover, **common)
        self.keys, self.entries, self.unsealed = Table(SealedKey), Table(AuditEntry), Table(Unsealed)

    def write(self, drafts: list[Draft]) -> None:
        """Write one chunk of new bookings."""
        children = {table: _reserve(table, sum(len(rows(d)) for d in drafts)) for table, rows in self._children()}
        keys = (_reserve(self.bookings, len(drafts)), _reserve(self.keys, len(drafts)), _reserve(self.entries, len(drafts)))
        for draft, booking, key, entry in zip(drafts, *keys, strict=True):
            self._one(draft, booking, key, entry)
            for table, rows in self._children():
                for values in rows(draft):
                    table.add(self._of_booking(values) | {"id": next(children[table]), "booking_id": booking})
        for table in (self.bookings, self.keys, self.stays, self.charges, self.detainers, self.handovers, self.entries, self.unsealed):
            table.flush()

    def _children(self) -> list[tuple[Table, Callable[[Draft], list[Values]]]]:
        return [
            (self.stays, lambda draft: draft.stays),
            (self.charges, lambda draft: draft.charges),
            (self.detainers, lambda draft: draft.detainers),
            (self.handovers, lambda draft: draft.handovers),
        ]

    def _one(self, draft: Draft, booking: int, key_id: int, entry: int) -> None:
        public_id, key, payload = uuid.uuid4(), new_key(), draft.payload()
        sealer = Sealer(key)
        first, last = self._months(draft)
        self.keys.add({"id": key_id, "booking": public_id, "wrapped": wrap(key, public_id.bytes)})
        self.bookings.add(
            draft.booking
            | {
                "id": booking,
                "public_id": public_id,
                "number_sealed": sealer.seal(draft.number),
                "number_hash": number_hash(self.county, draft.number),
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
                "booking": public_id,
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

    def _of_booking(self, values: Values) -> Values:
        """A building named by its code becomes the facility of that code, made at first sight."""
        if "facility" not in values:
            return values
        code = values["facility"]
        if code not in self.facilities:
            name = values.get("facility_name") or code
            self.facilities[code] = Facility.objects.get_or_create(county=self.county, code=code, defaults={"name": name})[0].pk
        return values | {"facility_id": self.facilities[code]}


def import_digest(payload: str) -> str:
    """Keyed, since what it stands for could be guessed otherwise."""
    return keyed_hash("import", payload)


def _reserve(table: Table, count: int) -> Any:
    """So many ids of a table, which nobody else gets."""
    if not count:
        return iter(())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table.name, count])
            return iter([row[0] for row in cursor.fetchall()])
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table.name])
        row = cursor.fetchone()
    start = (row[0] if row else 0) + 1
    return iter(range(start, start + count))


def _default(field: "Field[Any, Any]") -> Any:
    return field.get_default() if field.has_default() or field.blank else None


def _converter(field: "Field[Any, Any]") -> Callable[[Any], Any] | None:
    """How a value is written for the database in use; None where it goes as it is."""
    if isinstance(field, JSONField):
        return json.dumps
    if connection.vendor == "postgresql":
        return _hex if isinstance(field, BinaryField) else None
    if isinstance(field, DateTimeField):
        return _naive
    return _compact if isinstance(field, UUIDField) else None


def _hex(value: bytes) -> str:
    return "\\x" + value.hex()


def _naive(value: datetime) -> str:
    return str(value.replace(tzinfo=None))


def _compact(value: uuid.UUID) -> str:
    return value.hex


def chunks(drafts: Iterable[Draft], size: int) -> Iterable[list[Draft]]:
    chunk: list[Draft] = []
    for draft in drafts:
        chunk.append(draft)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
