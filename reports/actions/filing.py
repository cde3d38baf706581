"""What was seen and taken away of statutory forms: the auditor reads it, and no reader of the journal is told."""

from django.db import transaction

from accounts import journal
from accounts.models import County, Origin, User
from bookings.actions.noting import actor


@transaction.atomic
def note_form(county: County, *, by: User, form: str, period: str, file: str) -> None:
    """An officer made a file of a form, or looked at its rows on a page."""
    detail = {"form": form, "period": period, "file": file}
    verb = "view_form" if file == "page" else "export_form"
    note = journal.Note(by=actor(by), verb=verb, noun="reports.Form", origin=Origin.LIVE, county_id=county.pk, detail=detail)
    journal.write(note, tell=False)
