"""Every kind of fact that shows that the jail kept records, and by which moments it is counted in a month."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from accounts.models import County
from bookings.models import Booking, ConsularNotice, FederalRequest, IceVisit, ReleaseStep
from reports.measures.record.quality import TASKS

# Moments by which a fact is counted, beside that of its task.
MORE = {IceVisit: ("started",), ConsularNotice: ("told",), Booking: ("released",)}


def moments() -> Iterator[tuple[Any, tuple[str, ...]]]:
    for model, moment in TASKS.values():
        yield model, (moment, *MORE.get(model, ()))


def kept(county: County) -> Iterator[tuple[Any, str]]:
    """Facts that are no mistake and of no mistaken booking, each with a moment by which it is counted; also of people held for ICE."""
    for model, names in moments():
        facts = model.objects.current().filter(of_a_booking(model), county=county)
        yield from ((facts, name) for name in names)


def of_a_booking(model: Any) -> Q:
    if model is Booking:
        return Q()
    right = Q(booking__entered_in_error=False)
    return right | Q(booking=None) if model is FederalRequest else right


def dated(booking: Booking) -> Iterator[tuple[Any, list[str]]]:
    """The facts of one booking, those in error too, with the columns of their moments. A step of a release is counted by none."""
    for model, names in moments():
        if model is not ReleaseStep:
            facts = model.objects.filter(pk=booking.pk) if model is Booking else model.objects.filter(booking=booking)
            yield facts, [f"{name}_at" for name in names]
