"""A random sample to check by hand against paper: seeded, so that a second person draws the very same."""

import secrets
from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from bookings.kinds import KINDS
from bookings.wording import NAMES, whole_minute
from notifications.audit.months import CountyMonth
from notifications.audit.tables import Cell, Table
from notifications.rules import breaches

SIZE, MOST = 20, 200


def new_seed() -> str:
    return secrets.token_hex(4)


def drawn(month: CountyMonth, seed: str, size: int) -> Table:
    """The sample, what it was drawn from, and how many facts of each kind are on record to be held against the papers."""
    by_id = {str(one.public_id): one for one in month.bookings.values()}
    chosen = [by_id[one] for one in breaches.sample(by_id, seed, size)]
    counts = facts_of([one.pk for one in chosen])
    kinds = [kind for kind in KINDS if any(kind in counts[one.pk] for one in chosen)]
    rows: list[list[Cell]] = [
        [one.case_key, whole_minute(one.booked_at, month.zone), *(counts[one.pk].get(kind, 0) for kind in kinds)] for one in chosen
    ]
    notes = [
        (_("seed"), seed),
        (_("drawn"), f"{len(chosen)} / {len(by_id)}"),
        (_("fingerprint of what it was drawn from"), breaches.fingerprint(by_id)),
    ]
    return Table((_("booking"), _("booked"), *(str(NAMES[KINDS[kind]]) for kind in kinds)), rows, notes)


def facts_of(bookings: list[int]) -> dict[int, Counter[str]]:
    """How many current facts of each kind; a query a kind."""
    found: dict[int, Counter[str]] = {pk: Counter() for pk in bookings}
    for kind, model in KINDS.items():
        facts: Any = model.objects
        for pk in facts.current().filter(booking__in=bookings).order_by().values_list("booking", flat=True):
            found[pk][kind] += 1
    return found
