"""One form for every kind of fact, made from its model: plain fields as Django makes them, a `MomentField` for each pair of columns."""

from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.forms.models import fields_for_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.forms.countries import CountryField
from bookings.forms.moments import MINUTES, MomentField, settle_now
from bookings.forms.parts import PARTS
from bookings.forms.refusing import RefusingForm
from bookings.languages import LANGUAGES
from bookings.models import Booking, Fact, List, ListItem, Source, Told
from bookings.models.moments import moments_in, span
from bookings.spans import Span
from bookings.wording import COUNTRIES, named

BOOKKEEPING = frozenset(
    [
        "id",
        "county",
        "booking",
        "batch",
        "recorded_at",
        "recorded_by",
        "version",
        "entered_in_error",
        "error_reason",
        "public_id",
        "person_key",
        "number_sealed",
        "contact_sealed",
        "number_hash",
        "import_digest",
        "to_check",
    ]
)
LAST = ("source", "staff_minutes", "remarks")
TYPED = (Source.STAFF, Source.PHONE_LOG, Source.FAX_RECEIPT)
LEGAL = frozenset({"legal_basis", "decision_basis"})
# The form of a new fact, where it asks for more than a correction does.
NEW: "dict[type[Fact], type[FactForm]]" = {}


class FactForm(RefusingForm):
    """`model` names the fact; `values` are what its verb takes."""

    model: type[Fact]
    moments: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    error_css_class = "error"

    def __init__(
        self, data: Any = None, *, booking: Booking | None = None, zone: Any = None, fact: Fact | None = None, **kwargs: Any
    ) -> None:
        zone = zone or county_zone(booking)
        super().__init__(None if data is None else settle_now(data, self.moments, zone), **kwargs)
        self.fact, self.booking, self.zone = fact, booking, zone
        for name, field in self.fields.items():
            if isinstance(field, MomentField):
                self._place(name, field)
            elif isinstance(field, forms.ModelChoiceField):
                self._offer(name, field)
            elif name in LEGAL:
                self._offer_bases(name)
        self._offer_sources()
        self._leave_to_machines()
        if fact is not None:
            self._fill(fact)

    def _place(self, name: str, field: MomentField) -> None:
        within = within_booking(self.booking) if self.booking else None
        field.place(self.zone, within, span(self.fact, name) if self.fact else None)
        if field.required and self.fact is None:
            self.initial.setdefault(name, [timezone.now().astimezone(self.zone).date(), None, MINUTES])

    def _offer(self, name: str, field: Any) -> None:
        """Only what belongs to the same booking, or to its county: buildings, offices. What closed, only where it stands already."""
        model = field.queryset.model
        if self.booking is None:
            field.queryset = model.objects.none()
        elif not issubclass(model, Fact):
            found = model.objects.filter(county=self.booking.county_id).order_by("name")
            now = getattr(self.fact, f"{name}_id", None)
            field.queryset = found.still_open() | found.filter(pk=now) if hasattr(found, "still_open") else found
        else:
            field.queryset = model.objects.current().filter(booking=self.booking)
            if isinstance(self.fact, model):
                field.queryset = field.queryset.exclude(pk=self.fact.pk)
            field.label_from_instance = lambda one: named(one, self.zone)

    def _offer_bases(self, name: str) -> None:
        field: Any = self.fields[name]
        items = ListItem.objects.filter(list=List.LEGAL_BASIS, in_force_until=None).values_list("code", "label")
        now = getattr(self.fact, name, "")
        kept = [(now, now)] if now and now not in dict(items) else []
        self.fields[name] = forms.ChoiceField(label=field.label, choices=[("", "---------"), *items, *kept], required=False)

    def _offer_sources(self) -> None:
        field: Any = self.fields.get("source")
        if field is not None:
            now = getattr(self.fact, "source", Source.STAFF)
            field.choices = [choice for choice in Source.choices if choice[0] in {*TYPED, now}]

    def _leave_to_machines(self) -> None:
        """What JailWatch writes by itself is not offered, unless it stands there."""
        for name, machines in self.model.machine_choices.items():
            field: Any = self.fields.get(name)
            if field is not None:
                now = getattr(self.fact, name, "")
                field.choices = [choice for choice in field.choices if choice[0] not in machines or choice[0] == now]

    def _fill(self, fact: Fact) -> None:
        for name in self.fields:
            if name in self.moments:
                self.initial.setdefault(name, span(fact, name))
            elif hasattr(fact, name):
                self.initial.setdefault(name, getattr(fact, name))

    def parts(self) -> list[dict[str, Any]]:
        """The fields in the order in which they are asked, by headings; what stands under none comes last."""
        stated = PARTS.get(self.model) or [(None, [name for name in self.fields if name not in LAST])]
        spoken = {name for _title, names in stated for name in names} | set(self.apart)
        parts = [*stated, (_("More"), [name for name in self.fields if name not in spoken])]
        here = [(title, [name for name in names if name in self.fields]) for title, names in parts]
        return [self._part(title, names) for title, names in here if names]

    def _part(self, title: Any, names: list[str]) -> dict[str, Any]:
        """A part below the first is folded unless it holds something that was typed, recorded or refused."""
        fields = [self[name] for name in names]
        return {"title": title, "fields": fields, "folds": bool(title), "open": any(self._holds(field) for field in fields)}

    def _holds(self, field: Any) -> bool:
        if field.errors:
            return True
        value = field.value()
        if isinstance(field.field, MomentField):
            value = [one for one in value[:2] if one] if isinstance(value, list) else value
        return field.name not in LAST[:1] and bool(value) and value != field.field.initial

    def values(self) -> dict[str, Any]:
        """What was typed, as the verb takes it: a `Span` or None for each moment."""
        typed = {name: value for name, value in self.cleaned_data.items() if name in type(self).base_fields and name not in self.apart}
        return {name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in typed.items()}

    def changes(self) -> dict[str, Any]:
        """Only what differs from the fact as it stands."""
        return {name: value for name, value in self.values().items() if value != self._now(name)}

    def _now(self, name: str) -> Any:
        if self.fact is None:
            return None
        return span(self.fact, name) if name in self.moments else getattr(self.fact, name)


