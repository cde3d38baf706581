"""Which profile of a county is in force on a day. A county without one asks everything and owes no notice."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

from accounts.models import County, CountyProfile


def in_force(county: County, on: date) -> CountyProfile:
    """The stored profile of that day, or the defaults (unsaved)."""
    return _on(_stored(county), county, on)


def in_force_at(county: County, moment: datetime) -> CountyProfile:
    """The profile in force at an aware moment, by the day on the county's wall."""
    return all_of(county)(moment)


def all_of(county: County) -> Callable[[datetime], CountyProfile]:
    """Every profile of a county read at once: a function from an aware moment to the one in force, for work on many facts."""
    zone, on = county.zone, by_day(county)
    return lambda moment: on(moment.astimezone(zone).date())


def by_day(county: County) -> Callable[[date], CountyProfile]:
    """The same by the day on the county's wall. Each day is looked up once: the facts of a file fall on a few hundred days."""
    stored = _stored(county)
    return lru_cache(maxsize=4000)(lambda day: _on(stored, county, day))


def _stored(county: County) -> list[CountyProfile]:
    return list(CountyProfile.objects.filter(county=county)) if county.pk else []


def _on(profiles: list[CountyProfile], county: County, day: date) -> CountyProfile:
    in_time = (one for one in profiles if one.in_force_from <= day and (one.in_force_until is None or day < one.in_force_until))
    return next(in_time, None) or CountyProfile(county=county, in_force_from=day)
