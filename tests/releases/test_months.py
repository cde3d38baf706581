"""A month is published when it is closed and adds up, by two people; published again only if its figures changed."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connections

from accounts.models import AuditEntry, County, Inbox, Origin, Role, User
from accounts.periods import Month
from bookings.models import Handover
from reports import figures, rollup
from reports.models import MeasureCell, Plan, Release
from reports.releases import actions, checks, monthly, planning
from reports.releases.document import canonical, read, sha256
from reports.releases.windows import window_of
from tests.support import build, releasing

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)
CLOSED = datetime(2026, 11, 11, 6, 0, tzinfo=UTC)  # midnight in Chicago after the ten days for late entries


@pytest.fixture
def county() -> County:
    return releasing.six_taken(OCTOBER)


@pytest.fixture
def officers(county: County) -> dict[str, User]:
    return {"drafted_by": build.person(Role.RECORDS_OFFICER, county), "approved_by": build.person(Role.SUPERVISOR, county)}


def publish(county: County, officers: dict[str, User], **values: Any) -> Release:
    return actions.publish_month(county, OCTOBER, **{"at": CLOSED, **officers, **values})


def test_a_release_holds_the_exact_totals_as_canonical_json_with_its_hash(county: County, officers: dict[str, User]) -> None:
    release = publish(county, officers)
    document = read(release.document)
    first = ("BK-001", "BK-002", "DT-001", "DT-002", "HO-001", "HO-002")
    assert {code: total for code, total in document["totals"].items() if code in first} == {
        "BK-001": [6, None],
        "BK-002": [6, 6],
        "DT-001": [6, None],
        "DT-002": [6, 6],
        "HO-001": [6, None],
    }
    assert (release.document, release.sha256) == (canonical(document), sha256(release.document))
    assert (document["number"], document["revision"], document["as_of"]) == (1, 1, "2026-11-11T06:00:00Z")
    assert (release.row, release.kind, release.period, release.counties) == ("here", "month", "2026-10", ["here"])


def test_what_is_published_is_what_the_office_counts(county: County, officers: dict[str, User]) -> None:
    publish(county, officers)
    for code in ("BK-001", "DT-001", "DT-002", "HO-001"):
        told, known = figures.published(county, [code], OCTOBER, OCTOBER), figures.office_figures(county, [code], [OCTOBER])
        assert [(one.value, one.denominator) for one in told] == [(one.value, one.denominator) for one in known]


def test_nothing_that_describes_people_is_in_a_month(county: County, officers: dict[str, User]) -> None:
    text = publish(county, officers).document
    assert not any(word in text for word in ("foreign_born", "HO-002", "conviction", "birth"))


@pytest.mark.parametrize(("before", "published"), [(timedelta(0), True), (timedelta(minutes=1), False)])
def test_a_month_is_closed_when_it_is_over_and_its_days_for_late_entries_are(county: County, before: timedelta, published: bool) -> None:
    assert checks.may_publish_month(county, OCTOBER, CLOSED - before) is published


def test_an_open_month_says_until_when_late_entries_are_taken(county: County, officers: dict[str, User]) -> None:
    with pytest.raises(ValidationError, match="not closed yet: late entries are taken until 2026-11-11"):
        publish(county, officers, at=CLOSED - timedelta(days=3))


def test_a_month_that_does_not_add_up_cannot_be_published_and_says_why(county: County, officers: dict[str, User]) -> None:
    MeasureCell.objects.filter(measure="DT-002", group="handed_over").update(numerator=5)
    with pytest.raises(ValidationError, match="does not add up"):
        publish(county, officers)
    assert not Release.objects.exists()


def test_a_month_is_not_published_while_its_figures_are_being_computed(county: County, officers: dict[str, User]) -> None:
    Inbox.objects.create(reader="rollup", county_id=county.pk, entry=1, origin=Origin.LIVE)
    with pytest.raises(ValidationError, match="1 changes wait"):
        publish(county, officers)


def test_it_takes_two_officers_of_the_county(county: County, officers: dict[str, User]) -> None:
    with pytest.raises(ValidationError, match="somebody else"):
        publish(county, officers, approved_by=officers["drafted_by"])
    for role in set(Role) - {Role.RECORDS_OFFICER, Role.SUPERVISOR}:
        for whose in ("drafted_by", "approved_by"):
            with pytest.raises(PermissionDenied):
                publish(county, officers, **{whose: build.person(role, county)})
    with pytest.raises(PermissionDenied):
        publish(county, officers, approved_by=build.person(Role.SUPERVISOR, build.county("there")))


def test_the_journal_says_who_published_what_and_wakes_no_reader(county: County, officers: dict[str, User]) -> None:
    release = publish(county, officers)
    entry = AuditEntry.objects.get(verb="publish")
    assert (entry.by, entry.object_id, entry.county_id) == (f"user:{officers['approved_by'].pk}", release.pk, county.pk)
    assert entry.detail == {
        "row": "here",
        "number": 1,
        "period": "2026-10",
        "revision": 1,
        "sha256": release.sha256,
        "drafted_by": f"user:{officers['drafted_by'].pk}",
    }
    assert not Inbox.objects.exists()


def test_the_same_figures_are_not_published_twice(county: County, officers: dict[str, User]) -> None:
    publish(county, officers)
    with pytest.raises(actions.Refused, match="have not changed"):
        publish(county, officers, at=CLOSED + timedelta(days=1))
    assert Release.objects.count() == 1


def test_changed_figures_are_published_as_a_revision_and_the_first_one_stays(county: County, officers: dict[str, User]) -> None:
    first = publish(county, officers)
    wrong = Handover.objects.filter(county=county).earliest("pk")
    Handover.objects.filter(pk=wrong.pk).update(entered_in_error=True, error_reason="wrong person")
    rollup.fill(county, OCTOBER)
    with pytest.raises(actions.Refused, match="Say publicly why"):
        publish(county, officers, at=CLOSED + timedelta(days=1), why=" ")
    second = publish(county, officers, at=CLOSED + timedelta(days=1), why="One handover was of another person.")
    assert (second.number, second.revision) == (2, 2)
    assert read(second.document)["totals"]["HO-001"] == [5, None]
    assert Release.objects.get(pk=first.pk).document == first.document


def test_a_month_without_data_can_be_published_and_says_so(county: County, officers: dict[str, User]) -> None:
    september = Month(2026, 9)
    actions.publish_month(county, september, at=CLOSED, **officers)
    assert [(one.value, str(one.status)) for one in figures.published(county, ["DT-001"], september, september)] == [(None, "no_data")]


@pytest.mark.django_db(transaction=True)
def test_published_twice_at_once_it_is_published_once(county: County, officers: dict[str, User]) -> None:
    gate = Barrier(4)

    def one(_number: int) -> str:
        try:
            gate.wait(10)
            publish(county, officers)
            return "published"
        except actions.Refused:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(one, range(4))) == ["published", "refused", "refused", "refused"]
    assert Release.objects.count() == 1


# Windows of the groups of acts.


def planned(county: County, kind: str, officers: dict[str, User]) -> None:
    plan = planning.draft(county.state, 2026, Month(2025, 12), {county.slug: 1_000_000})
    plan = replace(plan, windows=((county.slug, "DT-002", kind),))
    text = canonical(planning.as_record(plan))
    day = datetime(2025, 12, 1, tzinfo=UTC).date()
    Plan.objects.create(state=county.state, year=2026, document=text, sha256=sha256(text), approved_on=day, **officers)


def groups(county: County, month: Month = OCTOBER) -> Any:
    return monthly.draft(county, month).content["groups"]


def test_groups_come_with_the_month_that_ends_their_window(county: County, officers: dict[str, User]) -> None:
    assert groups(county) == {}  # without a plan the window is the year
    planned(county, "month", officers)
    entry = groups(county)["DT-002"]["outcome"]
    assert (entry["period"], entry["status"], entry["total"], entry["values"]["handed_over"]) == ("2026-10", "published", 6, 6)
    assert sum(entry["values"].values()) == 6


@pytest.mark.parametrize(("events", "status"), [(5, "published"), (4, "suppressed"), (0, "suppressed")])
def test_a_window_of_fewer_than_five_shows_only_its_total(county: County, officers: dict[str, User], events: int, status: str) -> None:
    planned(county, "month", officers)
    MeasureCell.objects.filter(measure="DT-001").update(numerator=events)
    entry = groups(county)["DT-002"]["outcome"]
    assert (entry["status"], entry["total"], bool(entry["values"])) == (status, events, status == "published")


def test_a_quarter_is_the_sum_of_its_months_and_has_no_data_if_one_has_none(county: County, officers: dict[str, User]) -> None:
    planned(county, "quarter", officers)
    december = Month(2026, 12)
    for month in (Month(2026, 11), december):
        build.detainer(build.booking(county, f"{month}-03 08:00"), f"{month}-03 09:00")
        rollup.fill(county, month)
    assert groups(county) == {}
    entry = groups(county, december)["DT-002"]["outcome"]
    assert (entry["period"], entry["total"], entry["values"]["handed_over"]) == ("2026-Q4", 8, 6)
    MeasureCell.objects.filter(month=Month(2026, 11).first_day).delete()
    assert groups(county, december)["DT-002"]["outcome"] == {"period": "2026-Q4", "total": None, "values": {}, "status": "no_data"}


@pytest.mark.parametrize(
    ("kind", "period", "first", "last"),
    [
        ("month", "2026-10", (2026, 10), (2026, 10)),
        ("quarter", "2026-Q4", (2026, 10), (2026, 12)),
        ("year", "2026", (2026, 1), (2026, 12)),
    ],
)
def test_a_window_is_named_and_cut_by_the_calendar(kind: str, period: str, first: Any, last: Any) -> None:
    assert window_of(kind, OCTOBER) == (period, Month(*first), Month(*last))


def test_the_number_of_queries_does_not_depend_on_the_year(county: County, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(4):  # the plan, the cells, and what stands beside them: policies and gaps
        monthly.draft(county, Month(2026, 12))
