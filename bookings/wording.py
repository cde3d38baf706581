"""Facts as words for a clerk: moments by the county's clock, values as their lists call them."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import DateField, Field, ForeignKey, Model
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from bookings import countries
from bookings.kinds import KINDS
from bookings.languages import LANGUAGES
from bookings.models import (
    AllowingOffense,
    Booking,
    Charge,
    CitizenshipClaim,
    Consent,
    ConsularNotice,
    Detainer,
    Fact,
    FederalRequest,
    FingerprintCheck,
    Handover,
    IceCall,
    IceVisit,
    ReleaseStep,
    Stay,
    Told,
)
from bookings.models.moments import moment_name, moments_in, span
from bookings.spans import MINUTE, Span

NAMES: dict[type[Fact], Any] = {
    Booking: gettext_lazy("booking"),
    Stay: gettext_lazy("stay in a building"),
    Charge: gettext_lazy("charge"),
    FingerprintCheck: gettext_lazy("fingerprint check"),
    IceCall: gettext_lazy("call with ICE"),
    Consent: gettext_lazy("consent"),
    IceVisit: gettext_lazy("visit by ICE"),
    Detainer: gettext_lazy("detainer"),
    FederalRequest: gettext_lazy("federal request"),
    CitizenshipClaim: gettext_lazy("claim of US citizenship"),
    ConsularNotice: gettext_lazy("consular notice"),
    ReleaseStep: gettext_lazy("release step"),
    Handover: gettext_lazy("handover to ICE"),
    AllowingOffense: gettext_lazy("offense that allowed the handover"),
}
WORD: dict[type[Fact], str] = {model: word for word, model in KINDS.items()}
COUNTRIES = frozenset({"birth_country", "citizen_country", "consulate"})


def clock(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%H:%M")


def day(moment: datetime, zone: ZoneInfo) -> str:
    return date_format(moment.astimezone(zone), _day_format())


def _day_format() -> str:
    return "j M Y" if (get_language() or "").startswith("es") else "M j, Y"


def period(span: Span, zone: ZoneInfo) -> str:
    """How long something lasted. A whole day or more is told in days."""
    first, last = span.at.astimezone(zone), span.until.astimezone(zone)
    if first.time() == last.time() == time():
        days = [day(span.at, zone), day(span.until - MINUTE, zone)]
        return days[0] if days[0] == days[1] else f"{days[0]} - {days[1]}"
    return f"{whole_minute(span.at, zone)} - {clock(span.until, zone) if first.date() == last.date() else whole_minute(span.until, zone)}"


def whole_minute(moment: datetime, zone: ZoneInfo) -> str:
    return f"{day(moment, zone)}, {clock(moment, zone)}"


def when(span: Span, zone: ZoneInfo, *, day_known: bool = False) -> str:
    """'13:40', 'on May 3', 'some time between ... and ...'. Under a heading that names the day, an exact time is enough."""
    if span.is_exact:
        return clock(span.at, zone) if day_known else whole_minute(span.at, zone)
    if Span.local_day(span.at.astimezone(zone).date(), zone) == span:
        return _("on %(day)s") % {"day": day(span.at, zone)}
    last = span.until - MINUTE
    words = {"start": whole_minute(span.at, zone), "end": whole_minute(last, zone)}
    return _("some time between %(start)s and %(end)s") % words


def named(fact: Fact, zone: ZoneInfo) -> str:
    """A fact in a list to choose from: what it is and when."""
    if isinstance(fact, Charge):
        return f"{fact.place}. {fact.description}"
    if isinstance(fact, AllowingOffense):
        return fact.description or _("offense that allowed the handover")
    if spoken := getattr(fact, "spoken", ""):
        return str(spoken)
    moment = next((found for name in moments_in(type(fact)) if (found := span(fact, name))), None)
    name = str(NAMES[type(fact)])
    return f"{name}, {when(moment, zone)}" if moment else name


def shown(column: "Field[Any, Any]", value: Any, zone: ZoneInfo) -> str:
    """One value of one column, as a clerk reads it. Nothing recorded is an empty text."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(Told(one).label) if one in Told.values else str(LANGUAGES.get(one, one)) for one in value)
    if isinstance(value, datetime):
        return whole_minute(value, zone)
    if isinstance(value, date):
        return date_format(value, _day_format())
    return _coded(column, value, zone)


def _coded(column: "Field[Any, Any]", value: Any, zone: ZoneInfo) -> str:
    if column.name in COUNTRIES:
        return countries.name_of(value, get_language() or "en")
    if column.name.endswith("language"):
        return str(LANGUAGES.get(value, value))
    if isinstance(column, ForeignKey):
        return named(value, zone) if isinstance(value, Fact) else str(value)
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    return value if isinstance(value, str) else number_format(value)


def column_of(model: type[Model], name: str) -> "Field[Any, Any] | None":
    return next((column for column in model._meta.concrete_fields if column.name == name), None)


def changed(model: type[Model], before: dict[str, Any], after: dict[str, Any], zone: ZoneInfo) -> list[dict[str, str]]:
    """What a correction changed, from the journal's old and new columns: label, was, now. Both columns of a moment are one line."""
    moments = moments_in(model)
    lines: dict[str, dict[str, str]] = {}
    for name in after:
        stem = moment_name(name)
        column = column_of(model, f"{stem}_at" if stem in moments else name)
        if column is None or name in {"number_sealed", "entered_in_error", "error_reason"}:
            continue
        lines[column.name] = {
            "label": str(column.verbose_name),
            "was": _recorded(column, stem if stem in moments else "", before, name, zone),
            "now": _recorded(column, stem if stem in moments else "", after, name, zone),
        }
    return list(lines.values())


def _recorded(column: "Field[Any, Any]", moment: str, values: dict[str, Any], name: str, zone: ZoneInfo) -> str:
    if not moment:
        value = values[name]
        return shown(column, date.fromisoformat(value) if value and type(column) is DateField else value, zone)
    edges = [datetime.fromisoformat(value) for edge in ("_at", "_until") if (value := values.get(f"{moment}{edge}"))]
    if len(edges) == 2:
        return when(Span(edges[0], edges[1]), zone)
    return whole_minute(edges[0], zone) if edges else ""
