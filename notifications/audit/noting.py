"""The auditor is audited too: what he opened and took away stands in the same trail."""

from typing import Any

from django.db import transaction

from accounts import journal
from accounts.models import County, Origin, User
from bookings.actions.noting import actor


@transaction.atomic
def note_audit(county: County, *, by: User, what: str, **detail: Any) -> None:
    verb = "export_audit" if what.endswith(".csv") else "view_audit"
    note = journal.Note(
        by=actor(by), verb=verb, noun="accounts.AuditEntry", origin=Origin.LIVE, county_id=county.pk, detail={"what": what, **detail}
    )
    journal.write(note, tell=False)
