"""How often one key, or one address without a key, may ask. Counted in the cache, which all processes share, minute by minute."""

import logging
import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from accounts.models import MachineKey

log = logging.getLogger(__name__)
A_MINUTE = 60


class Throttle(BaseThrottle):
    """Counts with one atomic step, so that two processes never both take the last turn. Without its cache it lets everything through:
    a jail goes on recording while a broker is down."""

    scope = ""

    def of(self, request: Request) -> str | None:
        """Whom to count, or None if this is somebody else's to count."""
        raise NotImplementedError

    def allow_request(self, request: Request, view: Any) -> bool:
        most, whom = settings.API_RATES.get(self.scope), self.of(request)
        if most is None or whom is None:
            return True
        try:
            return counted(f"throttle:{self.scope}:{whom}:{int(time.time()) // A_MINUTE}") <= most
        except RedisError:
            log.warning("The cache did not answer; requests are not counted.")
            return True

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return A_MINUTE - time.time() % A_MINUTE


def counted(key: str, lasts: int = 2 * A_MINUTE) -> int:
    """How many there were with this one, in as many seconds from the first."""
    cache.add(key, 0, lasts)
    try:
        return int(cache.incr(key))
    except ValueError:  # it went between the two steps
        return 1


class PerKey(Throttle):
    scope = "key"

    def of(self, request: Request) -> str | None:
        return str(request.auth.pk) if isinstance(request.auth, MachineKey) else None


class PerAddress(Throttle):
    scope = "address"

    def of(self, request: Request) -> str | None:
        return None if isinstance(request.auth, MachineKey) else self.get_ident(request)
