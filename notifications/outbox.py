"""The mails of a laptop install, which are files: those that are alerts of a county. Others (a new password) are shown to nobody.

A mail is found by the key of its delivery, and never by the name of a file.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from accounts.models import County
from notifications.models import Delivery

# As Django's back end ends each message of a file.
END = b"\n" + b"-" * 79 + b"\n"
KEY = re.compile(r"<([0-9a-f-]{36})@")
# So many files are looked into, from the newest.
FILES = 500


@dataclass(frozen=True, slots=True)
class Mail:
    """One message as it was sent. Its address is left out: that of a designee is shown to nobody."""

    key: UUID
    sent: datetime | None
    subject: str
    body: str
    delivery: Delivery


def is_here() -> bool:
    return bool(settings.LOCAL) and settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")


def mails(county: County, key: UUID | None = None) -> list[Mail]:
    """The alerts of a county that were written, newest first; or all copies of one of them."""
    found = [(one, message) for message in _messages() if (one := _key(message)) is not None and key in (None, one)]
    wanted = Delivery.objects.filter(county=county, key__in={one for one, _message in found})
    known = {one.key: one for one in wanted.select_related("notification__booking", "notification__representation__office")}
    return [_mail(known[one], message) for one, message in found if one in known]


def _messages() -> list[EmailMessage]:
    """Newest first: the name of a file begins with its time, and a file is added to at its end."""
    folder = Path(str(getattr(settings, "EMAIL_FILE_PATH", "")))
    files = sorted(folder.glob("*.log"), key=lambda path: path.name, reverse=True)[:FILES] if folder.is_dir() else []
    parts = [part for path in files if path.is_file() for part in reversed(path.read_bytes().split(END)) if part.strip()]
    return [_parsed(part) for part in parts]


def _parsed(part: bytes) -> EmailMessage:
    made: Any = message_from_bytes(part, policy=policy.default)
    return made


def _key(message: EmailMessage) -> UUID | None:
    found = KEY.match(str(message.get("Message-ID", "")).strip())
    try:
        return UUID(found[1]) if found else None
    except ValueError:
        return None


def _mail(delivery: Delivery, message: EmailMessage) -> Mail:
    return Mail(delivery.key, _date(message), str(message.get("Subject", "")), str(message.get_content()), delivery)


def _date(message: EmailMessage) -> datetime | None:
    try:
        return parsedate_to_datetime(str(message.get("Date", "")))
    except ValueError:
        return None
