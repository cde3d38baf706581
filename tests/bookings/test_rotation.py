"""SECRET_KEY is rotated: what was sealed opens, what was recorded is found again, and after `rekey` the old key is needed no more."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts import matching, sealing, seals
from accounts.crypto import CannotOpen, wrap
from accounts.matching import keyed_hash
from accounts.models import AuditEntry, MatchingKey, SealedKey
from bookings.api.serializers import opened
from bookings.models import Booking
from tests.api.calls import BOOKING, Machine
from tests.support import build

pytestmark = pytest.mark.django_db
OLD, NEW = "the key of before", "the key of today"


def rekey(*options: str) -> None:
    call_command("rekey", *options)


def rotate(settings: Settings, *fallbacks: str) -> None:
    """As a restart with other settings does: nothing read before is remembered."""
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, list(fallbacks)
    matching.secret.cache_clear()


@pytest.fixture(autouse=True)
def _forgets() -> Iterator[None]:
    yield
    matching.secret.cache_clear()


@pytest.fixture
def machine(settings: Settings) -> Any:
    """The jail system of a county whose keys were all made under the old SECRET_KEY."""
    key = matching.secret()
    settings.SECRET_KEY = OLD
    MatchingKey.objects.update(wrapped=wrap(key, b"matching"))
    return Machine(build.county())


def record(machine: Machine, number: str) -> Booking:
    answer = machine.post("bookings/", BOOKING | {"number": number, "person": f"P-{number}"}, Idempotency_Key=f"key-of-{number}")
    return Booking.objects.get(public_id=answer.json()["id"])


def found_again(machine: Machine, booking: Booking, number: str) -> None:
    """By its number, by its person, by the key of its request; and its number and the journal's values can be read."""
    again = machine.post("bookings/", BOOKING | {"number": number})
    assert again.status_code == 400
    assert "already has a booking with this number" in again.content.decode()
    assert booking.person_key == keyed_hash("person", machine.county.fips, f"P-{number}")
    assert record(machine, number) == booking
    assert opened(booking) == number
    for entry in AuditEntry.objects.filter(booking=booking.public_id):
        assert json.loads(sealing.sealer(booking.public_id).open(bytes(entry.sealed)))["after"]


def test_with_the_old_key_as_fallback_all_opens_and_matches_and_after_rekey_it_is_not_needed(machine: Any, settings: Settings) -> None:
    old = record(machine, "B-1")
    rotate(settings, OLD)
    found_again(machine, old, "B-1")
    new = record(machine, "B-2")
    with pytest.raises(CommandError, match="2 keys are not under SECRET_KEY yet"):
        rekey("--check")
    assert sealing.rekey() == sealing.Rekeyed(keys=3, rewrapped=2)
    rotate(settings)
    found_again(machine, old, "B-1")
    found_again(machine, new, "B-2")
    rekey("--check")
    seals.seal_due()
    assert seals.verify().problem == ""


def test_without_the_old_key_before_rekey_nothing_is_matched_wrongly_but_refused_with_a_sentence(machine: Any, settings: Settings) -> None:
    record(machine, "B-1")
    rotate(settings)
    with pytest.raises(CannotOpen, match="a SECRET_KEY that is not given here"):
        keyed_hash("booking-number", "27053", "B-1")
    with pytest.raises(CommandError, match="put it into SECRET_KEY_FALLBACKS"):
        rekey()
    assert Booking.objects.count() == 1


def test_rekey_goes_on_after_a_break_and_brings_no_destroyed_key_back(
    machine: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    bookings = [record(machine, f"B-{number}") for number in range(4)]
    rotate(settings, OLD)
    monkeypatch.setattr(sealing, "CHUNK", 1)
    rewrap, seen = sealing._rewrap, list[int]()

    def broken_off(rows: list[SealedKey], done: sealing.Rekeyed) -> None:
        if len(seen) == 2:
            raise KeyboardInterrupt
        seen.append(rows[0].pk)
        if len(seen) == 2:
            SealedKey.objects.filter(booking=bookings[1].public_id).delete()  # disposed of between its reading and its writing
        rewrap(rows, done)

    monkeypatch.setattr(sealing, "_rewrap", broken_off)
    with pytest.raises(KeyboardInterrupt):
        sealing.rekey()
    monkeypatch.setattr(sealing, "_rewrap", rewrap)
    assert sealing.rekey() == sealing.Rekeyed(keys=4, rewrapped=3)
    assert not SealedKey.objects.filter(booking=bookings[1].public_id).exists()
    rotate(settings)
    assert [opened(booking) for booking in bookings] == ["B-0", None, "B-2", "B-3"]


def test_a_lost_matching_key_is_said_and_not_made_anew() -> None:
    MatchingKey.objects.all().delete()
    matching.secret.cache_clear()
    with pytest.raises(CannotOpen, match="made with the database"):
        matching.secret()
