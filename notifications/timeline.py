"""One booking, told in order: every fact at its moment, with who recorded it when, and what was corrected why."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import ForeignKey
from django.urls import reverse

from accounts.crypto import CannotOpen, Sealer
from accounts.models import AuditEntry, User
from accounts.sealing import sealer
from bookings.forms.facts import BOOKKEEPING
from bookings.kinds import KINDS
from bookings.models import Booking, Charge, Detainer, Fact, ReleaseStep, StepKind
from bookings.models.moments import moments_in, span
from bookings.spans import Span
from bookings.wording import NAMES, WORD, changed, clock, day, shown, when, whole_minute
from notifications import telling_words
from notifications.models import Representation

LATE = timedelta(hours=24)
QUIET = frozenset({"source", "staff_minutes", "remarks", "recorded_at"})
# Changes that the entry shows by what it says now.
OF_MACHINES = frozenset({"note_outcome"})
# What a value says by standing there; the rest would be noise on every entry.
SAYS_NOTHING = frozenset({"", "unknown"})


@dataclass
class Entry:
    """One line of the timeline: a fact at its first moment (whole), or one of its later moments (a pointer to it)."""

    fact: Fact
    moment: Span | None
    label: str
    time: str = ""
    day: str = ""
    anchor: str = ""
    whole: bool = True
    details: list[tuple[str, str]] = field(default_factory=list)
    history: list[dict[str, Any]] = field(default_factory=list)
    recorded: str = ""
    recorder: str = ""
    late: bool = False
    urls: dict[str, str] = field(default_factory=dict)
    stands: datetime | None = None

    @property
    def source(self) -> str:
        return "JailWatch" if telling_words.is_ours(self.fact) else str(self.fact.get_source_display())


def order(entry: Entry, booking: Booking) -> tuple[datetime, bool, datetime, int]:
    """The booking comes first; what is known to the day only, at the start of that day; what has no time, with the booking;
    a telling, where it was first tried."""
    first, moment = booking.booked_at, entry.moment
    is_first = isinstance(entry.fact, Booking) and entry.whole
    at = max(moment.at, first) if moment and moment.until > first else (moment.at if moment else entry.stands or first)
    return at, not is_first, moment.until if moment else at, entry.fact.pk


def related(model: type[Fact]) -> list[str]:
    return [column.name for column in model._meta.concrete_fields if isinstance(column, ForeignKey) and column.name not in BOOKKEEPING]


def facts_of(booking: Booking) -> list[Fact]:
    """Every fact of the booking, also what was entered in error; one query a kind."""
    found: list[Fact] = [booking]
    for model in KINDS.values():
        facts: Any = model.objects
        found += facts.filter(booking=booking).select_related(*related(model))
    return found


def timeline(booking: Booking) -> list[Entry]:
    facts, zone = facts_of(booking), booking.county.zone
    told = history(booking)
    names = recorders([fact.recorded_by_id for fact in facts] + [one["by_id"] for rows in told.values() for one in rows])
    entries = [entry for fact in facts for entry in entries_of(fact, booking, zone)]
    tries = telling_words.first_tries(facts)
    for entry in entries:
        entry.stands = telling_words.stands_at(entry.fact, tries)
        describe(entry, booking, zone, names, told.get((entry.fact._meta.label, entry.fact.pk), []))
    return sorted(entries, key=lambda entry: order(entry, booking))


def entries_of(fact: Fact, booking: Booking, zone: ZoneInfo) -> Iterator[Entry]:
    """The fact at its first moment, then a line for each further one. A fact without any stands where it was recorded."""
    model = type(fact)
    dated = [(name, found) for name in moments_in(model) if (found := span(fact, name))]
    if isinstance(fact, Booking):
        dated.sort(key=lambda pair: pair[0] != "booked")
    yield Entry(fact, dated[0][1] if dated else None, str(title_of(fact)))
    for name, moment in dated[1:]:
        yield Entry(fact, moment, f"{NAMES[model]}: {moment_label(model, name)}", whole=False)


def title_of(fact: Fact) -> str:
    if isinstance(fact, Booking):
        return moment_label(Booking, "booked")
    if isinstance(fact, Charge):
        return f"{NAMES[Charge]} {fact.place}: {fact.description}"
    if isinstance(fact, ReleaseStep):
        return str(StepKind(fact.kind).label)
    return telling_words.title(fact) or str(NAMES[type(fact)])


def moment_label(model: type[Fact], name: str) -> str:
    column: Any = model._meta.get_field(f"{name}_at")
    return str(column.verbose_name)


def describe(entry: Entry, booking: Booking, zone: ZoneInfo, names: dict[int, str], told: list[dict[str, Any]]) -> None:
    fact = entry.fact
    kind = WORD.get(type(fact), "booking")
    entry.day = day(order(entry, booking)[0], zone)
    entry.time = when(entry.moment, zone, day_known=True) if entry.moment else ""
    entry.anchor = f"{kind}-{fact.pk}"
    if not entry.whole:
        return
    entry.details = details_of(fact, zone)
    entry.recorder = names.get(fact.recorded_by_id or 0, "")
    entry.recorded = clock(fact.recorded_at, zone) if day(fact.recorded_at, zone) == entry.day else whole_minute(fact.recorded_at, zone)
    entry.late = entry.moment is not None and fact.recorded_at - entry.moment.until > LATE
    entry.history = [one | {"by": names.get(one["by_id"], one["by"]), "at": whole_minute(one["at"], zone)} for one in told]
    for one in entry.history:
        one["lines"] = changed(type(fact), one["before"], one["after"], zone) if one["after"] else []
    entry.urls = urls_of(fact, booking, kind)


def details_of(fact: Fact, zone: ZoneInfo) -> list[tuple[str, str]]:
    """What the fact says, as label and value, without its moments and without what says nothing."""
    edges = {f"{name}{edge}" for name in moments_in(type(fact)) for edge in ("_at", "_until")}
    found = telling_words.lines(fact)
    for column in fact._meta.concrete_fields:
        if column.name in BOOKKEEPING | QUIET | edges | _in_title(fact) | telling_words.unsaid(fact):
            continue
        value = getattr(fact, column.name)
        if value is None or value is False or (isinstance(value, str) and value in SAYS_NOTHING):
            continue
        if words := shown(column, value, zone):
            found.append((str(column.verbose_name), words))
    return found


def _in_title(fact: Fact) -> set[str]:
    if isinstance(fact, Charge):
        return {"description", "place"}
    return {"kind"} if isinstance(fact, ReleaseStep) else set()


def urls_of(fact: Fact, booking: Booking, kind: str) -> dict[str, str]:
    if fact.entered_in_error:
        return {}
    if isinstance(fact, Booking):
        return {
            name: reverse(view, args=[booking.public_id]) for name, view in (("correct", "correct_booking"), ("error", "booking_error"))
        }
    args = [booking.public_id, kind, fact.pk]
    urls = {"correct": reverse("correct_fact", args=args), "error": reverse("fact_error", args=args)}
    if isinstance(fact, Charge):
        urls["disposition"] = reverse("disposition", args=[booking.public_id, fact.pk])
    if isinstance(fact, Representation) and fact.ended_at is None:
        urls["end"] = reverse("end_representation", args=[booking.public_id, fact.pk])
    return urls


def recorders(ids: list[int | None]) -> dict[int, str]:
    return {user.pk: str(user) for user in User.objects.filter(pk__in={one for one in ids if one})}


def history(booking: Booking) -> dict[tuple[str, int], list[dict[str, Any]]]:
    """Every change of every fact, from the journal: (model, id) to its changes, oldest first. Values only while the key lives."""
    key = opener(booking)
    found: dict[tuple[str, int], list[dict[str, Any]]] = {}
    written = AuditEntry.objects.filter(booking=booking.public_id, object_id__isnull=False, batch=None).exclude(sealed=None)
    for entry in written.order_by("pk"):  # not who looked
        said = opened(entry, key)
        if said.get("before") is not None and entry.verb not in OF_MACHINES:
            found.setdefault((entry.noun, entry.object_id or 0), []).append(one_change(entry, said))
    return found


def one_change(entry: AuditEntry, said: dict[str, Any]) -> dict[str, Any]:
    author, _colon, pk = entry.by.partition(":")
    return {
        "verb": entry.verb,
        "by": "" if author == "user" else entry.by,
        "by_id": int(pk) if author == "user" and pk.isdecimal() else 0,
        "at": entry.recorded_at,
        "reason": said.get("reason", "") if entry.verb in {"correct", "enter_in_error"} else "",
        "before": said["before"],
        "after": said.get("after") or {},
    }


def opener(booking: Booking) -> Sealer | None:
    try:
        return sealer(booking.public_id)
    except CannotOpen:
        return None


def opened(entry: AuditEntry, key: Sealer | None) -> dict[str, Any]:
    if key is None or entry.sealed is None:
        return {}
    try:
        found = json.loads(key.open(bytes(entry.sealed)))
    except (CannotOpen, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def number_of(booking: Booking) -> str:
    """The jail's own number, for the booking's own page only."""
    key = opener(booking)
    if key is None or booking.number_sealed is None:
        return ""
    try:
        return key.open(bytes(booking.number_sealed))
    except CannotOpen:
        return ""


def unserved(entries: list[Entry]) -> list[Detainer]:
    found = [one.fact for one in entries if one.whole and isinstance(one.fact, Detainer)]
    return [
        one for one in found if not (one.served_at or one.entered_in_error or one.withdrawn_at or one.expired_at or one.duplicate_of_id)
    ]


def charges(entries: list[Entry]) -> list[tuple[Charge, Entry]]:
    return [(one.fact, one) for one in entries if one.whole and isinstance(one.fact, Charge)]
