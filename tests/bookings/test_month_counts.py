"""The month table equals a count of the file made with the standard library alone."""

import csv
import random
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from accounts import journal
from accounts.models import County
from accounts.periods import Month
from bookings.importing.counties import find_county
from bookings.importing.mapping import load
from bookings.importing.running import Run
from reports.figures import office_figures
from tests.support.files import row, write

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("America/Los_Angeles")
FORM = "%Y-%m-%d %H:%M:%S"
COUNTRIES = ["UNITED STATES OF AMERICA"] * 6 + ["MEXICO", "GERMANY", "UNKNOWN", "", "PUERTO RICO", "GUAM"]
US = {"UNITED STATES OF AMERICA", "PUERTO RICO", "GUAM"}


def lines(seed: int) -> list[dict[str, str]]:
    """A few hundred bookings from October to March: two clock changes and a year's end, many near midnight on the last of a month."""
    draw = random.Random(seed)
    made = []
    for number in range(300):
        booked = datetime(2016, 10, 1) + timedelta(minutes=draw.randrange(180 * 1440))  # noqa: DTZ001 - read off the wall
        if draw.random() < 0.3:
            booked = (booked.replace(day=1) - timedelta(minutes=draw.randrange(-90, 90))).replace(second=0)
        released = booked + timedelta(minutes=draw.randrange(1, 60_000))
        hold, taken = draw.random() < 0.1, draw.random() < 0.05
        told = {"booking_dt": f"{safe(booked):{FORM}}", "release_dt": f"{safe(released):{FORM}}", "charge_release_dt": ""}
        told |= {"country_of_birth": draw.choice(COUNTRIES), "imm_hold": str(int(hold)), "release_to_imm": str(int(taken))}
        made += [row(f"K{number}", **told)] * draw.choice([1, 1, 2, 3])
    return made


def safe(wall: datetime) -> datetime:
    """Past the hour that the clocks skip in spring."""
    return wall + timedelta(hours=1) if (wall.month, wall.day, wall.hour) == (3, 12, 2) else wall


def counted(path: Path) -> Counter[tuple[str, str]]:
    """(month, what) of the file: csv and nothing else. The file's own clock is the county's, so its months are those of its dates."""
    found: Counter[tuple[str, str]] = Counter()
    seen = set()
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            if line["booking_id"] in seen:
                continue
            seen.add(line["booking_id"])
            month, country = line["booking_dt"][:7], line["country_of_birth"]
            group = "us_born" if country in US else "unknown" if country in {"", "UNKNOWN"} else "foreign_born"
            found.update([(month, "BK-001"), (month, group)])
            found[month, "DT-001"] += line["imm_hold"] == "1"
            found[line["release_dt"][:7], "HO-001"] += line["release_to_imm"] == "1"
    return found


def shown(county: County, months: list[Month]) -> Counter[tuple[str, str]]:
    figures = office_figures(county, ["BK-001", "DT-001", "HO-001"], months)
    figures += [figure for figure in office_figures(county, ["BK-002"], months, by="birth") if figure.group]
    return Counter({(str(figure.period), figure.group or figure.measure): figure.value for figure in figures if figure.value})


@pytest.mark.parametrize("seed", range(3))
def test_the_month_table_equals_a_count_of_the_file(tmp_path: Path, seed: int) -> None:
    path, mapping = write(tmp_path, *lines(seed)), load("pierce")
    report = Run(path, find_county("53053", mapping), mapping, apply=True)()
    assert report.counts.rejected == 0
    journal.drain(most=10_000)
    county = County.objects.get()
    assert county.zone == ZONE
    expected = +counted(path)
    assert len(expected) > 30
    assert shown(county, list(Month(2016, 9).until(Month(2017, 6)))) == expected
