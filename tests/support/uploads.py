"""Made-up files on their way through the import page of a county: applied, undone, looked at, and waiting. Nobody in them exists."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import County, User
from bookings.importing import queue
from bookings.models import ImportBatch, ImportRun
from tests.support.files import row, text

MAPPING = """
timezone = "{zone}"
formats = ["%Y-%m-%d %H:%M:%S"]
[booking]
number = "booking_id"
booked = "booking_dt"
released = "release_dt"
release_kind = {{ value = "street" }}
birth = {{ text = "place_of_birth", country = "country_of_birth" }}
[charge]
description = "booking_charge_desc"
released = "charge_release_dt"
[[detainer]]
when = {{ column = "imm_hold", is = ["1"] }}
received = {{ within = "booking" }}
"""


def upload(county: County, by: User, name: str, *lines: dict[str, str]) -> ImportRun:
    file = SimpleUploadedFile(name, text(*lines).encode())
    return queue.start(by=by, county=county, upload=file, mapping="jail export", mapping_text=MAPPING.format(zone=county.timezone))


def older(county: County, by: User) -> ImportRun:
    """A file that waits for somebody to say how its letters read."""
    content = text(day(90, place_of_birth="Coruña"), day(91, place_of_birth="Málaga")).encode("windows-1252")
    mapping = MAPPING.format(zone=county.timezone)
    file = SimpleUploadedFile("jail-of-before.csv", content)
    run = queue.start(by=by, county=county, upload=file, mapping="jail export", mapping_text=mapping)
    queue.work()
    run.refresh_from_db()
    return run


def applied(county: County, by: User, name: str, *lines: dict[str, str]) -> ImportBatch:
    run = upload(county, by, name, *lines)
    queue.work()
    queue.apply(run, accept_outliers=False)
    queue.work()
    return ImportBatch.objects.latest("pk")


def day(number: int, **values: str) -> dict[str, str]:
    return row(f"F{number}", booking_dt=f"2026-10-{1 + number % 28:02d} 08:00:00", release_dt="", charge_release_dt="", **values)


def fill(county: County, by: User) -> tuple[ImportRun, ImportRun, Any]:
    """The run that waits for the worker, the one that waits for somebody, and a batch that stands."""
    gone = applied(county, by, "jail-2026-10-31-twice.csv", *map(day, range(40, 60)))
    queue.start_undo(gone, by=by)
    queue.work()
    batch = applied(county, by, "jail-2026-10-31.csv", *map(day, range(30)))
    odd = [day(70, imm_hold="1"), day(71, imm_hold="1"), day(72, country_of_birth="ATLANTIS"), day(73) | {"booking_dt": "no day"}]
    checked = upload(county, by, "jail-2026-11-01.csv", *map(day, range(20, 35)), *odd)
    queue.work()
    return upload(county, by, "jail-2026-11-02.csv", *map(day, range(9))), checked, batch
