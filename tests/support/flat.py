"""Made-up bookings with every field of every kind filled, and how they stand in a file of JailWatch's own format."""

import csv
import io
import random
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import BooleanField, DecimalField, IntegerField, JSONField

from bookings.drafts import Draft, Values
from bookings.importing.compiling import RELATIONS, offered_of
from bookings.importing.impossible import MODELS
from bookings.importing.mapping import SECTIONS, load
from bookings.models import Told
from bookings.models.moments import moments_in, put
from bookings.spans import MINUTE, Span

HEADER = sorted(load("flat").columns())
BEGAN = datetime(2026, 5, 4, 17, 3, tzinfo=UTC)
ALLOWED: dict[str, dict[str, list[Any]]] = {
    "charge": {"disposition": ["convicted", "dismissed", "declined", "acquitted"]},
    "detainer": {"dhs_transferred": [False], "came_from": ["relayed"]},
    "ice_call": {"put_on_phone": ["yes"], "answer": ["will_lodge", "calls_back"]},
    "federal_request": {"answer": ["answered", "partly", "declined"]},
    "citizenship_claim": {"answer": ["confirmed", "rejected"]},
    "consular_notice": {"consulate": ["MX", "SV"]},
    "release_step": {"kind": ["bail_set", "bail_accepted"], "reason": [""]},
    "allowing_offense": {"description": [""], "counts": [True]},
}


def filled(draw: random.Random, name: str) -> Values:
    """One fact, nothing left blank that may be given; its moments in the order of its columns."""
    model, values, clock = MODELS[name], {}, BEGAN + timedelta(minutes=draw.randrange(1000))
    for moment in moments_in(model):
        if moment in offered_of(name):
            clock += timedelta(minutes=draw.randrange(1, 4000))
            put(values, moment, Span(clock, clock + MINUTE * draw.choice([1, 1, 1, 1440, 77])))
    extra = {"facility", "facility_name", "number", "person", "born"}
    for plain in sorted(offered_of(name) - set(moments_in(model)) - set(RELATIONS[name]) - extra):
        values[plain] = _value(draw, name, plain)
    return values | ({"facility": "MAIN", "facility_name": "Main Jail"} if name == "stay" else {})


def _value(draw: random.Random, name: str, plain: str) -> Any:
    column: Any = MODELS[name]._meta.get_field(plain)
    if plain in ALLOWED.get(name, {}):
        return draw.choice(ALLOWED[name][plain])
    if column.choices:
        return draw.choice([str(value) for value, _ in column.flatchoices])
    if isinstance(column, BooleanField):
        return draw.random() < 0.5
    if isinstance(column, JSONField):
        return sorted(draw.sample(Told.values, 2))
    if isinstance(column, IntegerField):
        return draw.randrange(1, 99)
    if isinstance(column, DecimalField):
        return f"{draw.randrange(1, 9999)}.50"
    return f'{draw.choice(["Peña; 1", "a, b", "=1+1", "x"])} "{plain}"'[: min(column.max_length or 40, 40)].strip()


def full_draft(draw: random.Random, number: str) -> Draft:
    """A booking with two facts of each kind (one handover), of which some name others."""
    booking = filled(draw, "booking") | {"person": f"person of {number}"}
    booking |= {"birth_answer": "answered", "birth_country": "MX", "birth_text": "Guadalajara, Jalisco"}
    booking |= {"citizen_answer": draw.choice(["declined", "not_asked", "unknown"]), "citizen_country": "", "citizen_text": ""}
    draft = Draft(number, 2, booking)
    two = {kind: [filled(draw, name) for _ in range(2)] for name, kind in SECTIONS.items()}
    draft.stays, draft.charges, draft.detainers, draft.handovers = two["stays"], two["charges"], two["detainers"], two["handovers"][:1]
    draft.more = {kind: rows for kind, rows in two.items() if kind not in {"stays", "charges", "detainers", "handovers"}}
    for place, charge in enumerate(draft.charges, 1):
        charge["place"] = place
    draft.handovers[0]["detainer"] = 1
    draft.more["consents"][0]["call"] = 1
    draft.more["consents"][1]["visit"] = 0
    draft.more["allowing-offenses"] = [two["allowing-offenses"][0] | {"handover": 0, "charge": 1}]
    return draft


def as_file(drafts: list[Draft], draw: random.Random | None = None) -> str:
    rows = [row for draft in drafts for row in _rows(draft)]
    if draw:
        draw.shuffle(rows)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, HEADER, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _rows(draft: Draft) -> list[dict[str, str]]:
    booking = draft.booking
    own = _row("booking", booking) | {"person": booking["person"]}
    for name, text in (("birth", "birthplace"), ("citizen", "citizenship")):
        own[f"{name}_country"] = booking[f"{name}_country"] or booking[f"{name}_answer"]
        own[text] = booking[f"{name}_text"]
    rows = [own]
    for name, kind in SECTIONS.items():
        rows += [_row(name, values) | {"name": f"{name} {place}"} for place, values in enumerate(draft.facts(kind))]
    return [row | {"number": draft.number} for row in rows]


def _row(name: str, values: Values) -> dict[str, str]:
    section = {kind: section for section, kind in SECTIONS.items()}
    row = {"fact": name} | {moment: _span(values, moment) for moment in moments_in(MODELS[name]) if f"{moment}_at" in values}
    for plain in offered_of(name) - {"number", "person", *row}:
        if plain in RELATIONS[name]:
            place = values.get(plain)
            row[plain] = "" if place is None else f"{section[RELATIONS[name][plain]]} {place}"
        else:
            row[plain] = _text(values.get(plain, ""))
    return row


def _span(values: Values, moment: str) -> str:
    start, last = values[f"{moment}_at"], values[f"{moment}_until"] - MINUTE
    texts = [f"{one:%Y-%m-%d %H:%M}+00:00" for one in dict.fromkeys((start, last))]
    return "..".join(texts)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ";".join(value) if isinstance(value, list) else "" if value is None else str(value)
