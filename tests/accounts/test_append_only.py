"""The database itself refuses to change what the journal holds, whoever asks and however."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from accounts import seals, triggers
from accounts.models import AuditEntry, Seal
from tests.accounts.makers import seal_each, sql

pytestmark = pytest.mark.django_db
SAYS = "append-only"
ENTRY, SEAL = AuditEntry._meta.db_table, Seal._meta.db_table


def stored() -> list[list[tuple[object, ...]]]:
    """Every byte of both tables."""
    with connection.cursor() as cursor:
        rows = []
        for table in triggers.TABLES:
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
            rows.append([tuple(bytes(cell) if isinstance(cell, memoryview) else cell for cell in row) for row in cursor.fetchall()])
        return rows


def refused(act: Callable[[], object]) -> None:
    """The database says no, in the journal's own words, and nothing has changed."""
    before = stored()
    with pytest.raises(DatabaseError, match=SAYS), transaction.atomic():
        act()
    assert stored() == before


def copy(table: str, *changed: str, head: str = "INSERT", tail: str = "") -> str:
    """SQL that puts a stored row in again, with some columns changed: `copy(SEAL, "number = 99")`."""
    model = {ENTRY: AuditEntry, SEAL: Seal}[table]
    values = {field.column: field.column for field in model._meta.concrete_fields}
    values.update(change.split(" = ", 1) for change in changed)
    return f"{head} INTO {table} ({', '.join(values)}) SELECT {', '.join(values.values())} FROM {table} WHERE true LIMIT 1 {tail}"


THROUGH_THE_ORM: dict[str, Callable[[], object]] = {
    "save an entry again": lambda: AuditEntry.objects.first().save(),
    "save one column of an entry": lambda: AuditEntry.objects.first().save(update_fields=["by"]),
    "save a seal again": lambda: Seal.objects.first().save(),
    "update entries": lambda: AuditEntry.objects.update(by="user:1"),
    "update seals": lambda: Seal.objects.update(digest="f" * 64),
    "bulk update entries": lambda: AuditEntry.objects.bulk_update(AuditEntry.objects.all(), ["by"]),
    "delete an entry": lambda: AuditEntry.objects.first().delete(),
    "delete a seal": lambda: Seal.objects.first().delete(),
    "delete entries": lambda: AuditEntry.objects.all().delete(),
    "delete seals": lambda: Seal.objects.all().delete(),
    "delete without a look": lambda: AuditEntry.objects.all()._raw_delete("default"),
    "bulk create over an entry": lambda: AuditEntry.objects.bulk_create(
        [AuditEntry.objects.first()], update_conflicts=True, unique_fields=["id"], update_fields=["by"]
    ),
    "bulk create over a seal": lambda: Seal.objects.bulk_create(
        [Seal.objects.first()], update_conflicts=True, unique_fields=["number"], update_fields=["digest"]
    ),
}
IN_SQL: dict[str, str] = {
    "update entries": f"UPDATE {ENTRY} SET verb = 'other'",
    "update entries to what they are": f"UPDATE {ENTRY} SET verb = verb",
    "update seals": f"UPDATE {SEAL} SET entries = '[]'",
    "delete entries": f"DELETE FROM {ENTRY}",
    "delete seals": f"DELETE FROM {SEAL}",
    "upsert an entry": copy(ENTRY, tail="ON CONFLICT (id) DO UPDATE SET verb = 'other'"),
    "upsert a seal by number": copy(SEAL, tail="ON CONFLICT (number) DO UPDATE SET entries = '[]'"),
    "upsert a seal by digest": copy(SEAL, "number = 99", "previous = 'x'", tail="ON CONFLICT (digest) DO UPDATE SET entries = '[]'"),
}
ON_POSTGRESQL: dict[str, str] = {
    "truncate entries": f"TRUNCATE {ENTRY}",
    "truncate seals": f"TRUNCATE {SEAL}",
    "truncate both": f"TRUNCATE {ENTRY}, {SEAL} RESTART IDENTITY CASCADE",
}
ON_SQLITE: dict[str, str] = {
    f"{head} {name}": statement
    for head in ("INSERT OR REPLACE", "REPLACE")
    for name, statement in {
        "an entry": copy(ENTRY, "verb = 'other'", head=head),
        "an entry by a number as text": copy(ENTRY, "id = CAST(id AS TEXT)", head=head),
        "an entry by a number with a point": copy(ENTRY, "id = CAST(id AS REAL)", head=head),
        "an entry by its row id": copy(ENTRY, "id = NULL", head=head).replace("(id,", "(_rowid_,").replace("SELECT NULL", "SELECT id"),
        "a seal by number": copy(SEAL, "entries = '[]'", head=head),
        "a seal by the seal before it": copy(SEAL, "number = 99", "digest = 'x'", head=head),
        "a seal by its digest": copy(SEAL, "number = 99", "previous = 'x'", head=head),
        "a seal by its hidden row id": copy(SEAL, "number = 99", "previous = 'x'", "digest = 'y'", head=head)
        .replace("(number,", "(rowid, number,")
        .replace("SELECT 99,", "SELECT rowid, 99,"),
    }.items()
} | {
    "UPDATE OR REPLACE an entry": f"UPDATE OR REPLACE {ENTRY} SET id = id + 1",
    "UPDATE OR REPLACE a seal": f"UPDATE OR REPLACE {SEAL} SET digest = previous",
}
OF_THIS_DATABASE = ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL


@pytest.fixture(autouse=True)
def chain() -> None:
    seal_each(3, 2)


@pytest.mark.parametrize("name", THROUGH_THE_ORM)
def test_the_database_refuses_what_the_orm_asks(name: str) -> None:
    refused(THROUGH_THE_ORM[name])


@pytest.mark.parametrize("name", IN_SQL)
def test_the_database_refuses_what_sql_asks(name: str) -> None:
    refused(lambda: sql(IN_SQL[name]))


@pytest.mark.parametrize("name", OF_THIS_DATABASE)
def test_the_database_refuses_its_own_ways_of_writing_over(name: str) -> None:
    refused(lambda: sql(OF_THIS_DATABASE[name]))


def test_adding_is_still_possible_and_the_chain_holds_after_every_refusal() -> None:
    for act in THROUGH_THE_ORM.values():
        refused(act)
    seal_each(2)
    assert seals.verify().problem == ""


def triggers_there() -> set[str]:
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


def test_every_trigger_is_there_after_migration() -> None:
    assert {name for name in triggers_there() if name.startswith(triggers.TABLES)} == set(triggers.names())


def test_each_table_of_the_journal_has_a_trigger_for_each_way_of_losing_a_row() -> None:
    assert triggers.TABLES == (ENTRY, SEAL)
    assert set(triggers.names()) == {f"{table}_no_{act}" for table in (ENTRY, SEAL) for act in ("update", "delete", "replace")}


def test_triggers_can_be_made_again_where_they_are() -> None:
    triggers.create(connection)
    assert set(triggers.names()) <= triggers_there()
    refused(lambda: sql(f"DELETE FROM {ENTRY}"))


@pytest.mark.django_db(transaction=True)
def test_a_change_is_refused_outside_a_transaction_too() -> None:
    before = stored()
    with pytest.raises(DatabaseError, match=SAYS):
        sql(f"UPDATE {ENTRY} SET verb = 'other'")
    assert stored() == before
