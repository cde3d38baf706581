"""Whether a demonstration was begun and not finished. The journal says so, since a killed process says nothing."""

from django.conf import settings
from django.db import connection, transaction

from accounts import journal
from accounts.models import AuditEntry, County, Origin

BEGUN, FINISHED = "begin_demo", "finish_demo"


def begin(seed: int) -> None:
    _mark(BEGUN, {"seed": seed})


def finish(seed: int, bookings: int) -> None:
    _mark(FINISHED, {"seed": seed, "bookings": bookings})


@transaction.atomic
def _mark(verb: str, detail: dict[str, int]) -> None:
    journal.write(journal.Note(by="command:demo", verb=verb, noun="accounts.County", origin=Origin.DEMO, detail=detail), tell=False)


def interrupted() -> bool:
    return _written(BEGUN) and not _written(FINISHED)


def _written(verb: str) -> bool:
    return AuditEntry.objects.filter(verb=verb, origin=Origin.DEMO).exists()


def refusal() -> str:
    """Why no demonstration can be loaded here, or nothing."""
    if interrupted():
        return f"A demo was begun here and not finished, so its figures are not whole. To start over, {start_over()}."
    if County.objects.exists():
        return "This database has a county already; the demo goes into an empty one only."
    return ""


def start_over() -> str:
    """Nothing can be taken out of the journal: one starts over with a new database."""
    if connection.vendor == "sqlite":
        return f"stop JailWatch, delete {settings.DATABASES['default']['NAME']} (with its -wal and -shm), and start again"
    return f"drop the database {connection.settings_dict['NAME']}, create it again, and run migrate and demo"
