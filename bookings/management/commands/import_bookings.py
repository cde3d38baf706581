import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import journal
from accounts.periods import Month
from bookings.importing.counties import find_county
from bookings.importing.errors import CannotRead
from bookings.importing.explaining import Looked, explain
from bookings.importing.mapping import load
from bookings.importing.running import Report, Run, write_rejected

SHOWN = 20


class Command(BaseCommand):
    help = "Read a jail's export. Without --apply nothing is written: the run only says what it would do."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--county", required=True, help="slug or five-digit FIPS code; an unknown code makes the county")
        parser.add_argument("--mapping", required=True, help="name of a shipped mapping, or path of a .toml file")
        parser.add_argument("--apply", action="store_true", help="write, as one transaction")
        parser.add_argument("--check-mapping", action="store_true", help="explain what the mapping does to the first rows; writes nothing")
        parser.add_argument("--encoding", choices=["utf-8", "windows-1252"], help="confirm how the letters of the file are written")
        parser.add_argument("--covers", metavar="YYYY-MM..YYYY-MM", help="the months that the file tells of whole; nothing in them means 0")
        parser.add_argument("--no-figures", action="store_true", help="leave the figures of the touched months to the worker")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            mapping = load(options["mapping"], encoding=options["encoding"])
            county = find_county(options["county"], mapping)
            if options["check_mapping"]:
                self._check(explain(path, mapping, county))
                return
            covers = _covered(options["covers"])
            report = Run(path, county, mapping, apply=options["apply"], covers=covers, progress=self._progress)()
        except (CannotRead, ValidationError) as problem:
            raise CommandError(" ".join(getattr(problem, "messages", [str(problem)])), returncode=2) from None
        self._say(report)
        self._list_rejected(path, report)
        if options["apply"] and options["no_figures"]:
            self.stdout.write("The worker computes the figures of the touched months.")
        elif options["apply"]:
            self.stdout.write(f"Figures: {journal.drain(most=100_000)} county-months computed.")
        else:
            self.stdout.write("Nothing was written. Add --apply to write.")
        self.stdout.write(str(report.counts))
        if report.counts.rejected:
            sys.exit(3)

    def _check(self, looked: Looked) -> None:
        for line in looked.lines:
            self.stdout.write(line)
        self.stdout.write("Nothing was written.")
        self.stdout.write(str(looked.counts))
        if looked.counts.rejected:
            sys.exit(3)

    def _progress(self, rows: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{rows:,} rows read", ending="")

    def _say(self, report: Report) -> None:
        self.stdout.write(report.says)
        for oddity, lines in sorted(report.to_check.items(), key=lambda item: len(item[1])):
            self.stdout.write(f"To check (kept as it is), {len(lines)} times: {oddity} {_lines(lines)}")
        unknown = sorted(report.unknown_countries.items())
        self._list(
            "Countries not recognised (kept as written, counted as unknown)", [f"{name or '(blank)'}: {count}" for name, count in unknown]
        )

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


def _covered(text: str | None) -> tuple[Month, Month] | None:
    if not text:
        return None
    first, dots, last = text.partition("..")
    try:
        months = Month.parse(first), Month.parse(last if dots else first)
    except ValueError as problem:
        raise CannotRead(f"--covers {text}: {problem}") from None
    if months[0] > months[1]:
        raise CannotRead(f"--covers {text}: the first month is after the last.")
    return months


def _lines(lines: list[int]) -> str:
    more = f" and {len(lines) - SHOWN} more" if len(lines) > SHOWN else ""
    return f"Lines {', '.join(map(str, lines[:SHOWN]))}{more}."
