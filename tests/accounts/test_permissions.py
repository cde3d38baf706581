"""Who sees a county's exact figures: the whole table, and no way round it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from accounts.models import County, Membership, Role, User
from accounts.permissions import check_may_see_office_figures, may_see_office_figures, office_counties

pytestmark = pytest.mark.django_db

SEES_OFFICE_FIGURES = {
    Role.STAFF: False,
    Role.SUPERVISOR: True,
    Role.RECORDS_OFFICER: True,
    Role.COMMISSIONER: True,
    Role.DEFENDER: False,
    Role.AUDITOR: True,
    Role.ADMINISTRATOR: False,
    Role.MACHINE: False,
}


@pytest.fixture
def here() -> County:
    return County.objects.create(fips="27053", slug="hennepin", name="Hennepin", state="MN", timezone="America/Chicago")


@pytest.fixture
def there() -> County:
    return County.objects.create(fips="53053", slug="pierce", name="Pierce", state="WA", timezone="America/Los_Angeles")


def user(*roles: Role, county: County, **fields: bool) -> User:
    one = User.objects.create_user("someone@example.org", **fields)
    Membership.objects.bulk_create(Membership(user=one, county=county, role=role) for role in roles)
    return one


def test_the_table_names_every_role() -> None:
    assert set(SEES_OFFICE_FIGURES) == set(Role)


@pytest.mark.parametrize(("role", "sees"), SEES_OFFICE_FIGURES.items())
def test_a_role_sees_the_exact_figures_of_its_own_county_or_none(role: Role, sees: bool, here: County, there: County) -> None:
    one = user(role, county=here)
    assert may_see_office_figures(one, here) is sees
    assert may_see_office_figures(one, there) is False
    assert list(office_counties(one)) == ([here] if sees else [])


@pytest.mark.parametrize("role", Role)
def test_a_role_elsewhere_gives_nothing_here(role: Role, here: County, there: County) -> None:
    one = user(role, county=there)
    with pytest.raises(PermissionDenied, match="records officers, commissioners, supervisors and auditors"):
        check_may_see_office_figures(one, here)


def test_checking_lets_those_through_who_may(here: County) -> None:
    assert check_may_see_office_figures(user(Role.COMMISSIONER, county=here), here) is None


def test_a_person_with_several_roles_sees_a_county_once(here: County, there: County) -> None:
    one = user(*Role, county=here)
    Membership.objects.create(user=one, county=there, role=Role.AUDITOR)
    assert list(office_counties(one)) == [here, there]


def test_an_account_that_was_closed_sees_nothing(here: County) -> None:
    assert not may_see_office_figures(user(*Role, county=here, is_active=False), here)


def test_a_superuser_without_a_role_sees_nothing(here: County) -> None:
    assert not may_see_office_figures(user(county=here, is_superuser=True), here)


def test_nobody_signed_in_sees_nothing(here: County) -> None:
    assert not may_see_office_figures(AnonymousUser(), here)
    with pytest.raises(PermissionDenied):
        check_may_see_office_figures(AnonymousUser(), here)
