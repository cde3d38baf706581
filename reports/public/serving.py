"""Pages that change only with a release: kept whole under the releases that they show, and known by their tag.

Three stores, each behind the other. A process remembers a whole answer for a few seconds and gives it without any query. The cache
keeps it under all that it depends on, which two or three small queries tell; a browser that has it already is told so without a
document being read. Its pieces are kept too, since another filter changes one of them: wide tables and charts are made once a release.

Whoever is signed in gets a page of their own, kept by nobody. A new edition of this program makes new tags.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import cache as kept
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

LASTS = 7 * 24 * 3600
SECONDS, MOST = 5.0, 128  # how long and how many answers a process remembers: so late may a new release be seen
ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = ("reports", "templates", "locale", "static")


class Answer(NamedTuple):
    until: float
    tag: str
    body: bytes
    headers: dict[str, str]


MEMORY: dict[tuple[str, str | None], Answer] = {}


def serve(request: HttpRequest, shown: Iterable[object], make: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer that `make` gives, from what was kept if it can be. `shown` is all that the page depends on besides its address."""
    if signed_in(request):
        answer = make()
        answer["Cache-Control"] = "private, no-store"
        return answer
    tag = tag_of(request, shown)
    there = get_conditional_response(request, etag=tag)
    return marked(there, tag) if there else full(request, tag, make)


def full(request: HttpRequest, tag: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    key = f"page:{tag.strip(chr(34))}"
    found = kept.get(key)
    answer = HttpResponse(found[0], headers=found[1]) if found else make()
    if answer.status_code == 200:
        if not found:
            kept.set(key, (answer.content, dict(answer.items())), LASTS)
        remember(request, tag, answer)
    return marked(answer, tag)


def remember(request: HttpRequest, tag: str, answer: HttpResponse) -> None:
    if len(MEMORY) >= MOST:
        MEMORY.clear()
    MEMORY[place(request)] = Answer(time.monotonic() + SECONDS, tag, answer.content, dict(answer.items()))


def remembered(request: HttpRequest) -> HttpResponse | None:
    """What this process answered to the same address a few seconds ago."""
    found = None if signed_in(request) else MEMORY.get(place(request))
    if found is None or found.until < time.monotonic():
        return None
    there = get_conditional_response(request, etag=found.tag)
    return marked(there or HttpResponse(found.body, headers=found.headers), found.tag)


def place(request: HttpRequest) -> tuple[str, str | None]:
    return request.get_full_path(), get_language()


def marked(answer: HttpResponse, tag: str) -> HttpResponse:
    answer["ETag"] = tag
    answer["Cache-Control"] = "public, no-cache"
    patch_vary_headers(answer, ("Cookie", "Accept-Language"))
    return answer


def signed_in(request: HttpRequest) -> bool:
    """Whether a session may be behind the request: asked of its cookies alone, so that a kept page costs no query."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def tag_of(request: HttpRequest, shown: Iterable[object]) -> str:
    return f'"{digest(*place(request), *shown)}"'


def pieces(shown: Iterable[object], makers: Mapping[Any, Callable[[], str]]) -> dict[str, SafeString]:
    """The pieces of a page by name, each made only if it was not kept. A key is the piece's name and what of the address it depends on."""
    base = digest(*shown, get_language())
    keys = {of: f"piece:{digest(base, *of)}" for of in makers}
    found = kept.get_many(keys.values())
    new = {key: str(makers[of]()) for of, key in keys.items() if key not in found}
    if new:
        kept.set_many(new, LASTS)
    return {str(of[0]): mark_safe(found.get(key) or new[key]) for of, key in keys.items()}  # noqa: S308 - made by templates


def digest(*some: object) -> str:
    return blake2b(repr((edition_of_program(), some)).encode(), digest_size=12).hexdigest()


@cache
def edition_of_program() -> str:
    """A digest of what pages are made with, once a process."""
    found = blake2b(digest_size=8)
    for path in sorted(path for folder in SOURCES for path in (ROOT / folder).rglob("*") if path.suffix in {".py", ".html", ".po", ".css"}):
        found.update(path.read_bytes())
    return found.hexdigest()
