"""One serializer for every kind of fact, made from its model as the forms are. It reads and writes; it saves nothing."""

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

from django.db.models import Field, ForeignKey, JSONField, Model
from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.crypto import CannotOpen
from accounts.matching import keyed_hash
from accounts.sealing import sealer
from bookings.actions.recording import number_hash
from bookings.api.moments import MomentField
from bookings.api.refusals import GENERAL
from bookings.countries import codes
from bookings.languages import LANGUAGES
from bookings.models import Booking, BookingFact, Charge, Clock, CountyFact, Facility, Fact, ReleaseKind, Told
from bookings.models import Disposition as Dispositions
from bookings.models.moments import moments_in

OWN = frozenset(["id", "county", "booking", "batch", "recorded_at", "recorded_by", "version", "entered_in_error", "error_reason"])
OF_FACTS = OWN | {"source", "person_key", "number_hash", "import_digest", "to_check"}
LAST = frozenset(["staff_minutes", "remarks"])
COUNTRIES = frozenset(["birth_country", "citizen_country", "consulate"])
Values = dict[str, Any]


class Strict(serializers.Serializer[Any]):
    """Refuses what it does not know: a misspelt field must not be lost in silence."""

    def to_internal_value(self, data: Any) -> Values:
        if not isinstance(data, dict):
            raise serializers.ValidationError({GENERAL: [_("Send one JSON object with the fields of the fact.")]})
        errors: Values = self._unknown(data)
        try:
            values: Values = super().to_internal_value(data)
        except serializers.ValidationError as problem:
            errors |= dict(problem.detail)  # type: ignore[arg-type]
        if errors:
            raise serializers.ValidationError(errors)
        return values

    def _unknown(self, data: Values) -> Values:
        known = [name for name, field in self.fields.items() if not field.read_only]
        says = _("There is no such field here. The fields are: %(fields)s.") % {"fields": ", ".join(known)}
        return {name: [says] for name in data if name not in known}


class Choice(serializers.ChoiceField):
    """A refusal names the list: whoever writes the jail system's program sees it once."""

    def to_internal_value(self, data: Any) -> Any:
        if data == "" and self.allow_blank:
            return ""
        if not isinstance(data, str) or data not in self.choices:
            listed = ", ".join(str(code) for code in self.choices if code != "")
            raise serializers.ValidationError(_("Choose one of: %(choices)s.") % {"choices": listed})
        return data


class Country(serializers.CharField):
    def to_internal_value(self, data: Any) -> str:
        code = super().to_internal_value(data).upper()
        if code and code not in codes():
            raise serializers.ValidationError(_("Give the country as its two letters of ISO 3166-1, as in MX."))
        return code


class OtherFact(serializers.Field[Any, Any, Any, Any]):
    """Another fact of the same booking, by its id."""

    def __init__(self, model: type[BookingFact], **kwargs: Any) -> None:
        self.model = model
        super().__init__(**kwargs)

    def to_representation(self, value: Any) -> int:
        return int(value)

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int or not self.model.objects.current().filter(booking=self.context["booking"], pk=data).exists():
            raise serializers.ValidationError(_("This booking has no such fact with this id."))
        return data


class OfCounty(serializers.Field[Any, Any, Any, Any]):
    """Something of the county that is no fact of a booking, by its id."""

    def __init__(self, model: Any, **kwargs: Any) -> None:
        self.model = model
        super().__init__(**kwargs)

    def to_representation(self, value: Any) -> int:
        return int(value)

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int or not self.model.objects.filter(county=self.context["county"], pk=data).exists():
            raise serializers.ValidationError(_("This county has none with this id."))
        return data


class FacilityField(serializers.Field[Facility, Any, Any, Any]):
    """A building, by the jail system's code."""

    def to_representation(self, value: Facility) -> str:
        return value.code

    def to_internal_value(self, data: Any) -> Facility:
        known = {facility.code: facility for facility in Facility.objects.filter(county=self.context["county"]).order_by("code")}
        if not isinstance(data, str) or data not in known:
            says = _("This county has no building with this code. Its codes: %(codes)s.") % {"codes": ", ".join(known) or "-"}
            raise serializers.ValidationError(says)
        return known[data]


