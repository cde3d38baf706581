from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.text import slugify

from accounts.models import County, Origin
from bookings.actions.county import record_county
from bookings.importing.counties import STATES, ZONE_OF

BY = "command:add_county"


class Command(BaseCommand):
    help = "Add a county, by the five digits of its FIPS code. Its people are invited, and its buildings and profile entered, after that."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("fips", metavar="FIPS", help="five digits, as in 27053")
        parser.add_argument("--name", required=True, help="as in 'Hennepin County'")
        parser.add_argument("--timezone", default="", help="as in America/Chicago; needed where a state lies in two")

    def handle(self, *args: Any, fips: str, name: str, timezone: str, **options: Any) -> None:
        state = STATES.get(fips[:2], "")
        if not state:
            raise CommandError(f"No state's FIPS codes begin with {fips[:2]!r}. Give the five digits of the county's code, as in 27053.")
        zone = timezone or ZONE_OF.get(state, "")
        if not zone:
            raise CommandError(f"{state} lies in two time zones. Say which is the county's, as in --timezone America/Chicago.")
        slug = slugify(f"{name.removesuffix(' County')} {state}")[:80]
        county = County(fips=fips, slug=slug, name=name, state=state, timezone=zone)
        try:
            record_county(county, by=BY, origin=Origin.LIVE)
        except ValidationError as refused:
            raise CommandError(" ".join(f"{field}: {' '.join(says)}" for field, says in refused.message_dict.items())) from None
        self.stdout.write(county.slug)
        self.stderr.write(f"{county} was added, in {county.timezone}.")
