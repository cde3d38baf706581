"""Refusals as application/problem+json (RFC 9457): a sentence that says what to do, and sentences by field."""

import math
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import get_template
from django.utils.translation import gettext as _
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

from accounts import requests
from accounts.crypto import CannotOpen
from bookings.actions import Stale
from bookings.api.refusals import GENERAL, PROBLEM, Conflict, Gone, NoDatabase

Errors = dict[str, list[str]]


def nowhere() -> str:
    return _("There is nothing at this address. Every address of the API ends in a slash; /api/v1/schema/ lists them.")


def raised_in_same_moment() -> Conflict:
    return Conflict(_("Somebody else wrote the same at this moment. Nothing was saved: send it again."))


# What the house raises, as what the API answers.
TRANSLATED: dict[type[Exception], Callable[[Any], exceptions.APIException]] = {
    Stale: lambda problem: Conflict(str(problem)),
    CannotOpen: lambda problem: Gone(),
    IntegrityError: lambda problem: raised_in_same_moment(),
    OperationalError: lambda problem: NoDatabase(),
    ValidationError: lambda problem: exceptions.ValidationError(by_field(problem)),
    Http404: lambda problem: exceptions.NotFound(nowhere()),
    PermissionDenied: lambda problem: exceptions.PermissionDenied(str(problem) or None),
}


# What to do about a refusal of the framework, which itself says only what is wrong.
ADVICE: dict[type[Exception], Callable[[Any, Any], str]] = {
    exceptions.NotAuthenticated: lambda problem, view: _("Send a key with it, as in: Authorization: Bearer jw_..."),
    exceptions.MethodNotAllowed: lambda problem, view: (
        _("This address does not take that method. It takes: %(methods)s.")
        % {"methods": ", ".join(sorted(set(view.allowed_methods) - {"OPTIONS"}))}
    ),
    exceptions.UnsupportedMediaType: lambda problem, view: _("Send JSON, and say so: Content-Type: application/json."),
    exceptions.Throttled: lambda problem, view: (
        _("These are too many requests for one minute. Wait %(seconds)s seconds, then send the same again.")
        % {"seconds": math.ceil(problem.wait or 0)}
    ),
}


def handle(problem: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to everything that was raised. What is not foreseen stays a 500 and is logged as such."""
    known = next((make(problem) for kind, make in TRANSLATED.items() if isinstance(problem, kind)), problem)
    advice = next((says(known, context["view"]) for kind, says in ADVICE.items() if isinstance(known, kind)), "")
    response = exception_handler(known, context)
    if response is not None:
        errors = flat(known.detail) if isinstance(known, exceptions.ValidationError) else {}
        detail = advice or (said(known.detail) if isinstance(known, exceptions.APIException) and not errors else "")
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
        "request": requests.current(),
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


def said(detail: Any) -> str:
    return " ".join(sentences(detail))


def as_problem(status: int, detail: str) -> JsonResponse:
    return JsonResponse(body(status, detail), status=status, content_type=PROBLEM)


@csrf_exempt
def nothing_here(request: HttpRequest) -> JsonResponse:
    """For an address that is none, the same kind of answer as everywhere else."""
    return as_problem(404, nowhere())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """What is refused before a view is found: an unknown host, a broken request."""
    if of_api(request):
        return as_problem(400, _("The request cannot be read. Nothing was saved: look at its address and headers."))
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """A fault of ours is told in the same shape. What went wrong stands in the log, never in an answer."""
    if of_api(request):
        return as_problem(500, our_fault())
    return HttpResponse(get_template("500.html").render({"request_id": requests.current()}), status=500)


def our_fault() -> str:
    return _("JailWatch made a mistake; it is in its log. Send the same again, with the same Idempotency-Key.")


def of_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")
