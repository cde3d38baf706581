"""A form is recorded once, however often it is sent: its token is kept with the session, in the transaction of the write."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.crypto import CannotOpen

KEPT, LONGEST = 50, 120
TAKEN = "forms_taken"


def token(request: HttpRequest) -> str:
    """A new one for a new form; a form that comes back keeps its own."""
    return mine(request) or uuid.uuid4().hex


def mine(request: HttpRequest) -> str:
    """The token that came with the form. It is kept with the session, so a long one is none."""
    sent = request.POST.get("token", "")
    return sent if len(sent) <= LONGEST else ""


def kept_as(request: HttpRequest) -> str:
    """What the form is kept under: its token, and of several taps of one form which it was."""
    what = request.POST.get("what", "")
    return f"{mine(request)}-{what}" if mine(request) and 0 < len(what) <= LONGEST else mine(request)


@transaction.atomic
def once(request: HttpRequest, write: Callable[[], str]) -> str:
    """Do `write`, which gives an address, unless this form was taken before: then the address of that time.

    The session's row is locked, so that two submits at one moment are one after the other.
    """
    Session.objects.select_for_update().filter(pk=request.session.session_key).first()
    before = taken(request)
    if before is not None:
        messages.info(request, _("This was recorded already; it was not recorded twice."))
        return before
    address = write()
    kept = {**_stored(request), kept_as(request): address}
    request.session[TAKEN] = dict(list(kept.items())[-KEPT:])
    request.session.save()
    return address


def taken(request: HttpRequest) -> str | None:
    """Where the first submit of this form led. Read afresh: another request of this session may have written since."""
    return _stored(request).get(kept_as(request)) if mine(request) else None


def _stored(request: HttpRequest) -> dict[str, str]:
    found: dict[str, str] = SessionStore(request.session.session_key).get(TAKEN, {})
    return found


def attempt(request: HttpRequest, forms: list[Any], write: Callable[[], str]) -> HttpResponse | None:
    """Write and go on, or nothing: then the forms say why. The first form shows what the verb refused."""
    if all([form.is_valid() for form in forms]):  # all of them, so that every error shows at once
        try:
            return redirect(once(request, write))
        except ValidationError as problem:
            forms[0].refuse(problem)
        except CannotOpen:
            forms[0].refuse(ValidationError(_("What identified this booking was disposed of: nothing of it can be added or changed.")))
    before = taken(request)
    return redirect(before) if before else None
