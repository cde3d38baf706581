"""The whole demonstration, county after county."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from time import sleep

from accounts import journal
from accounts.models import County, Inbox
from accounts.periods import Month
from accounts.tables import refresh_statistics
from bookings.importing.running import few_collections
from jailwatch.demo import calendar, county, marks, people_who_sign_in, publishing, under_way
from jailwatch.demo.draw import Telling, scene
from jailwatch.demo.ledger import Ledger
from jailwatch.demo.places import Place, Steps, places, steps
from jailwatch.demo.shape import SHAPE, Shape
from jailwatch.demo.write import Clerks

PATIENCE = 200
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to make up. `until` is the last day; without it, or on today's date, the record ends now. `volume` scales bookings a day."""

    counties: int = 3
    months: int = 27
    seed: int = 1
    until: date | None = None
    volume: float = 1
    shape: Shape = field(default_factory=lambda: SHAPE)

    def now(self, place: Place) -> datetime:
        """The end of the last day by the county's clock, but never later than now."""
        real = datetime.now(UTC).replace(second=0, microsecond=0)
        if self.until is None:
            return real
        end = datetime.combine(self.until + timedelta(days=1), time(), place.zone).astimezone(UTC)
        return min(end, real)

    def steps(self, place: Place) -> Steps:
        """The running month is the last of the months; the first one starts at its first day."""
        last = Month.of(self.now(place) - timedelta(minutes=1), place.zone)
        return steps(last.shift(1 - self.months), self.months)


@dataclass
class Loaded:
    ledger: Ledger
    passwords: dict[str, str]
    bookings: int = 0
    slips: int = 0


def telling(order: Order, place: Place, ledger: Ledger) -> Telling:
    drawn = scene(place, order.seed, order.shape, order.steps(place), order.now(place), ledger)
    return Telling(drawn, place.per_day * order.volume)


def load(order: Order, progress: Progress, tell: Callable[[dict[str, str]], None] = lambda passwords: None) -> Loaded:
    """Fill an empty database, small counties first. Each is complete, with its figures, before the next one is begun; what is
    closed is published when all are there, since the smaller counties of a state share tables."""
    ledger, chosen = Ledger(), places(order.counties)
    total = sum(_expected(order, place) for place in chosen)
    marks.begin(order.seed)
    users, passwords = people_who_sign_in.make()
    tell(passwords)
    loaded = Loaded(ledger, passwords)
    with few_collections():
        for place in sorted(chosen, key=lambda place: place.per_day):
            made = county.found(place, order.steps(place), users["administrator"])
            people_who_sign_in.join(made, users)
            _fill(order, place, made, users, loaded, lambda step: progress(step, min(loaded.bookings, total), total))
    publishing.publish(chosen, users, order.now)
    under_way.worked_example(County.objects.get(slug=chosen[0].slug))
    marks.finish(order.seed, loaded.bookings)
    return loaded


def _expected(order: Order, place: Place) -> int:
    told = telling(order, place, Ledger())
    return calendar.expected(told.scene, told.per_day)


def _fill(
    order: Order, place: Place, made: County, users: people_who_sign_in.Users, loaded: Loaded, progress: Callable[[str], None]
) -> None:
    def entered(count: int) -> None:
        loaded.bookings += count
        progress(f"Making up {place.name}")

    office = county.defenders(made, users)
    clerks = Clerks(made, users["staff"], users["supervisor"], office, entered)
    clerks.enter(telling(order, place, loaded.ledger).stories())
    clerks.put_right()
    loaded.slips += len(clerks.slips)
    county.extras(place, made, order.steps(place), users["staff"], order.now(place))
    under_way.releases(made, office, users["staff"], order.now(place))
    clerks.announce()
    refresh_statistics()
    progress(f"Computing the figures of {place.name}")
    _figures(made)


def _figures(made: County) -> None:
    """Until nothing waits: a worker that runs beside us may hold some rows, and finishes them."""
    for _ in range(PATIENCE):
        journal.drain_all()
        if not Inbox.objects.filter(county_id=made.pk).exists():
            return
        sleep(0.1)
