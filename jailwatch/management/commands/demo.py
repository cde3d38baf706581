import json
import secrets
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts import journal
from accounts.models import County, Membership, Origin, User
from bookings.actions.bulk import BulkWriter, chunks
from bookings.models import Source
from jailwatch import made_up

TOTAL = made_up.DAYS * made_up.BOOKINGS_A_DAY


class Command(BaseCommand):
    help = "Fill an empty database with a small made-up county and one made-up account for each role."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--until", type=date.fromisoformat, default=None, metavar="YYYY-MM-DD")

    def handle(self, *args: Any, **options: Any) -> None:
        if County.objects.exists():
            raise CommandError("This database has a county already; the demo goes into an empty one only.")
        until = options["until"] or datetime.now(UTC).date()
        self._tell("Making up a county", 0)
        with transaction.atomic():
            county = County.objects.create(**made_up.COUNTY)
            passwords = self._accounts(county)
            self._bookings(county, options["seed"], until)
        self._tell("Computing the figures", TOTAL)
        journal.drain(most=100_000)
        self._say(passwords)

    def _accounts(self, county: County) -> dict[str, str]:
        passwords = {}
        for account in made_up.accounts():
            passwords[account["email"]] = password = secrets.token_urlsafe(9)
            user = User.objects.create_user(account["email"], password, name=account["name"], made_up=True)
            Membership.objects.create(user=user, county=county, role=account["role"])
        return passwords

    def _bookings(self, county: County, seed: int, until: date) -> None:
        writer = BulkWriter(county, by="command:demo", origin=Origin.DEMO, source=Source.STAFF)
        written = 0
        for chunk in chunks(made_up.bookings(seed, made_up.midday(until)), 250):
            writer.write(chunk)
            written += len(chunk)
            self._tell("Making up bookings", written)
        writer.settle()
        journal.announce(county.pk, writer.months, Origin.DEMO)

    def _tell(self, step: str, done: int) -> None:
        """For the page that a first start shows meanwhile."""
        file = settings.VAR / "progress.json"
        if file.exists():
            file.write_text(json.dumps({"step": step, "done": done, "total": TOTAL}))

    def _say(self, passwords: dict[str, str]) -> None:
        self.stdout.write(f"Made up {TOTAL} bookings of {made_up.COUNTY['name']}. Nobody in them exists. Sign in as:")
        for email, password in passwords.items():
            self.stdout.write(f"  {email:32} {password}")
