"""What counsel may see of one client: contacts with ICE, consents, tellings, the release clock.

Never charges, birthplace, the jail's number, who of the staff did what, or remarks: each column shown is named below, one by one.
"""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.models import Booking, Consent, Detainer, Fact, FederalRequest, Handover, IceVisit
from bookings.models.moments import span
from bookings.wording import when
from notifications import papers
from notifications.clock_page import clock_of
from notifications.models import Answer, Attempt, Recipient, Representation
from notifications.models.notification import TO_LAWYERS


def client_page(representation: Representation) -> dict[str, Any]:
    booking: Booking = representation.booking
    zone = booking.county.zone
    visits = list(current(IceVisit, booking, "requested_at"))
    return {
        "planned": [moment(one, "planned", zone) for one in visits if is_ahead(one)],
        "detainers": [detainer(one, zone) for one in Detainer.objects.current().once().filter(booking=booking).order_by("received_at")],
        "visits": [visit(one, zone) for one in visits],
        "consents": [consent(one, zone) for one in current(Consent, booking, "asked_at")],
        "requests": [(moment(one, "received", zone), papers.request(one)) for one in current(FederalRequest, booking, "received_at")],
        "tellings": tellings(representation, zone),
        "handover": next((handover(one, zone) for one in current(Handover, booking, "pk")), None),
        "clock": clock_of(booking),
    }


def current(model: type[Fact], booking: Booking, *order: str) -> Any:
    facts: Any = model.objects
    return facts.current().filter(booking=booking).order_by(*order, "pk")


def moment(fact: Any, name: str, zone: ZoneInfo) -> str:
    found = span(fact, name)
    return when(found, zone) if found else ""


def is_ahead(one: IceVisit) -> bool:
    return one.started_at is None and one.planned_until is not None and one.planned_until > timezone.now()


def detainer(one: Detainer, zone: ZoneInfo) -> dict[str, str]:
    return {"form": one.get_form_display(), "received": moment(one, "received", zone), "served": moment(one, "served", zone)}


def visit(one: IceVisit, zone: ZoneInfo) -> dict[str, str]:
    names = ("requested", "planned", "started", "ended")
    return {"how": one.get_kind_display()} | {name: moment(one, name, zone) for name in names}


def consent(one: Consent, zone: ZoneInfo) -> dict[str, str]:
    return {"answer": one.get_answer_display(), "asked": moment(one, "asked", zone)}


def handover(one: Handover, zone: ZoneInfo) -> dict[str, str]:
    return {"handed": moment(one, "handed", zone), "how": one.get_mode_display(), "where": one.get_place_display()}


def tellings(representation: Representation, zone: ZoneInfo) -> list[dict[str, str]]:
    """Who was told, and what ICE answered, in order. Other lawyers' tellings and the officers' alerts are not this office's business."""
    booking = representation.booking
    tries = Attempt.objects.current().filter(booking=booking, notification__entered_in_error=False).exclude(recipient=Recipient.OFFICER)
    mine = [one for one in tries.select_related("notification") if is_mine(one, representation)]
    replies = Answer.objects.current().filter(booking=booking, notification__entered_in_error=False)
    rows = [*(_try(one, zone) for one in mine), *(_reply(one, zone) for one in replies)]
    return sorted(rows, key=lambda row: (row["at"], row["order"]))


def is_mine(one: Attempt, representation: Representation) -> bool:
    return one.recipient not in TO_LAWYERS or one.notification.representation_id == representation.pk


def _try(one: Attempt, zone: ZoneInfo) -> dict[str, Any]:
    told = one.notification
    words = {"who": one.get_recipient_display(), "of": told.get_about_display()}
    outcome = f"{one.get_channel_display()}, {one.get_outcome_display()}"
    return {"at": one.tried_at, "order": one.pk, "time": moment(one, "tried", zone), "what": _("%(who)s: %(of)s") % words, "came": outcome}


def _reply(one: Answer, zone: ZoneInfo) -> dict[str, Any]:
    came, expected = one.get_answer_display(), moment(one, "expected", zone)
    if expected:
        came = _("%(answer)s; expected %(time)s") % {"answer": came, "time": expected}
    return {"at": one.answered_at, "order": one.pk, "time": moment(one, "answered", zone), "what": _("ICE answered"), "came": came}
