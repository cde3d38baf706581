"""What became of imported files is read by the county's own key, and by nobody else's."""

import pytest

from bookings.models import ImportBatch
from tests.api.calls import Machine
from tests.support import build

pytestmark = pytest.mark.django_db


def batch(machine: Machine, name: str) -> ImportBatch:
    counts = {"read": 5, "bookings": 4, "new": 2, "changed": 1, "unchanged": 1, "rejected": 1}
    return ImportBatch.objects.create(county=machine.county, file_name=name, sha256="0" * 64, mapping="flat", **counts)


def test_the_newest_file_stands_first_with_what_became_of_its_rows() -> None:
    machine = Machine(build.county())
    first, second = batch(machine, "may.csv"), batch(machine, "june.csv")
    found = machine.get("county/import-batches/").json()["results"]
    assert [one["id"] for one in found] == [second.pk, first.pk]
    assert {name: found[1][name] for name in found[1] if name not in ("id", "applied_at", "sha256")} == {
        "file_name": "may.csv",
        "mapping": "flat",
        "first_month": None,
        "last_month": None,
        "read": 5,
        "bookings": 4,
        "new": 2,
        "changed": 1,
        "unchanged": 1,
        "rejected": 1,
        "undone_at": None,
    }


def test_another_county_s_files_are_not_seen() -> None:
    batch(Machine(build.county()), "may.csv")
    assert Machine(build.county("ramsey")).get("county/import-batches/").json() == {"results": [], "next": None}
    assert Machine(build.county("dakota"), key="none").get("county/import-batches/").status_code == 401


def test_a_file_is_not_written_through_the_api() -> None:
    assert Machine(build.county()).post("county/import-batches/", {}).status_code == 405
