"""What an office takes away of its own clients: a row a case, months and lengths, no name, number or day."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.periods import Month
from accounts.spreadsheet import defused
from bookings.models import Booking, Detainer, Handover, IceVisit
from notifications.models import Representation
from notifications.rules.intervals import Value, by_code
from notifications.timing import compute


def cases_csv(user: User) -> str:
    """Lengths are minutes; from low to high where a time is coarse; else the word for why there is none; blank where it is not asked."""
    intervals = [(code, str(name)) for code, name, _counts, _source in by_code()]
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([*columns(), *(f"{code} {name} ({_('minutes')})" for code, name in intervals)])
    for row in rows(user, [code for code, _name in intervals]):
        writer.writerow([defused(cell) for cell in row])
    return out.getvalue()


def columns() -> list[str]:
    return [
        _("case"),
        _("office"),
        _("month booked"),
        _("month released"),
        _("what happened"),
        _("detainers received"),
        _("visits asked for"),
        _("visits held"),
    ]


def rows(user: User, codes: list[str]) -> Iterator[list[Any]]:
    """By case key, which is random, so that the order says nothing of the time."""
    found = list(Representation.objects.visible_to(user).select_related("office", "booking__county"))
    found.sort(key=lambda one: (one.booking.case_key, one.office.name))
    bookings = list({one.booking_id: one.booking for one in found}.values())
    timed = {one.booking.pk: (one.columns or {}).get("intervals", {}) for one in compute(bookings)}
    counts, handed = counted(bookings), set(Handover.objects.current().filter(booking__in=bookings).values_list("booking", flat=True))
    for one in found:
        lengths = timed.get(one.booking_id, {})
        yield [
            *about(one, one.booking_id in handed),
            *(counts[name].get(one.booking_id, 0) for name in ("detainers", "asked", "held")),
            *(minutes(lengths.get(code)) for code in codes),
        ]


def about(one: Representation, handed: bool) -> list[str]:
    booking: Booking = one.booking
    zone = booking.county.zone
    left = str(Month.of(booking.released_at, zone)) if booking.released_at else ""
    return [booking.case_key, str(one.office), str(Month.of(booking.booked_at, zone)), left, happened(booking, handed)]


def happened(booking: Booking, handed: bool) -> str:
    if handed:
        return _("handed over to ICE")
    return _("released: %(where)s") % {"where": booking.get_release_kind_display()} if booking.released_at else _("in custody")


def counted(bookings: list[Booking]) -> dict[str, dict[int, int]]:
    papers = Detainer.objects.current().once().filter(booking__in=bookings)
    visits = IceVisit.objects.current().filter(booking__in=bookings)
    started = visits.filter(started_at__isnull=False)
    each = {"detainers": papers, "asked": visits, "held": started}
    return {name: dict(facts.order_by().values_list("booking").annotate(Count("pk"))) for name, facts in each.items()}


def minutes(stored: list[Any] | None) -> int | str:
    if stored is None:
        return ""
    value = Value(*stored)
    if value.low is None:
        return value.state
    return value.low if value.low == value.high else _("from %(low)s to %(high)s") % {"low": value.low, "high": value.high}
