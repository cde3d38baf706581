"""Whose record, and between which two moments."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from accounts.models import County
from accounts.periods import Month
from bookings.models.moments import span
from bookings.spans import Span


@dataclass(frozen=True, slots=True)
class Period:
    """A county-month, cut in the county's zone by the start of a moment."""

    county: County
    month: Month
    start: datetime
    end: datetime

    @classmethod
    def of(cls, county: County, month: Month) -> "Period":
        return cls(county, month, *month.bounds(county.zone))

    def holds(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    def within(self, moment: str) -> dict[str, Any]:
        """The filter of what falls into it by one of its moments."""
        return {f"{moment}_at__gte": self.start, f"{moment}_at__lt": self.end}


def known(fact: Model, name: str) -> Span:
    """A moment that the database guarantees."""
    return Span(getattr(fact, f"{name}_at"), getattr(fact, f"{name}_until"))


def optional(fact: Model, name: str) -> Span | None:
    return span(fact, name)
