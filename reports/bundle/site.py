"""What the bundle holds: pages followed from the first one, as the site's own views answer to anyone; figures; releases; assets."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils.safestring import mark_safe
from django.utils.translation import override

from accounts.models import County
from accounts.periods import Month
from reports import figures
from reports.bundle.markup import links_of, main_of
from reports.bundle.names import SHOWN, Address, between, file_of, is_in, linked
from reports.measures import DEFINITIONS
from reports.models import Release

LANGUAGES = ("en", "es")
SHEETS = ("vendor/pico-2.1.1/pico.min.css", "jailwatch.css")
Files = Iterator[tuple[str, bytes]]


def files() -> Files:
    """Name and content of every file, in an order that is always the same."""
    for language in LANGUAGES:
        with override(language):
            yield from pages(language)
    with override("en"):
        yield from figures_files()
    yield from release_files()
    yield from assets()


def pages(language: str) -> Files:
    """First every page is found, so that each knows which of its links are files here. Files are made one after another."""
    found, htmls = followed()
    names = {one: file_of(one, view, language) for one, view in found.items()}
    for one, file in names.items():
        yield file, page(file, one, htmls[one], names, language) if one in htmls else content(one)


def followed() -> tuple[dict[Address, str], dict[Address, str]]:
    """The views by address, from the first page on in the order of links; and the pages among them as the site gives them."""
    found: dict[Address, str] = {}
    htmls: dict[Address, str] = {}
    waiting, empty = [Address("/")], empty_feeds()
    while waiting:
        one = waiting.pop(0)
        if one in found or one in empty or (view := view_of(one)) is None:
            continue
        found[one] = view
        if view in SHOWN:
            htmls[one] = content(one).decode()
            waiting += [Address.of(urljoin(one.path, href).partition("#")[0]) for href in links_of(htmls[one])]
    return found, htmls


def empty_feeds() -> set[Address]:
    """A feed without an entry says that it is of this minute, so it is never the same twice."""
    return {Address(reverse("feed", args=[one.slug])) for one in County.objects.all() if not figures.releases(one)}


class Broken(Exception):
    """A page of the site leads to something that is not there."""


def content(address: Address) -> bytes:
    answer = answered(address)
    if answer.status_code != 200:
        raise Broken(f"{address} answers {answer.status_code}")
    return answer.content


def view_of(address: Address) -> str | None:
    try:
        name = resolve(address.path).url_name or ""
    except Resolver404:
        return None
    return name if is_in(address, name) else None


def answered(address: Address) -> HttpResponse:
    """As anybody is answered who has never been here: no cookie, no session."""
    site = urlsplit(settings.SITE_URL)
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address.path,
        "QUERY_STRING": address.query,
        "SERVER_NAME": site.hostname or "localhost",
        "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": BytesIO(),
    }
    request = WSGIRequest(environ)
    request.user = AnonymousUser()
    view = resolve(address.path)
    try:
        return whole(view.func(request, *view.args, **view.kwargs))
    except Http404:
        return HttpResponse(status=404)


def whole(answer: HttpResponseBase) -> HttpResponse:
    """An answer of the API is still to be written out."""
    rendered: Any = getattr(answer, "render", None)
    made: Any = rendered() if rendered else answer
    return HttpResponse(made.content, status=made.status_code, headers=dict(made.items()))


def page(file: str, address: Address, html: str, names: dict[Address, str], language: str) -> bytes:
    title, main = main_of(html, lambda href: linked(urljoin(address.path, href), file, names, settings.SITE_URL))
    around = {
        "language": language,
        "title": mark_safe(title),  # noqa: S308 - as the site's own page wrote it
        "main": mark_safe(main),  # noqa: S308
        "sheets": [between(file, f"assets/{one}") for one in SHEETS],
        "icon": between(file, "assets/icon.svg"),
        "links": {name: between(file, names[Address(path)]) for name, path in MENU.items() if Address(path) in names},
        "manifest": between(file, "manifest.json"),
        "site": settings.SITE_URL,
        "others": [(code, between(file, in_language(file, language, code))) for code in LANGUAGES if code != language],
        "made_up": County.objects.filter(made_up=True).exists(),
    }
    return render_to_string("bundle/page.html", around).encode()


MENU = {"home": "/", "compare": "/compare/", "method": "/method/", "definitions": "/definitions/"}


def in_language(file: str, language: str, other: str) -> str:
    plain = file.removeprefix(f"{language}/") if language != "en" else file
    return plain if other == "en" else f"{other}/{plain}"


# --- figures and releases as they stand ----------------------------------------------------------------------------------------------


def figures_files() -> Files:
    """What the API answers of every published month: each measure whole, and by each of its groupings of acts."""
    for county in County.objects.order_by("slug"):
        months = sorted(Month.parse(one.period) for one in figures.releases(county) if one.kind == "month")
        for code, by in cuts() if months else ():
            asked = {"county": county.slug, "measure": code, "from": months[0], "to": months[-1]} | ({"by": by} if by else {})
            answer = answered(Address("/api/v1/figures/", urlencode(asked)))
            if answer.status_code == 200 and json.loads(answer.content)["results"]:
                yield f"county/{county.slug}/figures/{code}{f'-by-{by}' if by else ''}.json", answer.content


def cuts() -> Iterator[tuple[str, str]]:
    for code, measure in DEFINITIONS.items():
        yield code, ""
        yield from ((code, by.code) for by in measure.groupings)


def release_files() -> Files:
    """Each document byte for byte, so that its hash can be checked."""
    for one in Release.objects.order_by("row", "number"):
        yield f"releases/{one.row}/{one.number:05}-{one.period}-r{one.revision}.json", one.document.encode()


def assets() -> Files:
    """Sheets, fonts and their licences: what the pages need, and none of the programs."""
    for finder in finders.get_finders():
        for name, storage in sorted(finder.list(["*.js", "staff.*", "*.py", "*.ttf", "manifest.json"]), key=lambda one: one[0]):
            if name.startswith(("vendor/", "jailwatch.css", "icon.svg")) and not name.startswith("vendor/htmx"):
                yield f"assets/{name}", Path(storage.path(name)).read_bytes()
