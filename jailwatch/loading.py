"""While a laptop loads its made-up county, every page says how far it is."""

import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import add_never_cache_headers

GetResponse = Callable[[HttpRequest], HttpResponse]
EXEMPT = ("/static/", "/api/", "/healthz", "/readyz", "/metrics")
# The page comes from before the rest of the middleware, so it states its own policy.
POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class LoadingPage:
    """Only on a laptop: elsewhere nothing loads while people read, and the middleware takes itself out."""

    def __init__(self, get_response: GetResponse) -> None:
        if not settings.LOCAL:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.file = settings.VAR / "progress.json"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        state = self.state() if wants_page(request) else None
        return self.get_response(request) if state is None else page(request, state)

    def state(self) -> dict[str, Any] | None:
        """How far the loading is; nothing once the first county can be looked at."""
        try:
            found = read(self.file.read_text(encoding="utf-8"))
        except OSError:
            return None
        return None if found["usable"] else found


def wants_page(request: HttpRequest) -> bool:
    is_file = "." in request.path.rsplit("/", 1)[-1]
    return request.method == "GET" and not is_file and not request.path.startswith(EXEMPT) and request.accepts("text/html")


def read(text: str) -> dict[str, Any]:
    """What the loading process wrote; a line caught half written is no reason to fail."""
    try:
        found = json.loads(text)
        return {"step": str(found["step"]), "done": int(found["done"]), "total": int(found["total"]), "usable": bool(found.get("usable"))}
    except (ValueError, TypeError, KeyError):
        return {"step": "", "done": 0, "total": 0, "usable": False}


def page(request: HttpRequest, state: dict[str, Any]) -> HttpResponse:
    language = translation.get_language_from_request(request)
    with translation.override(language):
        response = HttpResponse(render_to_string("loading.html", {**state, "language": language}))
    response["Content-Security-Policy"] = POLICY
    response["Content-Language"] = language
    add_never_cache_headers(response)
    response["Cache-Control"] = "no-store"
    return response
