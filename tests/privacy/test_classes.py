"""Every stored field has one privacy class, and the class is true of it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client

from accounts import privacy
from accounts.privacy import DECLARED, Privacy
from jailwatch.env import BASE_DIR
from tests.support import marked

DOC = BASE_DIR / "docs" / "privacy.md"
COLUMN = re.compile(r'"(\w+)"\."(\w+)"')


def columns() -> Iterator[tuple[str, str, Privacy]]:
    """Table, column, class."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            yield model._meta.db_table, field.column, DECLARED[model._meta.label][field.name]


def test_every_stored_field_has_a_class_and_none_is_declared_that_is_not_stored() -> None:
    assert {(label, name) for label, fields in DECLARED.items() for name in fields} == set(privacy.stored())


def test_a_field_has_one_class_only() -> None:
    with pytest.raises(ValueError, match="one privacy class"):
        privacy.register({"made.Up": {Privacy.PUBLIC: "name", Privacy.ACT: "name"}})
    assert "made.Up" not in DECLARED


def test_a_free_text_of_a_booking_is_never_called_an_act_unless_it_is_a_list_or_an_agency() -> None:
    """A new text field must be thought about: here stand those that name an agency, a room, a version or a law."""
    known = {
        *("arresting_agency", "notice_version", "notice_language", "legal_basis", "agency", "room", "form_version", "relayed_from"),
        *("decision_basis", "relayed_to", "authority", "receiving_agency", "cause", "task", "problem", "rule_version"),
    }
    acts = {
        (label, name)
        for label, fields in DECLARED.items()
        for name, of in fields.items()
        if of == Privacy.ACT and free_text(apps.get_model(label)._meta.get_field(name)) and name not in known
    }
    assert acts == {("notifications.ReleaseTiming", name) for name in ("answer", "channel", "reason")}


def free_text(field: Any) -> bool:
    return isinstance(field, models.CharField | models.TextField) and not field.choices


@pytest.mark.django_db
def test_what_is_called_sealed_is_ciphertext_in_the_database_and_a_hash_shows_nothing() -> None:
    planted = marked.plant()
    planted.machine.post("bookings/", marked.as_sent(), Idempotency_Key="first")
    found = marked.stored()
    assert {name: marked.seen(text, marked.SEALED) for name, text in found.items() if marked.seen(text, marked.SEALED)} == {}
    sealed = {f"{table}.{column}" for table, column, of in columns() if of == Privacy.SEALED}
    filled = {name for name in sealed if found.get(name, "None") not in ("None", "")}
    assert filled == sealed, "a sealed field that the story leaves empty proves nothing"
    assert not any(marked.seen(found[name]) for name in sealed)
    hashes = {f"{table}.{column}" for table, column, of in columns() if of == Privacy.MATCH}
    assert all(re.fullmatch(r"([0-9a-f]{64}|\s)*", found[name]) for name in hashes)


@pytest.mark.django_db
def test_words_stand_only_in_columns_that_are_declared_to_hold_them() -> None:
    marked.plant()
    found = marked.stored()
    where = {name for name, text in found.items() if marked.seen(text, (*marked.WORDS, *marked.ADDRESSES))}
    allowed = {f"{table}.{column}" for table, column, of in columns() if of in (Privacy.WORDS, Privacy.PERSON, Privacy.ACCOUNT)}
    assert where - allowed == set()
    assert {word for text in found.values() for word in marked.seen(text)} == {*marked.WORDS, *marked.ADDRESSES}


PUBLIC = ["/", "/compare/", "/compare.csv", "/definitions/", "/method/", "/county/{slug}/", "/county/{slug}/policies/"]
PUBLIC += ["/county/{slug}/figures/DT-001/", "/county/{slug}/data/all.json", "/county/{slug}/reports/", "/county/{slug}/feed/"]
PUBLIC += [f"/county/{{slug}}/reports/2026-09{end}" for end in ("/", ".csv", ".json", ".pdf", ".xlsx")]
PUBLIC += ["/api/v1/counties/", "/api/v1/measures/", "/api/v1/figures/?county={slug}&measure=DT-001&from=2026-09&to=2026-09"]
# What is read of the office's columns: whose a row is, and who signed a release, which stands in its row.
OF_THE_OFFICE = {"county_id", "drafted_by_id", "approved_by_id"}


@pytest.mark.django_db
def test_nothing_but_public_tables_is_read_for_anyone_who_is_not_signed_in() -> None:
    planted = marked.plant()
    marked.publish(planted)
    slug, read = planted.desk.county.slug, list[str]()

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        read.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        for address in PUBLIC:
            answer = Client().get(address.format(slug=slug))
            assert answer.status_code == 200, address
            assert marked.seen(b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode(errors="replace")) == []
    classes = {(table, column): of for table, column, of in columns()}
    asked = {pair for sql in read for pair in COLUMN.findall(sql) if pair in classes}
    public = {table for (table, _column), of in classes.items() if of == Privacy.PUBLIC}
    assert {table for table, _column in asked} <= public
    assert {classes[pair] for pair in asked} <= {Privacy.PUBLIC, Privacy.OFFICE, Privacy.BOOKKEEPING}
    assert {column for table, column in asked if classes[table, column] == Privacy.OFFICE} <= OF_THE_OFFICE
    assert ("reports_release", "document") in asked


def test_the_page_about_privacy_lists_every_class_and_every_field_of_it() -> None:
    assert privacy_table() in DOC.read_text(), "docs/privacy.md: put in what privacy_table() gives"


def privacy_table() -> str:
    """One line a model and class, as docs/privacy.md has it."""
    lines = ["| model | class | fields |", "|---|---|---|"]
    for label, fields in sorted(DECLARED.items()):
        for of in Privacy:
            names = [name for name, one in fields.items() if one == of]
            if names:
                lines.append(f"| {label} | {of} | {', '.join(names)} |")
    return "\n".join(lines)
