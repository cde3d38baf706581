"""The verbs that publish. Each is one transaction with its journal entry, by two people; done twice at once it is done once."""

import logging
from collections.abc import Iterable
from dataclasses import astuple
from datetime import UTC, date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import seals
from accounts.models import AuditEntry, County, Origin, User
from accounts.periods import Month
from bookings.actions.disposing import ended_before
from bookings.actions.noting import actor
from bookings.models import Booking
from reports.actions import mailing
from reports.disclosure import work
from reports.models import Plan, Release, ReleaseKind, Restatement, RestatementState, Withdrawal
from reports.releases import annual, beside, checks, monthly, planning
from reports.releases.document import canonical, moment, read, sha256
from reports.releases.noting import note, pages_change
from reports.releases.reading import changed_beside, changes

log = logging.getLogger(__name__)


class Refused(ValidationError):
    """It was published already, or may not be any more."""


@transaction.atomic
def approve_plan(plan: work.Plan, state: str, *, drafted_by: User, approved_by: User, approved_on: date, origin: str = Origin.LIVE) -> Plan:
    """Fix what is published of people in a year, before it begins."""
    counties = locked(County.objects.filter(state=state).values_list("slug", flat=True))
    checks.check_two_people(drafted_by, approved_by)
    for county in counties:
        checks.check_officers(county, drafted_by, approved_by)
    if Plan.objects.filter(state=state, year=plan.year).exists():
        raise Refused(_("This state already has a plan for that year."))
    try:
        work.check_approved(plan, approved_on, str(drafted_by.pk), str(approved_by.pk))
    except work.TooLate:
        raise Refused(_("The plan must be approved before its year begins.")) from None
    people: Any = {"drafted_by": drafted_by, "approved_by": approved_by}
    text = canonical(planning.as_record(plan))
    kept = Plan.objects.create(state=state, year=plan.year, document=text, sha256=sha256(text), approved_on=approved_on, **people)
    note("approve_plan", kept, actor(approved_by), None, {"state": state, "year": plan.year, "sha256": kept.sha256}, origin=origin)
    return kept


@transaction.atomic
def publish_month(
    county: County,
    month: Month,
    *,
    drafted_by: User,
    approved_by: User,
    at: datetime | None = None,
    origin: str = Origin.LIVE,
    why: str = "",
    seen: str = "",
    head: dict[str, Any] | None = None,
) -> Release:
    """Publish a closed month, or (with a reason for the public) a revision of one whose figures have changed.

    `seen` is the hash of the figures that were drafted, and `head` where the journal's chain ended then.
    """
    locked([county.slug])
    checks.check_officers(county, drafted_by, approved_by)
    checks.check_two_people(drafted_by, approved_by)
    now = at or timezone.now()
    checks.check_month(county, month, now)
    draft = monthly.draft(county, month)
    before = Release.objects.filter(row=county.slug, kind=ReleaseKind.MONTH, period=str(month)).order_by("-revision").first()
    check_news(before, draft.content, why, seen)
    values = {"row": county.slug, "county": county, "counties": [county.slug], "kind": ReleaseKind.MONTH, "period": str(month)}
    told = {"journal_head": head or journal_head(origin), "corrected": corrected(county), **stands_beside(county, month)}
    told |= {"why": why.strip()} if before else {}
    revision = before.revision + 1 if before else 1
    made = keep(draft.content | told, values, revision, now, drafted_by, approved_by, origin, months=(month, month))
    if before is not None:
        settle(before, made, why.strip(), sha256(canonical(draft.content)))
    return made


def stands_beside(county: County, month: Month) -> dict[str, Any]:
    """Counts of the registers and federal money, as on record when it is published: a later entry changes no release."""
    return {"registers": beside.registers(county, month), "federal_money": beside.federal_money(county, month, month)}


