"""The list of counties is public."""

import pytest
from django.test import Client

from tests.support import build

pytestmark = pytest.mark.django_db


def test_anyone_may_list_the_counties() -> None:
    build.county("ramsey", fips="27123")
    build.county("hennepin", fips="27053")
    build.county("adams", fips="17001", state="IL")
    answer = Client().get("/api/v1/counties/").json()
    assert answer == {
        "results": [
            {"fips": "17001", "slug": "adams", "name": "Adams County", "state": "IL", "timezone": "America/Chicago"},
            {"fips": "27053", "slug": "hennepin", "name": "Hennepin County", "state": "MN", "timezone": "America/Chicago"},
            {"fips": "27123", "slug": "ramsey", "name": "Ramsey County", "state": "MN", "timezone": "America/Chicago"},
        ]
    }


def test_the_list_of_counties_is_only_read() -> None:
    response = Client().post("/api/v1/counties/", {}, "application/json")
    assert (response.status_code, response["Content-Type"]) == (405, "application/problem+json")
