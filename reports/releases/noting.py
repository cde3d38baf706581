"""How publishing is noted in the journal."""

from typing import Any

from django.db import transaction
from django.db.models import Model

from accounts import journal
from accounts.models import Origin
from accounts.periods import Month

WARMER = "reports.tasks.warm_pages"


def note(
    verb: str,
    row: Model,
    by: str,
    county_id: int | None,
    detail: dict[str, Any],
    *,
    origin: str = Origin.LIVE,
    months: tuple[Month, Month] | None = None,
) -> None:
    """Told to no reader: publishing changes no figure. What an officer typed stands on the page alone."""
    said = journal.Note(
        by=by,
        verb=verb,
        noun=row._meta.label,
        origin=origin,
        object_id=row.pk,
        county_id=county_id,
        months=months if county_id else None,
        detail=detail,
    )
    journal.write(said, tell=False)


def pages_change() -> None:
    """After the commit, have the worker make the pages that the write changed before somebody asks for them."""
    transaction.on_commit(lambda: journal.wake(WARMER), robust=True)
