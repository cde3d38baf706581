"""One booking on the desk of one clerk, at noon."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from bookings.models import Booking
from tests.staff import desk


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(desk.NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def booking(clock: Any) -> Booking:
    return desk.recorded(desk.county_with_building())


@pytest.fixture
def client(booking: Booking) -> Client:
    return desk.clerk(booking.county)
