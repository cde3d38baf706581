"""A day with more than 200 rows and ten times the file's median day is not believed until somebody accepts it."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from bookings.importing.outliers import Days
from bookings.models import Booking, ImportBatch
from tests.support.files import row, write
from tests.support.tables import everything

FIRST = date(2016, 11, 1)


def days(*rows: int, fresh: bool = True) -> Days:
    found = Days()
    for place, count in enumerate(rows):
        found.add(FIRST + timedelta(days=place), count, fresh=fresh)
    return found


@pytest.mark.parametrize("rows", [(), (5000,), (20, 20, 200), (25, 25, 249), (300, 300, 300), (1, 200, 1)])
def test_usual_days_pass(rows: tuple[int, ...]) -> None:
    assert days(*rows).outlier() is None


@pytest.mark.parametrize("rows", [(20, 20, 201), (25, 25, 250), (1, 1, 1, 900)])
def test_a_day_far_above_the_median_is_named_with_its_count_and_the_median(rows: tuple[int, ...]) -> None:
    says = str(days(*rows).outlier())
    day = FIRST + timedelta(days=len(rows) - 1)
    assert says.startswith(f"{rows[-1]} rows are of people booked on {day}, against {rows[0]} on a usual day")


def test_a_day_of_which_the_record_has_everything_already_is_no_news() -> None:
    assert days(1, 1, 900, fresh=False).outlier() is None


def lines() -> Iterator[dict[str, str]]:
    """Three days of ten bookings and one of 201."""
    for day in (1, 2, 3):
        yield from (row(f"K{day}-{number}", booking_dt=f"2016-11-0{day} 08:00:00") for number in range(10))
    yield from (row(f"K4-{number}", booking_dt="2016-11-04 08:00:00") for number in range(201))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path, *lines())


def run(file: Path, *words: str) -> tuple[str, str]:
    """The last line, and the refusal."""
    out, refusal = StringIO(), ""
    try:
        call_command("import_bookings", str(file), "--county", "53053", "--mapping", "pierce", *words, stdout=out)
    except CommandError as problem:
        refusal = f"{problem.returncode}: {problem}"
    return (out.getvalue().strip().splitlines() or [""])[-1], refusal


@pytest.mark.django_db
def test_nothing_is_applied_until_the_day_is_accepted(file: Path) -> None:
    before = everything()
    _line, refusal = run(file, "--apply")
    assert refusal.startswith("2: 201 rows are of people booked on 2016-11-04, against 10 on a usual day of this file")
    assert everything() == before
    assert run(file, "--apply", "--accept-outliers") == ("read=231 bookings=231 new=231 changed=0 unchanged=0 rejected=0 tocheck=0", "")
    assert (Booking.objects.count(), ImportBatch.objects.count()) == (231, 1)


@pytest.mark.django_db
def test_a_dry_run_counts_and_names_the_day(file: Path) -> None:
    line, refusal = run(file)
    assert line.startswith("read=231 bookings=231 ")
    assert "2016-11-04" in refusal


@pytest.mark.django_db
def test_a_nightly_file_that_still_holds_an_accepted_day_is_applied(file: Path, tmp_path: Path) -> None:
    run(file, "--apply", "--accept-outliers")
    later = write(tmp_path, *lines(), row("K5", booking_dt="2016-11-05 08:00:00"), name="later.csv")
    assert run(later, "--apply") == ("read=232 bookings=232 new=1 changed=0 unchanged=231 rejected=0 tocheck=0", "")
