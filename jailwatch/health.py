"""What a load balancer and an operator ask: is the process there, and can it do its work?"""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from jailwatch import broker


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """503 names what is down. A laptop without its own broker has nothing to reach, so nothing can be down."""
    found = state()
    return JsonResponse(found, status=503 if found["down"] else 200)


def state() -> dict[str, Any]:
    """What can be reached, and how far the work is behind."""
    checks = {"database": database(), "broker": not settings.REDIS_URL or broker.reachable(settings.REDIS_URL)}
    down = [name for name, up in checks.items() if not up]
    age = oldest_unread() if checks["database"] else None
    return {"ready": not down, "down": down, "oldest_unread_seconds": age, **behind(known=checks["database"])}


def database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def behind(*, known: bool) -> dict[str, float | None]:
    """How long the alert and the deadline that are due longest have waited (none is due: 0); when schedule and worker were last heard."""
    from notifications.pulse import lags

    names = ("alerts", "deadlines", "schedule", "worker")
    try:
        found = asdict(lags(timezone.now())) if known else {}
    except DatabaseError:
        found = {}
    says = ("oldest_unsent_alert", "oldest_deadline_not_raised", "schedule_last_heard", "worker_last_heard")
    return {f"{name}_seconds": found.get(one) for name, one in zip(says, names, strict=True)}


def oldest_unread() -> float | None:
    """The age of the row that has waited longest to be read (a row that was read is gone); none waits: 0."""
    from accounts.models import Inbox

    try:
        oldest = Inbox.objects.order_by("created_at").values_list("created_at", flat=True).first()
    except DatabaseError:
        return None
    return max(0.0, round((timezone.now() - oldest).total_seconds(), 1)) if oldest else 0.0
