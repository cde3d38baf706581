from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import County
from accounts.periods import Month
from accounts.waiting import be_patient
from reports import rollup


class Command(BaseCommand):
    help = "Recompute figures: what waits, or every month with --all, or those of one county or one month."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="every known month of every county")
        parser.add_argument("--county", metavar="SLUG", help="only this county")
        parser.add_argument("--month", metavar="YYYY-MM", help="only this month")

    def handle(self, *args: Any, **options: Any) -> None:
        be_patient()
        if not (options["all"] or options["county"] or options["month"]):
            done = rollup.catch_up()
        else:
            month = parse_month(options["month"])
            done = sum(recompute(county, month) for county in counties(options["county"]))
        self.stdout.write(f"{done} county-month{'' if done == 1 else 's'} filled.")


def counties(slug: str | None) -> list[County]:
    found = list(County.objects.filter(slug=slug) if slug else County.objects.all())
    if slug and not found:
        raise CommandError(f"There is no county {slug!r}.")
    return found


def parse_month(text: str | None) -> Month | None:
    try:
        return Month.parse(text) if text else None
    except ValueError as problem:
        raise CommandError(str(problem)) from None


def recompute(county: County, month: Month | None) -> int:
    return rollup.fill_all(county, [month] if month else rollup.known_months(county))
