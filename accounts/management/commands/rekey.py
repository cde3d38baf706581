from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import sealing


class Command(BaseCommand):
    help = "After SECRET_KEY was rotated: wrap every key anew, so that the old one is needed no more. Safe while JailWatch runs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; say how many keys still need SECRET_KEY_FALLBACKS")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            done = sealing.rekey()
            self.stdout.write(f"keys={done.keys} rewrapped={done.rewrapped} lost={done.lost}")
            if done.lost:
                raise CommandError(
                    "Some keys are under a SECRET_KEY that is not given here: put it into SECRET_KEY_FALLBACKS and call again."
                )
        left = sealing.under_fallback()
        if left:
            raise CommandError(f"{left} keys are not under SECRET_KEY yet: keep SECRET_KEY_FALLBACKS.")
        self.stdout.write("Every key is under SECRET_KEY: the fallbacks can go when sessions and links made before may end.")
