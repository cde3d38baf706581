"""The chain: whole after any honest history, and the first row that was touched behind its back is named in a sentence."""

import hashlib
import sqlite3
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from django.db import OperationalError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import crypto, seals
from accounts.models import AuditEntry, Seal, SealedKey, Unsealed
from accounts.sealing import new_sealer, sealer
from tests.accounts.makers import behind_the_triggers, seal_each, sql, write, write_many

pytestmark = pytest.mark.django_db


def times_sealed() -> Counter[int]:
    return Counter(pk for seal in Seal.objects.all() for pk, _ in seal.entries)


def sealed_once(ids: list[int]) -> bool:
    return times_sealed() == Counter(ids) and set(times_sealed().values()) <= {1} and not Unsealed.objects.exists()


def test_an_empty_journal_is_whole() -> None:
    assert seals.verify() == seals.Verdict(head="0" * 64)


def test_a_chain_over_several_seals_verifies() -> None:
    ids = seal_each(2, 3, 1)
    waiting = write_many(2)
    verdict = seals.verify()
    assert (verdict.problem, verdict.seals, verdict.entries, verdict.unsealed) == ("", 3, 6, 2)
    assert verdict.head == Seal.objects.get(number=3).digest
    assert [[pk for pk, _ in seal.entries] for seal in Seal.objects.order_by("number")] == ids
    assert list(Unsealed.objects.order_by("entry").values_list("entry", flat=True)) == waiting


def test_each_seal_carries_the_digest_of_the_one_before_it() -> None:
    seal_each(1, 1, 1)
    first, second, third = Seal.objects.order_by("number")
    assert (first.previous, second.previous, third.previous) == ("0" * 64, first.digest, second.digest)


def test_sealing_with_nothing_due_makes_no_seal() -> None:
    seal_each(1)
    assert seals.seal_due() == 0
    assert Seal.objects.count() == 1


def test_many_entries_are_sealed_in_portions_that_the_oldest_sqlite_takes() -> None:
    ids = write_many(seals.AT_ONCE + 1)
    with at_most_999_values_a_statement():
        assert seals.seal_due() == len(ids)
        assert seals.verify().problem == ""
    assert [len(seal.entries) for seal in Seal.objects.order_by("number")] == [seals.AT_ONCE, 1]
    assert sealed_once(ids)


@contextmanager
def at_most_999_values_a_statement() -> Iterator[None]:
    """As SQLite had it before 3.32. PostgreSQL has no such limit."""
    if connection.vendor != "sqlite":
        yield
        return
    before = connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999)
    yield
    connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, before)


# The digest of an entry.

FIXED = AuditEntry(
    pk=12,
    recorded_at=datetime(2026, 10, 4, 13, 40, 0, 5, tzinfo=UTC),
    by="user:7",
    verb="book",
    noun="booking",
    object_id=41,
    county_id=3,
    booking=uuid.UUID(int=1),
    first_month=date(2026, 10, 1),
    last_month=date(2026, 11, 1),
    origin="live",
    batch=None,
    detail={"z": "ñ", "a": [1, None, True]},
    sealed=b"\x00\xff",
)
WRITTEN_OUT = (
    '{"booking":"00000000-0000-0000-0000-000000000001","by":"user:7","county_id":3,"detail":{"a":[1,null,true],"z":"\\u00f1"},'
    '"first_month":"2026-10-01","id":12,"last_month":"2026-11-01","noun":"booking","object_id":41,"origin":"live",'
    '"recorded_at":"2026-10-04T13:40:00.000005+00:00","sealed":"00ff","verb":"book"}'
)


def test_the_digest_is_the_sha256_of_one_canonical_text() -> None:
    assert seals.digest(FIXED) == hashlib.sha256(WRITTEN_OUT.encode()).hexdigest()


def test_the_digest_is_the_same_after_a_way_through_the_database() -> None:
    FIXED.save(force_insert=True)
    assert seals.digest(AuditEntry.objects.get(pk=12)) == seals.digest(FIXED)