class Plain(serializers.ModelSerializer[Any]):
    """Only its making of plain fields is used."""

    serializer_choice_field = Choice


class RowSerializer(Strict):
    """What every row says of itself; the rest comes from its model. `only_new` are given when it is recorded, and not corrected."""

    only_new: tuple[str, ...] = ()
    id = serializers.IntegerField(read_only=True)
    version = serializers.IntegerField(read_only=True)


class CountyFactSerializer(RowSerializer):
    """What every fact says of itself."""

    recorded_at = serializers.DateTimeField(read_only=True)
    recorded_by = serializers.SerializerMethodField()
    entered_in_error = serializers.BooleanField(read_only=True)
    error_reason = serializers.CharField(read_only=True)

    def get_recorded_by(self, fact: Any) -> str | None:
        return str(fact.recorded_by) if fact.recorded_by_id else None


class FactSerializer(CountyFactSerializer):
    source = serializers.CharField(read_only=True)  # type: ignore[assignment]


class BookingSerializer(FactSerializer):
    """A booking is known outside by `public_id`; its number is sealed, and is opened only for the county's own jail system."""

    id = serializers.UUIDField(source="public_id", read_only=True)  # type: ignore[assignment]
    number = serializers.CharField(max_length=60, help_text="the jail's own booking number")
    person = serializers.CharField(
        max_length=120,
        required=False,
        write_only=True,
        help_text="the jail's lasting number of the person; kept as a keyed hash",
    )

    def to_internal_value(self, data: Any) -> Values:
        values = super().to_internal_value(data)
        if "person" in values:
            values["person_key"] = keyed_hash("person", self.context["county"].fips, values.pop("person"))
        return values

    def to_representation(self, instance: Booking) -> Values:
        instance.number = opened(instance)  # type: ignore[attr-defined]
        return super().to_representation(instance)


def opened(booking: Booking) -> str | None:
    """The booking number, while its key lasts."""
    if booking.number_sealed is None:
        return None
    try:
        return sealer(booking.public_id).open(bytes(booking.number_sealed))
    except CannotOpen:
        return None


def number_columns(booking: Booking, number: str) -> Values:
    """A corrected number, as a booking holds it."""
    return {"number_hash": number_hash(booking.county, number), "number_sealed": sealer(booking.public_id).seal(number)}


# What a kind is read and written with, if it needs more than its columns.
BASES: dict[Any, type[RowSerializer]] = {Booking: BookingSerializer}


@cache
def serializer_for(model: Any) -> type[RowSerializer]:
    base = BASES.get(model) or base_of(model)
    return type(f"{model.__name__}Serializer", (base,), dict(fields_of(model)) | {"__module__": __name__, "__doc__": model.__doc__})


def base_of(model: type[Model]) -> type[RowSerializer]:
    if issubclass(model, Fact):
        return FactSerializer
    return CountyFactSerializer if issubclass(model, CountyFact) else RowSerializer


def fields_of(model: type[Model]) -> Iterator[tuple[str, Any]]:
    """The fields of a model in its order, a moment where its first column stands."""
    left_out = OF_FACTS | model.machine_only if issubclass(model, Fact) else OWN
    moments = moments_in(model)
    for column in sorted(model._meta.concrete_fields, key=lambda column: column.name in LAST):
        name = column.name.removesuffix("_at")
        if name in moments and column.name.endswith("_at"):
            yield name, MomentField(required=not column.null, allow_null=column.null, help_text=column.verbose_name)
        elif column.editable and column.name not in left_out and column.name.removesuffix("_until") not in moments:
            yield column.name, field_of(column)


