"""What is over its time, and which alerts went wrong: each with what to do and the tap that ends it. A fixed number of queries."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import County
from notifications.models import Attempt, Deadline, DeadlineRule, Delivery, Recipient, State
from notifications.rules.clock import TOLD_LAWYER, clocks
from notifications.under_way import WRONG, Known, elapsed, known, taps, when

# What is left to do. Nothing here asks anybody to tell ICE anything.
TO_DO: dict[str, Any] = {
    DeadlineRule.NOT_SERVED: gettext_lazy("Serve a copy of the detainer on the person."),
    DeadlineRule.NOT_TOLD: gettext_lazy("ICE was told: tell the person in writing, and counsel."),
    DeadlineRule.ELIGIBLE_LONG: gettext_lazy("Release the person, or record why the release was called off."),
    DeadlineRule.HOLD_STARTS: gettext_lazy("Held on the detainer only: the 48 hours run. Release the person before they are over."),
    DeadlineRule.HOLD_ENDS: gettext_lazy("The 48 hours are over: the detainer holds nobody any more. Release the person."),
}
# The taps that end each of them.
ENDS: dict[str, frozenset[str]] = {
    DeadlineRule.NOT_SERVED: frozenset({"served"}),
    DeadlineRule.NOT_TOLD: frozenset({"person", "counsel"}),
    DeadlineRule.ELIGIBLE_LONG: frozenset({"off", "out"}),
    DeadlineRule.HOLD_STARTS: frozenset({"off", "out"}),
    DeadlineRule.HOLD_ENDS: frozenset({"off", "out"}),
}


def overdue(county: County, now: datetime) -> QuerySet[Deadline]:
    """Open deadlines of which the time is over, raised by the worker already or not, longest ago first."""
    still_open = Deadline.objects.filter(county=county, closed_at=None, due_at__lte=now, booking__entered_in_error=False)
    return still_open.select_related("booking").order_by("due_at", "pk")


def overdue_rows(found: Iterable[Deadline], county: County, now: datetime) -> list[dict[str, Any]]:
    rows = list(found)
    about = known(one.booking for one in rows)
    return [overdue_row(one, about, county, now) for one in rows]


def overdue_row(one: Deadline, about: Known, county: County, now: datetime) -> dict[str, Any]:
    return {
        "key": one.booking.case_key,
        "booking": one.booking,
        "place": f"{one.rule}-{one.pk}",
        "what": one.get_rule_display(),
        "to_do": TO_DO[one.rule],
        "since": when(one.due_at, county, now),
        "at": one.due_at,
        "elapsed": elapsed(one.due_at, now),
        "taps": ending(one, about),
    }


def ending(one: Deadline, about: Known) -> dict[str, Any]:
    """Only the taps that end this deadline, of those that are left."""
    can = taps(clocks(about.cases[one.booking_id]), about, one.booking, [])
    ends, here = ENDS[one.rule], one.booking.released_at is None
    return {
        "served": one.subject if "served" in ends else None,
        "person": can["person"] and "person" in ends,
        "counsel": can["counsel"] if "counsel" in ends else [],
        "off": here and "off" in ends,
        "out": here and "out" in ends,
    }


def wrong_alerts(county: County) -> QuerySet[Delivery]:
    """Alerts to counsel or designee that were not sent, that nobody knows of whether they were, or that somebody has to tell.

    Gone once confirmed, or once somebody told the same lawyer by hand.
    """
    told = Attempt.objects.current().filter(notification__representation=OuterRef("notification__representation"))
    by_hand = told.filter(task="", outcome__in=TOLD_LAWYER, recorded_at__gte=OuterRef("planned_at"))
    found = Delivery.objects.filter(
        ~Exists(by_hand), county=county, state__in=(*WRONG, State.BY_HAND), notification__entered_in_error=False
    )
    current = found.filter(notification__booking__entered_in_error=False).exclude(recipient=Recipient.OFFICER)
    needed = ("notification__booking", "notification__representation__office")
    return current.filter(notification__booking__released_at=None).select_related(*needed).order_by("planned_at", "pk")


def alert_row(one: Delivery, county: County, now: datetime) -> dict[str, Any]:
    told = one.notification
    standing = told.representation
    return {
        "key": told.booking.case_key,
        "booking": told.booking,
        "place": f"alert-{one.pk}",
        "who": str(standing.office) if standing and standing.office else _("the designee"),
        "what": told.get_about_display(),
        "state": one.get_state_display(),
        "since": when(one.planned_at, county, now),
        "taps": {"counsel": [(standing.pk, str(standing.office or _("the designee")))] if standing else []},
    }
