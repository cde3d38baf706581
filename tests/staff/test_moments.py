"""The form field of a moment: what is typed becomes a span, and a span is shown as it was typed."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError

from bookings.forms.moments import MomentField
from bookings.spans import Span
from tests.staff import desk
from tests.staff.samples import SAMPLES

CHICAGO = ZoneInfo("America/Chicago")
UTC = "+00:00"


def field() -> MomentField:
    made = MomentField(required=False)
    made.place(CHICAGO, None)
    return made


def span(text: str) -> Span:

    first, last = text.split(" / ")
    return Span(datetime.fromisoformat(first + UTC), datetime.fromisoformat(last + UTC))


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        (["2026-11-23", "08:15", "between", "2026-11-23", "09:40"], "2026-11-23 14:15 / 2026-11-23 15:41"),
        (["2026-11-22", "22:00", "between", "2026-11-23", "06:00"], "2026-11-23 04:00 / 2026-11-23 12:01"),
        (["2026-11-22", "", "between", "2026-11-23", ""], "2026-11-22 06:00 / 2026-11-24 06:00"),
        (["2026-11-22", "13:00", "between", "2026-11-23", ""], "2026-11-22 19:00 / 2026-11-24 06:00"),
        (["2026-10-31", "23:30", "between", "2026-11-01", "03:00"], "2026-11-01 04:30 / 2026-11-01 09:01"),
    ],
)
def test_between_two_times_is_the_span_of_both_ends_included(typed: list[str], means: str) -> None:
    assert field().clean(typed) == span(means)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (["2026-11-23", "09:40", "between", "2026-11-23", "08:15"], "It ends before it begins"),
        (["2026-11-23", "09:40", "between", "", ""], "Give both"),
        (["", "", "between", "2026-11-23", "09:40"], "Give both"),
        (["2026-11-23", "09:40", "between", "", "10:00"], "Give both"),
        (["2026-03-08", "02:30", "between", "2026-03-08", "09:40"], "it never was"),
        (["2026-11-23", "09:40", "between", "2026-11-23", "noon"], "Write the time as 13:40"),
        (["0026-11-23", "09:40", "between", "2026-11-23", "10:00"], "from 1900 to 2199"),
    ],
)
def test_two_times_that_are_none_are_refused_in_a_sentence(typed: list[str], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        field().clean(typed)


@pytest.mark.parametrize(
    "stands",
    [
        "2026-11-23 14:15 / 2026-11-23 15:41",
        "2026-11-22 06:00 / 2026-11-24 06:00",
        "2026-11-01 04:30 / 2026-11-01 09:01",
        "2026-11-23 14:15 / 2026-11-23 14:16",
        "2026-11-23 06:00 / 2026-11-24 06:00",
    ],
)
def test_what_stands_is_shown_so_that_it_comes_back_the_same(stands: str) -> None:
    one = field()
    widget: Any = one.widget
    shown = [str(part or "") for part in widget.decompress(span(stands))]
    assert one.clean(shown) == span(stands)


def test_an_end_in_the_hour_that_comes_twice_is_kept_as_it_stands() -> None:
    one, stands = MomentField(required=False), span("2026-11-01 07:30 / 2026-11-01 09:01")
    one.place(CHICAGO, None, stands)
    widget: Any = one.widget
    assert widget.decompress(stands)[2] == "kept"
    assert one.clean(["", "", "kept", "", ""]) == stands


@pytest.mark.django_db
def test_a_clerk_who_knows_two_times_records_both_and_the_timeline_says_so() -> None:
    with time_machine.travel(desk.NOON, tick=False):
        booking = desk.recorded(desk.county_with_building())
        client = desk.clerk(booking.county)
        moment = {"received_day": "2026-11-23", "received_time": "09:00", "received_known": "between"}
        sent = {"source": "staff"} | SAMPLES["detainers"][0](booking) | moment
        page = f"{desk.page_of(booking)}add/detainers/"
        refused = client.post(page, sent)
        assert "Give both: the earliest day it can have been, and the latest." in refused.content.decode()
        assert '<details class="moment-last" data-last open>' in refused.content.decode()
        done = client.post(page, sent | {"received_last_day": "2026-11-23", "received_last_time": "1115"})
        assert done.status_code == 302
        assert "some time between Nov 23, 2026, 09:00 and Nov 23, 2026, 11:15" in client.get(desk.page_of(booking)).content.decode()
