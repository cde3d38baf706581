"""The made-up accounts: one a role, with random passwords that are shown once."""

import secrets

from django.db import transaction

from accounts.models import County, Membership, User
from jailwatch.demo.places import accounts

Users = dict[str, User]


@transaction.atomic
def make() -> tuple[Users, dict[str, str]]:
    """Users by role, and passwords by address."""
    users, passwords = {}, {}
    for account in accounts():
        passwords[account["email"]] = password = secrets.token_urlsafe(9)
        users[account["role"]] = User.objects.create_user(account["email"], password, name=account["name"], made_up=True)
    return users, passwords


def join(county: County, users: Users) -> None:
    Membership.objects.bulk_create(Membership(user=user, county=county, role=role) for role, user in users.items())
