from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import County
from bookings.actions.county import correct_county

BY = "command:correct_county"


class Command(BaseCommand):
    help = "Correct the name of a county, or its time zone while no booking is recorded in it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--name")
        parser.add_argument("--timezone")
        parser.add_argument("--because", required=True, help="the reason, which stays on record")

    def handle(self, *args: Any, slug: str, because: str, **options: Any) -> None:
        county = County.objects.filter(slug=slug).first()
        if county is None:
            raise CommandError(f"There is no county {slug!r}.")
        changes = {name: options[name] for name in ("name", "timezone") if options[name]}
        if not changes:
            raise CommandError("Say what to correct: --name or --timezone.")
        try:
            correct_county(county, by=BY, reason=because, **changes)
        except ValidationError as refused:
            says = [text for texts in getattr(refused, "message_dict", {"": refused.messages}).values() for text in texts]
            raise CommandError(" ".join(says)) from None
        self.stdout.write(f"{county}, {county.timezone}")
