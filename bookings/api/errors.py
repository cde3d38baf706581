"""Refusals as application/problem+json (RFC 9457): a sentence that says what to do, and sentences by field."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

from accounts.crypto import CannotOpen
from bookings.actions import Stale
from bookings.api.refusals import GENERAL, PROBLEM, Conflict, Gone, NoDatabase

Errors = dict[str, list[str]]


def raised_in_same_moment() -> Conflict:
    return Conflict(_("Somebody else wrote the same at this moment. Nothing was saved: send it again."))


# What the house raises, as what the API answers.
TRANSLATED: dict[type[Exception], Callable[[Any], exceptions.APIException]] = {
    Stale: lambda problem: Conflict(str(problem)),
    CannotOpen: lambda problem: Gone(),
    IntegrityError: lambda problem: raised_in_same_moment(),
    OperationalError: lambda problem: NoDatabase(),
    ValidationError: lambda problem: exceptions.ValidationError(by_field(problem)),
    Http404: lambda problem: exceptions.NotFound(),
    PermissionDenied: lambda problem: exceptions.PermissionDenied(str(problem) or None),
}


def handle(problem: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to everything that was raised. What is not foreseen stays a 500 and is logged as such."""
    known = next((make(problem) for kind, make in TRANSLATED.items() if isinstance(problem, kind)), problem)
    response = exception_handler(known, context)
    if response is not None:
        errors = flat(known.detail) if isinstance(known, exceptions.ValidationError) else {}
        detail = says(known.detail) if isinstance(known, exceptions.APIException) and not errors else ""
        response.data = body(response.status_code, detail, errors)
        response.content_type = PROBLEM
    return response


def body(status: int, detail: str = "", errors: Errors | None = None) -> dict[str, Any]:
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or _("Nothing was saved. Mend what is named in errors, and send it again."),
        "errors": errors or {},
    }


def by_field(problem: ValidationError) -> Errors:
    """A refusal of a verb: sentences beside fields, or about the fact as a whole."""
    if not hasattr(problem, "error_dict"):
        return {GENERAL: problem.messages}
    return {GENERAL if name == NON_FIELD_ERRORS else name: messages for name, messages in problem.message_dict.items()}


def flat(detail: Any) -> Errors:
    """A serializer's refusals as sentences by field, however deep they were."""
    if not isinstance(detail, dict):
        return {GENERAL: list(sentences(detail))}
    general = {api_settings.NON_FIELD_ERRORS_KEY, NON_FIELD_ERRORS}
    return {GENERAL if name in general else str(name): list(dict.fromkeys(sentences(found))) for name, found in detail.items()}


def sentences(detail: Any) -> Iterable[str]:
    if isinstance(detail, dict):
        detail = list(detail.values())
    if isinstance(detail, list | tuple):
        return [sentence for part in detail for sentence in sentences(part)]
    return [str(detail)]


def says(detail: Any) -> str:
    return " ".join(sentences(detail))


@csrf_exempt
def nothing_here(request: HttpRequest) -> JsonResponse:
    """For an address that is none, the same kind of answer as everywhere else."""
    said = _("There is nothing at this address. Every address of the API ends in a slash; /api/v1/schema/ lists them.")
    return JsonResponse(body(404, said), status=404, content_type=PROBLEM)
