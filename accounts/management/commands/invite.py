from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import invitations
from accounts.actions.people import invite
from accounts.models import County, Role


class Command(BaseCommand):
    help = "Invite somebody to a role in a county: for its first administrator, who then invites the others at /admin/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--county", required=True, metavar="SLUG")
        parser.add_argument("--role", default=Role.ADMINISTRATOR, choices=[role.value for role in Role if role != Role.MACHINE])
        parser.add_argument("--name", default="", help="as it will stand beside what the person records")

    def handle(self, *args: Any, **options: Any) -> None:
        county = County.objects.filter(slug=options["county"]).first()
        if county is None:
            known = ", ".join(County.objects.order_by("slug").values_list("slug", flat=True))
            raise CommandError(f"There is no county {options['county']!r}. Counties: {known or 'none yet'}.")
        try:
            made = invite(county=county, email=options["email"], name=options["name"] or options["email"], role=options["role"])
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from None
        if invitations.send(made):
            self.stdout.write(f"A mail is on its way to {made.email}: its link is good once, until {made.expires_at:%Y-%m-%d}.")
        else:
            raise CommandError("The invitation stands, but the mail server did not take the mail. Mend it, then invite from /admin/ again.")
