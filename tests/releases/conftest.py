"""Two officers of the county that a test makes."""

import pytest

from accounts.models import County, Role, User
from tests.support import build


@pytest.fixture
def one(county: County) -> User:
    return build.person(Role.RECORDS_OFFICER, county)


@pytest.fixture
def other(county: County) -> User:
    return build.person(Role.SUPERVISOR, county)
