"""What is sealed is read only with its booking's key, and only while that key is there."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from accounts.crypto import CannotOpen, Sealer, hash_under, new_key, unwrap, wrap
from accounts.models import SealedKey
from accounts.sealing import new_sealer, sealer

KEY, OTHER_KEY = new_key(), new_key()
BOOKING, OTHER_BOOKING = uuid.uuid4(), uuid.uuid4()
TEXT = "Juana Pérez, Tegucigalpa"


@given(st.text())
def test_what_is_sealed_opens_again(text: str) -> None:
    assert Sealer(KEY).open(Sealer(KEY).seal(text)) == text


@given(st.text(min_size=4))
def test_the_sealed_value_never_shows_the_text(text: str) -> None:
    assert text.encode() not in Sealer(KEY).seal(text)


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert len({Sealer(KEY).seal(TEXT) for _ in range(50)}) == 50


def test_a_memoryview_opens_as_bytes_do() -> None:
    assert Sealer(KEY).open(memoryview(Sealer(KEY).seal(TEXT))) == TEXT


def test_the_key_of_another_booking_is_refused() -> None:
    with pytest.raises(CannotOpen, match="altered, or belongs to another booking"):
        Sealer(OTHER_KEY).open(Sealer(KEY).seal(TEXT))


def test_a_sealed_value_with_any_byte_altered_is_refused() -> None:
    sealed = Sealer(KEY).seal(TEXT)
    for place in range(len(sealed)):
        altered = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(CannotOpen):
            Sealer(KEY).open(altered)


def test_a_sealed_value_cut_off_anywhere_is_refused() -> None:
    sealed = Sealer(KEY).seal(TEXT)
    for length in range(len(sealed)):
        with pytest.raises(CannotOpen):
            Sealer(KEY).open(sealed[:length])


# Keys at rest.


def test_a_wrapped_key_is_unwrapped_for_its_booking_only() -> None:
    wrapped = wrap(KEY, BOOKING.bytes)
    assert unwrap(wrapped, BOOKING.bytes) == KEY
    assert KEY not in wrapped
    with pytest.raises(CannotOpen, match="was altered"):
        unwrap(wrapped, OTHER_BOOKING.bytes)


def test_a_wrapped_key_that_was_altered_or_cut_off_is_refused() -> None:
    wrapped = wrap(KEY, BOOKING.bytes)
    altered = [wrapped[:place] + bytes([wrapped[place] ^ 1]) + wrapped[place + 1 :] for place in range(len(wrapped))]
    for bad in [*altered, *(wrapped[:length] for length in range(len(wrapped)))]:
        with pytest.raises(CannotOpen):
            unwrap(bad, BOOKING.bytes)


def test_a_key_wrapped_under_an_old_secret_is_read_while_that_secret_is_a_fallback(settings: Settings) -> None:
    settings.SECRET_KEY = "the first secret"
    wrapped = wrap(KEY, BOOKING.bytes)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the third", ["the second", "the first secret"]
    assert unwrap(wrapped, BOOKING.bytes) == KEY
    assert unwrap(wrap(OTHER_KEY, BOOKING.bytes), BOOKING.bytes) == OTHER_KEY


def test_a_key_wrapped_under_a_secret_that_is_gone_says_so(settings: Settings) -> None:
    wrapped = wrap(KEY, BOOKING.bytes)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", ["yet another"]
    with pytest.raises(CannotOpen, match="a SECRET_KEY that is not given here"):
        unwrap(wrapped, BOOKING.bytes)


@pytest.mark.django_db
def test_the_key_of_a_booking_is_stored_wrapped_and_ends_with_its_row() -> None:
    sealed = new_sealer(BOOKING).seal(TEXT)
    assert sealer(BOOKING).open(sealed) == TEXT
    SealedKey.objects.filter(booking=BOOKING).delete()
    with pytest.raises(CannotOpen, match="The key of this booking was destroyed"):
        sealer(BOOKING)


@pytest.mark.django_db
def test_keys_that_were_exchanged_between_two_bookings_are_refused() -> None:
    sealed = new_sealer(BOOKING).seal(TEXT)
    new_sealer(OTHER_BOOKING)
    mine, other = (bytes(SealedKey.objects.get(booking=booking).wrapped) for booking in (BOOKING, OTHER_BOOKING))
    SealedKey.objects.filter(booking=BOOKING).update(wrapped=other)
    SealedKey.objects.filter(booking=OTHER_BOOKING).update(wrapped=mine)
    for booking in (BOOKING, OTHER_BOOKING):
        with pytest.raises(CannotOpen):
            sealer(booking).open(sealed)


# Hashes for matching.


def test_a_hash_is_the_same_for_the_same_value_and_shows_nothing_of_it() -> None:
    assert hash_under(KEY, "booking", ("B-1001",)) == hash_under(KEY, "booking", ("B-1001",))
    assert len(hash_under(KEY, "booking", ("B-1001",))) == 64


def test_a_hash_differs_by_value_purpose_and_key() -> None:
    asked = [(KEY, "booking", "B-1001"), (KEY, "booking", "B-1002"), (KEY, "person", "B-1001")]
    asked += [(OTHER_KEY, purpose, number) for _, purpose, number in asked]
    assert len({hash_under(key, purpose, (number,)) for key, purpose, number in asked}) == len(asked)


@given(
    st.lists(st.text(alphabet="a1\x1f\x00,\"'", max_size=4), max_size=3),
    st.lists(st.text(alphabet="a1\x1f\x00,\"'", max_size=4), max_size=3),
)
def test_different_parts_never_run_together_into_one_hash(one: list[str], other: list[str]) -> None:
    assert (hash_under(KEY, "person", tuple(one)) == hash_under(KEY, "person", tuple(other))) == (one == other)


def test_parts_with_a_separator_in_them_are_other_parts() -> None:
    assert hash_under(KEY, "person", ("a\x1fb",)) != hash_under(KEY, "person", ("a", "b"))
