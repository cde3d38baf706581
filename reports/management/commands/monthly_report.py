import sys
from argparse import ArgumentParser
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from accounts.models import County
from accounts.periods import Month
from reports import figures
from reports.report import build, dress, exact, published
from reports.report.model import Report
from reports.report.span import Span, span_of


class Command(BaseCommand):
    help = "Write a month's report: what was published, or else the office draft, marked so. Exit 1 and a sentence if it cannot be made."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--county", metavar="SLUG", required=True)
        parser.add_argument("--month", metavar="YYYY-MM", required=True)
        parser.add_argument("--format", metavar="|".join(dress.KINDS), required=True)
        parser.add_argument("--output", metavar="FILE", required=True, help="- for standard output")
        parser.add_argument("--lang", default="en", help="en or es")
        parser.add_argument("--paper", default="letter", help="letter or a4")

    def handle(self, *args: Any, **options: Any) -> None:
        check_words(options)
        county, span = asked_county(options["county"]), asked_month(options["month"])
        with override(options["lang"]):
            report = made(county, span)
            content = dress.body(report, options["format"], options["paper"])
        write(options["output"], content)
        kind = f"release {report.release}, revision {report.revision}" if report.release else "office draft, not for publication"
        self.stderr.write(f"{report.place}, {span.code}: {kind}; {len(content)} bytes.")


def check_words(options: dict[str, Any]) -> None:
    known: dict[str, Collection[str]] = {"format": dress.KINDS, "lang": dict(settings.LANGUAGES), "paper": dress.PAPERS}
    for name, words in known.items():
        if options[name] not in words:
            raise CommandError(f"{options[name]!r} is no {name} of a report. Choose one of: {', '.join(words)}.")


def asked_county(slug: str) -> County:
    found = County.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"There is no county {slug!r}.")
    return found


def asked_month(text: str) -> Span:
    try:
        return span_of(str(Month.parse(text)))
    except ValueError as problem:
        raise CommandError(str(problem)) from None


def made(county: County, span: Span) -> Report:
    """Published if it is; else as the office has it, of a month that has begun."""
    reading = published.read(county, span, figures.releases(county))
    if reading is None and not exact.covers(county, span):
        raise CommandError(f"{span.code} has not begun in {county.name}.")
    return build.report(reading or exact.read(county, span))


def write(name: str, content: bytes) -> None:
    if name == "-":
        sys.stdout.buffer.write(content)
        return
    try:
        Path(name).write_bytes(content)
    except OSError as problem:
        raise CommandError(f"{name} cannot be written: {problem.strerror}.") from None