TO_ANOTHER_VALUE = {
    "id": "id + 1000",
    "recorded_at": "'2020-01-01 00:00:00.000001+00:00'",
    "by": "'user:8'",
    "verb": "'booK'",
    "noun": "'charge'",
    "object_id": "object_id + 1",
    "county_id": "county_id + 1",
    "booking": "'7d9f4a105d2e4f6b9d570d6f3c1b2a56'",
    "first_month": "'2026-09-01'",
    "last_month": "'2026-12-01'",
    "origin": "'import'",
    "batch": "batch + 1",
    "detail": """'{"kind": "new_arrest", "charges": 2.0}'""",
    "sealed": {"sqlite": "x'01'", "postgresql": "decode('01', 'hex')"}[connection.vendor],
}
TO_NOTHING = dict.fromkeys(("object_id", "batch", "sealed"), "NULL")


def test_the_table_of_changes_covers_every_column() -> None:
    assert set(TO_ANOTHER_VALUE) == {field.column for field in AuditEntry._meta.concrete_fields}


@pytest.mark.parametrize("which", [0, 1, 2, 3, 4])
@pytest.mark.parametrize(("column", "value"), [*TO_ANOTHER_VALUE.items(), *TO_NOTHING.items()])
def test_a_change_of_any_column_of_any_entry_is_found_and_that_entry_named(column: str, value: str, which: int) -> None:
    first, second = seal_each(2, 3)
    changed = [*first, *second][which]
    with behind_the_triggers():
        sql(f'UPDATE accounts_auditentry SET "{column}" = {value} WHERE id = %s', changed)
    said = "is missing: seal {} covers it." if column == "id" else "was changed after seal {}."
    assert seals.verify().problem == f"Journal entry {changed} " + said.format(1 if changed in first else 2)


TO_NONSENSE = {"sqlite": {"booking": "'zzz'", "recorded_at": "'soon'", "first_month": "7", "detail": "7"}, "postgresql": {"detail": "'7'"}}


@pytest.mark.parametrize(("column", "value"), TO_NONSENSE[connection.vendor].items())
def test_an_entry_that_can_no_longer_be_read_is_named_too(column: str, value: str) -> None:
    changed = seal_each(2, 3)[1][1]
    with behind_the_triggers():
        sql(f'UPDATE accounts_auditentry SET "{column}" = {value} WHERE id = %s', changed)
    assert seals.verify().problem == f"Journal entry {changed} was changed after seal 2."


@pytest.mark.parametrize("nonsense", [7, [7], [[1]], [[[], ""]], {"a": 1}, "text"])
def test_a_seal_that_is_not_made_as_ours_are_is_named_even_with_a_digest_that_fits(nonsense: object) -> None:
    seal_each(1, 2)
    with behind_the_triggers():
        forged = Seal.objects.get(number=2)
        forged.entries = nonsense
        forged.digest = seals.seal_digest(forged)
        forged.save()
    assert seals.verify().problem == "Seal 2 was changed: it cannot be read."


@pytest.mark.parametrize("text", ["ñ", "\u2028", '"\\', "\ud800" if connection.vendor == "sqlite" else "𐀀", "", "a" * 100_000])
def test_no_text_keeps_an_entry_from_being_sealed(text: str) -> None:
    entry = write(detail={"text": text})
    assert seals.seal_due() == 1
    assert seals.verify().problem == ""
    assert sealed_once([entry.pk])


# What an intruder may try, and what is then said. `{0}` ... `{6}` are the ids of the entries in seals of 2, 3, 2; `{7}` is unsealed.

