"""Which profile of a county is in force on a day. A county without one asks everything and owes no notice."""

from collections.abc import Callable
from datetime import date, datetime

from django.db.models import Q

from accounts.models import County, CountyProfile


def in_force(county: County, on: date) -> CountyProfile:
    """The stored profile of that day, or the defaults (unsaved)."""
    dated = CountyProfile.objects.filter(county=county, in_force_from__lte=on)
    found = dated.filter(Q(in_force_until=None) | Q(in_force_until__gt=on)).first()
    return found or CountyProfile(county=county, in_force_from=on)


def in_force_at(county: County, moment: datetime) -> CountyProfile:
    """The profile in force at an aware moment, by the day on the county's wall."""
    return in_force(county, moment.astimezone(county.zone).date())


def all_of(county: County) -> Callable[[datetime], CountyProfile]:
    """Every profile of a county read at once: a function from an aware moment to the one in force, for work on many facts."""
    dated = list(CountyProfile.objects.filter(county=county)) if county.pk else []
    default, zone = CountyProfile(in_force_from=date.min), county.zone

    def at(moment: datetime) -> CountyProfile:
        day = moment.astimezone(zone).date()
        return next(
            (one for one in dated if one.in_force_from <= day and (one.in_force_until is None or day < one.in_force_until)), default
        )

    return at
