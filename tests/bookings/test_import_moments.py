"""What is known of when: moments that nobody wrote down, stand-ins, the future, and how files write times."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from accounts.models import County
from accounts.periods import Month
from bookings.drafts import Draft, settled
from bookings.importing.builtin import zone_named
from bookings.importing.counties import find_county
from bookings.importing.drafting import Drafter
from bookings.importing.errors import CannotRead, Rejected
from bookings.importing.formats import STAND_IN, clash, holds_a_date, parser
from bookings.importing.mapping import Parser, load
from bookings.importing.oddities import odd
from bookings.importing.running import Report, Run
from bookings.models import Booking, Detainer
from bookings.models.moments import span
from bookings.spans import MINUTE, Span
from tests.support.files import row, write

CHICAGO = zone_named("America/Chicago")
HEADER = ["no", "in", "out", "hold", "who", "born"]
BASE: dict[str, Any] = {
    "timezone": "America/Chicago",
    "formats": ["%Y-%m-%d %H:%M"],
    "booking": {"number": "no", "booked": "in", "released": "out", "person": "who", "born": "born"},
    "detainer": {"when": {"column": "hold", "isnt": [""]}, "received": {"column": "hold", "within": "booking", "formats": ["%d.%m.%Y"]}},
}
NOW = datetime(2026, 10, 20, 15, tzinfo=UTC)


def drafted(*cells: str, until: datetime | None = None, **more: Any) -> Draft:
    county = County(fips="27000", timezone="America/Chicago")
    drafter = Drafter(Parser("jail", BASE | more).mapping(), HEADER, county, until)
    return drafter.draft("1", [(2, ["1", *cells, *[""] * (5 - len(cells))])])


def of(values: dict[str, Any], name: str) -> Span | None:
    return values[f"{name}_at"] and Span(values[f"{name}_at"], values[f"{name}_until"])


UNWRITTEN = {"detainer": {"when": {"column": "hold", "isnt": [""]}, "received": {"within": "booking"}}}


@time_machine.travel(NOW, tick=False)
def test_a_hold_of_unknown_moment_lies_between_booking_and_release_and_in_custody_up_to_what_the_file_covers() -> None:
    booked = datetime(2026, 10, 1, 15, tzinfo=UTC)
    out = drafted("2026-10-01 10:00", "2026-10-03 10:00", "ICE", **UNWRITTEN).detainers[0]
    held = drafted("2026-10-01 10:00", "", "ICE", **UNWRITTEN).detainers[0]
    covered = drafted("2026-10-01 10:00", "", "ICE", until=datetime(2026, 10, 10, tzinfo=UTC), **UNWRITTEN).detainers[0]
    ahead = drafted("2026-10-01 10:00", "", "ICE", until=datetime(2026, 11, 1, tzinfo=UTC), **UNWRITTEN).detainers[0]
    ends = [datetime(2026, 10, 3, 15, 1, tzinfo=UTC), NOW + MINUTE, datetime(2026, 10, 10, 0, 1, tzinfo=UTC), NOW + MINUTE]
    assert [of(one, "received") for one in (out, held, covered, ahead)] == [Span(booked, end) for end in ends]
    assert {tuple(one["within"]) for one in (out, held, covered, ahead)} == {("received",)}


def test_a_column_that_is_blank_leaves_the_moment_within_the_booking_and_one_that_is_filled_gives_it() -> None:
    when = {"column": "who", "isnt": [""]}
    detainer = {"when": when, "received": {"column": "hold", "within": "booking"}}
    given = drafted("2026-10-01 10:00", "2026-10-03 10:00", "2026-10-02 09:00", "x", detainer=detainer).detainers[0]
    blank = drafted("2026-10-01 10:00", "2026-10-03 10:00", "", "x", detainer=detainer).detainers[0]
    assert of(given, "received") == Span.minute(datetime(2026, 10, 2, 14, tzinfo=UTC))
    assert "within" not in given
    assert blank["received_until"] == datetime(2026, 10, 3, 15, 1, tzinfo=UTC)


PIERCE = row(imm_hold="1", release_dt="", charge_release_dt="", final_release_disp="", country_of_birth="MEXICO")


def tonight(path: Path, **values: str) -> Report:
    mapping = load("pierce")
    return Run(write(path, PIERCE | values), find_county("53053", mapping), mapping, apply=True)()


@pytest.mark.django_db
def test_night_after_night_a_hold_in_custody_is_unchanged_and_its_first_bounds_stay_the_closest(tmp_path: Path) -> None:
    first = datetime(2016, 11, 9, 10, tzinfo=UTC)
    with time_machine.travel(first, tick=False):
        assert tonight(tmp_path).counts.new == 1
    for nights in (1, 2, 9):
        with time_machine.travel(first + timedelta(days=nights), tick=False):
            assert str(tonight(tmp_path).counts) == "read=1 bookings=1 new=0 changed=0 unchanged=1 rejected=0 tocheck=0"
    with time_machine.travel(first + timedelta(days=20), tick=False):
        assert tonight(tmp_path, release_dt="2016-11-28 09:00:00").counts.changed == 1
    known = span(Detainer.objects.get(), "received")
    assert known == Span(Booking.objects.get().booked_at, first + MINUTE)
    assert Detainer.objects.get().version == 1


@pytest.mark.django_db
def test_a_release_before_the_first_import_draws_the_bounds_closer(tmp_path: Path) -> None:
    with time_machine.travel(datetime(2016, 11, 20, 10, tzinfo=UTC), tick=False):
        tonight(tmp_path)
        report = tonight(tmp_path, release_dt="2016-11-14 09:00:00")
    assert report.counts.changed == 1
    detainer = Detainer.objects.get()
    assert (detainer.received_until, detainer.version) == (Booking.objects.get().released_until, 2)


@pytest.mark.django_db
def test_a_file_of_months_gone_by_tells_of_custody_up_to_their_end(tmp_path: Path) -> None:
    mapping = load("pierce")
    covers = (Month(2016, 11), Month(2016, 11))
    Run(write(tmp_path, PIERCE), find_county("53053", mapping), mapping, apply=True, covers=covers)()
    assert Detainer.objects.get().received_until == datetime(2016, 12, 1, 8, 1, tzinfo=UTC)


def test_a_payload_is_compared_without_the_ends_that_move_on() -> None:
    assert settled('{"number":"1","booking":{"a_until":1},"detainers":[{"a_at":1,"a_until":2,"within":["a"]}]}') == (
        '{"number":"1","booking":{"a_until":1},"detainers":[{"a_at":1,"within":["a"]}]}'
    )
    assert settled('{"number":"\\"within\\":"}') == '{"number":"\\"within\\":"}'


@pytest.mark.parametrize("stand_in", ["1900-01-01 00:00", "9999-12-31", "1970-01-01 00:00", "0000-00-00 00:00", "00/00/0000"])
def test_a_date_that_stands_for_none_is_read_as_not_known_and_listed(stand_in: str) -> None:
    draft = drafted("2026-10-01 10:00", stand_in)
    assert draft.booking["released_at"] is None
    assert odd(draft) == ["booking released: a date such as 1900-01-01 or 9999-12-31 was read as not known."]
    with pytest.raises(Rejected, match="the booking has no time: a date such as 1900-01-01 stands for none."):
        drafted(stand_in)


def test_a_text_that_the_mapping_names_as_no_date_is_blank_without_a_word() -> None:
    draft = drafted("2026-10-01 10:00", " Still  In ", unknown_dates=["still in", "01.01.1950"])
    assert (draft.booking["released_at"], odd(draft)) == (None, [])
    with pytest.raises(Rejected, match="released: 'Still In' is no date of the form"):
        drafted("2026-10-01 10:00", "Still In")


@time_machine.travel(NOW, tick=False)
def test_a_time_in_the_future_is_kept_and_listed_but_what_is_planned_may_lie_ahead() -> None:
    booking = BASE["booking"] | {"court": "hold"}
    draft = drafted("2026-10-01 10:00", "2027-10-03 10:00", "2026-12-01 09:00", booking=booking, detainer=[])
    assert draft.booking["released_at"] == datetime(2027, 10, 3, 15, tzinfo=UTC)
    assert odd(draft) == ["booking released: this time lies in the future."]


@pytest.mark.parametrize(
    ("born", "booked", "age"),
    [("1990-10-01", "2026-10-01 10:00", 36), ("1990-10-02", "2026-10-01 10:00", 35), ("", "2026-10-01 10:00", None)],
)
def test_a_date_of_birth_gives_the_age_at_booking_and_is_not_kept(born: str, booked: str, age: int | None) -> None:
    booking = drafted(booked, "", "", "", born).booking
    assert booking["age"] == age
    assert "born" not in booking


def test_nobody_is_booked_before_birth_or_beyond_all_age() -> None:
    with pytest.raises(Rejected, match="born: the person was born after the booking."):
        drafted("2026-10-01 10:00", "", "", "", "2026-10-02")
    with pytest.raises(Rejected, match="The age is over 120 years"):
        drafted("2026-10-01 10:00", "", "", "", "1902-10-02")


@pytest.mark.django_db
def test_a_persons_number_becomes_a_keyed_hash_and_is_not_kept() -> None:
    one, same, other = (drafted("2026-10-01 10:00", "", "", who) for who in ("P7", "P7", "P8"))
    assert len(one.booking["person_key"]) == 64
    assert one.booking["person_key"] == same.booking["person_key"] != other.booking["person_key"]
    assert "P7" not in one.payload()
    assert "person_key" not in drafted("2026-10-01 10:00").booking


@pytest.mark.parametrize("name", ["US/Central", "Central", "central time", "US Central", "CT", "CST6CDT", "America/Chicago"])
def test_what_people_call_central_time_is_the_clock_of_chicago(name: str) -> None:
    assert zone_named(name).key == "America/Chicago"


@pytest.mark.parametrize("name", ["MST", "EST", "Mountains", "", "CST", "UTC"])
def test_a_name_that_is_no_clock_on_a_wall_is_no_zone(name: str) -> None:
    with pytest.raises(CannotRead, match=f"Mapping jail, timezone: '{name}' is no time zone. Write one such as America/Chicago."):
        drafted("2026-10-01 10:00", timezone=name)


def read(text: str, *formats: str, unknown: frozenset[str] = frozenset()) -> str:
    moment = parser(formats, CHICAGO, unknown)(text)
    if moment is None or moment is STAND_IN:
        return "not known"
    start, last = (one.astimezone(CHICAGO) for one in (moment.at, moment.until - MINUTE))
    return f"{start:%Y-%m-%d %H:%M}" if moment.is_exact else f"{start:%Y-%m-%d %H:%M}..{last:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "pattern", "means"),
    [
        ("10/31/2026 1:40 PM", "%m/%d/%Y %I:%M %p", "2026-10-31 13:40"),
        ("10/31/2026 12:05 am", "%m/%d/%Y %I:%M %p", "2026-10-31 00:05"),
        ("31-OCT-26 13.40", "%d-%b-%y %H.%M", "2026-10-31 13:40"),
        ("20261031 0005", "%Y%m%d %H%M", "2026-10-31 00:05"),
        ("2026-10-31 13:40:59.1234567", "%Y-%m-%d %H:%M:%S.%f", "2026-10-31 13:40"),
        ("2026-10-31T18:40Z", "%Y-%m-%dT%H:%M%z", "2026-10-31 13:40"),
        ("46326.569444444", "excel", "2026-10-31 13:40"),
        ("46326", "excel", "2026-10-31 00:00..2026-10-31 23:59"),
        ("2026-10-31 13:40", "%d.%m.%Y", "2026-10-31 13:40"),
        ("2026-10-31", "%d.%m.%Y", "2026-10-31 00:00..2026-10-31 23:59"),
        ("31.10.2026..2026-11-02 07:00", "%d.%m.%Y", "2026-10-31 00:00..2026-11-02 07:00"),
        ("00.00.0000", "%d.%m.%Y", "not known"),
    ],
)
def test_times_are_read_as_they_are_written(text: str, pattern: str, means: str) -> None:
    assert read(text, pattern) == means


@pytest.mark.parametrize(
    ("text", "pattern", "says"),
    [
        ("20261031 30", "%Y%m%d %H%M", "is no date of the form"),
        ("2026103 0030", "%Y%m%d %H%M", "is no date of the form"),
        ("31.10.26", "%d.%m.%Y", "is no date of the form"),
        ("13/31/2026", "%m/%d/%Y", "is no date of the form"),
        ("02.11.2026..01.11.2026", "%d.%m.%Y", "is no stretch of time"),
        ("01.01.1900..01.11.2026", "%d.%m.%Y", "is no stretch of time"),
        ("463260", "excel", "is no date of the form"),
    ],
)
def test_what_could_be_another_time_is_no_time(text: str, pattern: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read(text, pattern)


@pytest.mark.parametrize(
    ("patterns", "at_odds"),
    [
        (["%m/%d/%Y", "%d/%m/%Y"], True),
        (["%d.%m.%Y %H:%M", "%m.%d.%Y %H:%M"], True),
        (["%m/%d/%Y %H:%M", "%m/%d/%Y", "%m/%d/%y", "excel"], False),
        (["%m/%d/%Y", "%d.%m.%Y"], False),
        (["%Y-%m-%d %H:%M%z", "%Y-%m-%d %H:%M"], False),
    ],
)
def test_formats_that_read_one_text_as_two_days_are_at_odds(patterns: list[str], at_odds: bool) -> None:
    assert all(map(holds_a_date, patterns))
    assert bool(clash(patterns)) is at_odds
