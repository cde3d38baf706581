"""When people are booked and when they leave, by the clock on the county's wall."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from holidays import country_holidays

from jailwatch.demo.chance import delay, minutes, negative_binomial
from jailwatch.demo.scene import DAY, HOUR, MINUTE, Scene
from jailwatch.demo.shape import Shape

TRIES = 4


@lru_cache(maxsize=4096)
def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def of_day(shape: Shape, day: date, per_day: float) -> float:
    """How many bookings a day has on average."""
    return per_day * shape.weekdays[day.weekday()] * shape.months[day.month - 1] * _holiday(shape, day)


@lru_cache(maxsize=4096)
def _name_of_holiday(day: date) -> str:
    return country_holidays("US", years=day.year).get(day) or ""


def _holiday(shape: Shape, day: date) -> float:
    name = _name_of_holiday(day)
    return shape.holidays.get(name, shape.other_holiday) if name else 1


def days(scene: Scene) -> Iterator[date]:
    """From the first day of the first month to today."""
    day, today = scene.steps.first, scene.day(scene.now - MINUTE)
    while day <= today:
        yield day
        day += DAY


def bookings(scene: Scene, per_day: float) -> Iterator[datetime]:
    """The moments of all bookings before now, oldest first."""
    for day in days(scene):
        start, end = midnight(day, scene.zone), midnight(day + DAY, scene.zone)
        number = negative_binomial(scene.by, of_day(scene.shape, day, per_day), scene.shape.variance_over_mean)
        for moment in sorted(start + _hour(scene) for _ in range(number)):
            if moment < min(end, scene.now):
                yield moment


def expected(scene: Scene, per_day: float) -> int:
    return round(sum(of_day(scene.shape, day, per_day) for day in days(scene)))


def _hour(scene: Scene) -> timedelta:
    return timedelta(hours=int(scene.shape.hours_booked.draw(scene.by)), minutes=scene.by.randrange(60))


def leaves(scene: Scene, booked: datetime, with_detainer: bool) -> datetime:
    """When somebody goes. A stay of half a day or more ends at one of the jail's usual hours."""
    stay = _stay_days(scene, with_detainer)
    out = booked + minutes(max(stay * 1440, 40))
    if out - booked < 12 * HOUR:
        return out
    start = midnight(scene.day(out), scene.zone)
    for _ in range(TRIES):
        usual = start + timedelta(hours=int(scene.shape.hours_released.draw(scene.by)), minutes=_minute(scene))
        if usual > booked + HOUR:
            return usual
    return out


def _stay_days(scene: Scene, with_detainer: bool) -> float:
    if with_detainer:
        return scene.shape.stay_with_detainer.draw(scene.by)
    share, mu, sigma = scene.shape.short_stay
    return scene.by.lognormvariate(mu, sigma) if scene.chance(share) else scene.by.lognormvariate(*scene.shape.long_stay)


def _minute(scene: Scene) -> int:
    return 0 if scene.chance(scene.shape.released_on_the_hour) else scene.by.randrange(60)


def soon(scene: Scene, after: datetime, median: float, sigma: float, before: datetime) -> datetime:
    """A minute after one moment and before another."""
    moment = after + delay(scene.by, median, sigma)
    return moment if moment < before else after + (before - after) // 2 // MINUTE * MINUTE
