"""The database itself refuses to change the journal: triggers for SQLite and PostgreSQL, made by migration.

SQLite rebuilds a table on some schema changes and drops its triggers then; a migration that alters one of `TABLES`
calls `create` again at its end (a test fails if a trigger is missing).
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("accounts_auditentry", "accounts_seal")
# Every unique column, and SQLite's hidden `rowid`: a REPLACE that meets any of them throws the old row away.
KEYS = {"accounts_auditentry": ("rowid", "id"), "accounts_seal": ("rowid", "number", "previous", "digest")}
SAYS = "The journal is append-only: add a correcting entry instead."


def create(connection: BaseDatabaseWrapper) -> None:
    drop(connection)
    _run(connection, {"sqlite": _sqlite, "postgresql": _postgres}[connection.vendor]())


def drop(connection: BaseDatabaseWrapper) -> None:
    if connection.vendor == "sqlite":
        _run(connection, [f"DROP TRIGGER IF EXISTS {name}" for name in names()])
    else:
        _run(connection, [f"DROP TRIGGER IF EXISTS {name} ON {name.rsplit('_no_', 1)[0]}" for name in names()])


def names() -> list[str]:
    """Every trigger that must be there."""
    return [f"{table}_no_{act}" for table in TABLES for act in ("update", "delete", "replace")]


def _sqlite() -> list[str]:
    """REPLACE deletes without firing a delete trigger, hence the third one."""
    statements = []
    for table in TABLES:
        abort = f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
        same = " OR ".join(f"{key} = NEW.{key}" for key in KEYS[table])
        taken = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 (names of ours)
        statements += [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {abort}",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {abort}",
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} {taken} {abort}",
        ]
    return statements


def _postgres() -> list[str]:
    function = f"""CREATE OR REPLACE FUNCTION accounts_journal_refuses() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'restrict_violation'; END $$"""
    statements = [function]
    for table in TABLES:
        refuse = "EXECUTE FUNCTION accounts_journal_refuses()"
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
