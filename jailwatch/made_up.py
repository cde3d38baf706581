"""A small made-up county, so that a first start shows something. Nobody in it exists.

Drawn from a seed: the same seed and last day give the same bookings.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bookings.drafts import Draft, Values
from bookings.models.moments import put
from bookings.spans import Span

COUNTY = {"fips": "27999", "slug": "willow-mn", "name": "Willow County", "state": "MN", "timezone": "America/Chicago", "made_up": True}
BOOKINGS_A_DAY = 5
DAYS = 400
BORN_ABROAD = ["MX", "EC", "SO", "LA", "ET", "GT", "HN", "SV", "LR", "KE"]
CHARGES = [
    ("DRIVING AFTER REVOCATION", "misdemeanor"),
    ("THEFT", "misdemeanor"),
    ("ASSAULT 5TH DEGREE", "misdemeanor"),
    ("DWI 3RD DEGREE", "gross_misdemeanor"),
    ("CONTROLLED SUBSTANCE 5TH DEGREE", "felony"),
    ("BURGLARY 2ND DEGREE", "felony"),
]


def bookings(seed: int, until: datetime) -> Iterator[Draft]:
    """Bookings of the 400 days before `until` (aware), oldest first; the youngest are still in custody."""
    draw = random.Random(seed)
    first = until - timedelta(days=DAYS)
    for number in range(DAYS * BOOKINGS_A_DAY):
        booked = first + timedelta(days=DAYS * number / (DAYS * BOOKINGS_A_DAY), minutes=draw.randrange(240))
        yield _booking(draw, number + 1, Span.minute(booked), until)


def _booking(draw: random.Random, number: int, booked: Span, until: datetime) -> Draft:
    out = booked.at + timedelta(minutes=int(draw.lognormvariate(7.3, 1.3)) + 45)
    released = Span.minute(out) if out < until else None
    values: Values = {"kind": "new_arrest", "sex": draw.choices(["male", "female"], [76, 24])[0], "age": draw.randint(18, 62)}
    values |= _birthplace(draw)
    put(values, "booked", booked)
    put(values, "released", released)
    values["release_kind"] = "street" if released else ""
    draft = Draft(f"W{number:06d}", number, values, stays=[_stay(booked, released)], charges=_charges(draw, booked, released))
    if values["birth_country"] not in ("", "US") and draw.random() < 0.25:
        _ask_of_ice(draw, draft, booked, released)
    return draft


def _birthplace(draw: random.Random) -> Values:
    luck = draw.random()
    if luck < 0.03:
        return {"birth_answer": draw.choice(["declined", "unknown"]), "birth_country": "", "birth_text": ""}
    country = draw.choice(BORN_ABROAD) if luck < 0.17 else "US"
    return {"birth_answer": "answered", "birth_country": country, "birth_text": country}


def _stay(booked: Span, released: Span | None) -> Values:
    values: Values = {"facility": "MAIN", "facility_name": "Willow County Jail (made up)"}
    put(values, "began", booked)
    put(values, "ended", released)
    return values


def _charges(draw: random.Random, booked: Span, released: Span | None) -> list[Values]:
    charges = []
    for place in range(1, draw.choices([1, 2, 3], [50, 35, 15])[0] + 1):
        description, level = draw.choice(CHARGES)
        values: Values = {"place": place, "description": description, "level": level, "disposition": "pending"}
        disposed = Span.minute(booked.at + timedelta(days=draw.randint(1, 40)))
        ended = released is not None and draw.random() < 0.6
        values["disposition"] = draw.choice(["convicted", "dismissed"]) if ended else "pending"
        put(values, "disposed", disposed if ended else None)
        put(values, "released", released)
        charges.append(values)
    return charges


def _ask_of_ice(draw: random.Random, draft: Draft, booked: Span, released: Span | None) -> None:
    """A detainer a few hours after booking, and what became of it."""
    values: Values = {"form": "I-247A", "warrant": "I-200", "trigger": draw.choice(["fingerprints", "jail_call"]), "hours_asked": 48}
    received = booked.at + timedelta(minutes=draw.randint(60, 900))
    put(values, "received", Span.minute(min(received, released.at) if released else received))
    fate = draw.random()
    if released and fate < 0.35:
        draft.booking["release_kind"] = "ice"
        handed: Values = {"mode": "custody_transfer", "place": "sally_port", "receiving_agency": "ICE"}
        put(handed, "handed", released)
        draft.handovers.append(handed)
    elif fate < 0.6:
        values["decision"] = "decline"
        put(values, "decided", Span.minute(booked.at + timedelta(minutes=1000)))
    draft.detainers.append(values)


def midday(day: date) -> datetime:
    """The moment up to which a demo is filled: the same for every start on a day, so that the rows are the same too."""
    return datetime(day.year, day.month, day.day, 18, tzinfo=UTC)


def accounts() -> list[dict[str, Any]]:
    """One made-up account a role."""
    roles = ["staff", "supervisor", "records_officer", "commissioner", "defender", "auditor", "administrator"]
    return [
        {"role": role, "email": f"{role.replace('_', '-')}@willow.example", "name": f"{role.replace('_', ' ').title()} (made up)"}
        for role in roles
    ]
