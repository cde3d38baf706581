"""The database compares two rows where a constraint sees only one: a try and a delivery are to whom their notification is.

Without this, a row could call itself one to counsel and hang on a notification to ICE; whichever of the two is written first,
or again under the same id. SQLite rebuilds a table on some schema
changes and drops its triggers then; a migration that alters one of `TABLES` calls `create` again at its end (a test fails if
a trigger is missing).
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("notifications_attempt", "notifications_delivery")
TOLD = "notifications_releasenotification"
SAYS = "This telling is to somebody else."
KEPT = "Whom it was told to cannot be changed."


def names() -> list[str]:
    """Every trigger that must be there."""
    same = [f"{table}_same_{act}" for table in TABLES for act in ("insert", "update")]
    return [*same, f"{TOLD}_keeps_recipient", f"{TOLD}_suits_its_rows"]


def create(connection: BaseDatabaseWrapper) -> None:
    drop(connection)
    _run(connection, {"sqlite": _sqlite, "postgresql": _postgres}[connection.vendor]())


def drop(connection: BaseDatabaseWrapper) -> None:
    if connection.vendor == "sqlite":
        _run(connection, [f"DROP TRIGGER IF EXISTS {name}" for name in names()])
    else:
        _run(connection, [f"DROP TRIGGER IF EXISTS {name} ON {_table(name)}" for name in names()])


def _table(trigger: str) -> str:
    return next(table for table in (*TABLES, TOLD) if trigger.startswith(table))


def _sqlite() -> list[str]:
    statements = []
    for table in TABLES:
        other = f"(SELECT recipient FROM {TOLD} WHERE id = NEW.notification_id) <> NEW.recipient"  # noqa: S608 (names of ours)
        for act in ("insert", "update"):
            head = f"CREATE TRIGGER {table}_same_{act} BEFORE {act.upper()} ON {table} WHEN {other}"
            statements.append(f"{head} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END")
    changed = f"CREATE TRIGGER {TOLD}_keeps_recipient BEFORE UPDATE ON {TOLD} WHEN NEW.recipient <> OLD.recipient OR NEW.id <> OLD.id"
    added = f"CREATE TRIGGER {TOLD}_suits_its_rows AFTER INSERT ON {TOLD} WHEN {_unsuited()}"
    return [
        *statements,
        f"{changed} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
        f"{added} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
    ]


def _unsuited() -> str:
    """A new notification takes the id that rows to somebody else wait for: a foreign key is looked at only at the end."""
    waiting = "EXISTS (SELECT 1 FROM {} WHERE notification_id = NEW.id AND recipient <> NEW.recipient)"
    return " OR ".join(waiting.format(table) for table in TABLES)


def _postgres() -> list[str]:
    same = f"""CREATE OR REPLACE FUNCTION notifications_same_recipient() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
            IF (SELECT recipient FROM {TOLD} WHERE id = NEW.notification_id) <> NEW.recipient THEN
                RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        END $$"""  # noqa: S608 (names of ours)
    keeps = f"""CREATE OR REPLACE FUNCTION notifications_keeps_recipient() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'check_violation'; END $$"""
    suits = f"""CREATE OR REPLACE FUNCTION notifications_suits_its_rows() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
            IF {_unsuited()} THEN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'check_violation'; END IF;
            RETURN NULL;
        END $$"""
    statements = [same, keeps, suits]
    for table in TABLES:
        for act in ("insert", "update"):
            head = f"CREATE TRIGGER {table}_same_{act} BEFORE {act.upper()} ON {table}"
            statements.append(f"{head} FOR EACH ROW EXECUTE FUNCTION notifications_same_recipient()")
    differs = "NEW.recipient <> OLD.recipient OR NEW.id <> OLD.id"
    changed = f"CREATE TRIGGER {TOLD}_keeps_recipient BEFORE UPDATE ON {TOLD} FOR EACH ROW WHEN ({differs})"
    added = f"CREATE TRIGGER {TOLD}_suits_its_rows AFTER INSERT ON {TOLD} FOR EACH ROW"
    return [
        *statements,
        f"{changed} EXECUTE FUNCTION notifications_keeps_recipient()",
        f"{added} EXECUTE FUNCTION notifications_suits_its_rows()",
    ]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
