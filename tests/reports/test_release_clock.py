"""The release clock as the office reads it: bands that add up, percentiles only over enough, one grouping at a time."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from accounts.models import Role
from accounts.periods import Month
from bookings import actions as record
from notifications import timing
from notifications.rules.baseline import Baseline, ExtraHold, baseline, extra_hold, percentile
from notifications.rules.intervals import Reading, Value, by_code
from reports.clock import bands, grid, page
from reports.clock.reading import baselines, releases
from tests.notifications.desk import Desk
from tests.support import build

OCTOBER = Month(2026, 10)


def known(low: int, high: int | None = None) -> Value:
    return Value(Reading.KNOWN, low, low if high is None else high)


@pytest.mark.parametrize(
    ("minutes", "band"),
    [(-1, "under_0"), (0, "0_1"), (59, "0_1"), (60, "1_2"), (119, "1_2"), (120, "2_4"), (239, "2_4"), (240, "4_24")]
    + [(1439, "4_24"), (1440, "24_48"), (2879, "24_48"), (2880, "48_up"), (100_000, "48_up")],
)
def test_the_edges_of_the_bands(minutes: int, band: str) -> None:
    assert bands.band_of(known(minutes)) == band


def test_what_lies_in_no_band_says_why() -> None:
    values = [known(59, 60), Value(Reading.NEVER), Value(Reading.OPEN), Value(Reading.UNKNOWN), known(0, 59)]
    assert [bands.band_of(value) for value in values] == ["coarse", "none", "open", "unknown", "0_1"]


def test_the_counts_add_up_to_all() -> None:
    values = [known(number * 37 - 100, number * 41) for number in range(60)] + [Value(Reading.NEVER)] * 3 + [Value(Reading.OPEN)]
    assert sum(bands.counted(values).values()) == 64


def test_a_percentile_is_a_value_that_was_observed() -> None:
    assert [percentile(list(range(1, 11)), share) for share in (10, 25, 50, 75, 90, 100)] == [1, 3, 5, 8, 9, 10]


def test_fewer_than_ten_have_no_percentile() -> None:
    few, enough = bands.spread([known(5)] * 9), bands.spread([known(number) for number in range(10)])
    assert (few.n, few.p50, few.longest) == (9, None, 5)
    assert (enough.p10, enough.p50, enough.p90, enough.longest) == (0, 4, 8, 9)


def test_extra_hold_needs_thirty_releases_to_compare_with_and_may_be_below_zero() -> None:
    assert baseline(list(range(29))) is None
    usual = baseline(list(range(1, 41)))
    assert usual == Baseline(40, 10, 20, 30)
    assert extra_hold(100, usual) == ExtraHold(80, 70, 90)
    assert extra_hold(5, usual) == ExtraHold(-15, -25, -5)
    assert extra_hold(100, None) is None


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


def release(desk: Desk, *, eligible: str, told: str = "", out: str, wanted: bool = True, reason: str = "bail") -> None:
    desk.booked("2026-01-02 08:00")
    if wanted:
        desk.detainer("2026-01-03 09:00")
    desk.step("eligible", eligible, reason)
    if told:
        desk.told_ice(told, channel="fax" if reason == "dismissed" else "phone")
    desk.released(out)


def timed(desk: Desk, first: Month = OCTOBER, last: Month = OCTOBER, by: str = "channel") -> dict[str, object]:
    timing.retime()
    return page.context(desk.county, first, last, by)


def test_a_month_of_releases_is_in_the_table_whole(desk: Desk) -> None:
    release(desk, eligible="2026-10-05 09:00", told="2026-10-05 10:00", out="2026-10-05 11:30")
    release(desk, eligible="2026-10-06 09:00", told="2026-10-06 09:10", out="2026-10-06 09:40", reason="dismissed")
    release(desk, eligible="2026-10-07 09:00", told="2026-10-07 11:00", out="2026-10-07 10:40")
    release(desk, eligible="2026-10-08 09:00", out="2026-10-08 10:40")
    release(desk, eligible="2026-10-08 09:00", out="2026-10-08 10:40", wanted=False)
    shown = timed(desk)
    lead = {name: count for name, count, _share in shown["lead"]["rows"] if count}
    assert lead == {"told after the release": 1, "0 to 1 h": 1, "1 to 2 h": 1, "ICE not told": 1}
    assert (shown["lead"]["total"], shown["lead"]["complete"], shown["lead"]["p50"]) == (4, 3, "too few")
    assert [(row["group"], row["total"], sum(row["bands"])) for row in shown["groups"]] == [
        ("ICE not told", 1, 1),
        ("by fax", 1, 1),
        ("by phone", 2, 2),
    ]
    assert [(row["name"], row["n"], row["longest"]) for row in shown["processing"]] == [
        ("with ICE interest", 4, "2:30"),
        ("without ICE interest", 1, "1:40"),
    ]


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("weekday", [("Monday", 1), ("Saturday", 1)]),
        ("hours", [("00:00-03:59", 1), ("08:00-11:59", 1)]),
        ("reason", [("bail", 1), ("case dismissed", 1)]),
        ("kind", [("street", 2)]),
        ("policy", [("Answering requests", 1), ("not recorded", 1)]),
    ],
)
def test_by_one_grouping_at_a_time_by_the_clock_on_the_wall(desk: Desk, by: str, groups: list[tuple[str, int]]) -> None:
    words = {"text": "x", "adopted_by": "the board", "source": "minutes", "title": "Answering requests"}
    record.record_policy(by=desk.by, county=desk.county, rule="tell_ice", in_force_from=date(2026, 10, 8), **words)
    release(desk, eligible="2026-10-05 09:00", told="2026-10-05 10:00", out="2026-10-05 11:30")
    release(desk, eligible="2026-10-10 00:10", told="2026-10-10 00:20", out="2026-10-10 03:40", reason="dismissed")
    assert [(row["group"], row["total"]) for row in timed(desk, by=by)["groups"]] == groups


def test_a_month_is_cut_by_the_release_on_the_county_wall(desk: Desk) -> None:
    release(desk, eligible="2026-10-31 21:00", told="2026-10-31 22:00", out="2026-10-31 23:59")
    release(desk, eligible="2026-10-31 21:00", told="2026-10-31 22:00", out="2026-11-01 00:00")
    timing.retime()
    assert [len(releases(desk.county, month, month)) for month in (OCTOBER, OCTOBER.shift(1))] == [1, 1]


def test_people_held_for_ice_by_contract_are_no_releases(desk: Desk) -> None:
    desk.booked("2026-10-01 08:00", kind="held_for_ice")
    desk.told_ice("2026-10-05 10:00")
    desk.released("2026-10-05 11:00")
    timing.retime()
    assert releases(desk.county, OCTOBER, OCTOBER) == []


def test_no_shows_are_counted_by_what_ice_had_answered(desk: Desk) -> None:
    for day, answer, taken in (("05", "coming", True), ("06", "coming", False), ("07", "not_coming", False), ("08", "", False)):
        desk.booked("2026-10-01 08:00")
        desk.told_ice(f"2026-10-{day} 10:00")
        if answer:
            desk.answer(f"2026-10-{day} 10:10", answer)
        desk.released(f"2026-10-{day} 12:00", "ice" if taken else "street")
        if taken:
            desk.handed_over(f"2026-10-{day} 12:00")
    assert [row for row in timed(desk)["after_told"] if row[1]] == [
        ("ICE is coming", 2, 1, 1),
        ("ICE is not coming", 1, 0, 1),
        ("not recorded", 1, 0, 1),
    ]


def test_the_usual_length_is_that_of_the_twelve_months_before_and_of_the_same_reason(desk: Desk) -> None:
    for _ in range(30):
        release(desk, eligible="2026-09-05 09:00", out="2026-09-05 13:00")
        release(desk, eligible="2026-10-05 09:00", out="2026-10-05 09:05", wanted=False)
    timing.retime()
    usual = baselines(desk.county, OCTOBER, OCTOBER.shift(1))
    assert usual == {(OCTOBER, "bail"): None, (OCTOBER.shift(1), "bail"): Baseline(30, 5, 5, 5)}


def test_the_number_of_queries_does_not_grow_with_the_releases(desk: Desk, django_assert_max_num_queries: object) -> None:
    counts = []
    for number in (2, 8):
        for _ in range(number):
            release(desk, eligible="2026-10-05 09:00", told="2026-10-05 10:00", out="2026-10-05 11:30")
        timing.retime()
        with django_assert_max_num_queries(12) as asked:
            page.context(desk.county, OCTOBER, OCTOBER, "facility")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_hours_of_the_week_are_pooled_over_a_year_and_add_up() -> None:
    monday = datetime(2026, 10, 5, tzinfo=UTC)
    moments = [monday.replace(hour=hour) for hour in (0, 3, 4, 23)] + [monday.replace(day=11, hour=15), None, None]
    shown = grid.grid(moments, 12)
    assert shown is not None
    assert shown["bands"] == ["00–04", "04–08", "08–12", "12–16", "16–20", "20–24"]
    assert [count for count, _depth in shown["rows"][0]["cells"]] == [2, 1, 0, 0, 0, 1]
    assert [count for count, _depth in shown["rows"][6]["cells"]] == [0, 0, 0, 1, 0, 0]
    assert (shown["foot"], shown["total"], shown["left_out"]) == ([2, 1, 0, 1, 0, 1], 5, 2)
    assert sum(row["total"] for row in shown["rows"]) == 5


@pytest.mark.parametrize(("months", "there"), [(1, False), (11, False), (12, True), (27, True)])
def test_hours_of_the_week_of_less_than_a_year_are_not_shown(months: int, there: bool) -> None:
    assert bool(grid.grid([datetime(2026, 10, 5, 8, tzinfo=UTC)], months)) is there


@pytest.mark.parametrize(("count", "most", "step"), [(0, 0, 0), (0, 20, 0), (1, 20, 1), (5, 20, 1), (6, 20, 2), (20, 20, 4), (1, 1, 4)])
def test_the_shade_of_a_cell_goes_by_equal_steps(count: int, most: int, step: int) -> None:
    assert grid.depth(count, most) == step


# The pages.


@pytest.fixture
def office(desk: Desk, client: Client) -> Client:
    client.force_login(build.person(Role.RECORDS_OFFICER, desk.county))
    return client


def test_the_page_shows_the_table_and_names_no_goal(desk: Desk, office: Client) -> None:
    release(desk, eligible="2026-10-05 09:00", told="2026-10-05 10:00", out="2026-10-05 11:30")
    timing.retime()
    text = office.get("/office/release-clock/?from=2026-10&to=2026-10&by=weekday").content.decode()
    assert "1 release of a person in whom ICE was interested" in text
    assert "No line here is a goal" in text
    assert (
        office.get("/office/release-clock.csv?from=2026-10&to=2026-10&by=weekday")
        .content.decode()
        .splitlines()[2]
        .startswith("Monday,1,0,0,1")
    )


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("from=2026-10&to=october", "Write both months as 2026-10."),
        ("from=2026-10&to=2026-09", "Choose a first month before the last"),
        ("from=2020-10&to=2026-09", "at most three years apart"),
        ("by=charge", "There is no such grouping"),
    ],
)
def test_what_was_asked_wrongly_gets_a_sentence(office: Client, query: str, sentence: str) -> None:
    answer = office.get(f"/office/release-clock/?{query}")
    assert (answer.status_code, sentence in answer.content.decode()) == (200, True)


def test_an_unknown_parameter_is_refused(office: Client) -> None:
    assert office.get("/office/release-clock/?month=2026-10").status_code == 400


@pytest.mark.parametrize("role", [Role.STAFF, Role.DEFENDER, Role.ADMINISTRATOR])
@pytest.mark.parametrize("address", ["/office/release-clock/", "/office/release-clock.csv"])
def test_others_are_not_told_that_there_is_one(desk: Desk, client: Client, role: Role, address: str) -> None:
    client.force_login(build.person(role, desk.county))
    assert client.get(address).status_code == 404


def test_the_method_prints_the_table_of_intervals_for_anyone(client: Client, db: None) -> None:
    text = client.get("/method/").content.decode()
    assert [code for code, *_ in by_code() if f"<code>{code}</code>" not in text] == []
    assert len(list(by_code())) == 25
