"""Rows written many at once: COPY on PostgreSQL, executemany on SQLite. All of it in the caller's transaction."""

import io
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any

from django.db import connection
from django.db.models import BinaryField, CharField, DateTimeField, Field, JSONField, Model, TextField
from django.db.models.fields import NOT_PROVIDED

from accounts.periods import iso

NULL, TAB = r"\N", "\t"
ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
Values = Mapping[str, Any]


def insert(model: type[Model], rows: Iterable[Values], **always: Any) -> None:
    """Write these rows now; what they leave out is `always` so, or as the database fills it."""
    table = Table(model, **always)
    for row in rows:
        table.add(row)
    with connection.wrap_database_errors:
        _all(list(table.take()))


def refresh_statistics() -> None:
    """Let PostgreSQL look at its tables, after so many rows that it would plan by the sizes of before.

    It does so by itself once they are committed and a minute has passed; figures are wanted at once, and one count that was planned
    for an empty table took four minutes. SQLite plans by its indexes alone.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


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


@lru_cache(maxsize=20_000)
def _escaped(value: str) -> str:
    """One text for one value: the same few words fill most columns."""
    return value.translate(ESCAPED)


def _hex(value: bytes) -> str:
    return f"\\\\x{value.hex()}"


@lru_cache(maxsize=20_000)
def _naive(value: datetime) -> str:
    return str(value.replace(tzinfo=None))
