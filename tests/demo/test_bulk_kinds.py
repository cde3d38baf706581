"""The bulk verb writes every kind of fact, also those that name each other, in one draft."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from accounts.models import AuditEntry, County, Origin
from accounts.sealing import sealer
from bookings.actions.bulk import NAMES, ORDER, BulkWriter
from bookings.drafts import Draft, Values
from bookings.kinds import KINDS
from bookings.models import AllowingOffense, Booking, Consent, Detainer, Handover, IceCall, Source
from bookings.models.moments import put
from bookings.spans import Span
from tests.support import build

NOON = Span.minute(datetime(2026, 10, 5, 17, tzinfo=UTC))


def at(name: str, **values: Any) -> Values:
    put(values, name, NOON)
    return values


def draft(number: str) -> Draft:
    more = {
        "consents": [at("asked", call=1, visit=None, answer="no"), at("asked", call=None, visit=0, answer="yes")],
        "ice-calls": [at("called", told=[]), at("called", told=["identity"])],
        "visits": [at("requested", kind="phone")],
        "allowing-offenses": [{"handover": 0, "charge": 1, "counts": True}],
    }
    return Draft(
        number,
        1,
        at("booked", kind="new_arrest"),
        charges=[{"place": place, "description": f"charge {place}"} for place in (1, 2)],
        detainers=[at("received", supersedes=None), at("received", supersedes=0)],
        handovers=[at("handed", detainer=1)],
        more=more,
    )


def writer(county: County) -> BulkWriter:
    return BulkWriter(county, by="command:demo", origin=Origin.DEMO, source=Source.STAFF)


@pytest.fixture
def county(db: None) -> County:
    return build.county()


@pytest.fixture
def written(county: County) -> Booking:
    bulk = writer(county)
    bulk.write([draft("1")])
    bulk.settle()
    return Booking.objects.get()


def test_every_kind_is_written_after_those_it_names() -> None:
    assert sorted(ORDER) == sorted(KINDS)
    for kind, names in NAMES.items():
        assert all(ORDER.index(other) <= ORDER.index(kind) for _, other in names)
    assert dict(NAMES["consents"]) == {"call": "ice-calls", "visit": "visits"}


def test_a_fact_that_names_another_by_its_place_points_to_its_row(written: Booking) -> None:
    calls, papers = list(IceCall.objects.order_by("pk")), list(Detainer.objects.order_by("pk"))
    assert [one.call for one in Consent.objects.order_by("pk")] == [calls[1], None]
    assert Consent.objects.exclude(visit=None).get().visit.booking == written
    assert papers[1].supersedes == papers[0]
    assert Handover.objects.get().detainer == papers[1]
    assert AllowingOffense.objects.get().charge.description == "charge 2"


def test_a_list_that_is_empty_stays_a_list(written: Booking) -> None:
    assert [one.told for one in IceCall.objects.order_by("pk")] == [[], ["identity"]]


def test_all_of_it_stands_in_the_one_entry_of_the_booking(written: Booking) -> None:
    entry = AuditEntry.objects.get(booking=written.public_id)
    after = json.loads(sealer(written.public_id).open(entry.sealed))["after"]
    assert {"consents", "ice-calls", "visits", "allowing-offenses", "detainers"} <= set(after)


def test_the_time_of_recording_is_the_databases_unless_it_is_given(county: County) -> None:
    early = datetime(2026, 10, 6, tzinfo=UTC)
    given, left = draft("1"), draft("2")
    given.booking["recorded_at"] = early
    bulk = writer(county)
    bulk.write([given, left])
    bulk.settle()
    first, second = Booking.objects.order_by("pk")
    assert first.recorded_at == early
    assert second.recorded_at > early
    assert bulk.months == {build.Month(2026, 10)}


@pytest.mark.django_db(transaction=True)
def test_somebody_else_may_write_between_two_chunks() -> None:
    county = build.county()
    bulk = writer(county)
    for number in ("1", "2"):
        with transaction.atomic():
            bulk.write([draft(number)])
            bulk.close()
        build.detainer(build.booking(county))
    assert Booking.objects.count() == 4
    assert Detainer.objects.count() == 6
