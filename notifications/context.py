"""What every page may ask of this app."""

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest

from notifications import outbox
from notifications.models import Office


def represents_clients(request: HttpRequest) -> dict[str, Callable[[], bool]]:
    """Whether the person belongs to a law office, so that pages lead to its alerts; and whether mails are files here."""
    return {"represents_clients": cache(lambda: Office.objects.of(request.user).exists()), "has_outbox": outbox.is_here}
