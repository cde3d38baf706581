"""The life of a month: laid out, drafted, sent back, approved, published, restated. Never by one person, and never without a reason."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connections

from accounts.models import AuditEntry, County, Inbox, Role, Seal, User
from accounts.periods import Month
from bookings.models import Handover
from reports import rollup
from reports.models import MeasureCell, MonthDraft, Release, Restatement
from reports.releases import actions, life, pending, reading
from reports.releases.document import read
from tests.support import build, releasing

pytestmark = pytest.mark.django_db
OCTOBER, CLOSED = Month(2026, 10), datetime(2026, 11, 11, 6, 0, tzinfo=UTC)
LATER = CLOSED + timedelta(days=30)
WHY = "A handover of the 12th was written down late."


@pytest.fixture
def county() -> County:
    return releasing.six_taken(OCTOBER)


def draft(county: County, by: User, **values: Any) -> MonthDraft:
    return life.draft_month(county, OCTOBER, **{"by": by, "seen": life.seen_of(county, OCTOBER), "at": CLOSED, **values})


def published(county: County, one: User, other: User) -> Release:
    return life.approve(draft(county, one), by=other, at=CLOSED)  # type: ignore[return-value]


def late_fact(county: County) -> None:
    build.handover(build.booking(county, "2026-10-12 08:00"), "2026-10-12 21:00")
    rollup.fill(county, OCTOBER)


def restate(row: Restatement, county: County, by: User, **values: Any) -> Restatement:
    seen = life.seen_of(county, OCTOBER)
    return life.draft_restatement(row, **{"by": by, "seen": seen, "reason": WHY, "at": LATER, **values})


def refused(match: str, act: Callable[..., Any], *args: Any, **values: Any) -> None:
    before = [list(model.objects.order_by("pk").values()) for model in (Release, MonthDraft, Restatement)]
    with pytest.raises(ValidationError, match=match):
        act(*args, **values)
    assert [list(model.objects.order_by("pk").values()) for model in (Release, MonthDraft, Restatement)] == before


# From the draft to the first release.


def test_one_officer_drafts_and_another_one_publishes(county: County, one: User, other: User) -> None:
    row = draft(county, one)
    assert row.waits
    assert not Release.objects.exists()
    release = life.approve(row, by=other, at=CLOSED)
    assert (release.drafted_by, release.approved_by, release.revision) == (one, other, 1)  # type: ignore[union-attr]
    assert MonthDraft.objects.get().release == release
    assert [entry.verb for entry in AuditEntry.objects.order_by("pk")] == ["draft_monthdraft", "publish"]
    assert not Inbox.objects.exists()


def test_nobody_publishes_alone_and_only_officers_of_the_county_do(county: County, one: User) -> None:
    row = draft(county, one)
    refused("somebody else", life.approve, row, by=one, at=CLOSED)
    strangers = [build.person(role, county) for role in set(Role) - {Role.RECORDS_OFFICER, Role.SUPERVISOR}]
    for person in [*strangers, build.person(Role.SUPERVISOR, build.county("there"))]:
        for act in (lambda by: life.approve(row, by=by), lambda by: draft(county, by), lambda by: life.send_back(row, by=by, why="no")):
            with pytest.raises(PermissionDenied):
                act(person)


def test_nothing_is_approved_that_nobody_has_drafted(county: County, other: User) -> None:
    (row,) = life.lay_out(county, [OCTOBER], CLOSED)
    refused("Nobody has drafted it", life.approve, row, by=other, at=CLOSED)


def test_what_is_sent_back_says_why_and_is_drafted_again(county: County, one: User, other: User) -> None:
    row = draft(county, one)
    refused("Say why", life.send_back, row, by=other, why=" ")
    life.send_back(row, by=other, why="The calls of the 14th are missing.", at=CLOSED)
    row.refresh_from_db()
    assert (row.waits, row.refused_by, row.refusal) == (False, other, "The calls of the 14th are missing.")
    refused("Nobody has drafted it", life.approve, row, by=other, at=CLOSED)
    again = draft(county, one)
    assert (again.pk, again.waits, again.refusal) == (row.pk, True, "")


def test_only_the_figures_that_were_looked_at_are_drafted_and_only_those_are_approved(county: County, one: User, other: User) -> None:
    refused("changed since you opened", draft, county, one, seen="0" * 64)
    row = draft(county, one)
    late_fact(county)
    refused("changed since they were drafted", life.approve, row, by=other, at=CLOSED)


def test_a_month_with_a_failed_check_is_neither_drafted_nor_approved(county: County, one: User, other: User) -> None:
    refused("not closed yet", draft, county, one, at=CLOSED - timedelta(minutes=1))
    row = draft(county, one)
    MeasureCell.objects.filter(measure="DT-002", group="handed_over").update(numerator=5)
    refused("does not add up", draft, county, one)
    refused("does not add up", life.approve, row, by=other, at=CLOSED)


def test_a_published_month_is_not_drafted_again(county: County, one: User, other: User) -> None:
    published(county, one, other)
    refused("published already", draft, county, one)


def test_the_release_names_the_end_of_the_journals_chain_when_it_was_drafted(county: County, one: User, other: User) -> None:
    life.lay_out(county, [OCTOBER], CLOSED)
    release = published(county, one, other)
    head = read(release.document)["journal_head"]
    assert Seal.objects.get(number=head["number"]).digest == head["digest"]
    assert MonthDraft.objects.get().journal_head == head


@pytest.mark.django_db(transaction=True)
def test_approved_twice_at_once_it_is_published_once(county: County, one: User) -> None:
    row, gate = draft(county, one), Barrier(4)
    others = [build.person(Role.SUPERVISOR, county) for _ in range(4)]

    def approve(by: User) -> str:
        try:
            gate.wait(10)
            life.approve(row, by=by, at=CLOSED)
            return "published"
        except actions.Refused:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(approve, others)) == ["published", "refused", "refused", "refused"]
    assert Release.objects.count() == 1


# Restatements.


def test_a_recomputation_that_differs_opens_a_pending_restatement_and_publishes_nothing(county: County, one: User, other: User) -> None:
    release = published(county, one, other)
    late_fact(county)
    row = Restatement.objects.get()
    assert (row.restates, row.state, row.period, row.drafted_by) == (release, "pending", "2026-10", None)
    assert ["HO-001", "2026-10", "", "", 6, 7] in row.differs
    assert list(Release.objects.all()) == [release]
    assert reading.restatements("here") == []


def test_a_recomputation_that_says_the_same_opens_nothing(county: County, one: User, other: User) -> None:
    published(county, one, other)
    rollup.fill(county, OCTOBER)
    MeasureCell.objects.filter(measure="HO-001").update(numerator=9)
    rollup.fill(county, OCTOBER)
    assert not Restatement.objects.exists()


def test_a_restatement_is_withdrawn_when_the_record_says_again_what_was_published(county: County, one: User, other: User) -> None:
    published(county, one, other)
    late_fact(county)
    wrong = Handover.objects.latest("pk")
    wrong.booking.__class__.objects.filter(pk=wrong.booking_id).update(entered_in_error=True, error_reason="typed twice")
    rollup.fill(county, OCTOBER)
    row = Restatement.objects.get()
    assert row.state == "withdrawn"
    with pytest.raises(ValidationError, match="nothing to restate"):
        restate(row, county, one)
    late_fact(county)
    assert Restatement.objects.get().state == "pending"


def test_a_restatement_says_what_was_what_is_and_why_and_the_first_release_stays(county: County, one: User, other: User) -> None:
    first = published(county, one, other)
    late_fact(county)
    row = restate(Restatement.objects.get(), county, other)
    second = life.approve(row, by=one, at=LATER)
    assert (second.revision, second.number, second.drafted_by, second.approved_by) == (2, 2, other, one)  # type: ignore[union-attr]
    assert Restatement.objects.get().state == "published"
    assert Release.objects.get(pk=first.pk).sha256 == first.sha256
    (told,) = reading.restatements("here")
    assert (told.period, told.revision, told.why) == ("2026-10", 2, WHY)
    assert reading.Change("HO-001", "2026-10", "", "", 6, 7) in told.changes
    assert [one.revision for one in reading.revisions("here", "2026-10")] == [2, 1]


def test_a_restatement_without_a_reason_or_a_second_person_is_refused(county: County, one: User, other: User) -> None:
    published(county, one, other)
    late_fact(county)
    row = Restatement.objects.get()
    refused("Say publicly why", restate, row, county, one, reason="  ")
    refused("Nobody has drafted it", life.approve, row, by=other, at=LATER)
    restate(row, county, one)
    refused("somebody else", life.approve, row, by=one, at=LATER)
    refused("published already|Say publicly why", actions.publish_month, county, OCTOBER, drafted_by=one, approved_by=other, at=LATER)


def test_the_reason_that_a_clerk_wrote_down_is_in_no_release(county: County, one: User, other: User) -> None:
    published(county, one, other)
    wrong = Handover.objects.earliest("pk")
    Handover.objects.filter(pk=wrong.pk).update(entered_in_error=True, error_reason="mixed up with Mr Secret")
    rollup.fill(county, OCTOBER)
    release = life.approve(restate(Restatement.objects.get(), county, one), by=other, at=LATER)
    assert "Secret" not in release.document  # type: ignore[union-attr]
    assert read(release.document)["why"] == WHY  # type: ignore[union-attr]


def test_a_change_in_a_quarters_first_month_is_found_in_the_release_that_holds_its_groups(county: County) -> None:
    shown = {"DT-002": {"outcome": {"period": "2026", "total": 5, "values": {"handed_over": 5}, "status": "published"}}}
    releasing.month(county, "2026-12", {}, shown)
    releasing.month(county, "2026-11", {"DT-001": [0, None]})
    pending.look(county, OCTOBER)
    assert [row.period for row in Restatement.objects.all()] == ["2026-12"]
