import json
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.waiting import be_patient
from jailwatch.demo import marks
from jailwatch.demo.compare import differences
from jailwatch.demo.load import Loaded, Order, load
from jailwatch.demo.places import MOST
from reports.models import MeasureCell


class Command(BaseCommand):
    help = "Fill an empty database with made-up counties and one made-up account for each role. Nobody in them exists."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--counties", type=whole(1, MOST), default=3, metavar="N", help=f"1 to {MOST}; default 3")
        parser.add_argument("--months", type=whole(1, 120), default=27, metavar="M", help="the running month is the last; default 27")
        parser.add_argument(
            "--seed",
            type=int,
            default=1,
            metavar="S",
            help="the same seed and last day make the same rows, but for public addresses and keys, which are random",
        )
        parser.add_argument(
            "--until",
            type=day,
            default=None,
            metavar="YYYY-MM-DD",
            help="the last day, whole; default today, which is filled up to now and so grows until it is over",
        )
        parser.add_argument("--volume", type=float, default=1, metavar="FACTOR", help="times as many bookings a day; default 1")
        parser.add_argument("--ledger", type=Path, default=None, metavar="FILE", help="write the true totals there, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        be_patient()
        refusal = marks.refusal()
        if refusal:
            raise CommandError(refusal)
        names = ("counties", "months", "seed", "until", "volume")
        loaded = load(Order(**{name: options[name] for name in names}), tell, self._sign_in)
        if options["ledger"]:
            options["ledger"].write_text(loaded.ledger.as_json(), encoding="utf-8")
        self._say(loaded)

    def _say(self, loaded: Loaded) -> None:
        wrong = differences(loaded.ledger)
        self.stdout.write(f"Made up {loaded.bookings:,} bookings; nobody in them exists. {loaded.slips} mistakes were put right.")
        self.stdout.write("The figures equal the ledger." if not wrong else f"{len(wrong)} figures differ from the ledger: {wrong[0]}")

    def _sign_in(self, passwords: dict[str, str]) -> None:
        """Before the counties are filled: whoever waits can look at the first ones meanwhile."""
        self.stdout.write("Sign in as (the first county is there in a few seconds):")
        for email, password in passwords.items():
            self.stdout.write(f"  {email:32} {password}")
        self.stdout.flush()


def whole(least: int, most: int) -> Any:
    def number(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise ArgumentTypeError(f"{text} is not a whole number from {least} to {most}")
        return int(text)

    return number


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is no day; write it as 2026-10-31") from None


def tell(step: str, done: int, total: int) -> None:
    """For the page that a first start shows until the first county is there, with its figures."""
    file = settings.VAR / "progress.json"
    if file.exists():
        file.write_text(json.dumps({"step": step, "done": done, "total": total, "usable": MeasureCell.objects.exists()}))
