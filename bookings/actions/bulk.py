"""The verb that writes many bookings at once: COPY on PostgreSQL, executemany on SQLite, ids reserved before.

One journal entry a booking, holding all its facts under the booking's own key. All of it in the caller's transaction.
"""

import uuid
from collections.abc import Iterable

from django.db import connection
from django.db.models import Model

from accounts.crypto import Sealer, new_key, wrap
from accounts.matching import keyed_hash
from accounts.models import AuditEntry, County, SealedKey, Unsealed
from accounts.periods import Month
from accounts.tables import Pump, Table
from bookings.actions.county import facility_of
from bookings.actions.recording import number_hash
from bookings.drafts import Draft, Values, settled
from bookings.kinds import KINDS
from bookings.models import Booking

AHEAD, FEW = 8, 200
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
                "to_check": draft.to_check,
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


def chunks(drafts: Iterable[Draft], size: int) -> Iterable[list[Draft]]:
    chunk: list[Draft] = []
    for draft in drafts:
        chunk.append(draft)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