def check_news(before: Release | None, content: dict[str, Any], why: str, seen: str) -> None:
    if before is not None and same_figures(before, content):
        raise Refused(_("This month was published already, and its figures have not changed."))
    if before is not None:
        check_reason(why)
    if seen and sha256(canonical(content)) != seen:
        raise Refused(_("The figures have changed since they were drafted: draft them again."))


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Say publicly why it is changed: readers will see it."))


def settle(before: Release, made: Release, reason: str, seen: str) -> None:
    """What waited to be restated is published now. A draft of it stays as it was drafted."""
    values = {
        "state": RestatementState.PUBLISHED,
        "release": made,
        "reason": reason,
        "drafted_by": made.drafted_by,
        "approved_by": made.approved_by,
        "sha256": seen,
        "refused_by": None,
        "refused_at": None,
        "refusal": "",
    }
    was, now = read(before.document), read(made.document)
    moved = [list(astuple(one)) for one in (*changes(was, now), *changed_beside(was, now))]
    first = {"county": made.county, "period": made.period, "found_at": made.published_at, "drafted_at": made.published_at, "differs": moved}
    row, _new = Restatement.objects.get_or_create(restates=before, defaults=first | values)
    drafted = row.drafted_at or made.published_at
    Restatement.objects.filter(pk=row.pk).update(**values, drafted_at=drafted, differs=moved)


def journal_head(origin: str = Origin.LIVE) -> dict[str, Any]:
    """Where the journal's chain ends: number and digest of the last seal, with all that was written until now under it.

    What is made up names none, so that the same seed makes the same releases.
    """
    if origin == Origin.DEMO:
        return {}
    seals.seal_due()
    return seals.head()


def corrected(county: County) -> dict[str, int]:
    """Of each year whose tables of people are published: how many of its records were corrected since. The tables stay as they are."""
    years = Release.objects.filter(kind=ReleaseKind.YEAR).order_by("period")
    return {one.period: corrected_since(county, one) for one in years if county.slug in one.counties}


def corrected_since(county: County, release: Release) -> int:
    first, year = Month(int(release.period), 1), int(release.period)
    start, end = first.bounds(county.zone)[0], Month(year, 12).bounds(county.zone)[1]
    ended = Booking.objects.filter(county=county, released_at__gte=start, released_at__lt=end).values("public_id")
    since = AuditEntry.objects.filter(county_id=county.pk, origin=Origin.CORRECTION, recorded_at__gt=release.published_at)
    return since.filter(booking__in=ended).values("booking").distinct().count()


def same_figures(before: Release, content: dict[str, Any]) -> bool:
    """Whether the document says the same, apart from when and under which number."""
    kept = read(before.document)
    return canonical({name: kept.get(name) for name in content}) == canonical(content)


@transaction.atomic
def publish_year(
    draft: annual.YearDraft, plan: Plan, *, drafted_by: User, approved_by: User, at: datetime | None = None, origin: str = Origin.LIVE
) -> Release:
    """Publish the tables of people of one unit and year: once, after the year has settled."""
    counties = locked(draft.counties)
    checks.check_two_people(drafted_by, approved_by)
    for county in counties:
        checks.check_officers(county, drafted_by, approved_by)
    if draft.content["plan_sha256"] != plan.sha256:
        raise Refused(_("The draft was not made by the plan of its year."))
    now = at or timezone.now()
    check_whole(counties, draft.year)
    check_settled(draft, max(checks.local_day(county, now) for county in counties))
    for by in draft.unproven:
        log.error("The table of %s of %s in %s is not proven safe and was withheld.", by, draft.unit, draft.year)
    own = counties[0] if draft.unit == counties[0].slug else None
    values = {
        "row": draft.unit,
        "county": own,
        "counties": list(draft.counties),
        "kind": ReleaseKind.YEAR,
        "period": str(draft.year),
    }
    signed = {"frozen_at": moment(now), "drafted_by": actor(drafted_by), "approved_by": actor(approved_by)}
    name = f"{draft.unit}-{next_number(draft.unit)}"
    audit = annual.audit(planning.parse(plan.document), draft, name, signed)
    known = beside.facts(counties, Month(draft.year, 1), Month(draft.year, 12))
    made_up = all(county.made_up for county in counties)
    content = draft.content | known | {"audit": audit, "made_up": made_up, "journal_head": journal_head(origin)}
    return keep(content, values, 1, now, drafted_by, approved_by, origin)


