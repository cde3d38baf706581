"""Which answers may be recorded: a county may not ask, or must first give a notice (Minn. Stat. 13.04 subd. 2; RCW 10.93.160)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.models.booking import Answer

QUESTIONS = ("birth", "citizen")
NOT_ASKED = gettext_lazy("This county does not ask this question: leave it as not asked.")


@dataclass(frozen=True, slots=True)
class Questions:
    """What the profile in force says. Without a profile everything is asked and no notice is due."""

    birth: bool = True
    citizen: bool = True
    race: bool = True
    notice: bool = False


def problems(asked: Questions, values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """(field, sentence) for every answer that may not be recorded."""
    for name in QUESTIONS:
        answered = values.get(f"{name}_answer") == Answer.ANSWERED
        given = {f"{name}_answer": answered, f"{name}_text": values.get(f"{name}_text")}
        if not getattr(asked, name):
            yield from ((field, NOT_ASKED) for field, there in given.items() if there)
        elif answered and asked.notice and not values.get("notice_at"):
            yield f"{name}_answer", _("First log the data-practices notice: an answer taken without it may not be kept.")
    if values.get("race") and not asked.race:
        yield "race", _("This county does not record race.")


def without_unasked(asked: Questions, values: dict[str, Any]) -> dict[str, Any]:
    """Values of a file with the answers blanked that the county may not hold."""
    blanked = dict(values)
    for name in QUESTIONS:
        if not getattr(asked, name) and f"{name}_answer" in blanked:
            blanked |= {f"{name}_answer": str(Answer.NOT_ASKED), f"{name}_country": "", f"{name}_text": ""}
    if not asked.race and blanked.get("race"):
        blanked["race"] = ""
    return blanked
