"""A year of reports of 20 counties, made anew from their releases in every format and both languages, by two processes.

Goal: under 5 minutes (issue of the published month). `--counties N` takes fewer, and says what 20 would take. A store of its own.
"""

import argparse
import os
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
GOAL, ALL, WORKERS = 300.0, 20, 2
MONTHS = [f"{year}-{number:02d}" for year, number in [(2025, 10), (2025, 11), (2025, 12), *((2026, number) for number in range(1, 10))]]


def begin(folder: str) -> None:
    os.environ |= {"DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3", "SECRET_KEY": "only for the bench", "LOCAL": "1"}
    os.environ |= {"DJANGO_SETTINGS_MODULE": "jailwatch.settings"}
    os.environ.pop("REDIS_URL", None)
    import django

    django.setup()


def prepare(folder: str, count: int) -> list[str]:
    begin(folder)
    from django.core.management import call_command

    from tests.support import build, published

    call_command("migrate", verbosity=0)
    counties = [build.county(f"larkspur{number:02d}", name=f"Larkspur {number} County", made_up=True) for number in range(count)]
    for county in counties:
        published.publish(county, published.county_figures(county.slug))
    return [county.slug for county in counties]


def year(slug: str) -> tuple[int, int]:
    """Files and bytes of one county's twelve months."""
    from django.utils.translation import override

    from accounts.models import County
    from reports import figures
    from reports.report import build, dress, published
    from reports.report.span import span_of

    county, files, size = County.objects.get(slug=slug), 0, 0
    for month in MONTHS:
        for language in ("en", "es"):
            with override(language):
                reading = published.read(county, span_of(month), figures.releases(county))
                assert reading is not None, month
                made = [dress.body(build.report(reading), kind) for kind in dress.KINDS]
            files, size = files + len(made), size + sum(map(len, made))
    return files, size


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--counties", type=int, default=ALL)
    count = parser.parse_args().counties
    with tempfile.TemporaryDirectory() as folder:
        with get_context("spawn").Pool(1) as one:
            slugs = one.apply(prepare, (folder, count))
        with get_context("spawn").Pool(WORKERS, begin, (folder,)) as workers:
            start = time.perf_counter()
            done = workers.map(year, slugs, chunksize=1)
            took = time.perf_counter() - start
    files, size = (sum(part) for part in zip(*done, strict=True))
    whole = took * ALL / count
    print(f"{count} counties, {files} files, {size / 1e6:.0f} MB: {took:.0f} s; of {ALL} counties {whole:.0f} s (goal under {GOAL:.0f} s)")
    return int(whole > GOAL)


if __name__ == "__main__":
    sys.exit(main())
