"""The public pages in one process, through the whole stack of middleware, each against its limit or peer in turn; medians.

- the county's page when its body was not kept (its charts and tables were made once for the release), against a bare page with one
  indexed query that sends the same HTML; and the very first time, when nothing was kept at all, or only what the worker makes
  after a release;
- all figures of a month as JSON, not kept, against a view that sends one row;
- the page asked for again, against a bare "hello";
- a browser that has the page already (304), and whether a document was read for it;
- the page, not kept, at a tenth of the bookings and at all of them;
- the same counts by plain ORM aggregates over the record, which the office would have to run without a roll-up.

SQLite, or BENCH_DATABASE_URL: an account that may create databases, as in postgres://postgres@127.0.0.1/postgres.

    python bench/bench_pages.py [BOOKINGS] [ROUNDS]
"""

import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
FULL = 1_000_000
PAGE, ALL = "/county/larkspur/", "/county/larkspur/data/all.json"
GOALS = {"uncached": 3.0, "json": 5.0, "again": 0.8, "growth": 1.2, "orm": 20.0}
SPAN = 27 * 30 * 86_400  # seconds over which the bookings are spread


@contextmanager
def throwaway() -> Any:
    """The address of a database that is gone afterwards."""
    server = os.environ.get("BENCH_DATABASE_URL")
    if not server:
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/pages.sqlite3"
        return
    import psycopg2

    name = f"jw_bench_pages_{os.getpid()}"
    connection = psycopg2.connect(server)
    connection.autocommit = True
    connection.cursor().execute(f"CREATE DATABASE {name}")
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        from django.db import connections

        connections.close_all()
        connection.cursor().execute(f"DROP DATABASE {name}")


def prepare(url: str) -> None:
    sys.path.insert(0, str(ROOT))
    os.environ |= {"DATABASE_URL": url, "LOCAL": "1", "SECRET_KEY": "bench" * 10, "DJANGO_SETTINGS_MODULE": "jailwatch.settings"}
    os.environ.pop("REDIS_URL", None)
    import django
    from django.conf import settings

    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.ALLOWED_HOSTS = ["testserver"]
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def lay() -> Any:
    """A county with 27 published months and a year; and one booking, detainer and handover to be copied."""
    from tests.support import build, published

    county = build.county("larkspur", name="Larkspur County", made_up=True)
    published.publish(county, published.county_figures(county.slug))
    one = build.born(county, "MX", "2024-07-01 08:00", released="2024-07-05 12:00", release_kind="ice")
    build.detainer(one, "2024-07-02 08:00")
    build.handover(one, "2024-07-05 12:00")
    return county


def multiply(first: int, last: int, total: int) -> None:
    """Copies of the one booking, spread over the months; every fiftieth with a detainer, every hundredth with a handover."""
    from bookings.models import Booking, Detainer, Handover

    base = Booking.objects.order_by("pk").values_list("pk", flat=True)[0]
    unique = "gen_random_uuid()" if is_postgres() else "lower(hex(randomblob(16)))"
    copy(Booking, base, first, last, 1, total, {"id": f"{base} + n", "public_id": unique, "number_hash": "'n' || n"})
    for model, every in ((Detainer, 50), (Handover, 100)):
        one = model.objects.order_by("pk").values_list("pk", flat=True)[0]
        copy(model, one, first, last, every, total, {"id": f"{one} + n", "booking_id": f"{base} + n"})


def is_postgres() -> bool:
    from django.db import connection

    return connection.vendor == "postgresql"


def copy(model: Any, template: int, first: int, last: int, every: int, total: int, new: dict[str, str]) -> None:
    from django.db import connection

    names = [field.column for field in model._meta.concrete_fields]
    moments = {name for name in names if name.endswith(("_at", "_until")) and name != "recorded_at"}
    shifted = [new.get(name) or (later(name, total) if name in moments else name) for name in names]
    series = f"SELECT g AS n FROM generate_series({first}, {last}) AS g" if is_postgres() else numbers(first, last)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) SELECT {', '.join(shifted)} "
            f"FROM {model._meta.db_table}, ({series}) AS s WHERE {model._meta.db_table}.id = {template} AND n % {every} = 0"
        )


