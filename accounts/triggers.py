"""The database itself refuses to change what is only ever added to: triggers for SQLite and PostgreSQL, made by migration.

SQLite rebuilds a table on some schema changes and drops its triggers then; a migration that alters a guarded table calls `create`
again at its end (a test fails if a trigger is missing).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class AppendOnly:
    """Tables to which rows are only added. `keys`: for each, every unique set of columns and SQLite's hidden `rowid`: a REPLACE that
    meets any of them throws the old row away."""

    keys: Mapping[str, tuple[str, ...]]
    says: str
    function: str

    def create(self, connection: BaseDatabaseWrapper) -> None:
        self.drop(connection)
        _run(connection, {"sqlite": self._sqlite, "postgresql": self._postgres}[connection.vendor]())

    def drop(self, connection: BaseDatabaseWrapper) -> None:
        if connection.vendor == "sqlite":
            _run(connection, [f"DROP TRIGGER IF EXISTS {name}" for name in self.names()])
        else:
            _run(connection, [f"DROP TRIGGER IF EXISTS {name} ON {name.rsplit('_no_', 1)[0]}" for name in self.names()])

    def names(self) -> list[str]:
        """Every trigger that must be there."""
        return [f"{table}_no_{act}" for table in self.keys for act in ("update", "delete", "replace")]

    def _sqlite(self) -> list[str]:
        """REPLACE deletes without firing a delete trigger, hence the third one."""
        statements = []
        for table in self.keys:
            abort = f"BEGIN SELECT RAISE(ABORT, '{self.says}'); END"
            statements += [
                f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {abort}",
                f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {abort}",
                f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} BEGIN {' '.join(self._taken(table))} END",
            ]
        return statements

    def _taken(self, table: str) -> Iterator[str]:
        """Says what is taken in SQLite's own words, so that a plain INSERT is refused as on every other table."""
        for key in self.keys[table]:
            same = " AND ".join(f"{column} = NEW.{column}" for column in key.split())
            named = ", ".join(f"{table}.{column}" for column in key.split())
            says = f"{self.says} UNIQUE constraint failed: {named}"
            yield f"SELECT RAISE(ABORT, '{says}') WHERE EXISTS (SELECT 1 FROM {table} WHERE {same});"  # noqa: S608 (names of ours)

    def _postgres(self) -> list[str]:
        function = f"""CREATE OR REPLACE FUNCTION {self.function}() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '{self.says}' USING ERRCODE = 'restrict_violation'; END $$"""
        statements = [function]
        for table in self.keys:
            refuse = f"EXECUTE FUNCTION {self.function}()"
            statements += [
                f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW {refuse}",
                f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW {refuse}",
                f"CREATE TRIGGER {table}_no_replace BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}",
            ]
        return statements


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


KEYS = {"accounts_auditentry": ("rowid", "id"), "accounts_seal": ("rowid", "number", "previous", "digest")}
TABLES = tuple(KEYS)
SAYS = "The journal is append-only: add a correcting entry instead."
JOURNAL = AppendOnly(KEYS, SAYS, "accounts_journal_refuses")
create, drop, names = JOURNAL.create, JOURNAL.drop, JOURNAL.names
