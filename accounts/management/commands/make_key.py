from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.text import slugify
from knox.models import AuthToken

from accounts import journal
from accounts.models import County, Membership, Origin, Role, User


class Command(BaseCommand):
    help = "Make a key by which a jail system writes into one county. It is printed once; only its hash is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--county", required=True, metavar="SLUG")
        parser.add_argument("--name", required=True, help="what the key is for, as in 'Jail system'")
        parser.add_argument("--days", type=int, default=365, help="for how long it is good (default 365)")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        county = County.objects.filter(slug=options["county"]).first()
        if county is None:
            raise CommandError(f"There is no county {options['county']!r}. Counties: {', '.join(slugs()) or 'none yet'}.")
        if not 1 <= options["days"] <= 1096:
            raise CommandError("A key is good for 1 to 1096 days.")
        key, text = AuthToken.objects.create(machine(county, options["name"]), expiry=timedelta(days=options["days"]))
        note(county, key)
        self.stdout.write(text)
        self.stderr.write(f"For {county}, until {key.expiry:%Y-%m-%d}. Keep it safe: it is not shown again.")


def slugs() -> list[str]:
    return list(County.objects.order_by("slug").values_list("slug", flat=True))


def machine(county: County, name: str) -> User:
    """The account of a jail system: it has no password and an address that no mail reaches. A second key is for the same account."""
    if not slugify(name):
        raise CommandError("Give the key a name with letters, as in 'Jail system'.")
    email = f"{slugify(name)[:60]}@{county.slug}.machine.invalid"
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, name=name[:120])
    if not user.is_active:
        raise CommandError(f"{name} was switched off in {county}. Give the key another name.")
    Membership.objects.get_or_create(user=user, county=county, role=Role.MACHINE)
    return user


def note(county: County, key: Any) -> None:
    detail = {"user": key.user_id, "expires": key.expiry.isoformat()}
    journal.write(
        journal.Note(
            by="command:make_key",
            verb="make_key",
            noun="accounts.User",
            origin=Origin.LIVE,
            object_id=key.user_id,
            county_id=county.pk,
            detail=detail,
        )
    )
