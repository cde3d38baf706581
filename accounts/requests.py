"""The id of a request: in its answer, in error pages and problem documents, and in every line of the log. It says nothing of anybody."""

import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

GIVEN = re.compile(r"[0-9a-f]{32}")
CURRENT: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """The id of the request that is being answered; empty outside of one."""
    return CURRENT.get()


class RequestId:
    """One that the proxy gives (32 hex digits, as nginx makes them) is kept, so that both logs can be read together."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        token = CURRENT.set(given if GIVEN.fullmatch(given) else uuid.uuid4().hex)
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = current()
        finally:
            CURRENT.reset(token)
        return response