def check_whole(counties: Iterable[County], year: int) -> None:
    """Tables of people are counted from the record, so all of it must still be there."""
    for county in counties:
        before = ended_before(county)
        if before is not None and before > date(year, 1, 1):
            raise Refused(
                _("Bookings of %(year)s were disposed of in %(county)s: its people can no longer be counted.")
                % {"year": year, "county": county.name}
            )


def check_settled(draft: annual.YearDraft, today: date) -> None:
    done = Release.objects.filter(kind=ReleaseKind.YEAR, row=draft.unit, period=str(draft.year)).exists()
    published = {(draft.unit, draft.year, "")} if done else set()
    try:
        work.check_may_publish((draft.unit, draft.year, ""), today, published)
    except work.TooLate:
        said = _("Tables of people are published once: a second edition would show whose record was changed.")
        raise Refused(said if done else _("The year has not settled yet: tables of people come 60 days after its end.")) from None


@transaction.atomic
def withdraw_table(
    release: Release, measure: str, grouping: str, *, drafted_by: User, approved_by: User, reason: str, at: datetime | None = None
) -> Withdrawal:
    """Mark a table that proved gravely wrong. Nothing takes its place."""
    checks.check_two_people(drafted_by, approved_by)
    for county in locked(release.counties):
        checks.check_officers(county, drafted_by, approved_by)
    check_table(release, measure, grouping)
    made = Withdrawal(release=release, measure=measure, grouping=grouping, reason=reason.strip(), by=approved_by, at=at or timezone.now())
    made.full_clean()
    made.save(force_insert=True)
    detail = {"release": release.pk, "measure": measure, "grouping": grouping, "drafted_by": actor(drafted_by)}
    note("withdraw_table", made, actor(approved_by), release.county_id, detail)
    mailing.plan_withdrawal(made)
    pages_change()
    return made


def check_table(release: Release, measure: str, grouping: str) -> None:
    tables = read(release.document).get("tables", [])
    if (measure, grouping) not in {(one["measure"], one["grouping"]) for one in tables}:
        raise Refused(_("This release has no such table."))


def locked(slugs: Iterable[str]) -> list[County]:
    """The counties, each held until the end of the transaction, always in the same order. On SQLite every writer already waits."""
    return list(County.objects.select_for_update().filter(slug__in=list(slugs)).order_by("pk"))


def next_number(row: str) -> int:
    """Releases are never deleted, so no number is used twice."""
    last: int | None = Release.objects.filter(row=row).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def keep(
    content: dict[str, Any],
    values: dict[str, Any],
    revision: int,
    now: datetime,
    drafted_by: User,
    approved_by: User,
    origin: str,
    months: tuple[Month, Month] | None = None,
) -> Release:
    number, as_of = next_number(values["row"]), now.astimezone(UTC).replace(microsecond=0)
    text = canonical(content | {"row": values["row"], "number": number, "revision": revision, "as_of": moment(as_of)})
    made: Release = Release.objects.create(
        **values,
        revision=revision,
        number=number,
        document=text,
        sha256=sha256(text),
        as_of=as_of,
        drafted_by=drafted_by,
        approved_by=approved_by,
        published_at=now,
    )
    detail = {"row": made.row, "number": number, "period": made.period, "revision": revision, "sha256": made.sha256}
    told = detail | {"drafted_by": actor(drafted_by)}
    note("publish", made, actor(approved_by), made.county_id, told, origin=origin, months=months)
    mailing.plan(made, origin)
    if origin == Origin.LIVE:
        pages_change()
    return made
