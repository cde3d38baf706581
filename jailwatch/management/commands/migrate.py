"""`manage.py migrate`, which does not build JailWatch into somebody else's database."""

import sys
from typing import Any

from django.apps import apps
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

OURS = frozenset({"accounts", "bookings", "notifications", "reports"})


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        strangers = foreign_tables(connection)
        if strangers:
            self.stderr.write(
                f"The database {connection.settings_dict['NAME']} belongs to something else (it has the table {strangers[0]} "
                "and no migration of JailWatch). Name an empty one in DATABASE_URL."
            )
            sys.exit(2)
        super().handle(*args, **options)


def foreign_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """Tables we would never make, in a database we have never migrated.

    Our own tables without a record are a first migration that was interrupted: that one may go on.
    """
    recorder = MigrationRecorder(connection)
    if any(app in OURS for app, _name in recorder.applied_migrations()):
        return []
    return sorted(set(connection.introspection.table_names()) - our_tables())


def our_tables() -> set[str]:
    models = apps.get_models(include_auto_created=True)
    return {MigrationRecorder.Migration._meta.db_table, *(model._meta.db_table for model in models)}
