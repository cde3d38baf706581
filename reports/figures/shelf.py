"""The releases of one county, as the public reads them: heads first, and only those documents that are wanted."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from accounts.models import County
from accounts.periods import Month
from reports.disclosure.pools import pool_of
from reports.figures.figure import Status
from reports.models import Release, ReleaseKind, Withdrawal

Document = dict[str, Any]
MOST_KEPT = 600
KEPT: dict[str, Document] = {}  # by hash: what was published never changes


def heads(county: County) -> list[Release]:
    """Every release that speaks of the county, its pool's too, without the documents, oldest first."""
    found = Release.objects.filter(Q(county=county) | Q(county=None, row=pool_of(county.state))).defer("document")
    return [one for one in found.order_by("published_at", "pk") if county.slug in one.counties]


def heads_of(counties: Iterable[County]) -> dict[str, list[Release]]:
    """The releases of months of many counties by slug, without the documents, oldest first. One query."""
    found: dict[str, list[Release]] = {one.slug: [] for one in counties}
    rows = Release.objects.filter(county__slug__in=found, kind=ReleaseKind.MONTH).defer("document").order_by("published_at", "pk")
    for one in rows:
        found[one.row].append(one)
    return found


def documents(wanted: Iterable[Release]) -> dict[int, Document]:
    """By the release's id. One query for those that this process has not read before."""
    some = list(wanted)
    missing = [one.pk for one in some if one.sha256 not in KEPT]
    texts = Release.objects.filter(pk__in=missing).values_list("sha256", "document") if missing else ()
    read = {sha256: json.loads(text) for sha256, text in texts}
    if len(KEPT) + len(read) > MOST_KEPT:
        KEPT.clear()
    KEPT.update(read)
    return {one.pk: read.get(one.sha256) or KEPT[one.sha256] for one in some}


@dataclass
class Shelf:
    """`months` by month, the newest revision of each; `years` by year, the county's own release and its pool's."""

    county: County
    months: dict[Month, Release] = field(default_factory=dict)
    years: dict[int, list[Release]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, county: County, found: Iterable[Release] | None = None) -> "Shelf":
        """What there is of a county, looked up unless it was found before."""
        shelf = cls(county)
        for one in sorted(heads(county) if found is None else found, key=lambda one: one.revision):
            if one.kind == ReleaseKind.MONTH:
                shelf.months[Month.parse(one.period)] = one
            else:
                shelf.years[int(one.period)].append(one)
        return shelf

    def month_status(self, month: Month) -> Status:
        """Of a month without a release: later than the last one is not yet; a gap before it is no data."""
        return Status.NO_DATA if self.months and month < max(self.months) else Status.NOT_YET

    def year_status(self, year: int) -> Status:
        return Status.NO_DATA if self.years and year < max(self.years) else Status.NOT_YET

    def month_documents(self, first: Month, last: Month) -> dict[Month, Document]:
        some = {month: one for month, one in self.months.items() if first <= month <= last}
        found = documents(some.values())
        return {month: found[one.pk] for month, one in some.items()}

    def year_documents(self, year: int) -> list[tuple[Release, Document]]:
        found = documents(self.years.get(year, ()))
        return [(one, found[one.pk]) for one in self.years.get(year, ())]


def withdrawn(releases: Iterable[Release]) -> dict[tuple[int, str, str], str]:
    """The tables of these releases that were withdrawn, by release, measure and grouping, each with its reason."""
    found = Withdrawal.objects.filter(release__in=list(releases)).values_list("release_id", "measure", "grouping", "reason")
    return {(release, measure, by): reason for release, measure, by, reason in found}
