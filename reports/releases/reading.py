"""What the public may know of how a month was published: every revision of it, and what each restatement changed and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from accounts.periods import Month
from reports.models import Release, ReleaseKind
from reports.releases.document import read

Document = dict[str, Any]
BESIDE = ("policies", "outages")
Keyed = dict[tuple[str, str, str, str], int | None]


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that was published otherwise before. None: the release shows no number of it. `period`: the month, or its window."""

    measure: str
    period: str
    grouping: str
    group: str
    was: int | None
    now: int | None


@dataclass(frozen=True, slots=True)
class Restated:
    """A revision, with what it says otherwise than the one before it, and the officer's public reason."""

    county: str
    period: str
    revision: int
    number: int
    published_at: datetime
    why: str
    changes: tuple[Change, ...]


def revisions(county_slug: str, period: str) -> list[Release]:
    """Every release of a month (2026-10) of a county, newest first."""
    return list(of_months(county_slug).filter(period=period).order_by("-revision"))


def restatements(county_slug: str) -> list[Restated]:
    """Every restatement of a county's months, the latest first."""
    restated = of_months(county_slug).filter(revision__gt=1).values("period")
    ordered = of_months(county_slug).filter(period__in=restated).order_by("period", "revision")
    found = [restatement(before, after) for before, after in pairwise(ordered) if before.period == after.period]
    return sorted(found, key=lambda one: (one.published_at, one.number), reverse=True)


def restatement(before: Release, after: Release) -> Restated:
    old, new = read(before.document), read(after.document)
    moved = tuple(changes(old, new))
    return Restated(after.row, after.period, after.revision, after.number, after.published_at, new.get("why", ""), moved)


def changes(old: Document, new: Document) -> Iterator[Change]:
    """In the order of measures, totals before their groups. A measure that was defined after the first document restates nothing."""
    was, now = keyed(old), keyed(new)
    known = cuts(old) if old.get("totals") else cuts(new)
    for key in sorted(was.keys() | now.keys()):
        if was.get(key) != now.get(key) and key[:2] in known:
            measure, grouping, period, group = key
            yield Change(measure, period, grouping, group, was.get(key), now.get(key))


def changed_beside(old: Document, new: Document) -> list[Change]:
    """Policies and known gaps that are told otherwise of the month itself: one entry each, without numbers. That a policy ended later
    changes nothing of it, and a release from before they were frozen tells none."""
    differing = (kind for kind in BESIDE if kind in old and told_of_month(old, kind) != told_of_month(new, kind))
    return [Change(kind, old["period"], "", "", None, None) for kind in differing]


def told_of_month(document: Document, kind: str) -> list[Any]:
    after = str(Month.parse(document["period"]).shift(1).first_day)
    found = [{name: str(value) for name, value in one.items() if value is not None} for one in document.get(kind, ())]
    return [{name: value for name, value in one.items() if name != "until" or value < after} for one in found]


def cuts(document: Document) -> set[tuple[str, str]]:
    """The measures of a document, whole and by each of its groupings."""
    groups = document.get("groups", {})
    return {(code, "") for code in document.get("totals", {})} | {(code, by) for code, some in groups.items() for by in some}


def keyed(document: Document) -> Keyed:
    """Every figure of a month's document by measure, grouping, period and group."""
    found: Keyed = {(code, "", document["period"], ""): amount[0] for code, amount in document.get("totals", {}).items()}
    for code, some in document.get("groups", {}).items():
        for by, entry in some.items():
            period = entry.get("period", document["period"])
            found |= {(code, by, period, group): value for group, value in entry["values"].items()}
    return found


def of_months(county_slug: str) -> Any:
    return Release.objects.filter(row=county_slug, kind=ReleaseKind.MONTH)