ENTRY, SEAL = "accounts_auditentry", "accounts_seal"
TAMPERINGS: dict[str, tuple[list[str], str]] = {
    "a missing entry": ([f"DELETE FROM {ENTRY} WHERE id = {{3}}"], "Journal entry {3} is missing: seal 2 covers it."),
    "two missing entries": ([f"DELETE FROM {ENTRY} WHERE id IN ({{6}}, {{1}})"], "Journal entry {1} is missing: seal 1 covers it."),
    "a missing first seal": ([f"DELETE FROM {SEAL} WHERE number = 1"], "Seal 1 is missing: the next one found is seal 2."),
    "a missing seal": ([f"DELETE FROM {SEAL} WHERE number = 2"], "Seal 2 is missing: the next one found is seal 3."),
    "a missing last seal": (
        [f"DELETE FROM {SEAL} WHERE number = 3"],
        "Journal entry {5} was added behind the journal's back: no seal covers it and none is due.",
    ),
    "a seal and its entries missing": (
        [f"DELETE FROM {SEAL} WHERE number = 2", f"DELETE FROM {ENTRY} WHERE id IN ({{2}}, {{3}}, {{4}})"],
        "Seal 2 is missing: the next one found is seal 3.",
    ),
    "a seal with another time": (
        [f"UPDATE {SEAL} SET sealed_at = '2020-01-01 00:00:00+00:00' WHERE number = 2"],
        "Seal 2 was changed: its digest is not that of its content.",
    ),
    "a seal with other entries": (
        [f"UPDATE {SEAL} SET entries = '[]' WHERE number = 2"],
        "Seal 2 was changed: its digest is not that of its content.",
    ),
    "a seal with another digest": (
        [f"UPDATE {SEAL} SET digest = '{'a' * 64}' WHERE number = 2"],
        "Seal 2 was changed: its digest is not that of its content.",
    ),
    "a seal with another predecessor": (
        [f"UPDATE {SEAL} SET previous = '{'a' * 64}' WHERE number = 2"],
        "Seal 2 does not follow the seal before it.",
    ),
    "exchanged seals": (
        [f"UPDATE {SEAL} SET number = {new} WHERE number = {old}" for old, new in ((1, 9), (2, 1), (9, 2))],
        "Seal 1 does not follow the seal before it.",
    ),
    "a seal numbered away": ([f"UPDATE {SEAL} SET number = 7 WHERE number = 3"], "Seal 3 is missing: the next one found is seal 7."),
    "an entry let out of the list of unsealed ones": (
        ["DELETE FROM accounts_unsealed"],
        "Journal entry {7} was added behind the journal's back: no seal covers it and none is due.",
    ),
    "an unsealed entry lost": (
        [f"DELETE FROM {ENTRY} WHERE id = {{7}}"],
        "Journal entry {7} is missing: it was written and not yet sealed.",
    ),
    "an added entry": (
        [
            f"INSERT INTO {ENTRY} (id, recorded_at, by, verb, noun, origin, detail)"
            " VALUES (123456, '2020-01-01 00:00:00+00:00', 'user:1', 'book', 'booking', 'live', '{{}}')"
        ],
        "Journal entry 123456 was added behind the journal's back: no seal covers it and none is due.",
    ),
    "an entry exchanged for another": (
        [f"UPDATE {ENTRY} SET id = {new} WHERE id = {old}" for old, new in (("{0}", "999"), ("{1}", "{0}"), ("999", "{1}"))],
        "Journal entry {0} was changed after seal 1.",
    ),
    "a late change and an early one": (
        [f"UPDATE {ENTRY} SET by = 'x' WHERE id IN ({{6}}, {{2}})", "DELETE FROM accounts_unsealed"],
        "Journal entry {2} was changed after seal 2.",
    ),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_the_first_row_that_was_touched_is_named_in_one_sentence(name: str) -> None:
    statements, sentence = TAMPERINGS[name]
    ids = [*sum(seal_each(2, 3, 2), []), write().pk]
    assert seals.verify().problem == ""
    with behind_the_triggers():
        for statement in statements:
            sql(statement.format(*ids))
    assert seals.verify().problem == sentence.format(*ids)


def test_an_entry_sealed_twice_is_named() -> None:
    first, _ = seal_each(2, 1)
    Unsealed.objects.create(entry=first[1])
    seals.seal_due()
    assert seals.verify().problem == f"Journal entry {first[1]} is sealed twice, the second time by seal 3."


def test_a_seal_that_was_made_again_over_a_changed_entry_breaks_the_next_link() -> None:
    first, _ = seal_each(2, 1)
    with behind_the_triggers():
        sql(f"UPDATE {ENTRY} SET by = 'user:1' WHERE id = %s", first[0])
        forged = Seal.objects.get(number=1)
        forged.entries = [[entry.pk, seals.digest(entry)] for entry in AuditEntry.objects.filter(pk__in=first).order_by("pk")]
        forged.digest = seals.seal_digest(forged)
        forged.save()
    assert seals.verify().problem == "Seal 2 does not follow the seal before it."


def test_destroying_a_bookings_key_ends_reading_and_leaves_the_chain_whole() -> None:
    booking = uuid.uuid4()
    entry = write(booking=booking, sealed=new_sealer(booking).seal("was Honduras, is Guatemala"))
    seals.seal_due()
    assert sealer(booking).open(AuditEntry.objects.get(pk=entry.pk).sealed) == "was Honduras, is Guatemala"
    SealedKey.objects.filter(booking=booking).delete()
    with pytest.raises(crypto.CannotOpen, match="destroyed"):
        sealer(booking)
    assert seals.verify().problem == ""


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.one_of(st.just("seal"), st.just("seal two"), st.just("undo"), st.integers(1, 4)), max_size=12))
def test_any_sequence_of_writes_undone_writes_and_seals_verifies(steps: list[str | int]) -> None:
    with transaction.atomic():
        kept = [pk for step in steps for pk in carry_out(step)]
        assert seals.verify().problem == ""
        seals.seal_due()
        assert seals.verify() == seals.Verdict(Seal.objects.count(), len(kept), 0, seals.verify().head, "")
        assert sealed_once(kept)
        transaction.set_rollback(True)


