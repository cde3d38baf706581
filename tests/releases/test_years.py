"""The tables of people: planned before the year, counted and proven after it, published once."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, County, Role, User
from accounts.periods import Month
from bookings.models import Answer, Booking, IceCall
from bookings.models.moments import put
from reports import figures, rollup
from reports.disclosure import Shown, work
from reports.measures.annual import ALL_ENDED, CONTACT, COUNTRY, DETAINER, HANDED_OVER
from reports.models import Plan, Release
from reports.releases import actions, annual, cohort, planning
from reports.releases.annual import birthplaces
from tests.support import build

pytestmark = pytest.mark.django_db
JANUARY, DECEMBER = Month(2025, 1), Month(2025, 12)
SETTLED = datetime(2026, 3, 2, 12, tzinfo=UTC)
BEFORE = date(2024, 12, 15)


def released(place: County, day: int = 5, **values: Any) -> Booking:
    return build.booking(place, f"2025-03-{day:02d} 08:00", released=f"2025-03-{day:02d} 20:00", **values)


def called(of: Booking) -> IceCall:
    values: dict[str, Any] = {}
    put(values, "called", build.minute("2025-03-05 10:00", of.county))
    return IceCall.objects.create(county=of.county, booking=of, **values)


def people(place: County, number: int, deepest: str, **values: Any) -> None:
    for _ in range(number):
        one = released(place, **values)
        if deepest == CONTACT:
            called(one)
        elif deepest == DETAINER:
            build.detainer(one, "2025-03-05 09:00")
        elif deepest == HANDED_OVER:
            build.handover(one, "2025-03-05 20:00")


@pytest.fixture
def county() -> County:
    return build.county("here")


@pytest.fixture
def officers(county: County) -> dict[str, User]:
    return officers_of([county])


def officers_of(counties: list[County]) -> dict[str, User]:
    drafts, approves = build.person(), build.person()
    for place in counties:
        drafts.memberships.create(county=place, role=Role.RECORDS_OFFICER)
        approves.memberships.create(county=place, role=Role.SUPERVISOR)
    return {"drafted_by": drafts, "approved_by": approves}


def plan_of(officers: dict[str, User], by_law: Any = frozenset(), **residents: int) -> Plan:
    drafted = planning.draft("MN", 2025, Month(2024, 12), residents or {"here": 300_000}, by_law)
    return actions.approve_plan(drafted, "MN", approved_on=BEFORE, **officers)


def publish(kept: Plan, unit: str, officers: dict[str, User], at: datetime = SETTLED) -> Release:
    plan = planning.parse(kept.document)
    draft = annual.draft(plan, unit, *annual.counted("MN", 2025))
    return actions.publish_year(draft, kept, at=at, **officers)


def table(place: County, code: str, by: str) -> dict[str, Any]:
    found = figures.published(place, [code], JANUARY, DECEMBER, by)
    return {one.group: one.value if str(one.status) == "published" else str(one.status) for one in found}


# Who is counted.


def test_a_booking_stands_in_the_class_of_its_deepest_contact(county: County) -> None:
    everything = released(county)
    called(everything)
    build.detainer(everything, "2025-03-05 09:00")
    build.handover(everything, "2025-03-05 20:00")
    asked = released(county)
    called(asked)
    build.detainer(asked, "2025-03-05 09:00")
    called(released(county))
    released(county)
    assert cohort.load(county, JANUARY, DECEMBER).totals == {ALL_ENDED: 4, HANDED_OVER: 1, DETAINER: 1, CONTACT: 1}


def test_only_bookings_that_ended_in_the_year_count_by_the_countys_clock(county: County) -> None:
    for end in ("2024-12-31 23:59", "2025-01-01 00:00", "2025-12-31 23:59", "2026-01-01 00:00"):
        build.booking(county, "2024-12-01 08:00", released=end)
    build.booking(county, "2025-03-01 08:00")
    assert cohort.load(county, JANUARY, DECEMBER).totals == {ALL_ENDED: 2}


def test_what_was_entered_in_error_or_held_for_ice_is_outside(county: County) -> None:
    build.detainer(released(county, entered_in_error=True, error_reason="twice"), "2025-03-05 09:00")
    build.detainer(released(county, kind="held_for_ice"), "2025-03-05 09:00")
    build.detainer(released(county), "2025-03-05 09:00", entered_in_error=True, error_reason="twice")
    assert cohort.load(county, JANUARY, DECEMBER).totals == {ALL_ENDED: 1} == +cohort.load(county, JANUARY, DECEMBER).totals


def test_the_database_counts_the_same_by_itself(county: County) -> None:
    for number, deepest in enumerate(("", CONTACT, DETAINER, HANDED_OVER), 2):
        people(county, number, deepest)
    assert cohort.acts(county, JANUARY, DECEMBER) == {ALL_ENDED: 14, CONTACT: 3, DETAINER: 4, HANDED_OVER: 5}
    assert cohort.load(county, JANUARY, DECEMBER).totals == cohort.acts(county, JANUARY, DECEMBER)


@pytest.mark.parametrize("number", [1, 12])
def test_the_cohort_takes_the_same_queries_for_any_number(county: County, number: int, django_assert_num_queries: Any) -> None:
    people(county, number, DETAINER)
    with django_assert_num_queries(8):
        cohort.load(county, JANUARY, DECEMBER)


def test_the_conviction_status_is_as_of_the_handover_or_the_detainer(county: County) -> None:
    one = released(county)
    build.detainer(one, "2025-03-05 09:00")
    build.charge(one, "convicted", disposed="2025-03-05 12:00")
    assert cohort.load(county, JANUARY, DECEMBER).rows["conviction"] == {DETAINER: {"not_convicted_pending": 1}}
    build.handover(one, "2025-03-05 20:00")
    assert cohort.load(county, JANUARY, DECEMBER).rows["conviction"] == {HANDED_OVER: {"convicted": 1}}


# The plan.


def test_a_plan_is_kept_as_its_canonical_json_and_read_back_the_same(county: County, officers: dict[str, User]) -> None:
    drafted = planning.draft("MN", 2025, Month(2024, 12), {"here": 300_000}, frozenset({("here", "race", HANDED_OVER)}))
    kept = actions.approve_plan(drafted, "MN", approved_on=BEFORE, **officers)
    assert planning.parse(kept.document) == drafted
    assert kept.sha256 == drafted.sha256
    assert AuditEntry.objects.get(verb="approve_plan").detail["sha256"] == drafted.sha256


@pytest.mark.parametrize(("approved_on", "says"), [(date(2025, 1, 1), "before its year"), (date(2026, 1, 1), "before its year")])
def test_a_plan_is_approved_before_its_year(county: County, officers: dict[str, User], approved_on: date, says: str) -> None:
    drafted = planning.draft("MN", 2025, Month(2024, 12), {})
    with pytest.raises(ValidationError, match=says):
        actions.approve_plan(drafted, "MN", approved_on=approved_on, **officers)


def test_a_year_has_one_plan_by_two_people(county: County, officers: dict[str, User]) -> None:
    drafted = planning.draft("MN", 2025, Month(2024, 12), {})
    with pytest.raises(ValidationError, match="somebody else"):
        actions.approve_plan(drafted, "MN", approved_on=BEFORE, **officers | {"approved_by": officers["drafted_by"]})
    plan_of(officers)
    with pytest.raises(ValidationError, match="already has a plan"):
        plan_of(officers)


def test_in_its_first_year_a_countys_size_decides_about_rows_of_its_own(county: County) -> None:
    for residents, unit in ((249_999, "smaller-counties-mn"), (250_000, "here")):
        assert annual.units(planning.draft("MN", 2025, Month(2024, 12), {"here": residents})) == [unit]


def test_later_last_years_acts_decide_class_by_class(county: County) -> None:
    for month in Month(2024, 12).until(Month(2025, 11)):
        build.booking(county, f"{month}-02 08:00")
        rollup.fill(county, month)
    people(county, 100, DETAINER)
    people(county, 99, HANDED_OVER)
    plan = planning.draft("MN", 2026, Month(2025, 12), {"here": 2_000_000})
    assert {(code, unit) for code, unit, _ in plan.units} == {
        (HANDED_OVER, "smaller-counties-mn"),
        (DETAINER, "here"),
        (CONTACT, "smaller-counties-mn"),
    }
    assert plan.with_base == frozenset()


def test_every_order_joins_the_least_useful_group_first(county: County) -> None:
    orders = {one.code: one.order for one in planning.draft("MN", 2025, Month(2024, 12), {}).groupings}
    assert orders["sex"] == ("other", "male", "female")
    assert (orders["country"][0], orders["country"][-1], len(orders["country"])) == ("another", "MX", 31)
    assert orders["race"][0] == "another"
    assert len(COUNTRY) == 31


# Publication.


def test_a_year_is_published_by_the_rule_and_proven(county: County, officers: dict[str, User]) -> None:
    people(county, 40, HANDED_OVER, sex="male")
    people(county, 12, HANDED_OVER, sex="female")
    people(county, 2, HANDED_OVER, sex="other")
    people(county, 3, HANDED_OVER, sex="unknown")
    release = publish(plan_of(officers), "here", officers)
    assert table(county, HANDED_OVER, "sex") == {"female": 12, "male": "suppressed", "other": "suppressed", "~rest": 42}
    assert figures.published(county, [HANDED_OVER], JANUARY, DECEMBER)[0].value == 57
    document = json.loads(release.document)
    assert document["not_recorded"][HANDED_OVER]["sex"] == 3
    assert all(one["proven"] for one in document["audit"])
    assert "alternatives" not in release.document


def test_the_audit_record_says_by_which_plan_and_who(county: County, officers: dict[str, User]) -> None:
    kept = plan_of(officers)
    record = json.loads(publish(kept, "here", officers).document)["audit"][0]
    assert (record["plan_sha256"], record["unit"], record["year"], record["release"]) == (kept.sha256, "here", 2025, "here-1")
    assert (record["drafted_by"], record["approved_by"]) == tuple(f"user:{one.pk}" for one in officers.values())


@pytest.mark.parametrize(("at", "settled"), [(datetime(2026, 3, 1, 12, tzinfo=UTC), True), (datetime(2026, 2, 28, 12, tzinfo=UTC), False)])
def test_a_year_settles_sixty_days_after_its_end(county: County, officers: dict[str, User], at: datetime, settled: bool) -> None:
    kept = plan_of(officers)
    if settled:
        assert publish(kept, "here", officers, at).period == "2025"
    else:
        with pytest.raises(ValidationError, match="60 days"):
            publish(kept, "here", officers, at)


def test_a_year_has_one_edition(county: County, officers: dict[str, User]) -> None:
    kept = plan_of(officers)
    publish(kept, "here", officers)
    people(county, 30, HANDED_OVER, sex="male")
    with pytest.raises(ValidationError, match="published once"):
        publish(kept, "here", officers, SETTLED + timedelta(days=1))


def test_a_draft_by_another_plan_is_refused(county: County, officers: dict[str, User]) -> None:
    kept = plan_of(officers)
    other = replace(planning.parse(kept.document), thresholds=(("here", 5),))
    draft = annual.draft(other, "here", *annual.counted("MN", 2025))
    with pytest.raises(ValidationError, match="plan of its year"):
        actions.publish_year(draft, kept, at=SETTLED, **officers)


def test_rows_that_do_not_add_up_to_the_acts_are_not_published(county: County, officers: dict[str, User]) -> None:
    people(county, 3, HANDED_OVER)
    found, acts = annual.counted("MN", 2025)
    acts["here"][HANDED_OVER] += 1
    with pytest.raises(work.DoesNotAddUp):
        annual.draft(planning.parse(plan_of(officers).document), "here", found, acts)


def test_a_table_that_is_not_proven_is_withheld_whole(county: County, officers: dict[str, User], monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_args: Any) -> Any:
        raise work.NotProven("not safe")

    monkeypatch.setattr(work, "prove", never)
    people(county, 40, HANDED_OVER, sex="male")
    release = publish(plan_of(officers), "here", officers)
    assert table(county, HANDED_OVER, "sex") == dict.fromkeys(("female", "male", "other"), "suppressed")
    assert not any(one["proven"] for one in json.loads(release.document)["audit"])


def test_acts_are_published_again_and_the_tables_of_people_stay_byte_for_byte(county: County, officers: dict[str, User]) -> None:
    people(county, 40, HANDED_OVER, sex="male", birth_answer=Answer.ANSWERED, birth_country="MX")
    people(county, 12, DETAINER, sex="female")
    march, now = Month(2025, 3), SETTLED + timedelta(days=30)
    rollup.fill(county, march)
    actions.publish_month(county, march, at=SETTLED, **officers)
    release = publish(plan_of(officers), "here", officers)
    served = [table(county, code, "sex") for code in (HANDED_OVER, DETAINER)]
    for one in Booking.objects.order_by("pk")[:3]:
        Booking.objects.filter(pk=one.pk).update(sex="female", entered_in_error=True, error_reason="wrong person")
    rollup.fill(county, march)
    again = actions.publish_month(county, march, at=now, why="Three bookings were of other people.", **officers)
    assert again.revision == 2
    assert Release.objects.get(pk=release.pk).document == release.document
    assert [table(county, code, "sex") for code in (HANDED_OVER, DETAINER)] == served


def test_a_withdrawn_table_is_marked_and_its_release_stays(county: County, officers: dict[str, User]) -> None:
    people(county, 40, HANDED_OVER, sex="male")
    release = publish(plan_of(officers), "here", officers)
    with pytest.raises(ValidationError, match="no such table"):
        actions.withdraw_table(release, HANDED_OVER, "outcome", **officers, reason="wrong file")
    with pytest.raises(ValidationError):
        actions.withdraw_table(release, HANDED_OVER, "sex", **officers, reason=" ")
    actions.withdraw_table(release, HANDED_OVER, "sex", **officers, reason="Two files were read as one.", at=SETTLED)
    assert set(table(county, HANDED_OVER, "sex").values()) == {"suppressed"}
    shown = [one for one in figures.annual(county, int(release.period)) if (one.measure, one.by) == (HANDED_OVER, "sex")]
    assert {(one.reason, one.threshold) for one in shown} == {("Two files were read as one.", 11)}
    assert Release.objects.get(pk=release.pk).sha256 == release.sha256
    with pytest.raises(ValidationError, match="withdrawn already"):
        actions.withdraw_table(release, HANDED_OVER, "sex", **officers, reason="again")


def test_counties_of_a_pool_are_published_together_under_the_pools_name(county: County) -> None:
    other = build.county("there")
    officers = officers_of([county, other])
    for place, number in ((county, 9), (other, 8)):
        people(place, number, HANDED_OVER, sex="male")
        people(place, number, HANDED_OVER, sex="female")
    release = publish(plan_of(officers, here=1, there=1), "smaller-counties-mn", officers)
    assert (release.county, release.counties) == (None, ["here", "there"])
    for place in (county, other):
        assert table(place, HANDED_OVER, "sex") == {"female": 17, "male": 17, "other": 0}
        assert {one.row for one in figures.annual(place, 2025) if one.value} == {"smaller-counties-mn"}


def test_what_a_law_has_another_publish_is_no_table_here(county: County, officers: dict[str, User]) -> None:
    people(county, 40, HANDED_OVER, sex="male")
    people(county, 40, DETAINER, sex="male")
    publish(plan_of(officers, frozenset({("here", "sex", HANDED_OVER)})), "here", officers)
    assert set(table(county, HANDED_OVER, "sex").values()) == {"no_data"}
    assert table(county, DETAINER, "sex") == {"female": 0, "male": 40, "other": 0}


@pytest.mark.parametrize(
    ("listed", "rest", "found"),
    [
        ({"US": 20, "declined": 0, "MX": 30}, 12, ({"us_born": 20, "declined": 0, "foreign_born": 42}, None, "table")),
        ({"US": 20, "MX": 30}, 12, ({"us_born": 20}, 42, "table")),
        ({"declined": 15, "MX": 30}, 17, ({"declined": 15}, 47, "table")),
        ({"MX": 30}, 32, ({}, None, "withheld")),
    ],
)
def test_birthplaces_say_what_the_table_of_countries_says_and_no_more(listed: Any, rest: int, found: Any) -> None:
    assert birthplaces(Shown(listed, rest, 62, "table")) == Shown(found[0], found[1], 62, found[2])


def test_publishing_reads_no_more_for_more_people(county: County, officers: dict[str, User]) -> None:
    kept = plan_of(officers)
    plan = planning.parse(kept.document)
    seen = []
    for number in (2, 20):
        people(county, number, HANDED_OVER)
        with CaptureQueriesContext(connection) as queries:
            annual.draft(plan, "here", *annual.counted("MN", 2025))
        seen.append(len(queries))
    assert seen[0] == seen[1]
