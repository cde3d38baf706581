"""What is odd but possible: kept as it is, and listed for a person to check."""

from collections.abc import Iterator

from bookings.drafts import Draft, Values
from bookings.models import YesNo
from bookings.rules.birthplace import BirthGroup, birth_group
from bookings.rules.consent import ConsentFacts, held_with_consent
from bookings.spans import Span


def odd(draft: Draft) -> list[str]:
    """Sentences about a booking; they name no value."""
    rules = (_born_in_the_us, _charge_outlasts, _taken_without_release, _without_consent, _arrested_later)
    return [*draft.odd, *(sentence for rule in rules for sentence in rule(draft))]


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


def _arrested_later(draft: Draft) -> Iterator[str]:
    arrested = draft.booking.get("arrested_at")
    if arrested and arrested >= draft.booking["booked_until"]:
        yield "the arrest is later than the booking."


def _without_consent(draft: Draft) -> Iterator[str]:
    """What a clerk could not enter without a reason: a file can only say that it was so."""
    met = [("visit", "started", fact) for fact in draft.more.get("visits", []) if fact.get("started_at")]
    calls = [fact for fact in draft.more.get("ice-calls", []) if fact.get("put_on_phone") == YesNo.YES]
    met += [("call", "phone" if fact.get("phone_at") else "called", fact) for fact in calls]
    for name, moment, fact in met:
        if not fact.get("override_reason") and not held_with_consent(_consents(draft, name, fact), _span(fact, moment), _attorney(fact)):
            yield "the person spoke with ICE, and no yes of theirs is on record before it."


def _consents(draft: Draft, name: str, fact: Values) -> list[ConsentFacts]:
    """Consents about this very call or visit, and those about what comes next."""
    there = draft.more["visits" if name == "visit" else "ice-calls"]
    about = [(None, None), (name, next(place for place, one in enumerate(there) if one is fact))]
    rows = draft.more.get("consents", [])
    named = [next(((one, row[one]) for one in ("call", "visit") if row.get(one) is not None), (None, None)) for row in rows]
    return [ConsentFacts(_span(row, "asked"), row["answer"], order) for order, row in enumerate(rows) if named[order] in about]


def _span(fact: Values, name: str) -> Span:
    return Span(fact[f"{name}_at"], fact[f"{name}_until"])


def _attorney(fact: Values) -> bool:
    return fact.get("attorney_present") == YesNo.YES
