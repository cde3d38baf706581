"""The trail: entries of the journal, newest first, by who, what, which booking, when and origin; and what an auditor sees of them.

Of old and new values an auditor sees those of acts (their privacy class says which). Of what describes a person, or was written freely,
it is said that it changed, and no more.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import AuditEntry, County, Origin, User
from accounts.privacy import Privacy, fields_of
from accounts.sealing import sealers
from bookings.models.moments import moment_name, moments_in
from bookings.wording import NAMES, changed, column_of, whole_minute
from notifications.timeline import opened

A_PAGE = 50
MOST_IN_A_FILE = 10_000
SHOWN = (Privacy.PUBLIC, Privacy.OFFICE, Privacy.ACT)
READS = Q(verb__startswith="view") | Q(verb__startswith="export")
CHANGES = Q(origin=Origin.CORRECTION) | Q(verb__in=("correct", "enter_in_error", "undo_import"))
# What can be asked for, by the word that stands in the address.
WHAT: dict[str, tuple[Any, Q]] = {
    "reads": (gettext_lazy("seen or taken away"), READS),
    "entries": (gettext_lazy("entered"), Q(verb__startswith="record_") | Q(verb="release")),
    "changes": (gettext_lazy("corrected or entered in error"), CHANGES),
    "published": (gettext_lazy("reports, forms and registers"), Q(noun__startswith="reports.") & ~READS),
    "keys": (gettext_lazy("people and keys"), Q(noun__in=("accounts.User", "accounts.Membership", "accounts.MachineKey"))),
}
MACHINES = "machines"


@dataclass(frozen=True)
class Asked:
    """The filters of an address; what is empty does not filter."""

    who: str = ""
    what: str = ""
    booking: str = ""
    origin: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None


def found(county: County, asked: Asked) -> QuerySet[AuditEntry]:
    """The entries of a county, newest first. The order is that of their numbers, which never change."""
    entries = AuditEntry.objects.filter(county_id=county.pk)
    if asked.who == MACHINES:
        entries = entries.exclude(by__startswith="user:")
    elif asked.who:
        entries = entries.filter(by=f"user:{asked.who}")
    if asked.what:
        entries = entries.filter(WHAT[asked.what][1])
    if asked.booking:
        entries = entries.filter(booking__range=ids_of(asked.booking))
    if asked.origin:
        entries = entries.filter(origin=asked.origin)
    if asked.since:
        entries = entries.filter(recorded_at__gte=midnight(asked.since, county))
    if asked.until:
        entries = entries.filter(recorded_at__lt=midnight(date.fromordinal(asked.until.toordinal() + 1), county))
    if asked.before:
        entries = entries.filter(pk__lt=asked.before)
    return entries.order_by("-pk")


def ids_of(case_key: str) -> tuple[uuid.UUID, uuid.UUID]:
    """The first and the last public id with a case key: a range, which both databases find by their index."""
    return uuid.UUID(case_key.lower().ljust(32, "0")), uuid.UUID(case_key.lower().ljust(32, "f"))


def midnight(day: date, county: County) -> datetime:
    return datetime.combine(day, time(), county.zone)


def people(county: County) -> list[tuple[str, str]]:
    """Who may stand in the trail by name: everybody who has a role in the county."""
    named = User.objects.filter(memberships__county=county).distinct().order_by("name", "email")
    return [(str(one.pk), str(one)) for one in named]


def rows(county: County, entries: Iterable[AuditEntry]) -> list[dict[str, Any]]:
    """Entries in words: two queries, however many there are."""
    some = list(entries)
    keys = sealers(one.booking for one in some if one.booking and one.sealed)
    authors = [pk for pk in map(author, some) if pk]
    names = {f"user:{one.pk}": str(one) for one in User.objects.filter(pk__in=authors)}
    return [row(county, one, opened(one, keys.get(one.booking)) if one.booking else {}, names) for one in some]


def author(entry: AuditEntry) -> int | None:
    kind, _colon, pk = entry.by.partition(":")
    return int(pk) if kind == "user" and pk.isdecimal() else None


def row(county: County, entry: AuditEntry, said: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    model = model_of(entry.noun)
    lines, hidden = difference(model, said, county)
    return {
        "number": entry.pk,
        "when": whole_minute(entry.recorded_at, county.zone),
        "at": entry.recorded_at.astimezone(county.zone).isoformat(timespec="seconds"),
        "by": names.get(entry.by, entry.by),
        "verb": entry.verb,
        "noun": str(NAMES.get(model, entry.noun) if model else entry.noun),
        "object": entry.object_id,
        "booking": str(entry.booking)[:8].upper() if entry.booking else "",
        "origin": Origin(entry.origin).label,
        "reason": said.get("reason", ""),
        "lines": lines,
        "hidden": ", ".join(hidden),
        "detail": ", ".join(f"{name}: {value}" for name, value in entry.detail.items()),
        "destroyed": entry.sealed is not None and not said,
    }


def model_of(noun: str) -> Any:
    try:
        return apps.get_model(noun)
    except (LookupError, ValueError):
        return None


def difference(model: type[Model] | None, said: dict[str, Any], county: County) -> tuple[list[dict[str, str]], list[str]]:
    """Was and now of what an auditor sees, and the names of what else changed."""
    before, after = said.get("before"), said.get("after")
    if model is None or not isinstance(before, dict) or not isinstance(after, dict):
        return [], []
    differing = {name: value for name, value in after.items() if name in before and before[name] != value}
    open_ones = {field.name for field in fields_of(model, *SHOWN)}
    both = {name for name in after if name in before and name in open_ones and touched(model, name, differing)}
    lines = changed(model, {name: before[name] for name in both}, {name: after[name] for name in sorted(both)}, county.zone)
    hidden = [str(column.verbose_name) for name in differing if name not in open_ones and (column := column_of(model, name))]
    return lines, hidden


def touched(model: type[Model], name: str, differing: dict[str, Any]) -> bool:
    """Both columns of a moment go together, also where only one of them changed."""
    stem = moment_name(name)
    return any(other in differing for other in ((f"{stem}_at", f"{stem}_until") if stem in moments_in(model) else (name,)))


COLUMNS = (
    *(gettext_lazy("entry"), gettext_lazy("when"), gettext_lazy("who"), gettext_lazy("what"), gettext_lazy("of what")),
    *(gettext_lazy("number"), gettext_lazy("booking"), gettext_lazy("origin"), gettext_lazy("reason"), gettext_lazy("was and now")),
)


def file_row(one: dict[str, Any]) -> list[Any]:
    said = "; ".join([*(f"{line['label']}: {line['was']} > {line['now']}" for line in one["lines"]), *filter(None, [one["detail"]])])
    also = _("also changed, not shown: %(fields)s") % {"fields": one["hidden"]} if one["hidden"] else ""
    tail = "; ".join(filter(None, [said, also]))
    names = ("number", "at", "by", "verb", "noun", "object", "booking", "origin", "reason")
    return [*(one[name] for name in names), tail]
