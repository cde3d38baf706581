"""What a monitor asks: how far the work is behind, in Prometheus' text. Numbers only: nothing here names a county or a person.

All of it is read when asked, so it is the same from whichever of several processes answers. For whoever has METRICS_TOKEN; without
one set, for this machine alone.
"""

from collections.abc import Iterable, Iterator
from ipaddress import ip_address

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from jailwatch import health


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    if not may_read(request):
        return HttpResponseForbidden("Send METRICS_TOKEN as a bearer token, or ask from this machine.", content_type="text/plain")
    registry = CollectorRegistry()
    registry.register(Work())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def may_read(request: HttpRequest) -> bool:
    """Behind a proxy every request comes from this machine, so one that was forwarded is not local."""
    if settings.METRICS_TOKEN:
        return constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}")
    forwarded = any(name in request.headers for name in ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "X-Real-IP"))
    return not forwarded and is_loopback(request.META.get("REMOTE_ADDR", ""))


def is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


class Work(Collector):
    def collect(self) -> Iterable[GaugeMetricFamily]:
        found = health.state()
        up = GaugeMetricFamily("jailwatch_up", "Whether a part can be reached", labels=["part"])
        for part in ("database", "broker"):
            up.add_metric([part], part not in found["down"])
        yield up
        for name, value in found.items():
            if name.endswith("_seconds") and value is not None:
                yield GaugeMetricFamily(f"jailwatch_{name}", name.replace("_", " "), value=value)
        if "database" not in found["down"]:
            yield from queues()


def queues() -> Iterator[GaugeMetricFamily]:
    from accounts.models import Inbox, Unsealed
    from notifications.models import Delivery

    try:
        unread = dict(Inbox.objects.values_list("reader").annotate(n=Count("pk")))
        states = dict(Delivery.objects.values_list("state").annotate(n=Count("pk")))
        unsealed = Unsealed.objects.count()
    except DatabaseError:
        return
    yield by_label("jailwatch_inbox_rows", "Journal entries still to be read", "reader", unread)
    yield by_label("jailwatch_deliveries", "Alerts by state", "state", states)
    yield GaugeMetricFamily("jailwatch_journal_unsealed", "Journal entries that no seal covers yet", value=unsealed)


def by_label(name: str, says: str, label: str, found: dict[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, says, labels=[label])
    for value, count in sorted(found.items()):
        family.add_metric([value], count)
    return family
