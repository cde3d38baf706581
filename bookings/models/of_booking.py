from typing import Any, ClassVar

from django.db import models

from bookings.models.booking import Booking
from bookings.models.fact import Fact
from bookings.querysets import OfBookingQuerySet


class BookingFact(Fact):
    """A fact of one booking."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="%(class)ss")

    objects: ClassVar[Any] = OfBookingQuerySet.as_manager()

    class Meta:
        abstract = True
