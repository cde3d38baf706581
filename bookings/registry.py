"""Apps to the right add their own kinds of fact here, from `AppConfig.ready`: forms, timeline and API then know them as their own."""

from collections.abc import Callable
from typing import Any

from bookings.actions import RECORD
from bookings.forms.facts import NEW, FactForm
from bookings.forms.parts import PARTS
from bookings.kinds import KINDS
from bookings.models import Fact
from bookings.wording import NAMES, WORD


def register(
    word: str,
    model: type[Fact],
    *,
    name: Any,
    verb: Callable[..., Any],
    parts: list[tuple[Any, list[str]]] | None = None,
    new_form: type[FactForm] | None = None,
) -> None:
    """`word` stands in addresses, `name` on pages; `verb` records one."""
    KINDS[word], RECORD[word] = model, verb
    NAMES[model], WORD[model] = name, word
    if parts:
        PARTS[model] = parts
    if new_form:
        NEW[model] = new_form
