"""Signs of life of schedule and workers, by the database's clock; and how far behind they are."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min, Q
from django.db.models.functions import Now

from accounts.models import Inbox
from notifications.models import Deadline, Delivery, Pulse


def beat(name: str) -> None:
    if not Pulse.objects.filter(name=name).update(beaten_at=Now()):
        Pulse.objects.get_or_create(name=name)


def turn(name: str, every: timedelta) -> bool:
    """Whether it is our turn: one process of all gets it, once in that time."""
    if Pulse.objects.filter(name=name, beaten_at__lte=Now() - every).update(beaten_at=Now()):
        return True
    return not Pulse.objects.filter(name=name).exists() and Pulse.objects.get_or_create(name=name)[1]


PLANNING = ("alerts", "deadlines")


@dataclass(frozen=True, slots=True)
class Lags:
    """Seconds: since schedule and worker were last heard (none: never), and of the oldest row that waits in each queue (0: none).

    `inbox` is of all that is to be read of the journal; `planning`, of what alerts and deadlines are made of.
    """

    schedule: float | None
    worker: float | None
    inbox: float
    planning: float
    alerts: float
    deadlines: float


def lags(now: datetime) -> Lags:
    heard = dict(Pulse.objects.values_list("name", "beaten_at"))
    unread = Inbox.objects.aggregate(all=Min("created_at"), planning=Min("created_at", filter=Q(reader__in=PLANNING)))
    alerts = Delivery.objects.filter(due_at__lte=now).aggregate(oldest=Min("due_at"))["oldest"]
    over = Deadline.objects.filter(raised_at=None, closed_at=None, due_at__lte=now).aggregate(oldest=Min("due_at"))["oldest"]
    waiting = [_since(one, now) or 0.0 for one in (unread["all"], unread["planning"], alerts, over)]
    return Lags(_since(heard.get("schedule"), now), _since(heard.get("worker"), now), *waiting)


# Later than this, somebody has to look after the machine: the schedule beats each second, and alerts should wait no longer.
LATE = 60.0


def is_late(found: Lags) -> bool:
    """Whether alerts and deadlines may be waiting in vain. What was never heard is not running."""
    heard = [LATE + 1 if one is None else one for one in (found.schedule, found.worker)]
    return max(*heard, found.planning, found.alerts, found.deadlines) > LATE


def _since(moment: datetime | None, now: datetime) -> float | None:
    return max(0.0, round((now - moment).total_seconds(), 1)) if moment else None
