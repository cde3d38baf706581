"""The verbs that publish. Each is one transaction with its journal entry, by two people; done twice at once it is done once."""

import logging
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import journal
from accounts.models import County, Origin, User
from accounts.periods import Month
from reports.disclosure import work
from reports.models import Plan, Release, ReleaseKind, Withdrawal
from reports.releases import annual, beside, checks, monthly, planning
from reports.releases.document import canonical, moment, read, sha256

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
    note("approve_plan", kept, approved_by, origin, None, {"state": state, "year": plan.year, "sha256": kept.sha256})
    return kept


@transaction.atomic
def publish_month(
    county: County, month: Month, *, drafted_by: User, approved_by: User, at: datetime | None = None, origin: str = Origin.LIVE
) -> Release:
    """Publish a closed month, or a revision of one whose figures have changed."""
    locked([county.slug])
    checks.check_officers(county, drafted_by, approved_by)
    checks.check_two_people(drafted_by, approved_by)
    now = at or timezone.now()
    checks.check_month(county, month, now)
    draft = monthly.draft(county, month)
    before = Release.objects.filter(row=county.slug, kind=ReleaseKind.MONTH, period=str(month)).order_by("-revision").first()
    if before is not None and same_figures(before, draft.content):
        raise Refused(_("This month was published already, and its figures have not changed."))
    values = {"row": county.slug, "county": county, "counties": [county.slug], "kind": ReleaseKind.MONTH, "period": str(month)}
    revision = before.revision + 1 if before else 1
    return keep(draft.content, values, revision, now, drafted_by, approved_by, origin, months=(month, month))


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
    signed = {"frozen_at": moment(now), "drafted_by": f"user:{drafted_by.pk}", "approved_by": f"user:{approved_by.pk}"}
    name = f"{draft.unit}-{next_number(draft.unit)}"
    audit = annual.audit(planning.parse(plan.document), draft, name, signed)
    known = beside.facts(counties, Month(draft.year, 1), Month(draft.year, 12))
    content = draft.content | known | {"audit": audit, "made_up": all(county.made_up for county in counties)}
    return keep(content, values, 1, now, drafted_by, approved_by, origin)


def check_settled(draft: annual.YearDraft, today: date) -> None:
    done = Release.objects.filter(kind=ReleaseKind.YEAR, row=draft.unit, period=str(draft.year)).exists()
    published = {(draft.unit, draft.year, "")} if done else set()
    try:
        work.check_may_publish((draft.unit, draft.year, ""), today, published)
    except work.TooLate:
        said = _("Tables of people are published once: a second edition would show whose record was changed.")
        raise Refused(said if done else _("The year has not settled yet: tables of people come 60 days after its end.")) from None


@transaction.atomic
def withdraw_table(release: Release, measure: str, grouping: str, *, by: User, reason: str, at: datetime | None = None) -> Withdrawal:
    """Mark a table that proved gravely wrong. Nothing takes its place."""
    for county in locked(release.counties):
        checks.check_officers(county, by)
    tables = read(release.document).get("tables", [])
    if (measure, grouping) not in {(one["measure"], one["grouping"]) for one in tables}:
        raise Refused(_("This release has no such table."))
    made = Withdrawal(release=release, measure=measure, grouping=grouping, reason=reason.strip(), by=by, at=at or timezone.now())
    made.full_clean()
    made.save(force_insert=True)
    note("withdraw_table", made, by, Origin.LIVE, release.county, {"release": release.pk, "measure": measure, "grouping": grouping})
    return made


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
    note("publish", made, approved_by, origin, made.county, detail | {"drafted_by": f"user:{drafted_by.pk}"}, months)
    return made


def note(
    verb: str,
    made: Plan | Release | Withdrawal,
    by: User,
    origin: str,
    county: County | None,
    detail: dict[str, Any],
    months: tuple[Month, Month] | None = None,
) -> None:
    """In the journal, and told to no reader: publishing changes no figure."""
    said = journal.Note(
        by=f"user:{by.pk}",
        verb=verb,
        noun=made._meta.label,
        origin=origin,
        object_id=made.pk,
        county_id=county.pk if county else None,
        months=months if county else None,
        detail=detail,
    )
    journal.write(said, tell=False)
