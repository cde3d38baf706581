"""Releases made directly, from a document that the test writes."""

from datetime import UTC, datetime
from typing import Any

from accounts.models import County
from accounts.periods import Month
from reports import rollup
from reports.models import Release
from reports.releases.document import canonical, sha256
from tests.support import build

AS_OF = datetime(2026, 10, 15, 12, 0, tzinfo=UTC)  # as the tables of offending rows


def row(county: County | None, **values: Any) -> dict[str, Any]:
    """A release of a month that the database has nothing against."""
    return {
        "county": county,
        "row": county.slug if county else "",
        "counties": [county.slug] if county else [],
        "kind": "month",
        "period": "2026-09",
        "number": 1,
        "document": "{}",
        "sha256": "0" * 64,
        "as_of": AS_OF,
        "drafted_by": build.person(),
        "approved_by": build.person(),
        "published_at": AS_OF,
        **values,
    }


def next_number(name: str) -> int:
    return Release.objects.filter(row=name).count() + 1


def month(county: County, period: str, totals: dict[str, Any], groups: Any = None, windows: Any = None, **values: Any) -> Release:
    text = canonical({"period": period, "totals": totals, "groups": groups or {}, "windows": windows or {}, **values.pop("more", {})})
    values = {"number": next_number(county.slug), "period": period, "document": text, "sha256": sha256(text), **values}
    return Release.objects.create(**row(county, **values))


def year(county: County | None, period: int, tables: list[Any] | None = None, **values: Any) -> Release:
    """The county's own annual release, or with `row` and `members` that of a pool."""
    name, members = values.pop("row", county.slug if county else ""), values.pop("members", {})
    document = {"period": str(period), "totals": values.pop("totals", {}), "members": members, "tables": tables or []}
    text = canonical(document | {"row": name})
    told = {"kind": "year", "period": str(period), "row": name, "number": next_number(name), "document": text, "sha256": sha256(text)}
    return Release.objects.create(**row(county, **told | values))


def table(measure: str, by: str, listed: dict[str, int], rest: int | None, total: int, kind: str = "table") -> dict[str, Any]:
    return {"measure": measure, "grouping": by, "listed": listed, "rest": rest, "total": total, "kind": kind}


def six_taken(month: Month) -> County:
    """A county in which ICE took six people in a month, one a day, each by a detainer; the month is counted."""
    here = build.county("here")
    for day in range(10, 16):
        paper = build.detainer(build.booking(here, f"{month}-{day} 08:00"), f"{month}-{day} 09:00")
        build.handover(paper.booking, f"{month}-{day} 20:00")
    rollup.fill(here, month)
    return here
