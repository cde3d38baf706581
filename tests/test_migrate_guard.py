"""`migrate` does not build JailWatch into somebody else's database."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from jailwatch.management.commands.migrate import foreign_tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def forgotten() -> None:
    """A database in which no migration of ours was ever recorded."""
    MigrationRecorder.Migration.objects.all().delete()


@pytest.fixture
def patients() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE patients (id integer)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE patients")


def test_our_own_database_is_migrated() -> None:
    assert foreign_tables(connection) == []
    call_command("migrate", verbosity=0, plan=True)


def test_a_first_migration_that_was_interrupted_goes_on(forgotten: None) -> None:
    assert foreign_tables(connection) == []


def test_a_table_of_another_program_beside_ours_is_no_reason_to_refuse(patients: None) -> None:
    assert foreign_tables(connection) == []


def test_somebody_elses_database_is_refused_in_one_sentence(forgotten: None, patients: None, capsys: Any) -> None:
    with pytest.raises(SystemExit) as refusal:
        call_command("migrate", verbosity=0)
    assert refusal.value.code == 2
    [sentence] = capsys.readouterr().err.splitlines()
    assert "belongs to something else (it has the table patients and no migration of JailWatch)" in sentence
