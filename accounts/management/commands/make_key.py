from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions.keys import make_key
from accounts.models import County, Scope


class Command(BaseCommand):
    help = "Make a key by which a jail system writes into one county. It is printed once; only its hash is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--county", required=True, metavar="SLUG")
        parser.add_argument("--name", required=True, help="what the key is for, as in 'Jail system'")
        parser.add_argument("--days", type=int, default=365, help="for how long it is good (default 365)")
        parser.add_argument("--read-only", action="store_true", help="the key reads what is on record and writes nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        county = County.objects.filter(slug=options["county"]).first()
        if county is None:
            raise CommandError(f"There is no county {options['county']!r}. Counties: {', '.join(slugs()) or 'none yet'}.")
        scope = Scope.READ if options["read_only"] else Scope.WRITE
        try:
            key, text = make_key(by="command:make_key", county=county, name=options["name"], days=options["days"], scope=scope)
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from None
        self.stdout.write(text)
        self.stderr.write(f"For {county}, until {key.expires_at:%Y-%m-%d}. Keep it safe: it is not shown again.")


def slugs() -> list[str]:
    return list(County.objects.order_by("slug").values_list("slug", flat=True))
