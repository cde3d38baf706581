"""The order of work: a plan fixed before the year, and after it count, publish, prove, and write down what was decided.

The freeze of the cohort, the second person's approval and the storing of the release are done by whoever calls; dates come from there.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from reports.disclosure.proof import NotProven, prove
from reports.disclosure.publication import Publication, Row, Rows, frame_of
from reports.disclosure.row import DEFAULT_THRESHOLD, FLOOR, Grouping, Shown, withheld

ENGINE_VERSION = 1
SETTLING_DAYS = 60
Key = tuple[str, int, str]


class TooLate(Exception):
    """The table may not be made, or not any more."""


class DoesNotAddUp(Exception):
    """The classes do not add up to the totals of the acts. Names the classes, and never a number."""


@dataclass(frozen=True)
class Plan:
    """What is shown in which shape in one year. Nothing in it depends on that year's data, and nothing is changed once it began."""

    year: int
    groupings: tuple[Grouping, ...]
    classes: tuple[tuple[str, tuple[str, ...]], ...]  # grouping -> its classes
    units: tuple[tuple[str, str, tuple[str, ...]], ...]  # class, unit, its counties
    with_base: frozenset[tuple[str, str]] = frozenset()  # unit, grouping
    windows: tuple[tuple[str, str, str], ...] = ()  # unit, measure, window of its groups
    by_law: frozenset[tuple[str, str, str]] = frozenset()  # unit, grouping, class: published elsewhere because a law says so
    thresholds: tuple[tuple[str, int], ...] = ()  # unit -> t, where it is not the default

    def __post_init__(self) -> None:
        if any(t < FLOOR for _unit, t in self.thresholds):
            raise ValueError(f"The threshold may not be below {FLOOR}.")
        placed = [(code, county) for code, _unit, counties in self.units for county in counties]
        if len(placed) != len(set(placed)):
            raise ValueError("A county may stand in one row of a class only.")

    @property
    def sha256(self) -> str:
        return sha256(asdict(self))

    def threshold(self, unit: str) -> int:
        return dict(self.thresholds).get(unit, DEFAULT_THRESHOLD)

    def grouping(self, code: str) -> Grouping:
        return next(one for one in self.groupings if one.code == code)

    def rows_of(self, unit: str, grouping: str) -> tuple[str, ...]:
        """The classes of which this unit has a row of its own here."""
        has = {code for code, name, _counties in self.units if name == unit}
        return tuple(code for code in dict(self.classes)[grouping] if code in has and (unit, grouping, code) not in self.by_law)


@dataclass(frozen=True)
class Decision:
    """What is published of one grouping of one unit. Not proven: everything is withheld, and the records officer is told."""

    publication: Publication
    proven: bool
    alternatives_checked: int


def check_approved(plan: Plan, approved_on: date, drafted_by: str, approved_by: str) -> None:
    if approved_on >= date(plan.year, 1, 1):
        raise TooLate("The plan must be approved before its year begins.")
    if drafted_by == approved_by:
        raise TooLate("The plan must be approved by somebody else than who drafted it.")


def settled_on(year: int) -> date:
    """The day on which the cohort may be frozen. What is entered later never enters the table."""
    return date(year, 12, 31) + timedelta(days=SETTLING_DAYS)


def check_may_publish(key: Key, frozen_on: date, published: Collection[Key]) -> None:
    """A table of a unit, year and grouping is published once, after the year has settled."""
    if frozen_on < settled_on(key[1]):
        raise TooLate("The year has not settled yet: tables of people come 60 days after its end.")
    if key in published:
        raise TooLate("This table has been published. A second one would show whose record was changed.")


def count(bookings: Iterable[tuple[str, str]], classes: Iterable[str], grouping: Grouping) -> Rows:
    """The rows from the class and group of each booking: its deepest contact, and the recorded answer. One booking, one row."""
    rows = {code: dict.fromkeys(grouping.order, 0) for code in classes}
    for code, group in bookings:
        rows[code][group] += 1
    return rows


def check_adds_up(rows: Rows, acts: Mapping[str, int], not_recorded: Mapping[str, int]) -> None:
    """Each class must have as many bookings as the act total as of the freeze, less those without a recorded answer (an act too)."""
    wrong = [code for code, row in rows.items() if sum(row.values()) + not_recorded.get(code, 0) != acts.get(code)]
    if wrong or rows.keys() != acts.keys():
        raise DoesNotAddUp("The rows do not add up to the acts: " + ", ".join(sorted({*wrong, *(rows.keys() ^ acts.keys())})))


def decide(base: Row | None, rows: Rows, grouping: Grouping, t: int) -> Decision:
    """Publish and prove."""
    try:
        proof = prove(base, rows, grouping, t)
    except NotProven:
        return Decision(all_withheld(base, rows), False, 0)
    return Decision(proof.publication, True, proof.alternatives_checked)


def all_withheld(base: Row | None, rows: Rows) -> Publication:
    dropped = None if base is None else Shown({}, None, sum(base.values()), "dropped")
    return Publication(dropped, {code: withheld(sum(row.values())) for code, row in rows.items()})


def audit_record(plan: Plan, key: Key, release: str, decision: Decision, signed: Mapping[str, str]) -> dict[str, Any]:
    """What the release keeps; `signed` has frozen_at, drafted_by, approved_by.

    All of it follows from the publication. How many alternatives were checked does not: it would tell how many hidden groups are empty.
    """
    unit, year, code = key
    grouping, publication = plan.grouping(code), decision.publication
    return {
        "engine_version": ENGINE_VERSION,
        "plan_sha256": plan.sha256,
        "release": release,
        "unit": unit,
        "year": year,
        "grouping": code,
        "vocabulary_version": grouping.version,
        "order": list(grouping.order),
        "t": plan.threshold(unit),
        "classes": [{"class": name} | as_record(shown, grouping) for name, shown in publication.rows.items()],
        "base": None if publication.base is None else as_record(publication.base, grouping),
        "frame": frame_record(publication, grouping),
        "proven": decision.proven,
        "publication_sha256": sha256(asdict(publication)),
        **{name: signed[name] for name in ("frozen_at", "drafted_by", "approved_by")},
    }


def as_record(shown: Shown, grouping: Grouping) -> dict[str, Any]:
    """The row and which groups are in its rest row: that follows from the publication and is no secret."""
    hidden = [group for group in grouping.order if group not in shown.listed] if shown.kind == "table" else []
    return asdict(shown) | {"rest_groups": hidden}


def frame_record(publication: Publication, grouping: Grouping) -> dict[str, list[str]]:
    totals = {code: {"all": shown.total} for code, shown in publication.rows.items()}
    frame = frame_of(publication.base, totals, grouping)
    return {"forced": sorted(frame.forced), "strong": sorted(frame.strong)}


def sha256(record: Mapping[str, Any]) -> str:
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=sorted)
    return hashlib.sha256(text.encode()).hexdigest()
