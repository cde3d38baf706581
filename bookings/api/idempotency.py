"""The same key gets the same answer, and writes nothing again.

The key's row is claimed first, in the transaction of the write: a twin that comes at the same time waits at the unique index
(or, on SQLite, for the whole transaction) and then finds the answer. What was refused leaves no row, so it may be mended and sent again.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import caller
from accounts.matching import keyed_hash
from accounts.models import IdempotencyKey
from accounts.sealing import sealer
from bookings.api.refusals import GENERAL, UsedKey
from bookings.models import Booking

HEADER = "Idempotency-Key"
KEY = re.compile(r"[!-~]{1,80}")
TRIES = 3
# What a write gives back: the status, the answer, and the booking under whose key the answer is kept.
Written = tuple[int, dict[str, Any], Booking | None]


def write_once(request: Request, write: Callable[[], Written]) -> Response:
    """Do a write, or repeat the answer that the same request got before."""
    key = request.headers.get(HEADER)
    if key is None:
        return reply(*_again_if_beaten(write)[:2])
    if not KEY.fullmatch(key):
        says = _("An Idempotency-Key has 1 to 80 plain characters without spaces: a random one for each fact.")
        raise ValidationError({GENERAL: [says]})
    return _again_if_beaten(lambda: _claimed(request, key, write))


def reply(status: int, answer: dict[str, Any]) -> Response:
    return Response(answer, status=status, headers={"Location": answer["url"]} if status == 201 and "url" in answer else None)


def _again_if_beaten(write: Callable[[], Any]) -> Any:
    """Two writes that were both free to go may meet in the database: the one that lost is checked again, and gets its sentence or place."""
    for _attempt in range(TRIES - 1):
        try:
            with transaction.atomic():
                return write()
        except IntegrityError:
            continue
    with transaction.atomic():
        return write()


def _claimed(request: Request, key: str, write: Callable[[], Written]) -> Response:
    digest = digest_of(request)
    row, mine = IdempotencyKey.objects.get_or_create(user=caller(request), key=key, defaults={"request_digest": digest})
    if not mine:
        return _repeated(row, digest)
    status, answer, booking = write()
    row.status, row.answer = status, kept(answer, booking)
    row.save(update_fields=["status", "answer"])
    return reply(status, answer)


def _repeated(row: IdempotencyKey, digest: str) -> Response:
    if row.request_digest != digest or row.status is None:
        raise UsedKey
    response = reply(row.status, opened(row.answer))
    response["Idempotent-Replayed"] = "true"
    return response


def digest_of(request: Request) -> str:
    """A keyed hash of method, address and body, however the body was spaced and ordered."""
    return keyed_hash("idempotency", str(request.method), request.path, json.dumps(request.data, sort_keys=True))


def kept(answer: dict[str, Any], booking: Booking | None) -> dict[str, Any]:
    """An answer about a person is kept under the key of the booking, and ends with it."""
    if booking is None:
        return {"clear": answer}
    text = json.dumps(answer, default=str)
    return {"booking": booking.pk, "sealed": sealer(booking.public_id).seal(text).hex()}


def opened(answer: Any) -> dict[str, Any]:
    if "clear" in answer:
        return dict(answer["clear"])
    key = sealer(Booking.objects.values_list("public_id", flat=True).get(pk=answer["booking"]))
    return dict(json.loads(key.open(bytes.fromhex(answer["sealed"]))))
