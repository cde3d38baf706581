"""What comes in must be one JSON text of a reasonable size. Whatever is not, is refused before anything reads it."""

import json
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from bookings.api.refusals import TooLarge, TooManyRows


class JSON(BaseParser):
    """Stricter than the framework's: bounded, always UTF-8, no name twice, no half characters that no answer could repeat."""

    media_type = "application/json"
    too_large: type[TooLarge] = TooLarge

    @property
    def most(self) -> int:
        return int(settings.API_BODY_BYTES)

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        body = stream.read(self.most + 1)
        if len(body) > self.most:
            raise self.too_large
        try:
            data = json.loads(body.decode(), object_pairs_hook=_once, parse_constant=_no_constant)
            json.dumps(data, ensure_ascii=False).encode()
        except (ValueError, RecursionError):
            raise ParseError(_("This is no well-formed JSON in UTF-8.")) from None
        return data


class ManyRows(JSON):
    """A batch, which may be longer than one fact."""

    too_large = TooManyRows

    @property
    def most(self) -> int:
        return int(settings.API_BATCH_BYTES)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ParseError(_("One object names a field twice: which of the two is meant?"))
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)


class AlwaysJSON(BaseContentNegotiation):
    """There is one format; whatever a program says it would accept, it gets that."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        kind = (request.content_type or "").split(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == kind), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type
