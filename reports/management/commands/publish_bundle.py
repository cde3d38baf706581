from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.bundle import site, writing
from reports.models import Release


class Command(BaseCommand):
    help = "Write the public site of everything published as plain files, with a manifest of their hashes. Run twice, it is the same bytes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--output", metavar="DIR", required=True, help="an earlier bundle there is replaced, anything else is refused")

    def handle(self, *args: Any, **options: Any) -> None:
        output = Path(options["output"])
        try:
            hashes = writing.write(output, site.files())
        except writing.NoBundle:
            raise CommandError(f"{output} holds something else than a bundle: name an empty or a new folder.") from None
        self.stdout.write(f"releases={Release.objects.count()} files={len(hashes)} in {output}")
