from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import County
from accounts.waiting import be_patient
from notifications import timing


class Command(BaseCommand):
    help = "Make the release clock of every booking again, or (--check) say which stored ones differ from what their facts come to."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; end with 1 if any differs")
        parser.add_argument("--county", help="only this county, by its slug")

    def handle(self, *_args: Any, check: bool, county: str | None, **_options: Any) -> None:
        be_patient()
        place = self._county(county)
        if not check:
            self.stdout.write(f"retimed={timing.retime(place)}")
            return
        differing = [booking.case_key for booking in timing.check(place)]
        self.stdout.write(f"differing={len(differing)}")
        if differing:
            raise CommandError(
                f"{len(differing)} timings differ from their facts, first: {', '.join(differing[:5])}. Run retime.", returncode=1
            )

    def _county(self, slug: str | None) -> County | None:
        if slug is None:
            return None
        found = County.objects.filter(slug=slug).first()
        if found is None:
            raise CommandError(
                f"There is no county {slug}. Known: {', '.join(County.objects.values_list('slug', flat=True))}.", returncode=2
            )
        return found
