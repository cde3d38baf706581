"""The verb for a booking that a later file tells differently: corrections, fact by fact, the old values kept."""

import json
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import AuditEntry, Origin
from accounts.sealing import sealer
from bookings.actions.bulk import facility, import_digest
from bookings.actions.correcting import booking_of, correct
from bookings.actions.guards import same_paper
from bookings.actions.recording import add
from bookings.drafts import Draft, Values
from bookings.models import Booking, BookingFact, Charge, Detainer, Fact, Handover, Source, Stay
from bookings.models.moments import moment_name, span

REASON = "changed in the jail's file"
GONE = "no longer in the jail's file"
BOTH = "the jail's file tells of both"
# Columns that say one thing together, by how their names begin: whoever gave one of them gave them all.
TOGETHER = ("release", "birth_", "citizen_", "notice_", "dispos", "deci", "served", "relayed")


@transaction.atomic
def refile(booking: Booking, draft: Draft, *, by: str, batch: int) -> None:
    """Bring the imported facts of a booking to what the file says now. What staff entered, corrected or struck out is left alone."""
    if not booking.entered_in_error:
        _amend(booking, draft.booking, by, batch)
        _amend_children(booking, draft, by, batch)
    Booking.objects.filter(pk=booking.pk).update(import_digest=import_digest(draft.payload()))


def _amend_children(booking: Booking, draft: Draft, by: str, batch: int) -> None:
    children: list[tuple[type[BookingFact], list[Values]]] = [
        (Stay, [_with_facility(booking, values) for values in draft.stays]),
        (Charge, draft.charges),
        (Detainer, draft.detainers),
        (Handover, draft.handovers),
    ]
    for model, drafted in children:
        imported = _imported(model, booking)
        for fact, values in zip(imported, drafted, strict=False):
            _amend(fact, values, by, batch)
        for fact in imported[len(drafted) :]:
            _take_away(fact, by, batch)
        for values in drafted[len(imported) :]:
            _add(model, booking, values, by, batch)


def _imported(model: type[BookingFact], booking: Booking) -> list[Any]:
    """The facts that the last file told of, in its order; also those that a person entered in error since, so that they stay struck out."""
    facts = model.objects.filter(booking=booking, source=Source.IMPORT)
    return list(facts.exclude(Q(entered_in_error=True, error_reason=GONE)).order_by("pk"))


def _amend(fact: Fact, values: Values, by: str, batch: int) -> None:
    if fact.entered_in_error:
        return
    kept_out = {"place", *_bounds_that_hold(fact, values)}
    changes = {
        name: value for name, value in values.items() if name not in kept_out and hasattr(fact, name) and getattr(fact, name) != value
    }
    kept = _given_by_people(fact) if changes else set()
    changes = {name: value for name, value in changes.items() if together(name) not in kept}
    if changes:
        correct(fact, by=None, reason=REASON, actor=by, batch_id=batch, **_of_one_paper(fact), **changes)


def _bounds_that_hold(fact: Fact, values: Values) -> list[str]:
    """The columns of moments that nobody wrote down and that an earlier file knew within closer bounds: those still hold."""
    known = [(name, span(fact, name)) for name in values.get("within", ())]
    held = [name for name, was in known if was is not None and values[f"{name}_at"] <= was.at and was.until <= values[f"{name}_until"]]
    return [f"{name}_{end}" for name in held for end in ("at", "until")]


def _given_by_people(fact: Fact) -> set[str]:
    """What of a fact a person entered or corrected, by what goes together."""
    if fact.version == 1 and fact.source == Source.IMPORT:
        return set()
    key = sealer(booking_of(fact).public_id)
    entries = AuditEntry.objects.filter(noun=fact._meta.label, object_id=fact.pk, by__startswith="user:")
    given: set[str] = set()
    for entry in entries:
        after = json.loads(key.open(bytes(entry.sealed or b"")))["after"]
        added = entry.verb.startswith("record_")
        given.update(together(name) for name, value in after.items() if not added or _says(fact, name, value))
    return given


def _says(fact: Fact, name: str, value: Any) -> bool:
    """Whether a value of a new fact was given, and not left at its default."""
    return value not in (None, "", fact._meta.get_field(name).get_default())  # type: ignore[union-attr]


def together(name: str) -> str:
    return next((start for start in TOGETHER if name.startswith(start)), moment_name(name))


def _of_one_paper(fact: Fact) -> Values:
    """Two detainers that a file tells of stay two; the record wants to know why they are not the same paper."""
    twin = isinstance(fact, Detainer) and not fact.duplicate_reason and same_paper(fact)
    return {"duplicate_reason": BOTH} if twin else {}


def _take_away(fact: Fact, by: str, batch: int) -> None:
    if not fact.entered_in_error:
        correct(fact, by=None, reason=GONE, verb="enter_in_error", actor=by, batch_id=batch, entered_in_error=True, error_reason=GONE)


def _add(model: type[BookingFact], booking: Booking, values: Values, by: str, batch: int) -> None:
    columns = {name: value for name, value in values.items() if name != "within"}
    fact: Any = model(county_id=booking.county_id, booking=booking, source=Source.IMPORT, batch_id=batch, **columns)
    if _stands_already(fact):
        return
    _find_place(fact)
    add(fact, booking, by=by, origin=Origin.IMPORT)


def _stands_already(fact: BookingFact) -> bool:
    """Whether staff entered it by hand before the file told of it."""
    if isinstance(fact, Handover):
        return bool(Handover.objects.current().filter(booking=fact.booking_id).exists())
    twin = same_paper(fact) if isinstance(fact, Detainer) else None
    return twin is not None and twin.source != Source.IMPORT


def _find_place(fact: BookingFact) -> None:
    """A charge that staff entered may have the place; two papers of one file stay two."""
    for name, value in _of_one_paper(fact).items():
        setattr(fact, name, value)
    if isinstance(fact, Charge):
        places = set(Charge.objects.current().filter(booking=fact.booking_id).values_list("place", flat=True))
        fact.place = fact.place if fact.place not in places else max(places) + 1


def _with_facility(booking: Booking, values: Values) -> Values:
    kept = {name: value for name, value in values.items() if name not in {"facility", "facility_name"}}
    return kept | {"facility_id": facility(booking.county_id, values).pk}
