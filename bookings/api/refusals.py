"""Kinds of refusal that the framework does not have. Apart from `errors`, since the framework loads the parser while it loads itself."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy
from rest_framework import exceptions

PROBLEM = "application/problem+json"
GENERAL = "general"


class TooLarge(exceptions.APIException):
    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_detail = gettext_lazy("The request is too large. Send one fact at a time.")


class TooManyRows(TooLarge):
    default_detail = gettext_lazy("The batch is too large. Send at most 500 rows and 2 MB at once, and the rest in a further batch.")


class NotWritten(exceptions.APIException):
    """Of a row of a batch: what it belongs to was refused."""

    status_code = HTTPStatus.FAILED_DEPENDENCY


class Conflict(exceptions.APIException):
    status_code = HTTPStatus.CONFLICT


class UsedKey(exceptions.APIException):
    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_detail = gettext_lazy(
        "This Idempotency-Key came before with another request. Use a new key for each fact, and the same one only to repeat it."
    )


class Gone(exceptions.APIException):
    status_code = HTTPStatus.GONE
    default_detail = gettext_lazy("The values of this booking were disposed of: nothing can be read or written any more.")


class NoDatabase(exceptions.APIException):
    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_detail = gettext_lazy("The database did not answer in time. Nothing was saved: send the same again.")
