"""What is about a county, as rows for its page: what stands, what it was before, and what may be done with it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Max, Model, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry, County, CountyProfile, User
from bookings.actions import END
from bookings.forms.county import ASKS, PERIODS
from bookings.kinds import COUNTY_FACTS, COUNTY_KINDS
from bookings.models import Facility, FederalRequest, List, ListItem, NilReturn, Outage, Policy
from bookings.models.listed import SINCE_EVER
from bookings.models.moments import moments_in, span
from bookings.wording import changed, period, shown, when, whole_minute

HEADINGS: dict[str, tuple[Any, Any, Any]] = {
    "policies": (
        _("Policies"),
        _("What the county decided about its dealings with ICE, from when to when. One rule has one policy a day."),
        _("Add a policy"),
    ),
    "facilities": (
        _("Buildings"),
        _("The jail’s buildings, and the codes of the jail system and of ICE for them."),
        _("Add a building"),
    ),
    "outages": (_("Known gaps"), _("Times in which contacts with ICE were not, or not all, recorded."), _("Add a known gap")),
    "nil-returns": (_("Nothing to report"), _("Signed: in this time there was no contact with ICE to record."), _("Sign for a time")),
    "general-requests": (
        _("General federal requests"),
        _("Requests by federal agencies about nobody in particular."),
        _("Add a general request"),
    ),
    "profiles": (
        _("Profile"),
        _("What staff may ask and which deadlines hold. A profile is not rewritten once in force: a new one takes its place."),
        _("Set a new profile"),
    ),
    "list-items": (
        _("Dated lists"),
        _("Legal bases, forms and the like, with sources. All counties here share them."),
        _("Add an entry"),
    ),
}
ORDER: dict[str, tuple[str, ...]] = {
    "policies": ("rule", "-in_force_from", "-pk"),
    "facilities": ("name", "pk"),
    "outages": ("-gap_at", "-pk"),
    "nil-returns": ("-period_at", "-pk"),
    "general-requests": ("-received_at", "-pk"),
    "profiles": ("-in_force_from", "-pk"),
    "list-items": ("list", "code", "-in_force_from"),
}
OF_REQUEST = ["received", "channel", "answer", "answered", "told", "legal_basis", "source", "staff_minutes", "remarks"]
IN_TITLE: dict[type[Model], set[str]] = {
    Policy: {"rule", "title"},
    NilReturn: {"period"},
    Outage: {"what"},
    Facility: {"code", "name"},
    ListItem: {"list", "label", "code"},
    CountyProfile: {"in_force_from"},
}


@dataclass
class Row:
    """One fact about the county, in words."""

    fact: Any
    title: str
    anchor: str
    group: str = ""
    standing: Any = ""
    details: list[tuple[str, str]] = field(default_factory=list)
    history: list[dict[str, Any]] = field(default_factory=list)
    recorded: str = ""
    recorder: str = ""
    urls: dict[str, str] = field(default_factory=dict)


def facts(kind: str, county: County) -> QuerySet[Any]:
    """What the county has of a kind, those entered in error too, in the order of its page."""
    model: Any = COUNTY_KINDS[kind]
    found: QuerySet[Any] = model._default_manager.order_by(*ORDER[kind])
    if model is ListItem:
        return found
    found = found.filter(county=county)
    return found.filter(booking=None) if model is FederalRequest else found


def rows(kind: str, county: County, found: list[Any], today: date, *, may: bool) -> list[Row]:
    """The facts as rows, with their history: one question to the journal, one for the names in it, however many there are."""
    told = journal_of(COUNTY_KINDS[kind], found)
    names = people(told)
    return [row(kind, county, fact, told.get(fact.pk, []), names, today, may=may) for fact in found]


def row(kind: str, county: County, fact: Any, entries: list[AuditEntry], names: dict[str, str], today: date, *, may: bool) -> Row:
    one = Row(fact, title(fact, county), f"{kind}-{fact.pk}", standing=standing(fact, today), details=details(fact, county))
    one.group = fact.get_list_display() if isinstance(fact, ListItem) else ""
    for entry in entries:
        if "before" in entry.detail:
            one.history.append(one_change(entry, type(fact), county, names))
        else:
            one.recorded, one.recorder = whole_minute(entry.recorded_at, county.zone), names.get(entry.by, "")
    one.urls = addresses(kind, county, fact, today) if may else {}
    return one


def title(fact: Any, county: County) -> str:
    if isinstance(fact, NilReturn):
        found = span(fact, "period")
        return period(found, county.zone) if found else ""
    if isinstance(fact, Policy):
        return f"{fact.get_rule_display()}: {fact.title}"
    if isinstance(fact, FederalRequest):
        return f"{fact.get_kind_display()}, {fact.agency}"
    if isinstance(fact, CountyProfile):
        return str(_("from %(day)s")) % {"day": shown(fact._meta.get_field("in_force_from"), fact.in_force_from, county.zone)}
    return f"{fact} ({fact.code})" if isinstance(fact, Facility | ListItem) else str(fact)


def standing(fact: Any, today: date) -> Any:
    """Whether it is in force today, of what has days at all."""
    if getattr(fact, "entered_in_error", False):
        return ""
    ends = fact.in_use_until if isinstance(fact, Facility) else getattr(fact, "in_force_until", None)
    if ends is not None and ends <= today:
        return _("ended")
    if not hasattr(fact, "in_force_from"):
        return ""
    return _("to come") if fact.in_force_from > today else _("in force")


def details(fact: Any, county: County) -> list[tuple[str, str]]:
    model = type(fact)
    names = OF_REQUEST if model is FederalRequest else [*ASKS[model], *(["in_force_until"] if model is CountyProfile else [])]
    told = [(name, said(fact, name, county)) for name in names if name not in IN_TITLE.get(model, ())]
    return [(label(model, name), words) for name, words in told if words]


def label(model: type[Model], name: str) -> str:
    column: Any = model._meta.get_field(f"{name}_at" if name in moments_in(model) else name)
    return str(column.verbose_name)


def said(fact: Any, name: str, county: County) -> str:
    if name in moments_in(type(fact)):
        found = span(fact, name)
        return "" if found is None else period(found, county.zone) if name in PERIODS else when(found, county.zone)
    value = getattr(fact, name)
    if value == SINCE_EVER:
        return ""
    if value is False and not isinstance(fact, CountyProfile):
        return ""
    return shown(fact._meta.get_field(name), value, county.zone)


def addresses(kind: str, county: County, fact: Any, today: date) -> dict[str, str]:
    """What may be done with it now."""
    found = {}
    if not getattr(fact, "entered_in_error", False) and not (isinstance(fact, CountyProfile) and fact.in_force_from < today):
        found["correct"] = reverse("county_correct", args=[kind, fact.pk])
    if kind in COUNTY_FACTS and not fact.entered_in_error:
        found["error"] = reverse("county_error", args=[kind, fact.pk])
    if kind in END and "correct" in found and standing(fact, today) != _("ended"):
        found["end"] = reverse("county_end", args=[kind, fact.pk])
    return {name: f"{address}?county={county.slug}" for name, address in found.items()}


def journal_of(model: type[Model], found: list[Any]) -> dict[int, list[AuditEntry]]:
    """What the journal says of these, oldest first. Their entries are in clear."""
    entries = AuditEntry.objects.filter(booking=None, noun=model._meta.label, object_id__in=[fact.pk for fact in found]).order_by("pk")
    told: dict[int, list[AuditEntry]] = {}
    for entry in entries:
        told.setdefault(entry.object_id or 0, []).append(entry)
    return told


def people(told: dict[int, list[AuditEntry]]) -> dict[str, str]:
    """The names of those who wrote, as the journal calls them."""
    by = {entry.by for entries in told.values() for entry in entries}
    ids = [one.removeprefix("user:") for one in by if one.startswith("user:")]
    return {one: one for one in by if not one.startswith("user:")} | {
        f"user:{user.pk}": str(user) for user in User.objects.filter(pk__in=ids)
    }


def one_change(entry: AuditEntry, model: type[Model], county: County, names: dict[str, str]) -> dict[str, Any]:
    detail = entry.detail
    return {
        "verb": entry.verb,
        "by": names.get(entry.by, ""),
        "at": whole_minute(entry.recorded_at, county.zone),
        "reason": detail.get("reason", ""),
        "lines": changed(model, detail["before"], detail["after"], county.zone),
    }


def lists(today: date) -> list[dict[str, Any]]:
    """Each dated list: how many entries are in force, and when one was last checked."""
    in_force = Q(in_force_from__lte=today) & (Q(in_force_until=None) | Q(in_force_until__gt=today))
    counted = ListItem.objects.order_by().values("list").annotate(entries=Count("pk", filter=in_force), checked=Max("checked_on"))
    by_code = {one["list"]: one for one in counted}
    column = ListItem._meta.get_field("checked_on")
    return [
        {
            "code": code,
            "name": name,
            "entries": by_code[code]["entries"] if code in by_code else 0,
            "checked": shown(column, by_code[code]["checked"], None) if code in by_code else "",  # type: ignore[arg-type]
        }
        for code, name in List.choices
    ]
