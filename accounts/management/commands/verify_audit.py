from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import seals


class Command(BaseCommand):
    help = "Check the journal's chain and name the first entry that was changed, removed or added behind its back."

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = seals.verify()
        counts = f"seals={verdict.seals} entries={verdict.entries} unsealed={verdict.unsealed} head={verdict.head}"
        if verdict.problem:
            raise CommandError(f"{verdict.problem} ({counts})")
        self.stdout.write(f"The journal is whole. {counts}")
