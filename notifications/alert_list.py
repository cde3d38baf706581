"""The alerts that one person gets: those of their office's clients, and those they subscribed to. What went wrong comes first."""

from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from bookings.wording import whole_minute
from notifications.models import Delivery, Office, Representation, State, Topic
from notifications.texts import SENTENCES

WRONG = (State.FAILED, State.UNKNOWN)
TO_CONFIRM = (State.WAITING, State.SENT, State.UNCONFIRMED, State.BY_HAND)
# The parts of the list, in their order: heading, and the states of what stands under it.
PARTS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("Not sent, or not known whether it was"), WRONG),
    (_("To confirm"), TO_CONFIRM),
    (_("Confirmed, or no longer to be sent"), (State.CONFIRMED, State.CANCELLED)),
)


def alerts(user: User) -> QuerySet[Delivery]:
    """Every alert that this person may see, in the order of the list; newest first within a part.

    That an alert was wrong is seen by whoever got it, also when they represent the person no more or there never was such a case.
    """
    clients = Representation.objects.visible_to(user)
    mine = Q(notification__representation__in=clients) | Q(notification__subscription__user=user, notification__subscription__until_at=None)
    got = Q(notification__representation__office__in=Office.objects.of(user)) | Q(notification__subscription__user=user)
    seen = (mine & Q(notification__booking__entered_in_error=False)) | (got & Q(notification__about=Topic.RETRACTION))
    rank = Case(*[When(state__in=states, then=Value(place)) for place, (_name, states) in enumerate(PARTS)], output_field=IntegerField())
    current = Delivery.objects.filter(seen, notification__entered_in_error=False)
    client = Exists(clients.filter(pk=OuterRef("notification__representation")))
    needed = ("notification__booking__county", "notification__representation__office", "notification__retracts")
    return current.select_related(*needed).annotate(rank=rank, of_client=client).order_by("rank", "-planned_at", "-pk")


def row(one: Any) -> dict[str, Any]:
    told = one.notification
    zone = told.booking.county.zone
    return {
        "key": told.booking.case_key,
        "booking": told.booking,
        "of_client": one.of_client,
        "office": told.representation.office if told.representation else None,
        "says": SENTENCES[told.about],
        "withdrawn": Topic(told.retracts.about).label if told.retracts else "",
        "planned": whole_minute(one.planned_at, zone),
        "state": one.get_state_display(),
        "confirmed": whole_minute(one.confirmed_at, zone) if one.confirmed_at else "",
        "may_confirm": one.confirmed_at is None and one.state != State.CANCELLED,
        "delivery": one,
    }


def parts(found: Any) -> list[dict[str, Any]]:
    """The rows of one page under the headings that have any."""
    rows = [(one.rank, row(one)) for one in found]
    named = [(place, name, [shown for rank, shown in rows if rank == place]) for place, (name, _states) in enumerate(PARTS)]
    return [{"place": place, "name": name, "rows": some} for place, name, some in named if some]
