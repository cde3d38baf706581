"""Two submits of one form at one moment, and values that nobody types by hand."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from bookings.models import Booking, Detainer
from tests.staff import desk
from tests.staff.samples import SAMPLES

NEW = "/staff/bookings/new"


def together(send: list[Any]) -> list[Any]:
    """Call all at one moment, each on a connection of its own."""
    gate = Barrier(len(send))

    def one(call: Any) -> Any:
        try:
            gate.wait(10)
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(send)) as pool:
        return list(pool.map(one, send))


def twin(client: Client) -> Client:
    """A second window of the same session."""
    other = Client()
    other.cookies = client.cookies
    return other


@pytest.mark.django_db(transaction=True)
def test_two_submits_at_one_moment_are_one_booking() -> None:
    client = desk.clerk(desk.county_with_building())
    sent = {"number": "26-1", "kind": "warrant", "sex": "male", "source": "staff", "token": "same"} | desk.moment(
        "booked", "2026-11-01 05:30"
    )
    answers = together([lambda one=one: one.post(NEW, sent) for one in (client, twin(client), twin(client))])
    assert Booking.objects.count() == 1
    assert {answer["Location"] for answer in answers} == {desk.page_of(Booking.objects.get())}


@pytest.mark.django_db(transaction=True)
def test_two_submits_at_one_moment_are_one_fact() -> None:
    booking = desk.recorded(desk.county_with_building())
    client = desk.clerk(booking.county)
    sent = {"source": "staff", "token": "same"} | SAMPLES["release-steps"][0](booking)
    page = f"{desk.page_of(booking)}add/release-steps/"
    answers = together([lambda one=one: one.post(page, sent) for one in (client, twin(client))])
    assert [answer.status_code for answer in answers] == [302, 302]
    assert booking.releasesteps.count() == 1


ODD = ["0001-01-01", "9999-12-31", "1899-12-31", "2026-02-30", "\x00", "x" * 5000, "٣"]


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ODD)
def test_an_odd_day_is_refused_beside_its_field(odd: str) -> None:
    booking = desk.recorded(desk.county_with_building())
    client = desk.clerk(booking.county)
    sent = SAMPLES["detainers"][0](booking) | {"received_day": odd, "source": "staff"}
    assert "received" in client.post(f"{desk.page_of(booking)}add/detainers/", sent).context["form"].errors
    answer = client.post("/staff/nil-return/", {"scope": "shift", "day": odd, "starts": "01:00", "ends": "02:00", "signed_by": "x"})
    assert "day" in answer.context["form"].errors
    month = client.post("/staff/nil-return/", {"scope": "month", "month": odd, "signed_by": "x"})
    assert "month" in month.context["form"].errors
    assert Detainer.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("month", ["0000-01", "9999-12", "0001-01", "2026-13"])
def test_an_odd_month_is_refused(month: str) -> None:
    client = desk.clerk(desk.county_with_building())
    answer = client.post("/staff/nil-return/", {"scope": "month", "month": month, "signed_by": "x"})
    assert "month" in answer.context["form"].errors


@pytest.mark.django_db
def test_a_token_too_long_is_no_token() -> None:
    booking = desk.recorded(desk.county_with_building())
    client = desk.clerk(booking.county)
    for _time in range(2):
        client.post(f"{desk.page_of(booking)}now/", {"what": "cleared", "token": "x" * 5000})
    assert booking.releasesteps.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["charges/99999999999999999999999/correct/", "charges/0/error/", "nonsense/1/correct/"])
def test_an_entry_that_is_not_there_is_not_found(page: str) -> None:
    booking = desk.recorded(desk.county_with_building())
    assert desk.clerk(booking.county).get(desk.page_of(booking) + page).status_code == 404
