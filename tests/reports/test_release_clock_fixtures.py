"""The fixtures of the release clock as the office reads them: each told through the verbs, and read from the page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from accounts.models import Role
from accounts.periods import Month
from notifications import timing
from reports.measures import MEASURES, load
from tests.notifications.desk import Desk
from tests.support import build

pytestmark = pytest.mark.django_db
FOUND = ("n", "longest", "never", "unknown", "coarse")


def jefferson(desk: Desk) -> None:
    """Release order 11:52, phone notice eight minutes later, ICE declined, out at 14:34 (conventions D3)."""
    desk.detainer("2026-10-15 09:00", hours_asked=48)
    desk.step("eligible", "11:52", "court_order")
    desk.told_ice("12:00")
    desk.answer("12:05", "not_coming")
    desk.released("14:34")


def hennepin(desk: Desk) -> None:
    """15 detainers: 4 picked up, 1 to another county, 8 released when ICE did not come, 1 held for trial, 1 unaccounted for."""
    for kind in ["ice"] * 4 + ["other_agency"] + ["street"] * 8 + ["", "unknown"]:
        desk.booked("2026-10-15 08:00")
        desk.detainer("2026-10-15 12:00")
        if kind:
            desk.step("eligible", "09:00")
            desk.told_ice("10:00")
            desk.released("11:30", kind)
        if kind == "ice":
            desk.handed_over("11:30")


def over_night(day: str, out: str) -> Callable[[Desk], None]:
    def told(desk: Desk) -> None:
        desk.booked("2026-03-01 08:00")
        desk.step("eligible", f"{day} 23:30")
        desk.told_ice(f"{day} 23:50")
        desk.released(f"{out} 03:10")

    return told


def told_afterwards(desk: Desk) -> None:
    desk.detainer("2026-10-15 09:00")
    desk.step("eligible", "11:00")
    desk.released("12:00")
    desk.told_ice("12:45")


def entered_afterwards(desk: Desk) -> None:
    """ICE was told before the release; that it was is entered after it."""
    desk.step("eligible", "11:00")
    desk.released("12:00")
    desk.told_ice("11:20")


def eligible_twice(desk: Desk) -> None:
    desk.detainer("2026-10-15 09:00")
    desk.step("eligible", "08:00", "bail")
    desk.told_ice("08:10", channel="fax")
    desk.answer("08:20", "coming")
    desk.told_person("08:30")
    desk.step("cleared", "08:40")
    desk.step("called_off", "09:00")
    desk.step("eligible", "15:00", "dismissed")
    desk.told_ice("15:30")
    desk.released("16:00")


def phone_then_mail(desk: Desk) -> None:
    desk.step("eligible", "09:00")
    desk.told_ice("10:00", "no_answer", "phone")
    desk.told_ice("10:20", "reached", "email")
    desk.answer("10:50", "coming")
    desk.answer("12:10", "not_coming")
    desk.released("13:00")


def dates_only(desk: Desk) -> None:
    desk.detainer("2026-10-14")
    desk.step("eligible", "2026-10-15")
    desk.told_ice("2026-10-15")
    desk.released("2026-10-16")


@dataclass(frozen=True)
class Read:
    """What the page must say: lead times by band, the groups of one grouping, some intervals, and what came after ICE was told."""

    bands: dict[str, int]
    complete: int
    groups: dict[str, int]
    after_told: list[tuple[str, int, int, int]]
    intervals: dict[str, tuple[int, str, int, int, int]]
    by: str = "channel"
    month: str = "2026-10"
    zone: str = "America/Chicago"
    more: dict[str, Any] = field(default_factory=dict)


CASES: dict[str, tuple[Callable[[Desk], None], Read]] = {
    "the Jefferson County day": (
        jefferson,
        Read(
            bands={"2 to 4 h": 1},
            complete=1,
            groups={"by phone": 1},
            after_told=[("ICE is not coming", 1, 0, 1)],
            intervals={
                "LT-002": (1, "2:34", 0, 0, 0),
                "LT-003": (1, "0:08", 0, 0, 0),
                "LT-004": (1, "0:00", 0, 0, 0),
                "LT-005": (1, "0:05", 0, 0, 0),
                "LT-006": (1, "2:42", 0, 0, 0),
                "LT-007": (0, "–", 0, 1, 0),
                "LT-010": (0, "–", 1, 0, 0),
                "LT-011": (0, "–", 1, 0, 0),
                "LT-013": (0, "–", 1, 0, 0),
                "LT-015": (1, "45:26", 0, 0, 0),
                "LT-025": (0, "–", 0, 1, 0),
            },
            zone="America/Denver",
        ),
    ),
    "the Hennepin week": (
        hennepin,
        Read(
            bands={"1 to 2 h": 14},
            complete=14,
            groups={"ICE": 4, "other agency or jail": 1, "street": 8, "unknown": 1},
            after_told=[("not recorded", 14, 4, 10)],
            intervals={"LT-003": (14, "1:00", 0, 0, 0), "LT-009": (4, "0:00", 0, 0, 0), "LT-013": (4, "1:30", 10, 0, 0)},
            by="kind",
            more={"p10": "1:30", "p50": "1:30", "p90": "1:30"},
        ),
    ),
    "the night the clocks go back": (
        over_night("2026-10-31", "2026-11-01"),
        Read(
            bands={"4 to 24 h": 1},
            complete=1,
            groups={"00:00-03:59": 1},
            after_told=[("not recorded", 1, 0, 1)],
            intervals={"LT-003": (1, "0:20", 0, 0, 0), "LT-006": (1, "4:40", 0, 0, 0)},
            by="hours",
            month="2026-11",
        ),
    ),
    "the night the clocks go forward": (
        over_night("2026-03-07", "2026-03-08"),
        Read(
            bands={"2 to 4 h": 1},
            complete=1,
            groups={"Sunday": 1},
            after_told=[("not recorded", 1, 0, 1)],
            intervals={"LT-003": (1, "0:20", 0, 0, 0), "LT-006": (1, "2:40", 0, 0, 0)},
            by="weekday",
            month="2026-03",
        ),
    ),
    "ICE told after the release": (
        told_afterwards,
        Read(
            bands={"told after the release": 1},
            complete=1,
            groups={"by phone": 1},
            after_told=[("not recorded", 1, 0, 1)],
            intervals={"LT-003": (1, "1:45", 0, 0, 0), "LT-006": (1, "1:00", 0, 0, 0)},
        ),
    ),
    "a notice entered after the release": (
        entered_afterwards,
        Read(
            bands={"0 to 1 h": 1},
            complete=1,
            groups={"by phone": 1},
            after_told=[("not recorded", 1, 0, 1)],
            intervals={"LT-003": (1, "0:20", 0, 0, 0), "LT-006": (1, "1:00", 0, 0, 0)},
        ),
    ),
    "eligible twice, called off between": (
        eligible_twice,
        Read(
            bands={"0 to 1 h": 1},
            complete=1,
            groups={"case dismissed": 1},
            after_told=[("not recorded", 1, 0, 1)],
            intervals={
                "LT-003": (1, "0:30", 0, 0, 0),
                "LT-005": (0, "–", 1, 0, 0),
                "LT-006": (1, "1:00", 0, 0, 0),
                "LT-007": (0, "–", 0, 1, 0),
                "LT-011": (0, "–", 1, 0, 0),
            },
            by="reason",
        ),
    ),
    "by phone, then by e-mail, with two answers": (
        phone_then_mail,
        Read(
            bands={"2 to 4 h": 1},
            complete=1,
            groups={"by phone": 1},
            after_told=[("ICE is not coming", 1, 0, 1)],
            intervals={"LT-002": (1, "2:40", 0, 0, 0), "LT-004": (1, "0:20", 0, 0, 0), "LT-005": (1, "0:30", 0, 0, 0)},
        ),
    ),
    "facts known to the day": (
        dates_only,
        Read(
            bands={"too coarse to place": 1},
            complete=0,
            groups={"by phone": 1},
            after_told=[("not recorded", 1, 0, 1)],
            intervals={"LT-003": (0, "–", 0, 0, 1), "LT-006": (0, "–", 0, 0, 1), "LT-020": (0, "–", 0, 0, 1)},
        ),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_office_reads_it_exactly(client: Client, name: str) -> None:
    tell, read = CASES[name]
    desk = Desk(zone=read.zone)
    tell(desk)
    timing.retime()
    client.force_login(build.person(Role.RECORDS_OFFICER, desk.county))
    shown = client.get(f"/office/release-clock/?from={read.month}&to={read.month}&by={read.by}").context
    said = {
        row["code"]: tuple(row[column] for column in FOUND) for row in [*shown["intervals"], shown["reached"], *shown["processing"][:1]]
    }
    assert {name: count for name, count, _share in shown["lead"]["rows"] if count} == read.bands
    assert (shown["lead"]["total"], shown["lead"]["complete"]) == (sum(read.bands.values()), read.complete)
    assert {row["group"]: row["total"] for row in shown["groups"]} == read.groups
    assert [row for row in shown["after_told"] if row[1]] == read.after_told
    assert {code: said[code] for code in read.intervals} == read.intervals
    assert {key: shown["lead"][key] for key in read.more} == read.more


def test_the_fifteen_of_the_week_are_fourteen_releases_and_one_who_is_still_held() -> None:
    """15 = 4 + 1 + 8 + 1 + 1: the detainers of the month as figures count them, over the same facts as the clock."""
    desk = Desk()
    hennepin(desk)
    found = {
        group: number for (_by, group), (number, _of) in MEASURES["DT-002"].count(load(desk.county, Month(2026, 10))).items() if number
    }
    assert found == {"": 15, "handed_over": 4, "other_agency": 1, "not_taken": 8, "in_custody": 1, "unaccounted": 1}
