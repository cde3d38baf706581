"""The verb for a booking that a later file tells differently: corrections, fact by fact, the old values kept."""

import json
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from accounts import journal
from accounts.models import AuditEntry, Origin
from accounts.periods import Month
from accounts.sealing import sealer
from bookings.actions.bulk import NAMES, ORDER, import_digest
from bookings.actions.correcting import booking_of, correct
from bookings.actions.county import facility_of
from bookings.actions.guards import same_paper
from bookings.actions.noting import starts
from bookings.actions.recording import add
from bookings.actions.undoing import UNDONE
from bookings.drafts import Draft, Values
from bookings.kinds import KINDS
from bookings.models import Booking, BookingFact, Charge, Detainer, Fact, Handover, Source, Stay
from bookings.models.moments import moment_name, span

REASON = "changed in the jail's file"
GONE = "no longer in the jail's file"
BOTH = "the jail's file tells of both"
# Columns that say one thing together, by how their names begin: whoever gave one of them gave them all.
TOGETHER = ("release", "birth_", "citizen_", "notice_", "dispos", "deci", "served", "relayed")
Pair = tuple[Any, Values | None]


@transaction.atomic
def refile(booking: Booking, draft: Draft, *, by: str, batch: int) -> None:
    """Bring the imported facts of a booking to what the file says now. What staff entered, corrected or struck out is left alone.

    The journal keeps what the file before said, as its digest, so that an undo can tell whether a later file spoke, and how much of it
    was to be checked.
    """
    digest = import_digest(draft.payload())
    if not booking.entered_in_error:
        _amend(booking, draft.booking, by, batch)
        _amend_facts(booking, draft, by, batch)
    Booking.objects.filter(pk=booking.pk).update(import_digest=digest, to_check=draft.to_check)
    note = journal.Note(
        by=by,
        verb="refile",
        noun=booking._meta.label,
        origin=Origin.IMPORT,
        object_id=booking.pk,
        county_id=booking.county_id,
        booking=booking.public_id,
        batch=batch,
        months=booked_in(booking) if draft.to_check != booking.to_check else None,
        detail={"before": booking.import_digest, "after": digest, "to_check": booking.to_check},
    )
    journal.write(note, tell=False)


def booked_in(booking: Booking) -> tuple[Month, Month]:
    """The month in which it is counted that something of a booking is to be checked."""
    month = Month.of(booking.booked_at, booking.county.zone)
    return month, month


def _amend_facts(booking: Booking, draft: Draft, by: str, batch: int) -> None:
    """Kind by kind, those first that others name: a fact of the file names another by its place among those of its kind."""
    drafted = draft.by_kind()
    ids: dict[str, list[int | None]] = {}
    for kind in ORDER:
        told = [_as_columns(booking, kind, values, ids, by, batch) for values in drafted.get(kind, [])]
        ids[kind] = _amend_kind(KINDS[kind], booking, told, by, batch)
        for name in [name for name, other in NAMES[kind] if other == kind]:
            _name_each_other(KINDS[kind], name, drafted.get(kind, []), ids[kind], by, batch)


def _name_each_other(model: type[Fact], name: str, drafted: list[Values], ids: list[int | None], by: str, batch: int) -> None:
    """A paper that supersedes another of the same file: both must stand before one can name the other."""
    for pk, values in zip(ids, drafted, strict=True):
        if values.get(name) is not None:
            _amend(model.objects.get(pk=pk), {f"{name}_id": ids[values[name]]}, by, batch)


def _as_columns(booking: Booking, kind: str, values: Values, ids: dict[str, list[int | None]], by: str, batch: int) -> Values:
    """The values with the ids of the building and of the other facts that they name."""
    kept = {name: value for name, value in values.items() if name not in {"facility", "facility_name", *(name for name, _ in NAMES[kind])}}
    if "facility" in values:
        name = values.get("facility_name", "")
        building = facility_of(booking.county_id, values["facility"], name, by=by, origin=Origin.IMPORT, batch=batch)
        kept["facility_id"] = building.pk
    named = ((name, ids[other][values[name]]) for name, other in NAMES[kind] if other != kind and values.get(name) is not None)
    return kept | {f"{name}_id": pk for name, pk in named}


