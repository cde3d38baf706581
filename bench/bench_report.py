"""The PDF of a published month, from the database on, against a bare typst document of the same pages and charts, ready in memory.

Goal: at most 3 times (perf.md F1), by medians of pairs taken in turn. A store of its own with 27 made-up months; the documents of
releases are read anew each time.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
PAIRS, GOAL, MONTH = 9, 3.0, "2026-09"


def prepare(folder: str) -> Any:
    os.environ |= {"DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3", "SECRET_KEY": "only for the bench", "LOCAL": "1"}
    os.environ |= {"DJANGO_SETTINGS_MODULE": "jailwatch.settings"}
    os.environ.pop("REDIS_URL", None)
    import django

    django.setup()
    from django.core.management import call_command

    from tests.support import build, published

    call_command("migrate", verbosity=0)
    county = build.county("larkspur", name="Larkspur County", made_up=True)
    published.publish(county, published.county_figures(county.slug))
    return county


def whole(county: Any) -> bytes:
    """As a reader's first request does it, without the page around."""
    from reports import figures
    from reports.figures import shelf
    from reports.report import build, pdf, published
    from reports.report.span import span_of

    shelf.KEPT.clear()
    reading = published.read(county, span_of(MONTH), figures.releases(county))
    assert reading is not None
    return pdf.of(build.report(reading))


def bare(county: Any) -> Callable[[], bytes]:
    from reports import figures
    from reports.report import build, pdf, published
    from reports.report.span import span_of

    reading = published.read(county, span_of(MONTH), figures.releases(county))
    assert reading is not None
    report = build.report(reading)
    data = pdf.as_data(report)
    return lambda: pdf.printed("report.typ", data, report.as_of)


def timed(make: Callable[[], bytes]) -> float:
    start = time.perf_counter()
    make()
    return time.perf_counter() - start


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        county = prepare(folder)
        limit = bare(county)
        assert whole(county) == limit(), "the two are the same document"
        pairs = [(timed(lambda: whole(county)), timed(limit)) for _ in range(PAIRS)]
    ours, theirs = (statistics.median(one) for one in zip(*pairs, strict=True))
    ratio = ours / theirs
    print(f"PDF of a month: {1000 * ours:.0f} ms; bare typst: {1000 * theirs:.0f} ms; ratio {ratio:.2f} (goal at most {GOAL:g})")
    return int(ratio > GOAL)


if __name__ == "__main__":
    sys.exit(main())
