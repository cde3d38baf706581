"""What is odd but possible: kept as it is, and listed for a person to check."""

from collections.abc import Iterator

from bookings.drafts import Draft
from bookings.rules.birthplace import BirthGroup, birth_group


def odd(draft: Draft) -> list[str]:
    """Sentences about a booking; they name no value."""
    return [*_born_in_the_us(draft), *_charge_outlasts(draft), *_taken_without_release(draft)]


def _born_in_the_us(draft: Draft) -> Iterator[str]:
    born = birth_group(draft.booking.get("birth_answer", ""), draft.booking.get("birth_country", ""))
    if born == BirthGroup.US_BORN and (draft.detainers or draft.handovers):
        yield "a person born in the United States has an immigration detainer or was handed to ICE."


def _charge_outlasts(draft: Draft) -> Iterator[str]:
    out = draft.booking.get("released_until")
    if out and any(charge.get("released_at") and charge["released_at"] >= out for charge in draft.charges):
        yield "a charge was released later than the person."


def _taken_without_release(draft: Draft) -> Iterator[str]:
    if draft.handovers and not draft.booking.get("released_at"):
        yield "the person was handed to ICE but not released."