def _amend_kind(model: type[Fact], booking: Booking, told: list[Values], by: str, batch: int) -> list[int | None]:
    """The ids of the facts told of, in the file's order."""
    facts = dict(_pairs(_imported(model, booking), told))
    for fact, place in facts.items():
        if place is None:
            _take_away(fact, by, batch)
    found = {place: fact for fact, place in facts.items() if place is not None}
    for place, fact in found.items():
        _amend(fact, told[place], by, batch)
    return [found[place].pk if place in found else _add(model, booking, values, by, batch) for place, values in enumerate(told)]


def _pairs(facts: list[Any], told: list[Values]) -> Iterator[tuple[Any, int | None]]:
    """Each fact with the place of what the file says of it now, or with none.

    Those that are told as they stand come first, so that a line that is gone from the middle leaves its neighbours alone; the rest
    go to the line that is most like them.
    """
    free = list(range(len(told)))
    rest = []
    for fact in facts:
        same = next((place for place in free if not _differs(fact, told[place])), None)
        if same is None:
            rest.append(fact)
        else:
            free.remove(same)
            yield fact, same
    for fact in rest:
        like = min(free, key=lambda place: len(_differs(fact, told[place])), default=None)  # noqa: B023 - used at once
        if like is not None:
            free.remove(like)
        yield fact, like


def _differs(fact: Any, values: Values) -> Values:
    """What the file says differently. The place of a charge is not what it is known by: lines before it may be gone."""
    kept_out = {"place", *_bounds_that_hold(fact, values)}
    return {name: value for name, value in values.items() if name not in kept_out and hasattr(fact, name) and getattr(fact, name) != value}


def _bounds_that_hold(fact: Fact, values: Values) -> list[str]:
    """The columns of moments that nobody wrote down and that an earlier file knew within closer bounds: those still hold."""
    known = [(name, span(fact, name)) for name in values.get("within", ())]
    held = [name for name, was in known if was is not None and values[f"{name}_at"] <= was.at and was.until <= values[f"{name}_until"]]
    return [f"{name}_{end}" for name in held for end in ("at", "until")]


def _imported(model: type[Fact], booking: Booking) -> list[Any]:
    """The facts that the last file told of, in its order; also those that a person entered in error since, so that they stay struck out."""
    facts: Any = model.objects
    told = facts.filter(booking=booking, source=Source.IMPORT)
    return list(told.exclude(entered_in_error=True, error_reason__in=(GONE, UNDONE)).order_by("pk"))


def _amend(fact: Fact, values: Values, by: str, batch: int) -> None:
    if fact.entered_in_error:
        return
    changes = _differs(fact, values)
    kept = _given_by_people(fact) if changes else set()
    changes = {name: value for name, value in changes.items() if together(name) not in kept}
    if changes:
        correct(fact, by=None, reason=REASON, origin=Origin.IMPORT, actor=by, batch_id=batch, **_of_one_paper(fact), **changes)


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
        gone: Values = {"entered_in_error": True, "error_reason": GONE, "batch_id": batch}
        correct(fact, by=None, reason=GONE, verb="enter_in_error", origin=Origin.IMPORT, actor=by, **gone)


def _add(model: type[Fact], booking: Booking, values: Values, by: str, batch: int) -> int | None:
    columns = {name: value for name, value in values.items() if name != "within"} | {"booking": booking}
    fact: Any = model(county_id=booking.county_id, source=Source.IMPORT, batch_id=batch, **columns)
    standing = _standing_already(fact)
    if standing is not None:
        return standing.pk
    _find_place(fact)
    add(fact, booking, by=by, origin=Origin.IMPORT)
    return int(fact.pk)


def _standing_already(fact: Any) -> Any:
    """The same thing, if staff entered it by hand before the file told of it. Charges and stays are told by the file alone."""
    facts = type(fact).objects.current().filter(booking=fact.booking_id)
    if isinstance(fact, Handover):
        return facts.first()
    if isinstance(fact, Detainer):
        twin = same_paper(fact)
        return twin if twin is not None and twin.source != Source.IMPORT else None
    if isinstance(fact, Charge | Stay) or not any(starts(fact)):
        return None
    by_hand = facts.exclude(source=Source.IMPORT)
    return next((other for other in by_hand if starts(other)[0] == starts(fact)[0] is not None), None)


def _find_place(fact: BookingFact) -> None:
    """A charge that staff entered may have the place; two papers of one file stay two."""
    for name, value in _of_one_paper(fact).items():
        setattr(fact, name, value)
    if isinstance(fact, Charge):
        places = set(Charge.objects.current().filter(booking=fact.booking_id).values_list("place", flat=True))
        fact.place = fact.place if fact.place not in places else max(places) + 1
