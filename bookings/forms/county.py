"""The forms of what is about the county. The same ways in and out as those of a booking's facts: `values`, `changes`, `parts`."""

from functools import cache
from typing import Any

from django import forms
from django.db.models import Model
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from accounts.models import County, CountyProfile
from bookings.forms.facts import form_for
from bookings.forms.moments import YEARS, day_input
from bookings.forms.periods import PeriodField
from bookings.forms.refusing import RefusingForm
from bookings.kinds import COUNTY_KINDS
from bookings.languages import LANGUAGES
from bookings.models import Facility, FederalRequest, ListItem, NilReturn, Outage, Policy
from bookings.models.listed import SINCE_EVER
from bookings.models.moments import span

# What a form asks for, in its order. What ends is ended by its own verb; a code that stands in facts is not corrected.
ASKS: dict[type[Model], list[str]] = {
    Policy: ["rule", "title", "text", "applies_to", "adopted_by", "in_force_from", "in_force_until", "source"],
    NilReturn: ["period", "whole_month", "signed_by"],
    Outage: ["gap", "what"],
    Facility: ["code", "name", "ice_code", "in_use_until"],
    ListItem: ["list", "code", "label", "value", "in_force_from", "in_force_until", "source", "checked_on"],
    CountyProfile: [
        *["in_force_from", "asks_birthplace", "asks_citizenship", "asks_race", "notice_required", "notice_version", "notice_text"],
        *["consent_version", "consent_languages", "hours_to_serve", "hours_to_tell", "hours_eligible", "late_entry_days"],
        *["threshold", "fiscal_year_month", "keep_words_months", "keep_people_months", "keep_identity_months", "retention_schedule"],
    ],
}
ENDS_BY_VERB: dict[type[Model], str] = {Policy: "in_force_until", Facility: "in_use_until", ListItem: "in_force_until"}
NOT_CORRECTED: dict[type[Model], tuple[str, ...]] = {ListItem: ("list", "code"), FederalRequest: ("remarks",)}
PERIODS = frozenset({"period", "gap"})


class CountyForm(RefusingForm):
    """`model` names the fact; `values` are what its verb takes."""

    model: type[Model]
    moments: tuple[str, ...] = ()

    def __init__(self, data: Any = None, *, county: County, fact: Model | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fact, self.zone = fact, county.zone
        for name, field in self.fields.items():
            if isinstance(field, PeriodField):
                field.place(county.zone, span(fact, name) if fact is not None else None)
            if fact is not None:
                self.initial.setdefault(name, None if (now := self._now(name)) == SINCE_EVER else now)

    def parts(self) -> list[dict[str, Any]]:
        return [{"title": None, "fields": list(self), "folds": False}]

    def values(self) -> dict[str, Any]:
        """A day left open on a list is "since ever"."""
        typed = {name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in self.cleaned_data.items()}
        return typed | ({"in_force_from": SINCE_EVER} if "in_force_from" in typed and typed["in_force_from"] is None else {})

    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in self.values().items() if value != self._now(name)}

    def _now(self, name: str) -> Any:
        if self.fact is None:
            return None
        return span(self.fact, name) if name in self.moments else getattr(self.fact, name)


class EndForm(RefusingForm):
    until = forms.DateField(label=_("The first day on which it is no more in force"), widget=day_input())

    def clean_until(self) -> Any:
        return checked(self.cleaned_data["until"])

    def parts(self) -> list[dict[str, Any]]:
        return [{"title": None, "fields": list(self), "folds": False}]

    def values(self) -> dict[str, Any]:
        return {}


def checked(day: Any) -> Any:
    if day is not None and day.year not in YEARS:
        raise forms.ValidationError(_("The year is not one of this record: give one from 1900 to 2199."))
    return day


class DayField(forms.DateField):
    def clean(self, value: Any) -> Any:
        return checked(super().clean(value))


def county_form(kind: str, county: County, data: Any = None, fact: Model | None = None, initial: dict[str, Any] | None = None) -> Any:
    """The form of a kind, to add one or to correct the one given."""
    model = COUNTY_KINDS[kind]
    left_out = NOT_CORRECTED.get(model, ()) if fact is not None else ()
    if model is FederalRequest:
        return form_for(FederalRequest, *left_out)(data, zone=county.zone, fact=fact, initial=initial)  # type: ignore[arg-type]
    ends = (ENDS_BY_VERB[model],) if fact is None and model is Facility else ()
    return form_of(model, *left_out, *ends)(data, county=county, fact=fact, initial=initial)


@cache
def form_of(model: type[Model], *leave_out: str) -> type[CountyForm]:
    asked = [name for name in ASKS[model] if name not in leave_out]
    made = fields_for_model(model, fields=[name for name in asked if name not in PERIODS], formfield_callback=_form_field)
    fields: dict[str, Any] = {name: made[name] if name in made else _period(model, name) for name in asked}
    kept = tuple(name for name in asked if name in PERIODS)
    return type(f"{model.__name__}Form", (CountyForm,), fields | {"model": model, "moments": kept, "__module__": __name__})


def _period(model: type[Model], name: str) -> PeriodField:
    column: Any = model._meta.get_field(f"{name}_at")
    return PeriodField(label=column.verbose_name)


def _form_field(column: Any, **kwargs: Any) -> Any:
    if column.name == "consent_languages":
        choices = list(LANGUAGES.items())
        return forms.MultipleChoiceField(
            label=column.verbose_name, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, initial=["en", "es"]
        )
    field = column.formfield(**kwargs)
    if isinstance(field, forms.DateField):
        ever = {"required": False, "help_text": _("Empty: since before anything recorded here.")} if column.has_default() else {}
        return DayField(**{"label": column.verbose_name, "required": field.required, "widget": day_input()} | ever)
    if isinstance(field, forms.CharField) and isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = 4
    return field
