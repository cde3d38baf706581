"""The database refuses nonsense by itself: every constraint of the house has a row that it, by name, turns away."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core import checks
from django.db import IntegrityError, connection, transaction
from django.db.models import BaseConstraint, Model, UniqueConstraint

from accounts.models import Seal
from tests.bookings.offences import ALLOWED, FIRST, OFFENCES, SECOND, TWICE, VALID, Row

pytestmark = pytest.mark.django_db
APPS = ("accounts", "bookings", "notifications", "reports")
GENERIC = BaseConstraint.default_violation_error_message


def models() -> Iterator[type[Model]]:
    for label in APPS:
        yield from apps.get_app_config(label).get_models()


CONSTRAINTS = {constraint.name: (model, constraint) for model in models() for constraint in model._meta.constraints}
ONCE = sorted(name for name, (_, constraint) in CONSTRAINTS.items() if isinstance(constraint, UniqueConstraint))
INSERTS = [(name, row) for name, (_, rows) in OFFENCES.items() for row in rows]


def insert(model: type[Model], row: Row) -> Model:
    """Past every form and every verb: only the database may say no."""
    with transaction.atomic():
        return model._base_manager.create(**row)


def first(name: str) -> Row:
    """A row that the constraint has nothing against."""
    return FIRST.get(name, VALID[CONSTRAINTS[name][0]])()


def refused_by(error: IntegrityError) -> str:
    """The name of the constraint; SQLite names the columns of a unique one."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return diagnosis.constraint_name if diagnosis else str(error).rpartition("constraint failed: ")[2]


def called(name: str) -> str:
    """How this database calls a constraint in its refusal."""
    model, constraint = CONSTRAINTS[name]
    if connection.vendor == "sqlite" and isinstance(constraint, UniqueConstraint):
        columns = (model._meta.get_field(field).column for field in constraint.fields)
        return ", ".join(f"{model._meta.db_table}.{column}" for column in columns)
    return name


def test_every_constraint_has_a_row_that_it_refuses_and_the_table_names_no_other() -> None:
    assert set(OFFENCES) == set(CONSTRAINTS)
    assert {name for name, (_, rows) in OFFENCES.items() if not rows} == set()
    assert [name for name, (model, _) in OFFENCES.items() if CONSTRAINTS[name][0] is not model] == []


@pytest.mark.parametrize("model", [model for model in models() if model._meta.constraints], ids=lambda model: model._meta.label)
def test_the_row_from_which_the_offending_ones_are_made_is_fine(model: type[Model]) -> None:
    assert insert(model, VALID[model]()).pk


@pytest.mark.parametrize(("name", "offence"), INSERTS, ids=[f"{name}-{number}" for number, (name, _) in enumerate(INSERTS)])
def test_the_database_refuses_the_row_by_the_name_of_the_constraint(name: str, offence: Row) -> None:
    model, _ = OFFENCES[name]
    row = first(name)
    if name in ONCE:
        insert(model, row)
    with pytest.raises(IntegrityError) as refusal:
        insert(model, row | offence)
    assert refused_by(refusal.value) == called(name)


@pytest.mark.parametrize(
    ("model", "row"), [(model, row) for model, rows in ALLOWED.items() for row in rows], ids=lambda value: str(value)[:60]
)
def test_a_row_at_the_edge_of_a_constraint_is_possible(model: type[Model], row: Row) -> None:
    assert insert(model, VALID[model]() | row).pk


def test_every_unique_constraint_says_what_makes_a_second_row_another_one() -> None:
    assert set(SECOND) == set(ONCE)


@pytest.mark.parametrize(("name", "change"), [(name, change) for name, rows in SECOND.items() for change in rows])
def test_a_second_row_that_differs_is_possible(name: str, change: dict[str, Any]) -> None:
    model, offences = OFFENCES[name]
    row = first(name)
    insert(model, row)
    assert insert(model, row | offences[0] | change).pk


@pytest.mark.parametrize("name", sorted(CONSTRAINTS))
def test_a_refusal_is_a_sentence_that_a_clerk_can_read(name: str) -> None:
    sentence = str(CONSTRAINTS[name][1].violation_error_message)
    assert sentence != GENERIC
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert len(sentence.split()) >= 5
    assert name not in sentence


@pytest.mark.parametrize("model", list(models()), ids=lambda model: model._meta.label)
def test_this_database_has_every_constraint_that_the_models_name(model: type[Model]) -> None:
    assert {constraint.name for constraint in model._meta.constraints} <= there(model._meta.db_table)


def there(table: str) -> set[str]:
    """What the catalogue of this database names. Django's reader of SQLite's loses its place after a LIKE with its ESCAPE."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return set(connection.introspection.get_constraints(cursor, table))
        cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = %s AND type IN ('table', 'index')", [table])
        return {name for (sql,) in cursor.fetchall() for name in re.findall(r'(?:CONSTRAINT|INDEX) "(\w+)"', sql or "")}


def test_django_leaves_out_no_constraint_on_this_database() -> None:
    assert checks.run_checks(databases=["default"]) == []


# Fields that are unique by themselves.


def fields_once() -> set[str]:
    """The journal's own triggers speak first of a seal, in `test_append_only` and below."""
    fields = [field for model in models() if model is not Seal for field in model._meta.concrete_fields]
    return {f"{field.model._meta.db_table}.{field.column}" for field in fields if field.unique and not field.primary_key}


def test_the_table_of_unique_fields_names_them_all() -> None:
    assert set(TWICE) == fields_once()


@pytest.mark.parametrize("name", TWICE)
def test_the_same_value_a_second_time_is_refused(name: str) -> None:
    model, others = TWICE[name]
    row = VALID[model]()
    insert(model, row)
    with pytest.raises(IntegrityError, match=name.rpartition(".")[2]):
        insert(model, row | others)


@pytest.mark.parametrize("other", [{"digest": "b" * 64}, {"previous": "b" * 64}])
def test_a_second_seal_after_the_same_one_or_with_the_same_digest_is_refused(other: Row) -> None:
    insert(Seal, VALID[Seal]())
    with pytest.raises(IntegrityError):
        insert(Seal, VALID[Seal]() | {"number": 2} | other)
