"""The verb for a booking that a later file tells differently: corrections, fact by fact, the old values kept."""

from typing import Any

from django.db import transaction

from accounts.models import Origin
from bookings.actions.bulk import import_digest
from bookings.actions.checking import check
from bookings.actions.correcting import correct, enter_in_error
from bookings.actions.noting import facts_of, joined, months_of, note
from bookings.drafts import Draft, Values
from bookings.models import Booking, BookingFact, Charge, Detainer, Facility, Fact, Handover, Source, Stay

REASON = "changed in the jail's file"
GONE = "no longer in the jail's file"


@transaction.atomic
def refile(booking: Booking, draft: Draft, *, by: str, batch: int) -> None:
    """Bring the imported facts of a booking to what the file says now. Facts that staff entered are left alone."""
    _amend(booking, draft.booking, by, batch)
    children: list[tuple[type[BookingFact], list[Values]]] = [
        (Stay, [_with_facility(booking, values) for values in draft.stays]),
        (Charge, draft.charges),
        (Detainer, draft.detainers),
        (Handover, draft.handovers),
    ]
    for model, drafted in children:
        imported = list(model.objects.current().filter(booking=booking, source=Source.IMPORT).order_by("pk"))
        for fact, values in zip(imported, drafted, strict=False):
            _amend(fact, values, by, batch)
        for fact in imported[len(drafted) :]:
            enter_in_error(fact, by=None, reason=GONE)
        for values in drafted[len(imported) :]:
            _add(model, booking, values, by, batch)
    Booking.objects.filter(pk=booking.pk).update(import_digest=import_digest(draft.payload()))


def _amend(fact: Fact, values: Values, by: str, batch: int) -> None:
    changes = {name: value for name, value in values.items() if hasattr(fact, name) and getattr(fact, name) != value}
    if changes:
        correct(fact, by=None, reason=REASON, actor=by, batch_id=batch, **changes)


def _add(model: type[BookingFact], booking: Booking, values: Values, by: str, batch: int) -> None:
    before = months_of(booking)
    fact: Any = model(county_id=booking.county_id, booking=booking, source=Source.IMPORT, batch_id=batch, **values)
    check(fact)
    fact.save(force_insert=True)
    verb = f"record_{model._meta.model_name}"
    months = joined(before, months_of(booking))
    note(verb, fact, booking, by=by, origin=Origin.IMPORT, months=months, before=None, after=facts_of(fact))


def _with_facility(booking: Booking, values: Values) -> Values:
    kept = {name: value for name, value in values.items() if name not in {"facility", "facility_name"}}
    name = values.get("facility_name") or values["facility"]
    facility = Facility.objects.get_or_create(county_id=booking.county_id, code=values["facility"], defaults={"name": name})[0]
    return kept | {"facility_id": facility.pk}
