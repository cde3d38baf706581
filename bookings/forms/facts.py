"""One form for every kind of fact, made from its model: plain fields as Django makes them, a `MomentField` for each pair of columns."""

from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import fields_for_model

from bookings.forms.moments import MomentField
from bookings.models import Booking, Fact
from bookings.models.moments import moments_in, span
from bookings.spans import Span

BOOKKEEPING = frozenset(
    [
        "id",
        "county",
        "booking",
        "batch",
        "source",
        "recorded_at",
        "recorded_by",
        "version",
        "entered_in_error",
        "error_reason",
        "public_id",
        "person_key",
        "number_hash",
        "import_digest",
    ]
)
LAST = frozenset({"staff_minutes", "remarks"})


class FactForm(forms.Form):
    """`model` names the fact; `values` are what its verb takes."""

    model: type[Fact]
    moments: tuple[str, ...] = ()
    error_css_class = "error"

    def __init__(self, *args: Any, booking: Booking | None = None, zone: Any = None, fact: Fact | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fact = fact
        within = within_booking(booking) if booking else None
        for name in self.moments:
            field = self.fields[name]
            if isinstance(field, MomentField):
                field.place(zone or county_zone(booking), within)
        if fact is not None:
            self._fill(fact)

    def _fill(self, fact: Fact) -> None:
        for name in self.fields:
            if name in self.moments:
                self.initial.setdefault(name, span(fact, name))
            elif hasattr(fact, name):
                self.initial.setdefault(name, getattr(fact, name))

    def values(self) -> dict[str, Any]:
        """What was typed, as the verb takes it: a `Span` or None for each moment."""
        return {name: self.cleaned_data[name] for name in self.cleaned_data if name in type(self).base_fields}

    def changes(self) -> dict[str, Any]:
        """Only what differs from the fact as it stands."""
        return {name: value for name, value in self.values().items() if value != self._now(name)}

    def _now(self, name: str) -> Any:
        if self.fact is None:
            return None
        return span(self.fact, name) if name in self.moments else getattr(self.fact, name)

    def refuse(self, problem: ValidationError) -> None:
        """Show a verb's refusal beside the fields that it is about."""
        for name, messages in problem.message_dict.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)


def county_zone(booking: Booking | None) -> ZoneInfo:
    if booking is None:
        raise TypeError("A form needs the booking or the zone of its county.")
    return booking.county.zone


def within_booking(booking: Booking) -> Span:
    return Span(booking.booked_at, booking.released_until or booking.booked_until)


@cache
def form_for(model: type[Fact], *leave_out: str) -> type[FactForm]:
    """The form class of a kind of fact, without the fields named."""
    columns = [field.name for field in model._meta.concrete_fields]
    moments = moments_in(model)
    edges = {f"{name}{edge}" for name in moments for edge in ("_at", "_until")}
    plain = [name for name in columns if name not in BOOKKEEPING | edges | set(leave_out)]
    fields: dict[str, Any] = {}
    made = fields_for_model(model, fields=plain, formfield_callback=_form_field)
    for name in _in_order(columns, plain, moments):
        fields[name] = made[name] if name in made else _moment(model, name)
    return type(f"{model.__name__}Form", (FactForm,), fields | {"model": model, "moments": moments, "__module__": __name__})


def _in_order(columns: list[str], plain: list[str], moments: tuple[str, ...]) -> list[str]:
    """The order of the model, a moment where its first column stands."""
    ordered = [name.removesuffix("_at") if name.removesuffix("_at") in moments else name for name in columns]
    offered = [name for name in ordered if name in plain or name in moments]
    return sorted(offered, key=LAST.__contains__)


def _moment(model: type[Fact], name: str) -> MomentField:
    column: Any = model._meta.get_field(f"{name}_at")
    return MomentField(label=column.verbose_name, required=not column.blank)


def _form_field(column: Any, **kwargs: Any) -> Any:
    field = column.formfield(**kwargs)
    if isinstance(field, forms.CharField) and isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = 3
    return field
