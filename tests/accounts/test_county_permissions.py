"""Who keeps a county's log, who sets its rules, who sees what was held without a yes: every role, here and elsewhere."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts import permissions
from accounts.models import Membership, Role, User
from tests.support import build

pytestmark = pytest.mark.django_db
Pair = tuple[Callable[..., bool], Callable[..., None], frozenset[Role]]
PAIRS: dict[str, Pair] = {
    "log": (
        permissions.may_log,
        permissions.check_may_log,
        frozenset({Role.STAFF, Role.SUPERVISOR, Role.RECORDS_OFFICER, Role.ADMINISTRATOR}),
    ),
    "govern": (
        permissions.may_govern,
        permissions.check_may_govern,
        frozenset({Role.SUPERVISOR, Role.RECORDS_OFFICER, Role.ADMINISTRATOR}),
    ),
    "overrides": (permissions.may_see_overrides, permissions.check_may_see_overrides, frozenset({Role.SUPERVISOR, Role.AUDITOR})),
}


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("role", Role)
def test_a_role_may_here_and_never_elsewhere(pair: str, role: Role) -> None:
    may, check, allowed = PAIRS[pair]
    here, there = build.county("here"), build.county("there")
    user = build.person(role, here)
    assert may(user, here) is (role in allowed)
    assert not may(user, there)
    with pytest.raises(PermissionDenied, match="Only "):
        check(user, there)
    if role in allowed:
        check(user, here)


@pytest.mark.parametrize("pair", PAIRS)
def test_who_was_deactivated_may_nothing(pair: str) -> None:
    here = build.county("here")
    user = build.person(Role.SUPERVISOR, here)
    user.is_active = False
    user.save()
    assert not PAIRS[pair][0](user, here)


@pytest.mark.parametrize("role", Role)
def test_the_shared_lists_are_kept_by_who_has_charge_of_every_county(role: Role) -> None:
    allowed = role in {Role.SUPERVISOR, Role.RECORDS_OFFICER, Role.ADMINISTRATOR, Role.MACHINE}
    user = build.person(role, build.county("here"))
    assert permissions.may_keep_lists(user) is allowed
    there = build.county("there")
    assert not permissions.may_keep_lists(user)
    Membership.objects.create(user=user, county=there, role=role)
    assert permissions.may_keep_lists(user) is allowed


def test_where_there_is_no_county_nobody_keeps_the_lists() -> None:
    user: Any = User.objects.create_user("nobody@example.org")
    assert not permissions.may_keep_lists(user)
    with pytest.raises(PermissionDenied, match="serve every county"):
        permissions.check_may_keep_lists(user)
