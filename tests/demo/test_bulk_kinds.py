"""The bulk verb writes every kind of fact, also those that name each other, in one draft."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry, County, Origin
from accounts.sealing import sealer
from bookings.actions.bulk import NAMES, ORDER, BulkWriter
from bookings.actions.checking import check
from bookings.drafts import Draft, Values
from bookings.kinds import KINDS
from bookings.models import AllowingOffense, Booking, Consent, Detainer, Handover, IceCall, Source
from bookings.models.moments import put
from bookings.spans import Span
from notifications import triggers
from notifications.models import Answer, Attempt, ReleaseNotification, Representation
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
        "answers": [at("answered", notification=1, answer="coming")],
        "attempts": [
            at("tried", notification=1, recipient="ice", outcome="reached", person="a deputy"),
            at("tried", notification=2, recipient="designee", outcome="sent", task="made up"),
        ],
        "release-notifications": [
            {"recipient": "person", "representation": None},
            {"recipient": "ice", "hours_asked": 48, "detainer": 1},
            {"recipient": "designee", "about": "ice_told", "representation": 0},
            {"recipient": "person", "about": "retraction", "retracts": 0},
        ],
        "representations": [at("began", stands="designee", how_known="person")],
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


def write(bulk: BulkWriter, *drafts: Draft) -> None:
    try:
        bulk.write(list(drafts))
        bulk.settle()
    finally:
        bulk.stop()


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
    assert dict(NAMES["attempts"]) == dict(NAMES["answers"]) == {"notification": "release-notifications"}
    told = {"representation": "representations", "detainer": "detainers", "retracts": "release-notifications"}
    assert dict(NAMES["release-notifications"]) == told


def test_a_fact_that_names_another_by_its_place_points_to_its_row(written: Booking) -> None:
    calls, papers = list(IceCall.objects.order_by("pk")), list(Detainer.objects.order_by("pk"))
    assert [one.call for one in Consent.objects.order_by("pk")] == [calls[1], None]
    assert Consent.objects.exclude(visit=None).get().visit.booking == written
    assert papers[1].supersedes == papers[0]
    assert Handover.objects.get().detainer == papers[1]
    assert AllowingOffense.objects.get().charge.description == "charge 2"


def test_a_telling_its_tries_and_its_answer_point_to_each_other(written: Booking) -> None:
    person, ice, designee, retraction = ReleaseNotification.objects.order_by("pk")
    assert [one.notification for one in Attempt.objects.order_by("pk")] == [ice, designee]
    assert Answer.objects.get().notification == ice
    assert (ice.detainer, designee.representation) == (Detainer.objects.latest("pk"), Representation.objects.get())
    assert (person.representation, retraction.retracts) == (None, person)


def test_a_draft_of_telling_keeps_the_rules_that_staff_must_keep(written: Booking) -> None:
    """All but the withdrawal of a telling, which JailWatch itself makes."""
    by_hand = ReleaseNotification.objects.current().filter(retracts=None)
    for facts in (Representation.objects.current(), by_hand, Attempt.objects.current(), Answer.objects.current()):
        for fact in facts:
            check(fact)


def test_a_try_in_bulk_cannot_hide_that_it_was_to_ice(county: County) -> None:
    hidden = draft("1")
    hidden.more["attempts"][1]["notification"] = 1
    with pytest.raises(IntegrityError, match=triggers.SAYS), transaction.atomic():
        write(writer(county), hidden)
    assert not Booking.objects.exists()


def test_a_list_that_is_empty_stays_a_list(written: Booking) -> None:
    assert [one.told for one in IceCall.objects.order_by("pk")] == [[], ["identity"]]


def test_all_of_it_stands_in_the_one_entry_of_the_booking(written: Booking) -> None:
    entry = AuditEntry.objects.get(booking=written.public_id)
    after = json.loads(sealer(written.public_id).open(entry.sealed))["after"]
    assert {"consents", "ice-calls", "visits", "allowing-offenses", "detainers"} <= set(after)
    assert {"representations", "release-notifications", "attempts", "answers"} <= set(after)


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
