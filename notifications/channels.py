"""How an alert leaves the house. A channel is one small class: `send` says what came of it and never raises."""

import smtplib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Protocol, Self
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from notifications.models import Outcome


@dataclass(frozen=True, slots=True)
class Message:
    to: str
    subject: str
    body: str
    key: UUID
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """`outcome` as an attempt says it; `lasting` if trying the same address again is no use; `problem` is the kind of error.

    `silent` if the server does not answer: the next message would wait as long, in vain.
    """

    outcome: str
    problem: str = ""
    lasting: bool = False
    silent: bool = False


class Channel(Protocol):
    def send(self, message: Message) -> Result: ...


class Email:
    """E-mail through Django's back end. The connection is kept for the messages of one drain."""

    def __init__(self) -> None:
        self.connection: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self._drop()

    def send(self, message: Message) -> Result:
        try:
            self._open()
        except (OSError, smtplib.SMTPException) as problem:  # nothing was handed over yet
            self._drop()
            return Result(Outcome.FAILED, _kind(problem), silent=_is_silent(problem))
        try:
            _mail(message, self.connection).send()
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as problem:
            self._drop()
            return Result(Outcome.FAILED, f"{type(problem).__name__} {_code(problem)}", lasting=_code(problem) >= 500)
        except (OSError, smtplib.SMTPException) as problem:  # the line broke: the server may or may not have taken it
            self._drop()
            return Result(Outcome.UNKNOWN, _kind(problem), silent=_is_silent(problem))
        except (ValueError, UnicodeError) as problem:  # an address or a header that cannot be written: it was not handed over
            self._drop()
            return Result(Outcome.FAILED, type(problem).__name__)
        return Result(Outcome.SENT)

    def _open(self) -> None:
        if self.connection is None:
            self.connection = get_connection(fail_silently=False)
            self.connection.open()

    def _drop(self) -> None:
        connection, self.connection = self.connection, None
        if connection is not None:
            try:
                connection.close()
            except (OSError, smtplib.SMTPException):
                return


def _mail(message: Message, connection: Any) -> EmailMessage:
    """The Message-ID is the idempotency key: the same message sent twice is one to its reader."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    headers = {"Message-ID": f"<{message.key}@{host}>", "Auto-Submitted": "auto-generated", **message.headers}
    return EmailMessage(message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [message.to], connection=connection, headers=headers)


def _is_silent(problem: Exception) -> bool:
    """smtplib calls it a lost connection when the server did not answer in time, and keeps the cause."""
    return isinstance(problem, TimeoutError) or isinstance(problem.__context__, TimeoutError)


def _kind(problem: Exception) -> str:
    return "TimeoutError" if _is_silent(problem) else type(problem).__name__


def _code(problem: smtplib.SMTPException) -> int:
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return min((code for code, _text in problem.recipients.values()), default=0)
    return problem.smtp_code if isinstance(problem, smtplib.SMTPResponseException) else 0
