"""What one fact's timing costs in a small and in a large store, which differ only in how many bookings they hold.

One released booking with its whole story is made through the verbs and then copied by the database itself: the booking so many
times, and every tenth with its release steps, detainer, tellings and tries.
"""

import os
import statistics
import subprocess
import sys
import time
from typing import Any

from bench.alerts_store import ROOT, manage

SMALL, TENTH, ROUNDS, TIMES = 10_000, 10, 5, 200


def compare(large_url: str, large: int) -> tuple[float, str]:
    """Both stores are asked in turn. The ratio is that of the medians."""
    small_url = os.environ["DATABASE_URL"]
    manage(large_url, "migrate", "-v0")
    for url, size in ((small_url, SMALL), (large_url, large)):
        child(url, "fill", str(size))
    seen: dict[str, list[float]] = {small_url: [], large_url: []}
    for _ in range(ROUNDS):
        for url, found in seen.items():
            found.append(float(child(url, "time")))
    small, big = (statistics.median(seen[url]) for url in (small_url, large_url))
    return big / small, f"{big * 1000:.2f} ms with {large:,} bookings against {small * 1000:.2f} ms with {SMALL:,}"


def child(url: str, *words: str) -> str:
    environ = os.environ | {"DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, __file__, *words], cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.strip()


def fill(number: int) -> None:
    from django.db import connection

    from bookings.models import Booking, Detainer, ReleaseStep
    from notifications.models import Attempt, ReleaseNotification

    one = story()
    copy(Booking, one.pk, one.pk, number, public_id=RANDOM[connection.vendor], number_hash="'copy' || n")
    for model in (ReleaseStep, Detainer, ReleaseNotification, Attempt):
        for pk in list(model.objects.filter(booking=one).values_list("pk", flat=True)):
            copy(model, pk, one.pk, number // TENTH, booking_id=f"{far(pk_of=one.pk)} + n")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


RANDOM = {"postgresql": "gen_random_uuid()", "sqlite": "lower(hex(randomblob(16)))"}
SERIES = {
    "postgresql": "generate_series(1, {0}) AS numbers(n)",
    "sqlite": "(WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {0}) SELECT n FROM numbers)",
}


def far(pk_of: int) -> int:
    """The ids of copies begin far above all others, each model row's own stretch apart."""
    return pk_of * 10_000_000


def copy(model: Any, pk: int, booking: int, number: int, **instead: str) -> None:
    from django.db import connection

    columns = [field.column for field in model._meta.concrete_fields]
    made = {"id": f"{far(pk)} + n"} | instead
    if "notification_id" in columns:
        made["notification_id"] = f"notification_id * {far(1)} + n"
    table, values = model._meta.db_table, ", ".join(made.get(name, f'"{name}"') for name in columns)
    names, series = ", ".join(f'"{name}"' for name in columns), SERIES[connection.vendor].format(number)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table}, {series} WHERE id = {pk}")  # noqa: S608 - our own names


def story() -> Any:
    """A release with everything that its clock reads."""
    from accounts.models import County, User
    from tests.notifications.desk import Desk

    desk = Desk.__new__(Desk)
    if County.objects.exists():
        desk.county, desk.by, desk.day, desk.number = County.objects.earliest("pk"), User.objects.earliest("pk"), "2026-10-16", 1_000_000
        desk.booked()
    else:
        desk.__init__()  # type: ignore[misc]
    desk.detainer("2026-10-02 09:00")
    desk.step("eligible", "10:00")
    desk.told_ice("10:05", outcome="no_answer")
    desk.told_ice("10:15")
    desk.told_person("10:20")
    desk.answer("10:30", "coming")
    desk.step("cleared", "11:00")
    return desk.released("11:30")


def timed() -> float:
    """Seconds for one fact's timing, as the reader of the journal does it: a fact changed, the row is written anew."""
    from django.db.models import F

    from bookings.models import Booking, ReleaseStep
    from notifications import timing
    from notifications.models import ReleaseTiming

    one = Booking.objects.get(pk=Booking.objects.filter(releasesteps__kind="eligible").latest("recorded_at", "-pk").pk)
    eligible, seconds = ReleaseStep.objects.filter(booking=one, kind="eligible"), []
    for number in range(TIMES):
        eligible.update(reason="bail" if number % 2 else "time_served", version=F("version") + 1)
        start = time.perf_counter()
        changed = timing.record(Booking.objects.filter(public_id=one.public_id))
        seconds.append(time.perf_counter() - start)
        if not changed or not ReleaseTiming.objects.filter(booking=one).exists():
            raise SystemExit("nothing was timed")
    return statistics.median(seconds)


def main() -> None:
    import django

    django.setup()
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]))
    else:
        print(timed())


if __name__ == "__main__":
    main()
