"""Text goes into the record as it stands in the file, also where the database's own bulk format has a meaning for it."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.crypto import _listed
from accounts.models import AuditEntry, County, Origin
from accounts.sealing import sealer
from bookings.actions.bulk import BulkWriter
from bookings.drafts import Draft
from bookings.models import Booking, Source
from tests.support import build

AWKWARD = [
    "\\N",
    "\\",
    "\\\\x41",
    "a\tb",
    "a\nb\r\nc",
    '"quoted", and',
    "\\.",
    " spaced ",
    "Núñez Ñ 中 🙂",
    "NULL",
    "\\t",
    "a\x0bb\x1fc\u2028d",
]
BOOKED = {"booked_at": datetime(2026, 10, 1, 12, tzinfo=UTC), "booked_until": datetime(2026, 10, 1, 12, tzinfo=UTC) + timedelta(minutes=1)}


def written(county: County, number: str, text: str) -> Booking:
    draft = Draft(number, 2, BOOKED | {"race": text[:80], "age": None}, charges=[{"place": 1, "description": text, "disposed_at": None}])
    with transaction.atomic():
        writer = BulkWriter(county, by="command:test", origin=Origin.IMPORT, source=Source.IMPORT)
        try:
            writer.write([draft])
            writer.close()
        finally:
            writer.stop()
    return Booking.objects.latest("pk")


@pytest.mark.django_db
@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_comes_back_letter_by_letter(text: str) -> None:
    booking = written(build.county(), "K1", text)
    charge = booking.charges.get()
    assert (booking.race, charge.description, booking.age, charge.disposed_at, charge.statute) == (text, text, None, None, "")
    key = sealer(booking.public_id)
    assert key.open(bytes(booking.number_sealed)) == "K1"
    entry = AuditEntry.objects.latest("pk")
    assert json.loads(key.open(bytes(entry.sealed or b"")))["after"]["charges"][0]["description"] == text


class AnyText(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=80))
    def test_any_text_comes_back(self, text: str) -> None:
        booking = written(County.objects.first() or build.county(), f"K{Booking.objects.count()}", text)
        assert (booking.race, booking.charges.get().description) == (text, text)


@given(st.lists(st.text()))
def test_a_hash_is_over_what_json_writes_of_its_parts(parts: list[str]) -> None:
    """Hashes that are stored already must stay what they are."""
    assert _listed(tuple(parts)) == json.dumps(parts)
