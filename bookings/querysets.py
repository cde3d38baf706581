"""The vocabulary in which the rest of the house asks for facts."""

from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from accounts import permissions
from accounts.models import County, User
from accounts.periods import Month

HELD_FOR_ICE = "held_for_ice"


class FactQuerySet(models.QuerySet[Any]):
    """Facts of any kind."""

    def current(self) -> Self:
        """Facts that were not entered in error."""
        return self.filter(entered_in_error=False)

    def in_county(self, county: County) -> Self:
        return self.filter(county=county)

    def within(self, moment: str, county: County, month: Month) -> Self:
        """Facts of a county whose moment starts in a month, by the county's clock."""
        start, end = month.bounds(county.zone)
        return self.filter(county=county, **{f"{moment}_at__gte": start, f"{moment}_at__lt": end})


class BookingQuerySet(FactQuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The bookings of the counties whose staff this person is. The only way pages get at a booking."""
        return self.filter(county__in=permissions.staff_counties(user))

    def counted(self) -> Self:
        """Bookings that figures speak of: current ones that are not held for ICE by contract."""
        return self.current().exclude(kind=HELD_FOR_ICE)

    def booked_in(self, county: County, month: Month) -> Self:
        return self.within("booked", county, month)

    def in_custody(self) -> Self:
        return self.current().filter(released_at=None)


class OfBookingQuerySet(FactQuerySet):
    """Facts that hang on a booking."""

    def counted(self) -> Self:
        """Current facts of bookings that figures speak of."""
        return self.current().filter(booking__entered_in_error=False).exclude(booking__kind=HELD_FOR_ICE)


class DetainerQuerySet(OfBookingQuerySet):
    def counted(self) -> Self:
        return super().counted().once()

    def once(self) -> Self:
        """A paper that came twice is counted once; if the first copy was entered in error, by the second."""
        return self.filter(Q(duplicate_of=None) | Q(duplicate_of__entered_in_error=True))

    def received_in(self, county: County, month: Month) -> Self:
        return self.within("received", county, month)


class HandoverQuerySet(OfBookingQuerySet):
    def made_in(self, county: County, month: Month) -> Self:
        return self.within("handed", county, month)
