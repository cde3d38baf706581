"""Published is frozen: the database itself refuses every change of a release, a plan or a withdrawal, whoever asks and however."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from reports.models import Plan, Release, Withdrawal
from reports.triggers import FROZEN, SAYS
from tests.accounts.makers import sql
from tests.support import build, releasing

pytestmark = pytest.mark.django_db
MODELS = (Release, Plan, Withdrawal)


@pytest.fixture(autouse=True)
def _rows() -> None:
    release = releasing.year(build.county(), 2025)
    people = {"drafted_by": release.drafted_by, "approved_by": release.approved_by}
    Plan.objects.create(state="MN", year=2025, document="{}", sha256="0" * 64, approved_on=date(2024, 12, 1), **people)
    Withdrawal.objects.create(
        release=release, measure="YE-002", grouping="sex", reason="wrong file", by=release.drafted_by, at=releasing.AS_OF
    )


def stored() -> list[list[dict[str, object]]]:
    return [list(model.objects.order_by("pk").values()) for model in MODELS]


def refused(act: Callable[[], object]) -> None:
    before = stored()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        act()
    assert stored() == before


@pytest.mark.parametrize("model", MODELS)
def test_the_database_refuses_what_the_orm_asks(model: type[Release]) -> None:
    refused(lambda: model.objects.get().save())
    field = model._meta.concrete_fields[-1].name
    refused(lambda: model.objects.update(**{field: F(field)}))
    refused(lambda: model.objects.all()._raw_delete("default"))
    refused(lambda: model.objects.bulk_update(model.objects.all(), [field]))


@pytest.mark.parametrize("table", FROZEN.keys)
def test_the_database_refuses_what_sql_asks(table: str) -> None:
    column = {"reports_release": "sha256", "reports_plan": "sha256", "reports_withdrawal": "reason"}[table]
    refused(lambda: sql(f"UPDATE {table} SET {column} = 'x'"))
    refused(lambda: sql(f"DELETE FROM {table}"))
    refused(lambda: sql(WRITE_OVER[connection.vendor].format(table=table)))


WRITE_OVER = {
    "sqlite": "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    "postgresql": "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE",
}


def test_a_release_cannot_be_replaced_by_one_with_the_same_number_or_period() -> None:
    release = Release.objects.get()
    row = releasing.row(release.county, kind="year", period="2025", number=release.number)
    for change in ({"period": "2024"}, {"number": 7}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Release.objects.create(**row | change)
    assert Release.objects.count() == 1


def triggers_there() -> set[str]:
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


def test_every_trigger_is_there_after_migration_on_each_table() -> None:
    assert {name for name in triggers_there() if name.startswith("reports_")} == set(FROZEN.names())
    assert set(FROZEN.keys) == {model._meta.db_table for model in MODELS}
    assert "never changed" in SAYS


@pytest.mark.django_db(transaction=True)
def test_a_change_is_refused_outside_a_transaction_too() -> None:
    before = stored()
    with pytest.raises(DatabaseError, match="never changed"):
        sql("UPDATE reports_release SET period = '2024'")
    assert stored() == before
