import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import journal
from accounts.waiting import be_patient
from bookings.actions.undoing import Undone, undo
from bookings.importing.counties import find_county
from bookings.importing.covering import covered
from bookings.importing.errors import CannotRead
from bookings.importing.explaining import Looked, explain
from bookings.importing.mapping import load
from bookings.importing.progress import Bar
from bookings.importing.report import Counts, Report, write_rejected
from bookings.importing.running import Run
from bookings.models import ImportBatch
from bookings.models.batch import Letters

SHOWN = 20


class Command(BaseCommand):
    help = "Read a jail's export. Without --apply nothing is written: the run only says what it would do."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument("--county", help="slug or five-digit FIPS code; an unknown code makes the county")
        parser.add_argument("--mapping", help="name of a shipped mapping, or path of a .toml file")
        parser.add_argument("--apply", action="store_true", help="write, as one transaction")
        parser.add_argument("--check-mapping", action="store_true", help="explain what the mapping does to the first rows; writes nothing")
        parser.add_argument("--encoding", choices=Letters.values, help="confirm how the letters of the file are written")
        parser.add_argument("--accept-outliers", action="store_true", help="take a day with very many bookings for right")
        parser.add_argument("--undo", type=int, metavar="BATCH", help="take a batch back, at once; a file that is applied says its batch")
        parser.add_argument("--covers", metavar="YYYY-MM..YYYY-MM", help="the months that the file tells of whole; nothing in them means 0")
        parser.add_argument("--no-figures", action="store_true", help="leave the figures of the touched months to the worker")

    def handle(self, *args: Any, **options: Any) -> None:
        be_patient()
        try:
            counts = self._undo(**options) if options["undo"] is not None else self._import(**options)
        except (CannotRead, ValidationError) as problem:
            raise CommandError(" ".join(getattr(problem, "messages", [str(problem)])), returncode=2) from None
        self._figures(options)
        self.stdout.write(str(counts))
        if counts.rejected:
            sys.exit(3)

    def _import(self, **options: Any) -> Counts:
        path: Path | None = options["file"]
        if path is None or not (options["county"] and options["mapping"]):
            raise CannotRead("Name the file, --county and --mapping; or --undo and a batch.")
        mapping = load(options["mapping"], encoding=options["encoding"])
        county, covers = find_county(options["county"], mapping), covered(options["covers"])
        if options["check_mapping"]:
            return self._looked(explain(path, mapping, county))
        with Bar(self.stderr, path) as bar:
            run = Run(
                path,
                county,
                mapping,
                apply=options["apply"],
                covers=covers,
                accept_outliers=options["accept_outliers"],
                progress=bar.show,
            )
            report = run()
        self._say(path, report)
        if report.outlier:
            self.stdout.write(str(report.counts))
            raise CannotRead(str(report.outlier))
        return report.counts

    def _undo(self, **options: Any) -> Counts:
        batch, county = options["undo"], options["county"]
        found = ImportBatch.objects.filter(pk=batch).select_related("county").first()
        if found is None or (county and county not in {found.county.slug, found.county.fips}):
            raise CannotRead(f"There is no batch {batch}{f' of county {county}' if county else ''}. A file that is applied says its batch.")
        done = undo(found)
        self._say_undone(found, done)
        return Counts(bookings=done.back, changed=done.back, rejected=len(done.left))

    def _say_undone(self, batch: ImportBatch, done: Undone) -> None:
        if done.already:
            self.stdout.write(f"Batch {batch.pk} ({batch.file_name}) is undone already: nothing was written.")
        else:
            self.stdout.write(f"Batch {batch.pk} ({batch.file_name}) is undone: {done.back} bookings are as they were before it.")
        self._list(
            "Left as they are, since somebody or a later file worked on them", [str(public_id)[:8].upper() for public_id in done.left]
        )

    def _figures(self, options: dict[str, Any]) -> None:
        if options["check_mapping"]:
            self.stdout.write("Nothing was written.")
        elif not (options["apply"] or options["undo"] is not None):
            self.stdout.write("Nothing was written. Add --apply to write.")
        elif options["no_figures"]:
            self.stdout.write("The worker computes the figures of the touched months.")
        else:
            self.stdout.write(f"Figures: {journal.drain_all()} county-months computed.")

    def _looked(self, looked: Looked) -> Counts:
        for line in looked.lines:
            self.stdout.write(line)
        return looked.counts

    def _say(self, path: Path, report: Report) -> None:
        self.stdout.write(report.says)
        for oddity, lines in sorted(report.to_check.items(), key=lambda item: len(item[1])):
            self.stdout.write(f"To check (kept as it is), {len(lines)} times: {oddity} {_lines(lines)}")
        unknown = sorted(report.unknown_countries.items())
        self._list(
            "Countries not recognised (kept as written, counted as unknown)", [f"{name or '(blank)'}: {count}" for name, count in unknown]
        )
        self._list_rejected(path, report)
        if report.batch is not None:
            self.stdout.write(f"Batch {report.batch} (--undo {report.batch} takes it back).")

    def _list_rejected(self, path: Path, report: Report) -> None:
        """The file is applied by now, so that a folder that cannot be written to is no reason to end here."""
        try:
            rejected = write_rejected(path, report)
        except OSError as problem:
            self.stdout.write(f"The list of rejected rows cannot be written ({problem.strerror}). Clear the way and run again.")
            return
        if rejected:
            self.stdout.write(f"Rejected rows, with the reason of each: {rejected}")

    def _list(self, title: str, lines: list[str]) -> None:
        if lines:
            self.stdout.write(f"{title}: {len(lines)}")
            for line in lines[:SHOWN]:
                self.stdout.write(f"  {line}")
            if len(lines) > SHOWN:
                self.stdout.write(f"  and {len(lines) - SHOWN} more")


def _lines(lines: list[int]) -> str:
    more = f" and {len(lines) - SHOWN} more" if len(lines) > SHOWN else ""
    return f"Lines {', '.join(map(str, lines[:SHOWN]))}{more}."
