"""`manage.py prepare`: what has to be true before `up`. Each step is skipped when its inputs have not changed."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from jailwatch.demo import marks
from jailwatch.env import BASE_DIR
from jailwatch.messages import compile_all


class Command(BaseCommand):
    help = "Compiles translations, collects static files and migrates the database, if any of them changed."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.done("Translations", bool(compile_all()))
        self.done("Static files", collect())
        self.done("Database", migrate())
        if marks.interrupted():
            self.stdout.write(marks.refusal())
        if settings.LOCAL and is_empty():
            announce_loading(settings.VAR / "progress.json")

    def done(self, step: str, changed: bool) -> None:
        self.stdout.write(f"{step}: {'made ready' if changed else 'unchanged'}.")
        self.stdout.flush()


def collect() -> bool:
    stamp, wanted = settings.VAR / "static.stamp", fingerprint()
    if stamp.exists() and stamp.read_text() == wanted and (settings.STATIC_ROOT / "staticfiles.json").exists():
        return False
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["*.py"])
    stamp.write_text(wanted)
    return True


def fingerprint() -> str:
    """Of our own static files, and of the lock for those that come with packages."""
    return hashlib.sha256("\n".join(inputs()).encode()).hexdigest()


def inputs() -> Iterator[str]:
    yield (BASE_DIR / "requirements.txt").read_text()
    for folder in settings.STATICFILES_DIRS:
        for file in sorted(path for path in Path(folder).rglob("*") if path.is_file()):
            facts = file.stat()
            yield f"{file.relative_to(folder)} {facts.st_mtime_ns} {facts.st_size}"


def migrate() -> bool:
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", interactive=False, verbosity=0)
    return True


def is_empty() -> bool:
    from accounts.models import County

    return not County.objects.exists()


def announce_loading(file: Path) -> None:
    """From here on pages say that they are being filled; the loading command counts on in the same file."""
    file.write_text(json.dumps({"step": "", "done": 0, "total": 0}))
