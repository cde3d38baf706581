"""One helper makes a moment's pair of columns, its constraints and its value (a `Span`)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import CheckConstraint, DateTimeField, F, Model, Q
from django.utils.translation import gettext_lazy as _

from bookings.spans import Span

# Every order that a table refuses to break, so that an importer can say so before the database does.
ORDERS: dict[str, list[tuple[str, str, Any]]] = {}
# The field of a form beside which a constraint's sentence belongs.
FIELD_OF: dict[str, str] = {}


def moment(meaning: Any, *, optional: bool = True) -> tuple[Any, Any]:
    """The two fields of a moment: `released_at, released_until = moment(_("released"))`."""
    start: Any = DateTimeField(meaning, null=optional, blank=optional)
    end: Any = DateTimeField(_("until (not included)"), null=optional, blank=optional)
    return start, end


def whole(model: str, name: str) -> CheckConstraint:
    """Both columns or neither, and in order. A CHECK that comes out as NULL passes, so half a moment must be refused by name."""
    start, end = f"{name}_at", f"{name}_until"
    FIELD_OF[f"{model}_{name}_is_a_span"] = name
    return CheckConstraint(
        name=f"{model}_{name}_is_a_span",
        condition=Q(**{start: None, end: None}) | Q(**{f"{start}__isnull": False, f"{end}__isnull": False, f"{start}__lt": F(end)}),
        violation_error_message=_("A time needs its start and its end, and ends after it starts."),
    )


def not_before(model: str, later: str, earlier: str, says: Any) -> CheckConstraint:
    """Refuse what is *certainly* impossible: the later moment over before the earlier one began."""
    start, end = f"{earlier}_at", f"{later}_until"
    ORDERS.setdefault(model, []).append((later, earlier, says))
    FIELD_OF[f"{model}_{later}_not_before_{earlier}"] = later
    return CheckConstraint(
        name=f"{model}_{later}_not_before_{earlier}",
        condition=Q(**{start: None}) | Q(**{end: None}) | Q(**{f"{end}__gt": F(start)}),
        violation_error_message=says,
    )


def known(model: str, field: str, values: Iterable[str], says: Any) -> CheckConstraint:
    """A closed list."""
    FIELD_OF[f"{model}_{field}_is_known"] = field
    return CheckConstraint(name=f"{model}_{field}_is_known", condition=Q(**{f"{field}__in": list(values)}), violation_error_message=says)


def moments_in(model: type[Model]) -> tuple[str, ...]:
    """The names of a model's moments, in its order."""
    columns = [field.name for field in model._meta.concrete_fields]
    names = (column.removesuffix("_at") for column in columns if column.endswith("_at"))
    return tuple(name for name in names if f"{name}_until" in columns)


def span(fact: Model, name: str) -> Span | None:
    """The moment `name` of a fact, or nothing if it was not recorded."""
    start, end = getattr(fact, f"{name}_at"), getattr(fact, f"{name}_until")
    return None if start is None else Span(start, end)


def put(values: dict[str, Any], name: str, moment: Span | None) -> None:
    """Write a moment into a dict of field values."""
    values[f"{name}_at"], values[f"{name}_until"] = (moment.at, moment.until) if moment else (None, None)


def spans_to_columns(model: type[Model], values: dict[str, Any]) -> dict[str, Any]:
    """`released=Span(...)` becomes `released_at` and `released_until`; a moment that a form left empty is None in both."""
    columns: dict[str, Any] = {}
    moments = moments_in(model)
    for name, value in values.items():
        if isinstance(value, Span) or (value is None and name in moments):
            put(columns, name, value)
        else:
            columns[name] = value
    return columns


def moment_name(column: str) -> str:
    """`released_at` and `released_until` are both the field `released` of a form."""
    return column.removesuffix("_at").removesuffix("_until")
