"""The life of a month: laid out when it is closed, drafted by one officer, approved and published (or sent back) by another one, and
restated the same way when the record says otherwise. The same of a table of people that is withdrawn."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import County, User
from accounts.periods import Month
from reports.models import MonthDraft, Release, Restatement, RestatementState, Withdrawal, WithdrawalDraft
from reports.releases import actions, checks, monthly
from reports.releases.actions import Refused, locked
from reports.releases.document import canonical, sha256
from reports.releases.noting import note

Paper = MonthDraft | Restatement | WithdrawalDraft


def seen_of(county: County, month: Month) -> str:
    """What stands for the figures that an officer looks at: approved is what was drafted, or nothing."""
    return sha256(canonical(monthly.draft(county, month).content))


@transaction.atomic
def lay_out(county: County, months: list[Month], at: datetime) -> list[MonthDraft]:
    """Closed months, ready for an officer to draft. Those laid out or published already are left alone. Whole, or not at all."""
    locked([county.slug])
    there = set(MonthDraft.objects.filter(county=county).values_list("period", flat=True))
    there |= set(Release.objects.filter(row=county.slug).values_list("period", flat=True))
    wanted = [str(month) for month in months if str(month) not in there]
    head = actions.journal_head() if wanted else {}
    made = [MonthDraft.objects.create(county=county, period=period, made_at=at, journal_head=head) for period in wanted]
    for one in made:
        note("lay_out_month", one, "task:draft_months", county.pk, {"period": one.period})
    return made


@transaction.atomic
def draft_month(county: County, month: Month, *, by: User, seen: str, at: datetime | None = None) -> MonthDraft:
    """An officer has looked at the figures of a closed month, and asks another one to publish them."""
    locked([county.slug])
    now = at or timezone.now()
    checks.check_officers(county, by)
    checks.check_month(county, month, now)
    check_seen(county, month, seen)
    if Release.objects.filter(row=county.slug, period=str(month)).exists():
        raise Refused(_("This month was published already: what changed since is restated."))
    row, _made = MonthDraft.objects.get_or_create(county=county, period=str(month), defaults={"made_at": now})
    return signed(row, county, by, seen, now, {"period": row.period})


@transaction.atomic
def draft_restatement(row: Restatement, *, by: User, seen: str, reason: str, at: datetime | None = None) -> Restatement:
    """An officer says publicly why the figures changed, and asks another one to publish them as a revision."""
    county, month, now = row.county, Month.parse(row.period), at or timezone.now()
    locked([county.slug])
    row = fresh(row)
    checks.check_officers(county, by)
    if row.state != RestatementState.PENDING:
        raise Refused(_("There is nothing to restate any more: it was published, or the record says again what was published."))
    checks.check_month(county, month, now)
    check_seen(county, month, seen)
    actions.check_reason(reason)
    row.reason = reason.strip()
    return signed(row, county, by, seen, now, {"period": row.period})


@transaction.atomic
def draft_withdrawal(
    release: Release, measure: str, grouping: str, *, by: User, reason: str, at: datetime | None = None
) -> WithdrawalDraft:
    """An officer finds a published table of people gravely wrong, and asks another one to withdraw it."""
    for county in locked(release.counties):
        checks.check_officers(county, by)
    actions.check_table(release, measure, grouping)
    actions.check_reason(reason)
    what = {"table": release, "measure": measure, "grouping": grouping}
    row = WithdrawalDraft.objects.filter(**what).first() or WithdrawalDraft(**what)
    row.reason = reason.strip()
    told = {"release": release.pk, "measure": measure, "grouping": grouping}
    return signed(row, release.county, by, release.sha256, at or timezone.now(), told)


@transaction.atomic
def send_back(row: Any, *, by: User, why: str, at: datetime | None = None) -> None:
    """Say in a sentence why a draft is not published. It is drafted again by whoever mends it; what is sent back is kept nowhere else."""
    for county in locked(counties_of(row)):
        checks.check_officers(county, by)
    row = waiting(row)
    if not why.strip():
        raise Refused(_("Say why it is sent back."))
    row.drafted_by, row.drafted_at, row.sha256 = None, None, ""
    row.refused_by, row.refused_at, row.refusal = by, at or timezone.now(), why.strip()
    row.full_clean(validate_unique=False)
    row.save()
    note("send_back", row, f"user:{by.pk}", getattr(row, "county_id", None), {})


@transaction.atomic
def approve(row: Any, *, by: User, at: datetime | None = None) -> Release | Withdrawal:
    """Publish what another officer has drafted: those figures, or none."""
    locked(counties_of(row))
    row = waiting(row)
    checks.check_two_people(row.drafted_by, by)
    made: Release | Withdrawal = withdraw(row, by, at) if isinstance(row, WithdrawalDraft) else publish(row, by, at)
    return made


def publish(row: MonthDraft | Restatement, by: User, at: datetime | None) -> Release:
    reason = row.reason if isinstance(row, Restatement) else ""
    release = actions.publish_month(
        row.county, Month.parse(row.period), drafted_by=row.drafted_by, approved_by=by, at=at, why=reason, seen=row.sha256,
        head=row.journal_head,
    )  # fmt: skip
    if isinstance(row, MonthDraft):
        MonthDraft.objects.filter(pk=row.pk).update(approved_by=by, release=release)
    return release


def withdraw(row: WithdrawalDraft, by: User, at: datetime | None) -> Withdrawal:
    made = actions.withdraw_table(row.table, row.measure, row.grouping, drafted_by=row.drafted_by, approved_by=by, reason=row.reason, at=at)
    WithdrawalDraft.objects.filter(pk=row.pk).update(approved_by=by, withdrawal=made)
    return made


def signed(row: Any, county: County | None, by: User, seen: str, now: datetime, told: dict[str, Any]) -> Any:
    if row.approved_by_id is not None:
        raise Refused(_("It was published already."))
    row.drafted_by, row.drafted_at, row.sha256, row.journal_head = by, now, seen, actions.journal_head()
    row.refused_by, row.refused_at, row.refusal = None, None, ""
    row.full_clean()
    row.save()
    note(f"draft_{row._meta.model_name}", row, f"user:{by.pk}", county.pk if county else None, told)
    return row


def waiting(row: Any) -> Any:
    """The draft as it stands now, held until the end. Who comes second finds it published, or sent back."""
    row = fresh(row)
    if not row.waits:
        raise Refused(_("Nobody has drafted it, or it was published or sent back already."))
    return row


def fresh(row: Any) -> Any:
    return type(row)._default_manager.select_for_update().get(pk=row.pk)


def counties_of(row: Paper) -> list[str]:
    return row.table.counties if isinstance(row, WithdrawalDraft) else [row.county.slug]


def check_seen(county: County, month: Month, seen: str) -> None:
    if seen_of(county, month) != seen:
        raise Refused(_("The figures have changed since you opened the page: look at them again."))
