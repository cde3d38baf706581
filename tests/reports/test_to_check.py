"""Bookings of which a file said something odd: counted by month, taken back by an undo, and the same in whatever order they were read."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from accounts import journal
from accounts.models import County
from bookings.actions import record_booking
from bookings.models import Booking, ImportBatch
from reports import rollup
from reports.models import MeasureCell
from tests.support import build
from tests.support.files import row, write

pytestmark = pytest.mark.django_db
ODD = {"imm_hold": "1"}  # a detainer, and a birthplace in the United States
LATE = {"charge_release_dt": "2016-11-20 09:00:00"}  # a charge that is released after the person
Counts = dict[str, tuple[int, int | None]]


def apply(folder: Path, *lines: dict[str, str]) -> str:
    command("--apply", str(write(folder, *lines)), "--county", "53053", "--mapping", "pierce")
    return str(ImportBatch.objects.latest("pk").pk)


def command(*words: str) -> None:
    call_command("import_bookings", *words, "--no-figures", stdout=StringIO())


def counts() -> Counts:
    """Month -> bookings to check, and bookings that a file told of, after what waits was read; filling all at once changes nothing."""
    while journal.drain():
        pass
    found = cells()
    county = County.objects.get()
    rollup.fill_all(county, rollup.known_months(county))
    assert cells() == found
    return found


def told() -> list[int | None]:
    """Of each booking, in the order of the first file, how many things were odd."""
    return list(Booking.objects.order_by("pk").values_list("to_check", flat=True))


def cells() -> Counts:
    rows = MeasureCell.objects.filter(measure="QA-005").order_by("month")
    return {f"{month:%Y-%m}": (count, whole) for month, count, whole in rows.values_list("month", "numerator", "denominator")}


def test_bookings_to_check_follow_the_last_file_and_its_undo(tmp_path: Path) -> None:
    december = row("K4", booking_dt="2016-12-02 08:30:00", release_dt="2016-12-04 09:00:00", charge_release_dt="2016-12-04 08:00:00")
    first = apply(tmp_path, row("K1"), row("K2", **ODD), row("K3", **ODD, **LATE), december)
    assert told() == [0, 1, 2, 0]
    assert counts() == {"2016-11": (2, 3), "2016-12": (0, 1)}

    county = County.objects.get()
    record_booking(by=build.person(), county=county, number="K5", booked=build.minute("2016-12-20 08:00", county))
    assert counts() == {"2016-11": (2, 3), "2016-12": (0, 1)}  # no file told of it

    second = apply(tmp_path, row("K1", **LATE), row("K2"), row("K3", **LATE), december)
    assert counts() == {"2016-11": (2, 3), "2016-12": (0, 1)}
    assert told() == [1, 0, 1, 0, None]
    command("--undo", second)
    assert counts() == {"2016-11": (2, 3), "2016-12": (0, 1)}
    assert told() == [0, 1, 2, 0, None]

    third = apply(tmp_path, row("K1"), row("K2"), row("K3", **ODD), december | {"charge_release_dt": "2016-12-05 08:00:00"})
    assert counts() == {"2016-11": (1, 3), "2016-12": (1, 1)}
    command("--undo", third)
    assert counts() == {"2016-11": (2, 3), "2016-12": (0, 1)}
    command("--undo", first)
    assert counts() == {"2016-12": (0, 0)}  # the booking of the staff stands
    apply(tmp_path, row("K1"), row("K2", **ODD), row("K3", **ODD, **LATE), december)
    assert counts() == {"2016-11": (2, 3), "2016-12": (0, 1)}
