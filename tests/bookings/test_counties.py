"""A county is added by its code and corrected with a reason, by commands; its key reads it back."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import AuditEntry, County
from tests.support import build

pytestmark = pytest.mark.django_db


def run(name: str, /, *arguments: str, **options: Any) -> str:
    out = StringIO()
    call_command(name, *arguments, stdout=out, stderr=StringIO(), **options)
    return out.getvalue().strip()


def test_a_county_is_added_with_the_zone_of_its_state_and_read_by_anyone() -> None:
    assert run("add_county", "27053", name="Hennepin County") == "hennepin-mn"
    shown = {"fips": "27053", "slug": "hennepin-mn", "name": "Hennepin County", "state": "MN", "timezone": "America/Chicago"}
    assert Client().get("/api/v1/counties/").json() == {"results": [shown]}
    entry = AuditEntry.objects.get()
    assert (entry.by, entry.verb, entry.origin, entry.county_id) == ("command:add_county", "record_county", "live", County.objects.get().pk)


@pytest.mark.parametrize(
    ("fips", "options", "says"),
    [
        ("99001", {"name": "Nowhere"}, "No state's FIPS codes begin with '99'"),
        ("2705", {"name": "Hennepin County"}, "fips"),
        ("48141", {"name": "El Paso County"}, "TX lies in two time zones"),
        ("27053", {"name": "Hennepin County", "timezone": "America/Minneapolis"}, "is no time zone"),
        ("27001", {"name": "Taken"}, "fips"),
    ],
)
def test_a_county_that_cannot_be_is_refused_in_a_sentence(fips: str, options: dict[str, str], says: str) -> None:
    build.county("aitkin", fips="27001")
    with pytest.raises(CommandError, match=says):
        run("add_county", fips, **options)
    assert County.objects.count() == 1


def test_a_name_is_corrected_with_its_reason() -> None:
    build.county("ramsay", name="Ramsay County")
    assert run("correct_county", "ramsay", name="Ramsey County", because="misspelt") == "Ramsey County, MN, America/Chicago"
    assert AuditEntry.objects.get().detail == {
        "before": {"name": "Ramsay County"},
        "after": {"name": "Ramsey County"},
        "reason": "misspelt",
    }


def test_a_zone_is_corrected_only_while_no_booking_was_cut_in_it() -> None:
    county = build.county(zone="America/Denver")
    run("correct_county", "hennepin", timezone="America/Chicago", because="wrong state")
    build.booking(County.objects.get())
    with pytest.raises(CommandError, match="can no more change"):
        run("correct_county", "hennepin", timezone="America/Denver", because="back")
    county.refresh_from_db()
    assert county.timezone == "America/Chicago"


@pytest.mark.parametrize(
    ("slug", "options", "says"),
    [
        ("nowhere", {"name": "N", "because": "r"}, "There is no county 'nowhere'"),
        ("hennepin", {"because": "r"}, "Say what to correct"),
        ("hennepin", {"name": "N", "because": " "}, "Say why"),
    ],
)
def test_a_correction_that_says_too_little_is_refused(slug: str, options: dict[str, str], says: str) -> None:
    build.county()
    with pytest.raises(CommandError, match=says):
        run("correct_county", slug, **options)
    assert AuditEntry.objects.count() == 0
