"""Long lists come in pages. A page is named by the place after which it goes on, so that a fact added meanwhile moves no other."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

T = TypeVar("T")
KNOWN = ("after", "limit")
LARGEST = 2**63 - 1
ASKS = (
    OpenApiParameter("after", str, description="Where to go on: follow `next` of the page before."),
    OpenApiParameter(
        "limit", {"type": "integer", "minimum": 1, "maximum": settings.API_PAGE_MOST}, description=f"How many, else {settings.API_PAGE}."
    ),
)


@dataclass(frozen=True)
class Asked:
    """What page was asked for. `after` is empty for the first one."""

    path: str
    after: str
    limit: int

    def next(self, after: str) -> str:
        return f"{self.path}?{urlencode({'after': after, 'limit': self.limit})}"


def asked(request: Request) -> Asked:
    for name, values in request.query_params.lists():
        if name not in KNOWN or len(values) > 1:
            raise ParseError(_("A list takes after and limit, each once."))
    limit = request.query_params.get("limit", str(settings.API_PAGE))
    if not limit.isascii() or not limit.isdigit() or len(limit) > 9 or not 1 <= int(limit) <= settings.API_PAGE_MOST:
        raise ParseError(_("Give limit as a whole number from 1 to %(most)s.") % {"most": settings.API_PAGE_MOST})
    return Asked(request.path, request.query_params.get("after", ""), int(limit))


def by_id(rows: QuerySet[Any], page: Asked, *, newest_first: bool = False) -> tuple[list[Any], str | None]:
    """The rows of a page, in the order in which they were recorded or against it, and the address of the next one."""
    if page.after:
        if not page.after.isascii() or not page.after.isdigit() or int(page.after) > LARGEST:
            raise lost()
        rows = rows.filter(**{"pk__lt" if newest_first else "pk__gt": int(page.after)})
    found = list(rows.order_by("-pk" if newest_first else "pk")[: page.limit + 1])
    return found[: page.limit], page.next(str(found[page.limit - 1].pk)) if len(found) > page.limit else None


Place = tuple[datetime, int, int, str]


def by_place(rows: Sequence[tuple[Place, T]], page: Asked) -> tuple[list[T], str | None]:
    """The same of rows that are ordered by a place and not by an id."""
    start = placed(page.after) if page.after else None
    found = [row for row in sorted(rows, key=lambda row: row[0]) if start is None or row[0] > start]
    shown = found[: page.limit]
    return [one for _place, one in shown], page.next(token(shown[-1][0])) if len(found) > page.limit else None


def token(place: Place) -> str:
    return urlsafe_b64encode(json.dumps([place[0].isoformat(), *place[1:]]).encode()).decode()


def placed(text: str) -> Place:
    try:
        moment, kind, pk, name = json.loads(urlsafe_b64decode(text.encode()))
        found = (datetime.fromisoformat(moment), int(kind), int(pk), str(name))
    except (ValueError, TypeError, OverflowError):
        raise lost() from None
    if found[0].tzinfo is None:
        raise lost()
    return found


def lost() -> ParseError:
    return ParseError(_("This place of the list is none. Begin again without after, and follow next."))
