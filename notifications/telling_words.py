"""How tellings, tries and answers read among the other entries of a timeline: who was told, how, and what came of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from bookings.models import Fact
from bookings.wording import NAMES
from notifications.models import Answer, Answered, Attempt, ReleaseNotification

# What the title, or a line of ours, says already.
SAID: dict[type[Fact], set[str]] = {
    ReleaseNotification: {"recipient", "about", "cause", "text_told", "language", "subscription"},
    Attempt: {"recipient", "outcome", "notification", "task", "due_at"},
    Answer: {"answer", "notification"},
}


def title(fact: Fact) -> str:
    """The title of the entry; empty for facts that are no telling."""
    if isinstance(fact, ReleaseNotification):
        return fact.spoken
    if isinstance(fact, Attempt):
        return _("Try to tell %(who)s: %(outcome)s") % {"who": fact.get_recipient_display(), "outcome": fact.get_outcome_display()}
    if isinstance(fact, Answer):
        said = fact.get_answer_display()
        return _("ICE did not answer") if fact.answer == Answered.NONE else said
    return ""


def lines(fact: Fact) -> list[tuple[str, str]]:
    """What an entry says besides its columns."""
    if isinstance(fact, ReleaseNotification) and fact.cause:
        return [(_("because of"), cause(fact))]
    if not isinstance(fact, Attempt):
        return []
    about = [(_("told of"), str(fact.notification.get_about_display()))]
    return [*about, (_("who tried"), by_machine(fact))] if fact.task else about


def cause(fact: ReleaseNotification) -> str:
    """What made JailWatch plan it, in words: the kind of entry, a deadline, or an alert that was wrong."""
    what, _colon, _key = fact.cause.partition(":")
    if what == "deadline":
        return _("a deadline that passed")
    if what == "retraction":
        return _("an earlier alert that was wrong")
    return str(NAMES[apps.get_model(what)]) if what else ""


def by_machine(fact: Attempt) -> str:
    return _("JailWatch, %(how)s") % {"how": fact.get_channel_display()}


def unsaid(fact: Fact) -> set[str]:
    """Columns that the entry does not repeat."""
    names = SAID.get(type(fact), set())
    return names | {"channel"} if isinstance(fact, Attempt) and fact.task else names


def is_ours(fact: Fact) -> bool:
    """Whether JailWatch wrote it, and no person."""
    return (isinstance(fact, Attempt) and bool(fact.task)) or (isinstance(fact, ReleaseNotification) and bool(fact.cause))


def first_tries(facts: Iterable[Fact]) -> dict[int, datetime]:
    """When each telling was first tried: it has no moment of its own."""
    found: dict[int, datetime] = {}
    for one in facts:
        if isinstance(one, Attempt) and one.tried_at is not None:
            found[one.notification_id] = min(one.tried_at, found.get(one.notification_id, one.tried_at))
    return found


def stands_at(fact: Fact, tries: dict[int, datetime]) -> Any:
    return tries.get(fact.pk, fact.recorded_at) if isinstance(fact, ReleaseNotification) else None
