"""The same key gets the same answer and writes once, also when both requests come at the same time."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from accounts.models import AuditEntry, IdempotencyKey, SealedKey
from bookings.models import Booking, Charge
from tests.api.calls import BOOKING, Machine
from tests.support import build


@pytest.fixture
def machine(db: None) -> Machine:
    return Machine(build.county())


def test_the_same_request_again_gets_the_stored_answer_and_writes_nothing(machine: Machine) -> None:
    first = machine.post("bookings/", BOOKING, Idempotency_Key="k-1")
    written = AuditEntry.objects.count()
    again = machine.post("bookings/", dict(reversed(BOOKING.items())), Idempotency_Key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again["Location"] == first["Location"]
    assert ("Idempotent-Replayed" in first, again["Idempotent-Replayed"]) == (False, "true")
    assert (Booking.objects.count(), AuditEntry.objects.count()) == (1, written)


def test_the_stored_answer_is_that_of_then_also_after_a_correction(machine: Machine) -> None:
    first = machine.post("bookings/", BOOKING, Idempotency_Key="k-1").json()
    machine.patch(first["url"], {"age": 30, "reason": "x", "version": 1})
    assert machine.post("bookings/", BOOKING, Idempotency_Key="k-1").json() == first


def test_the_same_key_with_another_request_is_refused(machine: Machine) -> None:
    made = machine.post("bookings/", BOOKING, Idempotency_Key="k-1").json()
    for path, body in (("bookings/", BOOKING | {"age": 30}), (f"{made['url']}charges/", BOOKING)):
        response = machine.post(path, body, Idempotency_Key="k-1")
        assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
        assert response.json()["detail"].startswith("This Idempotency-Key came before with another request.")
    assert (Booking.objects.count(), Charge.objects.count()) == (1, 0)


def test_what_was_refused_may_be_mended_and_sent_with_the_same_key(machine: Machine) -> None:
    assert machine.post("bookings/", {"number": "1"}, Idempotency_Key="k-1").status_code == 400
    assert not IdempotencyKey.objects.exists()
    assert machine.post("bookings/", BOOKING, Idempotency_Key="k-1").status_code == 201


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 81, "é"])
def test_a_key_that_is_none_is_refused(machine: Machine, key: str) -> None:
    says = "An Idempotency-Key has 1 to 80 plain characters without spaces: a random one for each fact."
    response = machine.post("bookings/", BOOKING, Idempotency_Key=key)
    assert (response.status_code, response.json()["errors"]) == (400, {"general": [says]})


def test_two_machines_may_use_the_same_key(machine: Machine) -> None:
    other = Machine(build.county("anoka"))
    assert [one.post("bookings/", BOOKING, Idempotency_Key="k-1").status_code for one in (machine, other)] == [201, 201]


def test_without_a_key_every_request_is_its_own(machine: Machine) -> None:
    charges = f"{machine.booking()['url']}charges/"
    assert [machine.made(charges, {"description": "fare evasion"})["place"] for _ in range(2)] == [1, 2]


def test_every_post_honours_it(machine: Machine) -> None:
    made = machine.booking()
    charge = machine.made(f"{made['url']}charges/", {"description": "x"})
    calls: list[tuple[str, dict[str, Any]]] = [
        (f"{charge['url']}disposition/", {"disposition": "dismissed"}),
        (f"{charge['url']}entered-in-error/", {"reason": "x"}),
        (f"{made['url']}release/", {"released": "2026-10-16", "release_kind": "street"}),
        (f"{made['url']}entered-in-error/", {"reason": "x"}),
        ("county/outages/", {"gap": "2026-10-16", "what": "x"}),
    ]
    for number, (path, body) in enumerate(calls):
        first, again = (machine.post(path, body, Idempotency_Key=f"k-{number}") for _ in range(2))
        assert (first.status_code in {200, 201}, again.json()) == (True, first.json()), path
        assert again["Idempotent-Replayed"] == "true"


def test_a_stored_answer_about_a_person_is_sealed_and_ends_with_the_key_of_the_booking(machine: Machine) -> None:
    machine.post("bookings/", BOOKING | {"birth_answer": "answered", "birth_country": "MX"}, Idempotency_Key="k-1")
    assert IdempotencyKey.objects.get().answer.keys() == {"booking", "sealed"}
    SealedKey.objects.all().delete()
    assert (
        machine.post("bookings/", BOOKING | {"birth_answer": "answered", "birth_country": "MX"}, Idempotency_Key="k-1").status_code == 410
    )


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Each call in a thread and on a connection of its own, let go together."""
    answers: list[Any] = [None] * len(calls)
    gate = threading.Barrier(len(calls))

    def run(place: int, call: Callable[[], Any]) -> None:
        gate.wait(10)
        try:
            answers[place] = call()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, call)) for place, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


@pytest.mark.django_db(transaction=True)
def test_a_concurrent_double_writes_once_and_both_get_the_answer(machine: Machine) -> None:
    for number in range(5):
        body = BOOKING | {"number": f"N-{number}"}
        answers = at_once(*[lambda body=body, number=number: machine.post("bookings/", body, Idempotency_Key=f"k-{number}")] * 4)
        assert [answer.status_code for answer in answers] == [201] * 4
        assert len({answer.content for answer in answers}) == 1
        assert sum("Idempotent-Replayed" in answer for answer in answers) == 3
    assert Booking.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_charges_sent_at_the_same_moment_get_places_of_their_own(machine: Machine) -> None:
    charges = f"{machine.booking()['url']}charges/"
    answers = at_once(*[lambda: machine.post(charges, {"description": "fare evasion"})] * 3)
    assert {answer.status_code for answer in answers} <= {201, 409}
    made = [answer.json()["place"] for answer in answers if answer.status_code == 201]
    assert sorted(made) == list(range(1, len(made) + 1))
    assert len(made) >= 2


@pytest.mark.django_db(transaction=True)
def test_one_number_sent_twice_at_the_same_moment_is_one_booking_and_one_sentence(machine: Machine) -> None:
    answers = at_once(*[lambda: machine.post("bookings/", BOOKING)] * 3)
    assert sorted(answer.status_code for answer in answers) == [201, 400, 400]
    says = {"general": ["This county already has a booking with this number."]}
    assert [answer.json()["errors"] for answer in answers if answer.status_code == 400] == [says] * 2


@pytest.mark.django_db(transaction=True)
def test_of_two_corrections_at_the_same_moment_one_is_told_of_the_other(machine: Machine) -> None:
    made = machine.booking()
    change = {"age": 30, "reason": "x", "version": 1}
    answers = at_once(*[lambda age=age: machine.patch(made["url"], change | {"age": age}) for age in (30, 31)])
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert machine.get(made["url"]).json()["version"] == 2