def carry_out(step: str | int) -> list[int]:
    if step == "seal":
        seals.seal_due()
    elif step == "seal two":
        seals.seal_some(2)
    elif step == "undo":
        with transaction.atomic():
            write_many(2)
            transaction.set_rollback(True)
    return write_many(step) if isinstance(step, int) else []


# Several connections at once.


@contextmanager
def written_elsewhere_and_not_yet_committed() -> Iterator[list[int]]:
    """Another connection has written an entry; it commits when we are done."""
    written, done, ids = threading.Event(), threading.Event(), list[int]()

    def work() -> None:
        with transaction.atomic():
            ids.append(write().pk)
            written.set()
            done.wait(30)
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    assert written.wait(30)
    try:
        yield ids
    finally:
        done.set()
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_an_entry_that_commits_after_a_later_one_is_sealed_too() -> None:
    with written_elsewhere_and_not_yet_committed() as slow:
        overtaking = overtake()
    seals.seal_due()
    assert sealed_once([*slow, *overtaking])
    assert seals.verify().problem == ""


def overtake() -> list[int]:
    """On PostgreSQL a later entry is written and sealed first; SQLite has one writer at a time, so nothing can overtake."""
    if connection.vendor == "sqlite":
        sql("PRAGMA busy_timeout = 0")
        with pytest.raises(OperationalError, match="locked"):
            write()
        sql("PRAGMA busy_timeout = 20000")
        return []
    later = write().pk
    assert seals.seal_due() == 1
    assert [pk for pk, _ in Seal.objects.get().entries] == [later]
    return [later]


@pytest.mark.django_db(transaction=True)
def test_several_that_seal_at_once_seal_every_entry_once() -> None:
    ids, done = write_many(300), list[int]()

    def work() -> None:
        while sealed := seals.seal_some(20):
            done.append(sealed)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(done) == len(ids)
    assert sealed_once(ids)
    assert seals.verify().problem == ""


@pytest.mark.django_db(transaction=True)
def test_checking_while_others_write_and_seal_never_cries_wolf() -> None:
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            write_many(3)
            seals.seal_some(2)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    verdicts = []
    while all(thread.is_alive() for thread in threads) and Seal.objects.count() < 60:
        verdicts.append(seals.verify())
    stop.set()
    for thread in threads:
        thread.join()
    assert Seal.objects.count() >= 60
    assert {verdict.problem for verdict in verdicts} == {""}
    seals.seal_due()
    assert sealed_once(list(AuditEntry.objects.values_list("pk", flat=True)))
