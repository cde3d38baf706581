"""What was published is laid beside what is counted now. Where they differ, a restatement waits for an officer; nothing else happens."""

from dataclasses import astuple
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import County
from accounts.periods import Month
from reports.models import Release, ReleaseKind, Restatement, RestatementState
from reports.releases import monthly
from reports.releases.document import read
from reports.releases.noting import note
from reports.releases.reading import changed_beside, changes
from reports.releases.windows import LENGTHS, window_of

BY = "task:rollup"
WITHDRAWN, PENDING = RestatementState.WITHDRAWN, RestatementState.PENDING


def look(county: County, month: Month) -> None:
    """After the figures of a month changed: at its release, and at those that hold the groups of a window in which it lies."""
    periods = {str(window_of(kind, month).last) for kind in LENGTHS}
    for release in newest(county, period__in=periods):
        compare(county, release)


def look_at_all(county: County) -> None:
    for release in newest(county):
        compare(county, release)


def newest(county: County, **only: Any) -> list[Release]:
    """The newest revision of each of the months."""
    found = Release.objects.filter(row=county.slug, kind=ReleaseKind.MONTH, **only).order_by("period", "revision")
    return list({one.period: one for one in found}.values())


def compare(county: County, release: Release) -> None:
    differs = difference(county, release)
    row = Restatement.objects.filter(restates=release).first()
    if differs and (row is None or row.state == WITHDRAWN or row.differs != differs):
        wait(county, release, differs, timezone.now())
    elif not differs and row is not None and row.state == PENDING:
        Restatement.objects.filter(pk=row.pk).update(state=WITHDRAWN)
        noted("close_restatement", row)


def difference(county: County, release: Release) -> list[list[Any]]:
    """What the record says otherwise now: measure (or `policies`, `outages`), period, grouping, group, was, now."""
    was, now = read(release.document), monthly.draft(county, Month.parse(release.period)).content
    return [list(astuple(one)) for one in (*changes(was, now), *changed_beside(was, now))]


def wait(county: County, release: Release, differs: list[list[Any]], now: datetime) -> None:
    """One roll-up after another: two of different months may find the same window."""
    County.objects.select_for_update(no_key=True).get(pk=county.pk)
    values = {"differs": differs, "found_at": now, "state": PENDING}
    row, _made = Restatement.objects.update_or_create(
        restates=release, defaults=values, create_defaults={"county": county, "period": release.period, **values}
    )
    noted("find_restatement", row)


def noted(verb: str, row: Restatement) -> None:
    note(verb, row, BY, row.county_id, {"period": row.period, "release": row.restates_id, "differs": len(row.differs)})
