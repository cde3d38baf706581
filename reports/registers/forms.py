"""The forms of the registers, made from the columns that a step asks for."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import DateField, Field
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from bookings.forms.county import DayField
from bookings.forms.moments import day_input
from bookings.forms.refusing import RefusingForm
from reports.models import ClaimOutcome
from reports.registers.declared import Register

# What a step must be given although the column may be empty before it.
NEEDED = frozenset({"answer", "answered_by", "answered_on", "evidence", "settled_on", "settled_why"})


class EntryForm(RefusingForm):
    """`values` are what the verb takes; `changes` what a correction moves."""

    moments: tuple[str, ...] = ()

    def __init__(self, data: Any = None, *, zone: ZoneInfo, entry: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.entry, self.zone = entry, zone
        for name in self.fields:
            if entry is not None:
                self.initial.setdefault(name, getattr(entry, name))

    def values(self) -> dict[str, Any]:
        return {name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in self.cleaned_data.items()}

    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in self.values().items() if value != getattr(self.entry, name)}


def form_of(register: Register, names: tuple[str, ...], *, needed: bool = True) -> type[EntryForm]:
    """`needed`: the step asks for all that makes it whole. A correction leaves that to the constraints."""
    made: Any = fields_for_model(
        register.model, fields=list(names), formfield_callback=lambda column, **kwargs: _field(column, needed, **kwargs)
    )
    return type("EntryFormOf", (EntryForm,), {name: made[name] for name in names} | {"model": register.model, "__module__": __name__})


def _field(column: "Field[Any, Any]", needed: bool, **kwargs: Any) -> Any:
    required = not column.blank or (needed and column.name in NEEDED)
    if isinstance(column, DateField):
        return DayField(label=column.verbose_name, required=required, widget=day_input())
    field: Any = column.formfield(**kwargs)
    field.required = required
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = 4
    if column.name == "outcome" and needed:
        field.choices = [("", _("choose")), *(choice for choice in ClaimOutcome.choices if choice[0] != ClaimOutcome.OPEN)]
        field.initial = ""
    return field
