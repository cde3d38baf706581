"""Many facts in one request, for a jail system that was cut off for a while. Each row is what its own address would have been sent.

Every row is a transaction of its own: one that is refused takes no other with it, and says why, as its own address would.
"""

import logging
import traceback
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from bookings.api import errors, views
from bookings.api.idempotency import HEADER
from bookings.api.parsing import ManyRows
from bookings.api.refusals import GENERAL, NotWritten, TooManyRows
from bookings.api.serializers import Choice, Strict
from bookings.kinds import KINDS

log = logging.getLogger(__name__)
NEW, RELEASE = "bookings", "release"


class RowShape(Strict):
    """One fact: its kind, the booking it belongs to, and what its own address would be sent."""

    kind = Choice(choices=[(kind, kind) for kind in (NEW, RELEASE, *KINDS)])
    booking = serializers.JSONField(
        required=False, help_text="The id of a booking, or the number of an earlier row (from 1) that makes it; none for a new booking."
    )
    data = serializers.DictField(help_text="The fields that the address of the kind takes.")  # type: ignore[assignment]
    key = serializers.CharField(required=False, max_length=80, help_text="The Idempotency-Key of this row.")


class BatchShape(Strict):
    rows = RowShape(many=True)


class RowAnswer(Strict):
    row = serializers.IntegerField(help_text="The number of the row, from 1.")
    status = serializers.IntegerField(help_text="What the row's own address would have answered.")
    replayed = serializers.BooleanField(help_text="Whether the same key got this answer before.")
    answer = serializers.DictField(allow_null=True, help_text="What was written, as its own address gives it.")
    problem = serializers.DictField(allow_null=True, help_text="Why it was refused.")


class BatchAnswer(Strict):
    written = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = RowAnswer(many=True)


class RowRequest(Request):
    """A row, as the request that its own address would have got. It keeps who called, and nothing else of the batch's own request."""

    def __init__(self, batch: Request, path: str, data: Any, key: str | None) -> None:
        super().__init__(batch._request)
        self.user, self.auth = batch.user, batch.auth
        self.path, self.method, self._full_data = path, "POST", data
        self.headers: Any = {} if key is None else {HEADER: key}


class Batch(views.View):
    """Up to 500 new facts at once, each with its own answer."""

    parser_classes = (ManyRows,)
    kind = "batch"

    def post(self, request: Request) -> Response:
        """Record many facts. The answer is 200 also where rows were refused: look at the status of each."""
        results: list[dict[str, Any]] = []
        for row in asked_rows(request.data):
            results.append(self.result(len(results) + 1, self.done(request, row, results)))
        refused = sum(one["problem"] is not None for one in results)
        return Response({"written": len(results) - refused, "refused": refused, "results": results})

    def done(self, request: Request, row: Any, before: list[dict[str, Any]]) -> Response:
        """The answer of one row, whatever happens: those before it are written already, and their sender must hear of it."""
        try:
            return self.sent(request, row, before)
        except Exception as problem:  # one row's fault must not hide what became of the others
            answer = errors.handle(problem, {"view": self})
            return answer or failed(problem)

    def sent(self, request: Request, row: Any, before: list[dict[str, Any]]) -> Response:
        reader = RowShape(data=row)
        reader.is_valid(raise_exception=True)
        asked: dict[str, Any] = reader.validated_data
        kind, key = asked["kind"], asked.get("key")
        if kind == NEW:
            if "booking" in asked:
                raise ValidationError({"booking": [_("A new booking belongs to no other: leave this out.")]})
            view: Any = self.of(views.Bookings)
            return view.post(RowRequest(request, reverse("api:bookings"), asked["data"], key))
        booking = booking_of(asked, before)
        view = self.of(views.ReleaseOf) if kind == RELEASE else self.of(views.Facts, kind)
        path = reverse(f"api:{kind}", args=[booking])
        return view.post(RowRequest(request, path, asked["data"], key), public_id=booking)

    def of(self, view: type[views.View], kind: str = "") -> views.View:
        made = view(kind=kind)
        made.county = self.county
        return made

    @staticmethod
    def result(number: int, answer: Response) -> dict[str, Any]:
        ok = answer.status_code < 400
        return {
            "row": number,
            "status": answer.status_code,
            "replayed": "Idempotent-Replayed" in answer,
            "answer": answer.data if ok else None,
            "problem": None if ok else answer.data,
        }

    @classmethod
    def shapes_of(cls, method: str, kind: str) -> tuple[Any, int, Any]:
        return BatchShape, 200, BatchAnswer


def asked_rows(data: Any) -> list[Any]:
    rows = data.get("rows") if isinstance(data, dict) and data.keys() == {"rows"} else None
    if not isinstance(rows, list) or not rows:
        raise ValidationError({GENERAL: [_('Send one JSON object: {"rows": [...]}, with at least one row.')]})
    if len(rows) > settings.API_BATCH_ROWS:
        raise TooManyRows
    return rows


def booking_of(asked: dict[str, Any], before: list[dict[str, Any]]) -> UUID:
    """The booking that a row names: by its id, or by the number of the row that made it in this batch."""
    named = asked.get("booking")
    if type(named) is int and 1 <= named <= len(before):
        made = before[named - 1]
        if made["problem"] is not None:
            raise NotWritten(_("Row %(row)s, to which this row belongs, was refused. Mend that one, and send both again.") % {"row": named})
        if isinstance(made["answer"]["id"], str):
            return UUID(made["answer"]["id"])
    try:
        return UUID(named if isinstance(named, str) else "")
    except ValueError:
        says = _("Give the id of a booking, or the number of an earlier row of this batch that makes one.")
        raise ValidationError({"booking": [says]}) from None


def failed(problem: Exception) -> Response:
    """A fault of ours in one row. The log tells where, not what: the message may hold values of a person."""
    frames = "".join(traceback.format_tb(problem.__traceback__))
    log.error("A row of a batch failed: %s\n%s", type(problem).__name__, frames)
    return Response(errors.body(500, errors.our_fault()), status=500)
