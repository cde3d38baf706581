"""How far behind schedule, worker and queues are, as the board shows it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from notifications import pulse
from notifications.under_way import elapsed

TWO_MINUTES = 120


def machine(now: datetime) -> dict[str, Any]:
    """`late` if somebody has to look after it. The times run by themselves, and are no news."""
    found = pulse.lags(now)
    return {"late": pulse.is_late(found), "elapsed": list(rows(found, now))}


def rows(found: pulse.Lags, now: datetime) -> Iterator[tuple[str, str]]:
    for name, heard in ((_("schedule last heard"), found.schedule), (_("worker last heard"), found.worker)):
        yield name, _("never") if heard is None else _("%(length)s ago") % {"length": length(heard, now)}
    queues = {
        _("oldest entry not read yet"): found.inbox,
        _("oldest alert due and not sent"): found.alerts,
        _("oldest deadline over and not raised"): found.deadlines,
    }
    for name, waits in queues.items():
        yield name, length(waits, now) if waits else _("none waits")


def length(seconds: float, now: datetime) -> str:
    """Seconds up to two minutes, then hours and minutes."""
    return f"{round(seconds)} s" if seconds < TWO_MINUTES else elapsed(now - timedelta(seconds=seconds), now)
