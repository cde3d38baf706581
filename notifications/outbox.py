"""The mails of a laptop install, which are files: alerts of a county, and what other apps send for it. Others (a new
password) are shown to nobody.

A mail is found by the key of its row, and never by the name of a file.
"""

import re
from collections.abc import Callable, Collection, Mapping
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
class About:
    """To whom a mail goes (never the address), of what it is, in which language, and of which booking, if of one."""

    to: str
    what: str
    language: str
    booking: Any = None


# Apps to the right say here which of a county's mails are theirs.
Know = Callable[[County, Collection[UUID]], Mapping[UUID, About]]
OTHERS: list[Know] = []


@dataclass(frozen=True, slots=True)
class Mail:
    """One message as it was sent. Its address is left out: that of a designee is shown to nobody."""

    key: UUID
    sent: datetime | None
    subject: str
    body: str
    about: About


def is_here() -> bool:
    return bool(settings.LOCAL) and settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")


def mails(county: County, key: UUID | None = None) -> list[Mail]:
    """The mails of a county that were written, newest first; or all copies of one of them."""
    found = [(one, message) for message in _messages() if (one := _key(message)) is not None and key in (None, one)]
    keys = {one for one, _message in found}
    known: dict[UUID, About] = {}
    for know in (alerts, *OTHERS):
        known.update(know(county, keys))
    return [_mail(one, known[one], message) for one, message in found if one in known]


def alerts(county: County, keys: Collection[UUID]) -> dict[UUID, About]:
    wanted = Delivery.objects.filter(county=county, key__in=keys)
    return {one.key: _of_alert(one) for one in wanted.select_related("notification__booking", "notification__representation__office")}


def _of_alert(delivery: Delivery) -> About:
    told = delivery.notification
    office = told.representation.office if told.representation is not None else None
    to = office.name if office is not None else told.get_recipient_display()
    return About(to, told.get_about_display(), told.language, told.booking)


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


def _mail(key: UUID, about: About, message: EmailMessage) -> Mail:
    return Mail(key, _date(message), str(message.get("Subject", "")), str(message.get_content()), about)


def _date(message: EmailMessage) -> datetime | None:
    try:
        return parsedate_to_datetime(str(message.get("Date", "")))
    except ValueError:
        return None
