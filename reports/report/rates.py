"""What an hour of staff costs by the county's dated list of rates: the one thing that a report reads of the record beside its figures."""

from datetime import date

from django.db.models import Q

from bookings.models import List, ListItem
from reports.report.reading import Rate


def of(day: date) -> list[Rate]:
    """The rates of pay in force on a day. One query."""
    in_force = Q(in_force_from__lte=day) & (Q(in_force_until=None) | Q(in_force_until__gt=day))
    return [Rate(one.label, one.value, one.source) for one in ListItem.objects.filter(in_force, list=List.RATE).order_by("code")]