def field_of(column: "Field[Any, Any]") -> Any:
    if isinstance(column, ForeignKey):
        return reference(column)
    if column.name == "consent_languages":
        return serializers.ListField(child=Choice(choices=list(LANGUAGES.items())), required=False, max_length=len(LANGUAGES))
    if isinstance(column, JSONField):
        return serializers.ListField(child=Choice(choices=Told.choices), required=False, max_length=len(Told.values))
    if column.name in COUNTRIES:
        return Country(max_length=2, allow_blank=True, required=False)
    if column.name == "remarks":
        return serializers.CharField(max_length=4000, allow_blank=True, required=False, write_only=True)
    if column.name == "place" and column.model is Charge:
        return serializers.IntegerField(min_value=1, max_value=32767, required=False)
    made, kwargs = Plain().build_standard_field(column.name, column)
    return made(**kwargs)


def reference(column: "ForeignKey[Any, Any]") -> Any:
    if column.related_model is Facility:
        return FacilityField()
    model: Any = column.model if column.related_model == "self" else column.related_model
    kind = OtherFact if issubclass(model, Fact) else OfCounty
    return kind(model, source=column.attname, required=not column.null, allow_null=column.null)


class Reason(Strict):
    """What is asked for to enter a fact in error; with `version`, only if nobody changed it since."""

    reason = serializers.CharField(max_length=500)
    version = serializers.IntegerField(min_value=1, required=False)


@cache
def correction_for(model: Any) -> type[RowSerializer]:
    """The fields of a kind, all optional, with the reason and the version that was read."""
    base = serializer_for(model)
    given = {name: field for name, field in base._declared_fields.items() if not field.read_only and name not in base.only_new}
    fields: Values = {name: None for name in base.only_new} | {name: optional(field) for name, field in given.items()}
    fields |= {"reason": serializers.CharField(max_length=500, write_only=True), "version": serializers.IntegerField(min_value=1)}
    return type(f"{model.__name__}CorrectionSerializer", (base,), fields | {"__module__": __name__})


def optional(field: Any) -> Any:
    """The field, not asked for. The framework makes its fields anew for each request, from what they were made of."""
    made = deepcopy(field)
    made._kwargs = made._kwargs | {"required": False}
    return made


class Disposition(Strict):
    disposition = Choice(choices=Dispositions.choices)
    disposed = MomentField(required=False, allow_null=True)
    version = serializers.IntegerField(min_value=1, required=False)


class Release(Strict):
    released = MomentField()
    release_kind = Choice(choices=ReleaseKind.choices)
    release_reason = serializers.CharField(max_length=120, required=False, allow_blank=True)
    version = serializers.IntegerField(min_value=1, required=False)


class End(Strict):
    until = serializers.DateField(help_text="the first day on which it is no more in force")
    version = serializers.IntegerField(min_value=1, required=False)


def further() -> serializers.CharField:
    return serializers.CharField(allow_null=True, help_text="the address of the next page, if there is one")


@cache
def many(shape: type[Strict]) -> type[Strict]:
    """A list of facts, for the OpenAPI document."""
    return type(
        shape.__name__.replace("Serializer", "List"), (Strict,), {"results": shape(many=True), "next": further(), "__module__": __name__}
    )


class Named(serializers.Field[Any, Any, Any, Any]):
    """A booking by its public id, a fact by its number."""


class Line(Strict):
    """One line of a timeline."""

    kind = serializers.CharField()
    id = Named()
    moment = serializers.CharField(allow_null=True, help_text="which of the fact's times this is")
    when = MomentField(allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment]
    recorded_at = serializers.DateTimeField()
    recorded_by = serializers.CharField(allow_null=True)
    version = serializers.IntegerField()
    corrections = serializers.IntegerField()
    entered_in_error = serializers.BooleanField()
    fact = serializers.DictField(required=False, help_text="all values of the fact, as its own address gives them")


class DisposedShape(Strict):
    clock = serializers.ChoiceField(choices=Clock.values)
    what = serializers.CharField()
    at = serializers.DateTimeField()
    schedule = serializers.CharField()


class TimelineShape(Strict):
    booking = serializer_for(Booking)()
    disposed = DisposedShape(many=True, help_text="what was removed under the county's retention schedule; the rest stays")
    facts = Line(many=True)
    next = further()
