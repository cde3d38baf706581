"""What was taken away of statutory forms: the auditor reads it, and no reader of the journal is told."""

from django.db import transaction

from accounts import journal
from accounts.models import County, Origin, User
from bookings.actions.noting import actor


@transaction.atomic
def note_form(county: County, *, by: User, form: str, period: str, file: str) -> None:
    """An officer made a file of a form."""
    detail = {"form": form, "period": period, "file": file}
    note = journal.Note(by=actor(by), verb="export_form", noun="reports.Form", origin=Origin.LIVE, county_id=county.pk, detail=detail)
    journal.write(note, tell=False)
