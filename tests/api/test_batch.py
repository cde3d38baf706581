"""Many facts at once: each row with its own answer, its own transaction and its own key."""

import logging
from typing import Any

import pytest
from django.test import override_settings
from django.urls import reverse

from accounts.models import AuditEntry, IdempotencyKey
from bookings.api import views
from bookings.models import Booking, Charge, IceCall
from tests.api.calls import BOOKING, Machine, key_of
from tests.support import build

pytestmark = pytest.mark.django_db
CALL = {"called": "2026-10-15T22:30", "channel": "phone"}
RELEASED = {"released": "2026-10-16T10:30", "release_kind": "street"}


@pytest.fixture
def machine() -> Machine:
    return Machine(build.county())


def row(kind: str, booking: Any = None, **data: Any) -> dict[str, Any]:
    return {"kind": kind, "data": data} | ({} if booking is None else {"booking": booking})


def sent(machine: Machine, *rows: Any) -> list[dict[str, Any]]:
    response = machine.post("batch/", {"rows": list(rows)})
    assert response.status_code == 200, response.content
    answer = response.json()
    refused = sum(one["problem"] is not None for one in answer["results"])
    assert (answer["written"], answer["refused"]) == (len(rows) - refused, refused)
    assert [one["row"] for one in answer["results"]] == list(range(1, len(rows) + 1))
    assert all((one["status"] >= 400) == (one["problem"] is not None) == (one["answer"] is None) for one in answer["results"])
    return list(answer["results"])


def test_a_new_booking_and_its_facts_go_in_together_and_each_answer_is_that_of_its_own_address(machine: Machine) -> None:
    old = machine.booking()
    results = sent(
        machine, row("bookings", **BOOKING), row("ice-calls", 1, **CALL), row("release", 1, **RELEASED), row("ice-calls", old["id"], **CALL)
    )
    assert [one["status"] for one in results] == [201, 201, 200, 201]
    made, call, released, _other = (one["answer"] for one in results)
    assert call["url"].startswith(made["url"])
    assert machine.get(call["url"]).json() == call
    assert machine.get(made["url"]).json() == released
    assert {str(one.booking.public_id) for one in IceCall.objects.select_related("booking")} == {made["id"], old["id"]}
    verbs = list(AuditEntry.objects.exclude(verb="view").order_by("pk").values_list("verb", flat=True))
    assert verbs[-4:] == ["record_booking", "record_icecall", "release", "record_icecall"]


def test_a_refused_row_takes_no_other_with_it_and_says_why(machine: Machine) -> None:
    old = machine.booking()
    results = sent(
        machine,
        row("bookings", number="B-9", booked="yesterday"),
        row("charges", 1, description="x"),
        row("charges", old["id"], description="x"),
        row("charges", old["id"], descripton="x"),
        "no row",
        row("no such", old["id"]),
        {"kind": "charges", "booking": old["id"]},
        row("charges", description="x"),
        row("charges", 9, description="x"),
        row("charges", 3, description="x"),
        row("bookings", old["id"], **BOOKING),
        {**row("charges", old["id"], description="x"), "key": "two words"},
    )
    assert [one["status"] for one in results] == [400, 424, 201, 400, 400, 400, 400, 400, 400, 400, 400, 400]
    problems = [one["problem"] for one in results]
    assert problems[1]["detail"] == "Row 1, to which this row belongs, was refused. Mend that one, and send both again."
    assert problems[1]["title"] == "Failed Dependency"
    assert "booked" in problems[0]["errors"]
    assert "descripton" in problems[3]["errors"]
    named = ["Give the id of a booking, or the number of an earlier row of this batch that makes one."]
    assert [problems[place]["errors"]["booking"] for place in (7, 8, 9)] == [named] * 3
    assert problems[10]["errors"] == {"booking": ["A new booking belongs to no other: leave this out."]}
    assert "general" in problems[11]["errors"]
    assert (Booking.objects.count(), Charge.objects.count()) == (1, 1)


def test_a_batch_sent_again_with_its_keys_writes_nothing_twice(machine: Machine) -> None:
    rows = [{**row("bookings", **BOOKING), "key": "b1"}, {**row("ice-calls", 1, **CALL), "key": "c1"}]
    first, again = sent(machine, *rows), sent(machine, *rows)
    assert [one["answer"] for one in again] == [one["answer"] for one in first]
    assert [(one["replayed"], two["replayed"]) for one, two in zip(first, again, strict=True)] == [(False, True)] * 2
    assert (Booking.objects.count(), IceCall.objects.count(), IdempotencyKey.objects.count()) == (1, 1, 2)
    other = sent(machine, {**row("bookings", **BOOKING | {"number": "B-2"}), "key": "b1"})
    assert other[0]["status"] == 422
    alone = machine.post(reverse("api:bookings"), BOOKING, Idempotency_Key="b1")
    assert (alone["Idempotent-Replayed"], alone.json()) == ("true", first[0]["answer"])


def test_a_booking_of_another_county_is_no_booking_here(machine: Machine) -> None:
    theirs = build.booking(build.county("anoka"))
    assert [one["status"] for one in sent(machine, row("charges", str(theirs.public_id), description="x"))] == [404]


def test_what_is_no_batch_is_refused_whole(machine: Machine) -> None:
    for body in ([], {}, {"rows": []}, {"rows": {}}, {"rows": [row("bookings", **BOOKING)], "more": 1}):
        assert list(machine.refused("batch/", body)) == ["general"]
    with override_settings(API_BATCH_ROWS=2):
        response = machine.post("batch/", {"rows": [row("bookings", **BOOKING)] * 3})
    assert response.status_code == 413
    assert response.json()["detail"] == "The batch is too large. Send at most 500 rows and 2 MB at once, and the rest in a further batch."
    with override_settings(API_BATCH_BYTES=300_000):
        assert machine.post("batch/", {"rows": ["x" * 290_000]}).status_code == 200
        assert machine.post("batch/", {"rows": ["x" * 310_000]}).status_code == 413
    machine.key = key_of(machine.user, "read")
    assert machine.post("batch/", {"rows": [row("bookings", **BOOKING)]}).status_code == 403
    assert not Booking.objects.exists()


def test_a_fault_of_ours_in_one_row_is_told_in_its_place_and_logged_without_values(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    old = machine.booking()

    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError(" ".join(("SECRET", "NAME")))

    monkeypatch.setattr(views.ReleaseOf, "write", broken)
    with caplog.at_level(logging.ERROR):
        results = sent(machine, row("release", old["id"], **RELEASED), row("ice-calls", old["id"], **CALL))
    assert [one["status"] for one in results] == [500, 201]
    assert "RuntimeError" in caplog.text
    assert "SECRET NAME" not in caplog.text + str(results)