def county_zone(booking: Booking | None) -> ZoneInfo:
    if booking is None:
        raise TypeError("A form needs the booking or the zone of its county.")
    return booking.county.zone


def within_booking(booking: Booking) -> Span:
    """From the booking to the release; of someone still in custody, until now."""
    return Span(booking.booked_at, booking.released_until or max(booking.booked_until, Span.minute(timezone.now()).until))


@cache
def form_for(model: type[Fact], *leave_out: str) -> type[FactForm]:
    """The form class of a kind of fact, without the fields named."""
    columns = [field.name for field in model._meta.concrete_fields]
    moments = moments_in(model)
    edges = {f"{name}{edge}" for name in moments for edge in ("_at", "_until")}
    plain = [name for name in columns if name not in BOOKKEEPING | model.machine_only | edges | set(leave_out)]
    fields: dict[str, Any] = {}
    made = fields_for_model(model, fields=plain, formfield_callback=_form_field)
    for name in _in_order(columns, plain, tuple(name for name in moments if name not in leave_out)):
        fields[name] = made[name] if name in made else _moment(model, name)
    kept = tuple(name for name in moments if name in fields)
    return type(f"{model.__name__}Form", (FactForm,), fields | {"model": model, "moments": kept, "__module__": __name__})


def _in_order(columns: list[str], plain: list[str], moments: tuple[str, ...]) -> list[str]:
    """The order of the model, a moment where its first column stands."""
    ordered = [name.removesuffix("_at") if name.removesuffix("_at") in moments else name for name in columns]
    offered = [name for name in ordered if name in plain or name in moments]
    return sorted(offered, key=LAST.__contains__)


def _moment(model: type[Fact], name: str) -> MomentField:
    column: Any = model._meta.get_field(f"{name}_at")
    return MomentField(label=column.verbose_name, required=not column.blank)


def _form_field(column: Any, **kwargs: Any) -> Any:
    """Countries by name, languages from a list, what was told as boxes to tick; all else as Django makes it."""
    if column.name in COUNTRIES:
        return CountryField(label=column.verbose_name, required=False)
    if column.name.endswith("language"):
        return forms.ChoiceField(label=column.verbose_name, choices=[("", "---------"), *LANGUAGES.items()], required=False)
    if column.name == "told":
        return forms.MultipleChoiceField(
            label=column.verbose_name, choices=Told.choices, required=False, widget=forms.CheckboxSelectMultiple
        )
    field = column.formfield(**kwargs)
    if isinstance(field, forms.CharField) and isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = 3
    return field
