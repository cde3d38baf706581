"""From a published figure to the events behind it, for the auditor: their kinds and numbers, and nothing of a person."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import permissions
from accounts.models import County
from accounts.periods import Month
from reports import display
from reports.measures import MEASURES, Grouping, Measure
from reports.measures.record import load
from reports.measures.record.calls import Asked, Call, Referred
from reports.measures.record.clock import Release as Left
from reports.measures.record.clock import Try
from reports.measures.record.detainers import Paper
from reports.measures.record.ended import Ended
from reports.measures.record.handovers import Taken
from reports.measures.record.other import Advised, Request, Told
from reports.measures.record.people import Booked
from reports.measures.record.quality import TASKS, Entry
from reports.measures.record.visits import Visit
from reports.models import Release
from reports.releases.document import read
from reports.releases.reading import keyed, of_months
from reports.releases.windows import LENGTHS, window_of
from reports.views import no_such_county, office_page, parameters

BOOKING = "bookings.Booking"
NOUNS: dict[type, str] = {
    Asked: "bookings.Consent",
    Call: "bookings.IceCall",
    Referred: BOOKING,
    Left: BOOKING,
    Try: "notifications.Attempt",
    Paper: "bookings.Detainer",
    Taken: "bookings.Handover",
    Advised: "bookings.ConsularNotice",
    Told: "bookings.ConsularNotice",
    Request: "bookings.FederalRequest",
    Visit: "bookings.IceVisit",
}


@office_page
def drill(request: HttpRequest, slug: str, code: str, period: str) -> HttpResponse:
    given = parameters(request, {"by", "group"})
    county = permissions.audit_counties(request.user).filter(slug=slug).first()
    if county is None:
        raise no_such_county()
    measure, months = MEASURES.get(code), months_of(period)
    if measure is None or not months:
        raise Http404(_("There is no such figure."))
    return render(request, "office/months/drill.html", context(county, measure, period, months, given))


def months_of(period: str) -> list[Month]:
    """The months of a period as it is published: 2026-10, 2026-Q4 or 2026. None of anything else."""
    year = int(period[:4]) if period[:4].isascii() and period[:4].isdigit() and len(period) >= 4 else 0
    if not 1900 <= year <= 9998:
        return []
    windows = (window_of(kind, Month(year, number)) for kind in LENGTHS for number in range(1, 13))
    return next((window.months for window in windows if window.period == period), [])


def context(county: County, measure: Measure, period: str, months: list[Month], given: dict[str, Any]) -> dict[str, Any]:
    by, group = given.get("by", ""), given.get("group", "")
    grouping = measure.grouping(by)
    if (by and grouping is None) or bool(by) != bool(group):
        raise Http404(_("There is no such figure."))
    records = [load(county, month) for month in months]
    rows = [row for record in records for row in rows_of(measure, record, grouped=bool(by))]
    found = [row for row in rows if grouping is None or group in groups_of(grouping, row)]
    known = [one for one in map(event, found) if one]
    return {
        "county": county,
        "measure": measure,
        "period": period,
        "group": str(grouping.label(group)) if grouping else "",
        "now": measure_of(measure, found),
        "events": sorted(known),
        "without": len(found) - len(known),
        "published": list(published(county, measure.code, months, by, group, period)),
        "cuts": [] if by else [cut(county, measure, one, period, records) for one in measure.groupings],
        "whole_url": address(county, measure, period) if by else "",
        "review_url": reverse("month_review", args=[county.slug, str(months[-1])]),
    }


def rows_of(measure: Measure, record: Any, *, grouped: bool) -> Sequence[Any]:
    """What the definition counts; the groups of a part cut its base."""
    return measure.base(record) if grouped and measure.is_part and measure.base else measure.rows(record)


def groups_of(grouping: Grouping, row: Any) -> tuple[str, ...]:
    return tuple(grouping.of(row)) if grouping.several else (grouping.of(row),)


def measure_of(measure: Measure, rows: Sequence[Any]) -> int:
    return len(rows) if measure.weigh is None else sum(map(measure.weigh, rows))


def event(row: Any) -> tuple[str, int] | None:
    """Kind and number of the fact; None where the database counted and kept no list."""
    if isinstance(row, Booked | Ended):
        return BOOKING, row.person.pk
    if isinstance(row, Entry):
        return TASKS[row.task][0]._meta.label, row.pk
    noun = NOUNS.get(type(row))
    return (noun, row.pk) if noun else None


def published(county: County, code: str, months: list[Month], by: str, group: str, period: str) -> Iterator[tuple[Release, str]]:
    """What each release said of it: a month's own, or the one that held the groups of its window."""
    for release in of_months(county.slug).filter(period=str(months[-1])).order_by("revision"):
        value = keyed(read(release.document)).get((code, by, period, group))
        yield release, _("no number") if value is None else display.number(value)


def cut(county: County, measure: Measure, grouping: Grouping, period: str, records: list[Any]) -> dict[str, Any]:
    found: Counter[str] = Counter()
    for record in records:
        found.update(grouping.tally(rows_of(measure, record, grouped=True), measure.weigh))
    groups = [(str(grouping.label(code)), number, address(county, measure, period, grouping.code, code)) for code, number in found.items()]
    return {"name": grouping.name, "groups": [one for one in groups if one[1]]}


def address(county: County, measure: Measure, period: str, by: str = "", group: str = "") -> str:
    whole = reverse("drill", args=[county.slug, measure.code, period])
    return f"{whole}?{urlencode({'by': by, 'group': group})}" if by else whole