def numbers(first: int, last: int) -> str:
    return f"WITH RECURSIVE k(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM k WHERE n < {last}) SELECT n FROM k"


def later(name: str, total: int) -> str:
    seconds = f"(n * {SPAN} / {total})"
    if is_postgres():
        return f"{name} + {seconds} * interval '1 second'"
    return f"datetime({name}, '+' || {seconds} || ' seconds')"


def peers(html: bytes) -> None:
    """The bare views, in the same stack."""
    from django.http import HttpRequest, HttpResponse, JsonResponse
    from django.urls import clear_url_caches, path

    from accounts.models import County
    from jailwatch import urls

    def bare(request: HttpRequest) -> HttpResponse:
        County.objects.get(slug="larkspur")
        return HttpResponse(html)

    def row(request: HttpRequest) -> HttpResponse:
        return JsonResponse(County.objects.values("fips", "slug", "name", "state", "timezone").get(slug="larkspur"))

    def hello(request: HttpRequest) -> HttpResponse:
        return HttpResponse(b"hello")

    urls.urlpatterns[:0] = [path("bench/bare/", bare), path("bench/row/", row), path("bench/hello/", hello)]
    clear_url_caches()


class NoBodies:
    """The cache, but for whole pages."""

    def __init__(self, cache: Any) -> None:
        self.cache = cache

    def __getattr__(self, name: str) -> Any:
        return getattr(self.cache, name)

    def get(self, key: str, *rest: Any) -> Any:
        return None if key.startswith("page:") else self.cache.get(key, *rest)


def get(address: str, **headers: str) -> Any:
    from django.test import Client

    return Client().get(address, headers=headers)


def forgetful() -> None:
    from reports.public import serving

    serving.MEMORY.clear()


def unseeing() -> None:
    """As when the few seconds are over: the process looks for new releases, and finds none."""
    from reports.public import looking

    forgetful()
    looking.LOOKS.update({slug: one._replace(until=0.0) for slug, one in looking.LOOKS.items()})


def at_all() -> None:
    """Nothing is kept: no page, no piece, no document."""
    from django.core.cache import cache

    from reports.figures import shelf
    from reports.public import looking

    forgetful()
    looking.LOOKS.clear()
    cache.clear()
    shelf.KEPT.clear()


def warmed() -> None:
    """As after a release: nothing is kept, and the worker has made the page's pieces."""
    from reports.public import warming

    at_all()
    warming.warm()
    forgetful()


def seconds(work: Callable[[], Any], before: Callable[[], Any] = lambda: None) -> float:
    """Of the processor with SQLite, which works in this process, so that neighbours disturb less; by the wall with a server."""
    clock = time.perf_counter if is_postgres() else time.process_time
    before()
    start = clock()
    work()
    return clock() - start


def medians(rounds: int, works: dict[str, tuple[Callable[[], Any], Callable[[], Any]]]) -> dict[str, float]:
    found: dict[str, list[float]] = {name: [] for name in works}
    for _round in range(rounds):
        for name, (work, before) in works.items():
            found[name].append(seconds(work, before))
    return {name: statistics.median(times) for name, times in found.items()}


def by_orm(county: Any) -> None:
    """What the page's headlines, months and outcomes would take by plain aggregates over 21 months."""
    from django.db.models import Count
    from django.db.models.functions import TruncMonth

    from bookings.models import Booking, Detainer, Handover

    for model, moment in ((Booking, "booked_at"), (Detainer, "received_at"), (Handover, "handed_at")):
        found = model.objects.filter(county=county, entered_in_error=False).annotate(month=TruncMonth(moment, tzinfo=county.zone))
        list(found.values("month").annotate(Count("pk")).order_by("month"))
    handed = Detainer.objects.filter(county=county, entered_in_error=False).annotate(month=TruncMonth("received_at", tzinfo=county.zone))
    list(handed.values("month", "decision", "booking__release_kind").annotate(Count("pk")).order_by("month"))


