"""Pages that change only with a release: kept whole under the release numbers that they show, and known by their tag.

Whoever is signed in gets a page of their own, kept by nobody. Everyone else gets the kept body; a browser that has it already is told
so without any document being read. A new edition of this program makes new tags.
"""

from collections.abc import Callable, Iterable
from functools import cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings
from django.core.cache import cache as kept
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

LASTS = 7 * 24 * 3600
ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = ("reports", "templates", "locale", "static")


def serve(request: HttpRequest, shown: Iterable[object], make: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer that `make` gives, from what was kept if it can be. `shown` is all that the page depends on besides its address."""
    if signed_in(request):
        answer = make()
        answer["Cache-Control"] = "private, no-store"
        return answer
    tag = tag_of(request, shown)
    there = get_conditional_response(request, etag=tag)
    return marked(there, tag) if there else full(tag, make)


def full(tag: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    key = f"page:{tag.strip(chr(34))}"
    found = kept.get(key)
    answer = restored(*found) if found else make()
    if not found and answer.status_code == 200:
        kept.set(key, (answer.content, dict(answer.items())), LASTS)
    return marked(answer, tag)


def restored(body: bytes, headers: dict[str, str]) -> HttpResponse:
    return HttpResponse(body, headers=headers)


def marked(answer: HttpResponse, tag: str) -> HttpResponse:
    answer["ETag"] = tag
    answer["Cache-Control"] = "public, no-cache"
    patch_vary_headers(answer, ("Cookie", "Accept-Language"))
    return answer


def signed_in(request: HttpRequest) -> bool:
    """Whether a session may be behind the request: asked of its cookies alone, so that a kept page costs no query."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def tag_of(request: HttpRequest, shown: Iterable[object]) -> str:
    asked = (request.get_full_path(), get_language(), edition_of_program(), *shown)
    return f'"{blake2b(repr(asked).encode(), digest_size=12).hexdigest()}"'


@cache
def edition_of_program() -> str:
    """A digest of what pages are made with, once a process."""
    found = blake2b(digest_size=8)
    for path in sorted(path for folder in SOURCES for path in (ROOT / folder).rglob("*") if path.suffix in {".py", ".html", ".po", ".css"}):
        found.update(path.read_bytes())
    return found.hexdigest()
