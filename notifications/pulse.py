"""Signs of life of schedule and workers, by the database's clock; and how far behind they are."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min
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


@dataclass(frozen=True, slots=True)
class Lags:
    """Seconds: since schedule and worker were last heard (none: never), and of the oldest row that waits in each queue (0: none)."""

    schedule: float | None
    worker: float | None
    inbox: float
    alerts: float
    deadlines: float


def lags(now: datetime) -> Lags:
    heard = dict(Pulse.objects.values_list("name", "beaten_at"))
    inbox = Inbox.objects.aggregate(oldest=Min("created_at"))["oldest"]
    alerts = Delivery.objects.filter(due_at__lte=now).aggregate(oldest=Min("due_at"))["oldest"]
    over = Deadline.objects.filter(raised_at=None, closed_at=None, due_at__lte=now).aggregate(oldest=Min("due_at"))["oldest"]
    waiting = [_since(one, now) or 0.0 for one in (inbox, alerts, over)]
    return Lags(_since(heard.get("schedule"), now), _since(heard.get("worker"), now), *waiting)


def _since(moment: datetime | None, now: datetime) -> float | None:
    return max(0.0, round((now - moment).total_seconds(), 1)) if moment else None
