"""What the pages of months show: the state of each, what was asked of it, and what its record says otherwise than what is published."""

from collections.abc import Iterator
from datetime import datetime
from itertools import zip_longest
from typing import Any

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import permissions
from accounts.models import County, User
from accounts.periods import Month
from bookings.models import Booking
from bookings.views.access import timeline_of
from reports import display, figures
from reports.measures import DEFINITIONS
from reports.models import MailState, MeasureCell, MonthDraft, Release, ReleaseKind, Restatement, RestatementState
from reports.months.states import State, state
from reports.office import month_url
from reports.releases import checks, monthly
from reports.releases.checks import Check
from reports.releases.document import canonical, read, sha256
from reports.releases.reading import BESIDE, Change, changed_beside, changes, restatement, revisions

MOST_ROWS = 50


def months(county: County, at: datetime) -> list[dict[str, Any]]:
    """Newest first, from the running one back to the first with figures. Six queries, however many there are."""
    covered = figures.covered_months(county)
    if covered is None:
        return []
    kept = {Month.of_date(day) for day in MeasureCell.objects.filter(county=county).values_list("month", flat=True).distinct()}
    drafts = {one.period: one for one in MonthDraft.objects.filter(county=county)}
    waiting = {one.period: one for one in Restatement.objects.filter(county=county, state=RestatementState.PENDING)}
    released = dict(of_months(county).values_list("period").annotate(Max("revision")).order_by("period"))
    closes, last = checks.closing(county), Month.of(at, county.zone)
    return [
        line(county, month, at, closes(month), released.get(str(month)), drafts.get(str(month)), waiting.get(str(month)))
        | {"kept": month in kept}
        for month in reversed(list(covered[0].until(last)))
    ]


def line(
    county: County, month: Month, at: datetime, closes: datetime, revision: int | None, draft: MonthDraft | None, differs: Any
) -> dict[str, Any]:
    ends = month.bounds(county.zone)[1]
    found = state(at, ends, closes, revision is not None, draft, differs)
    return {
        "label": display.month_name(month),
        "url": reverse("month_review", args=[county.slug, str(month)]),
        "state": found.value,
        "says": found.label,
        "revision": revision,
        "closes": display.moment(closes, county),
        "over": at >= ends,
    }


def of_months(county: County) -> Any:
    return Release.objects.filter(row=county.slug, kind=ReleaseKind.MONTH)


def paper_of(county: County, month: Month) -> MonthDraft | Restatement | None:
    """What is to be drafted or approved: the month before its first release, or what waits to be restated."""
    people = ("drafted_by", "refused_by", "county")
    released = of_months(county).filter(period=str(month)).order_by("-revision").defer("document").first()
    if released is None:
        return MonthDraft.objects.filter(county=county, period=str(month)).select_related(*people).first()
    return Restatement.objects.filter(restates=released, state=RestatementState.PENDING).select_related(*people).first()


def context(county: County, month: Month, user: User, at: datetime, paper: MonthDraft | Restatement | None) -> dict[str, Any]:
    content = monthly.draft(county, month).content
    published = revisions(county.slug, str(month))
    asked = checks.review(county, month, at)
    was = read(published[0].document) if published else {}
    differs = [*changes(was, content), *changed_beside(was, content)] if published else []
    found = paper if isinstance(paper, Restatement) else None
    draft = paper if isinstance(paper, MonthDraft) else None
    ends, closes = month.bounds(county.zone)[1], checks.closes_at(county, month)
    where: State = state(at, ends, closes, bool(published), draft, found)
    return {
        "county": county,
        "month_label": display.month_name(month),
        "figures_url": month_url(county, month),
        "state": where.value,
        "says": where.label,
        "closes": display.moment(closes, county),
        "checks": [check(one, county, user) for one in asked],
        "ready": all(one.passed for one in asked if one.blocks),
        "totals": totals(content, county, permissions.audit_counties(user).filter(pk=county.pk).exists()),
        "differs": [change(one) for one in differs],
        "revisions": list(told(published, county)),
        "paper": paper,
        "drafted_at": display.moment(paper.drafted_at, county) if paper else "",
        "head": paper.journal_head if paper else {},
        "seen": sha256(canonical(content)),
        "may_publish": permissions.may_publish(user, county),
        "is_mine": paper is not None and paper.drafted_by_id == user.pk,
    }


def check(one: Check, county: County, user: User) -> dict[str, Any]:
    enters = permissions.may_enter(user, county)
    return {
        "name": one.name,
        "passed": one.passed,
        "blocks": one.blocks,
        "found": [
            {
                "says": problem.says,
                "more": max(0, len(problem.rows) - MOST_ROWS),
                "rows": [row(key, enters) for key in problem.rows[:MOST_ROWS]],
            }
            for problem in one.found
        ],
    }


def row(public_id: str, enters: bool) -> dict[str, str]:
    """A booking to look at. Whoever enters the record opens it from here; others tell them its key."""
    booking = Booking(public_id=public_id)
    return {"key": public_id[:8], "url": timeline_of(booking) if enters else ""}


def totals(content: dict[str, Any], county: County, audits: bool) -> list[dict[str, str]]:
    """The auditor goes from each to the events behind it."""
    return [
        {
            "code": code,
            "name": str(DEFINITIONS[code].name),
            "value": display.number(amount[0]),
            "unit": str(DEFINITIONS[code].unit),
            "url": reverse("drill", args=[county.slug, code, content["period"]]) if audits else "",
        }
        for code, amount in content["totals"].items()
        if code in DEFINITIONS
    ]


def change(one: Change) -> dict[str, str]:
    if one.measure in BESIDE:
        name = {"policies": _("Policies in force"), "outages": _("Known gaps")}[one.measure]
        return {"code": "", "name": name, "period": one.period, "was": _("as published"), "now": _("told otherwise")}
    measure = DEFINITIONS.get(one.measure)
    grouping = measure.grouping(one.grouping) if measure else None
    name = str(measure.name) if measure else one.measure
    group = str(grouping.label(one.group)) if grouping else one.group
    return {
        "code": one.measure,
        "name": f"{name}: {group}" if one.grouping else name,
        "period": one.period,
        "was": amount(one.was),
        "now": amount(one.now),
    }


def amount(value: int | None) -> str:
    return _("no number") if value is None else display.number(value)


def told(published: list[Release], county: County) -> Iterator[dict[str, Any]]:
    """Every revision, newest first, each with what it changed and why."""
    for one, before in zip_longest(published, published[1:]):
        document = read(one.document)
        yield {
            "number": one.number,
            "revision": one.revision,
            "at": display.moment(one.published_at, county),
            "sha256": one.sha256,
            "head": document.get("journal_head") or {},
            "why": document.get("why", ""),
            "changes": [change(moved) for moved in restatement(before, one).changes] if before else [],
            "mails": mails(one),
        }


def mails(release: Release) -> list[tuple[str, int]]:
    """The log of delivery: how many mails of it are in which state, and never to whom."""
    found = release.mails.order_by("state").values_list("state").annotate(n=Count("pk"))
    return [(str(MailState(state).label), count) for state, count in found]