def measured(county: Any, rounds: int) -> dict[str, float]:
    def nothing() -> None:
        return None

    tag = get(PAGE)["ETag"]
    works: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
        "bare": (lambda: get("/bench/bare/"), nothing),
        "page, body not kept": (lambda: get(PAGE), forgetful),
        "page, body not kept, looked again": (lambda: get(PAGE), unseeing),
        "page, nothing kept": (lambda: get(PAGE), at_all),
        "page, made by the worker": (lambda: get(PAGE), warmed),
        "one row": (lambda: get("/bench/row/"), nothing),
        "json, body not kept": (lambda: get(ALL), forgetful),
        "hello": (lambda: get("/bench/hello/"), nothing),
        "again": (lambda: get(PAGE), lambda: get(PAGE)),
        "304": (lambda: get(PAGE, **{"If-None-Match": tag}), forgetful),
    }
    return medians(rounds, works) | medians(3, {"orm": (lambda: by_orm(county), nothing)})


def documents_for_304() -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    tag = get(PAGE)["ETag"]
    forgetful()
    with CaptureQueriesContext(connection) as found:
        assert get(PAGE, **{"If-None-Match": tag}).status_code == 304
    return sum('"document"' in one["sql"] for one in found)


def say(name: str, ratio: float, goal: float, *, least: bool = False) -> None:
    met = ratio >= goal if least else ratio <= goal
    print(f"  {name}: {ratio:.2f} (goal {'at least' if least else 'at most'} {goal:g}): {'reached' if met else 'not reached'}")


def main() -> None:
    total = int(sys.argv[1]) if len(sys.argv) > 1 else FULL
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    with throwaway() as url:
        prepare(url)
        county = lay()
        multiply(1, total // 10, total)
        from reports.public import serving

        peers(get(PAGE).content)
        serving.kept = NoBodies(serving.kept)  # type: ignore[assignment]
        few = measured(county, rounds)
        multiply(total // 10 + 1, total, total)
        many = measured(county, rounds)
        report(total, few, many)


def report(total: int, few: dict[str, float], many: dict[str, float]) -> None:
    size = "too small" if total < FULL else f"{total:,} bookings"
    vendor = "PostgreSQL" if is_postgres() else "SQLite"
    print(f"bench_pages {datetime.now(UTC):%Y-%m-%d} {platform.machine()} {os.cpu_count()} cores, {vendor}: {size}")
    print("  ms: " + ", ".join(f"{name} {1000 * found:.1f}" for name, found in many.items()))
    say("page, body not kept : bare page", many["page, body not kept"] / many["bare"], GOALS["uncached"])
    print(f"  the same, when it looks for new releases : bare page: {many['page, body not kept, looked again'] / many['bare']:.2f}")
    print(f"  page, nothing kept at all : bare page: {many['page, nothing kept'] / many['bare']:.2f} (once a release and process)")
    print(f"  the same, made by the worker after the release : bare page: {many['page, made by the worker'] / many['bare']:.2f}")
    say("figures as JSON : one row", many["json, body not kept"] / many["one row"], GOALS["json"])
    say("page again, requests a second : hello", many["hello"] / many["again"], GOALS["again"], least=True)
    print(f"  304 : hello {many['304'] / many['hello']:.2f}; documents read for it: {documents_for_304()}")
    say("page at all bookings : at a tenth", many["page, body not kept"] / few["page, body not kept"], GOALS["growth"])
    say("plain ORM : page, body not kept", many["orm"] / many["page, body not kept"], GOALS["orm"], least=True)
    print(f"  plain ORM : page, nothing kept at all: {many['orm'] / many['page, nothing kept']:.1f}")


if __name__ == "__main__":
    main()
