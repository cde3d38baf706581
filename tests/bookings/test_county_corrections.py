"""What is about the county, corrected and ended: with a reason, over the version that was read, the old values kept in the journal."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from accounts.models import AuditEntry, County, CountyProfile, Role, User
from bookings import actions
from bookings.models import Facility, FederalRequest, ListItem
from bookings.spans import Span
from tests.support import build

pytestmark = pytest.mark.django_db
START, NEXT = date(2026, 1, 1), date(2026, 11, 1)
WORDS = {"title": "Ask first", "text": "Staff ask first.", "adopted_by": "the sheriff", "source": "the manual"}


@pytest.fixture
def county() -> County:
    return build.county()


@pytest.fixture
def by(county: County) -> User:
    return build.person(Role.SUPERVISOR, county)


def span(county: County, first: str, last: str) -> Span:
    return Span(build.minute(first, county).at, build.minute(last, county).at)


def policy(by: User, county: County, **values: Any) -> Any:
    return actions.record_policy(by=by, county=county, rule="ask_first", **WORDS | {"in_force_from": START} | values)


def nil_return(by: User, county: County) -> Any:
    return actions.record_nil_return(by=by, county=county, period=span(county, "2026-10-01 00:00", "2026-10-02 00:00"), signed_by="A")


def outage(by: User, county: County) -> Any:
    return actions.record_outage(by=by, county=county, gap=span(county, "2026-10-01 00:00", "2026-10-02 00:00"), what="phone log")


def request(by: User, county: County) -> Any:
    received = build.minute("2026-10-05 09:00", county)
    return actions.record_general_request(by=by, county=county, kind="records", agency="ICE", received=received, remarks="as told")


def building(by: User, county: County) -> Any:
    return actions.record_facility(by=by, county=county, code="MAIN", name="Main jail")


def item(by: User, county: County) -> Any:
    return actions.record_list_item(by=by, list="rate", code="hour", label="an hour", value="30.00", source="pay table", checked_on=START)


# The fact, a change of it, and what the journal keeps of before and after.
CASES: dict[str, tuple[Callable[[User, County], Any], dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "policy": (policy, {"title": "Ask"}, {"title": "Ask first"}, {"title": "Ask"}),
    "nil return": (nil_return, {"signed_by": "B"}, {"signed_by": "A"}, {"signed_by": "B"}),
    "outage": (outage, {"what": "fax"}, {"what": "phone log"}, {"what": "fax"}),
    "general request": (request, {"agency": "HSI"}, {"agency": "ICE"}, {"agency": "HSI"}),
    "building": (building, {"ice_code": "MAINMN"}, {"ice_code": ""}, {"ice_code": "MAINMN"}),
    "list entry": (item, {"value": "31.00"}, {"value": "30.00"}, {"value": "31.00"}),
}
every = pytest.mark.parametrize("case", CASES)


@every
def test_a_correction_keeps_the_old_value_with_who_and_why(case: str, by: User, county: County) -> None:
    make, change, before, after = CASES[case]
    fact = make(by, county)
    actions.correct_of_county(fact, by=by, reason="read off the wrong line", **change)
    last = AuditEntry.objects.latest("pk")
    assert (last.verb, last.by, last.origin, last.object_id) == ("correct", f"user:{by.pk}", "correction", fact.pk)
    assert last.detail == {"before": before, "after": after, "reason": "read off the wrong line"}
    stored = type(fact)._default_manager.get(pk=fact.pk)
    assert stored.version == fact.version == 2
    assert {name: getattr(stored, name) for name in change} == change


@every
def test_a_correction_without_a_reason_is_refused(case: str, by: User, county: County) -> None:
    make, change, _before, _after = CASES[case]
    fact = make(by, county)
    with pytest.raises(ValidationError, match="a correction needs a reason"):
        actions.correct_of_county(fact, by=by, reason=" ", **change)
    assert AuditEntry.objects.count() == 1


@every
def test_of_two_who_correct_the_same_version_one_is_told(case: str, by: User, county: County) -> None:
    make, change, _before, _after = CASES[case]
    first = make(by, county)
    second = type(first)._default_manager.get(pk=first.pk)
    actions.correct_of_county(first, by=by, reason="why", **change)
    with pytest.raises(actions.Stale):
        actions.correct_of_county(second, by=by, reason="why", **change)


@every
def test_a_field_that_is_none_is_a_fault_of_the_caller(case: str, by: User, county: County) -> None:
    with pytest.raises(TypeError, match="has no nonsense"):
        actions.correct_of_county(CASES[case][0](by, county), by=by, reason="why", nonsense=1)


@pytest.mark.parametrize(("make", "moment"), [(nil_return, "period"), (outage, "gap"), (request, "received")])
def test_a_moved_time_touches_the_months_before_and_after(make: Any, moment: str, by: User, county: County) -> None:
    fact = make(by, county)
    moved = span(county, "2026-08-31 22:00", "2026-08-31 22:01")
    actions.correct_of_county(fact, by=by, reason="wrong day", **{moment: moved})
    last = AuditEntry.objects.latest("pk")
    assert (last.first_month, last.last_month) == (date(2026, 8, 1), date(2026, 10, 1))
    assert last.detail["after"][f"{moment}_at"] == moved.at.isoformat()


def test_a_correction_that_breaks_a_rule_of_policies_is_refused_and_writes_nothing(by: User, county: County) -> None:
    old = policy(by, county, in_force_until=NEXT)
    policy(by, county, in_force_from=NEXT)
    with pytest.raises(ValidationError, match="another policy is in force"):
        actions.correct_of_county(old, by=by, reason="why", in_force_until=date(2026, 12, 1))
    assert AuditEntry.objects.count() == 2


def test_a_request_about_a_booking_never_gets_an_entry_in_clear(by: User, county: County) -> None:
    booking = actions.record_booking(by=by, county=county, number="1", booked=build.minute("2026-10-01 08:00", county))
    received = build.minute("2026-10-05 09:00", county)
    fact = actions.record_federal_request(by=by, booking=booking, kind="status", agency="ICE", received=received)
    for verb in (
        lambda: actions.correct_of_county(fact, by=by, reason="why", agency="HSI"),
        lambda: actions.withdraw(fact, by=by, reason="x"),
    ):
        with pytest.raises(TypeError, match="sealed"):
            verb()


def test_remarks_that_no_journal_keeps_are_not_overwritten(by: User, county: County) -> None:
    fact = request(by, county)
    with pytest.raises(ValidationError, match="leave them as they stand"):
        actions.correct_of_county(fact, by=by, reason="why", remarks="otherwise")
    assert FederalRequest.objects.get().remarks == "as told"


def test_a_general_request_and_a_nil_return_are_entered_in_error(by: User, county: County) -> None:
    for fact in (request(by, county), nil_return(by, county)):
        actions.withdraw(fact, by=by, reason="it was next door")
        fact.refresh_from_db()
        assert (fact.entered_in_error, fact.error_reason, fact.version) == (True, "it was next door", 2)
        assert AuditEntry.objects.latest("pk").origin == "correction"


# Buildings and dated lists.


def test_a_building_ends_and_stays_on_record(by: User, county: County) -> None:
    actions.end_facility(building(by, county), by=by, until=NEXT)
    assert Facility.objects.get().in_use_until == NEXT
    assert AuditEntry.objects.latest("pk").detail == {
        "before": {"in_use_until": None},
        "after": {"in_use_until": "2026-11-01"},
        "reason": "",
    }


def test_a_second_building_with_the_code_is_refused_beside_the_code(by: User, county: County) -> None:
    building(by, county)
    with pytest.raises(ValidationError) as refusal:
        building(by, county)
    assert refusal.value.message_dict == {"code": ["This county already has a facility with this code."]}


def test_a_list_entry_ends_and_the_next_one_begins_that_day(by: User, county: County) -> None:
    actions.end_list_item(item(by, county), by=by, until=NEXT)
    values = {"list": "rate", "code": "hour", "label": "an hour", "source": "pay table", "checked_on": START}
    with pytest.raises(ValidationError, match="another entry with this code"):
        actions.record_list_item(by=by, **values, in_force_from=date(2026, 6, 1))
    assert actions.record_list_item(by=by, **values, in_force_from=NEXT).pk


def test_the_code_of_a_list_entry_stands_in_facts_and_is_not_corrected(by: User, county: County) -> None:
    with pytest.raises(ValidationError) as refusal:
        actions.correct_of_county(item(by, county), by=by, reason="why", code="minute")
    assert set(refusal.value.message_dict) == {"code"}


def test_no_two_shipped_entries_of_one_code_are_in_force_on_one_day(by: User) -> None:
    for one in ListItem.objects.all():
        actions.correct_of_county(one, by=by, reason="checked again", checked_on=one.checked_on)


# Profiles.


def test_a_new_profile_journals_the_end_of_the_one_before(by: User, county: County) -> None:
    first = actions.set_profile(by=by, county=county, in_force_from=START)
    actions.set_profile(by=by, county=county, in_force_from=NEXT)
    ended = AuditEntry.objects.get(verb="end_profile")
    assert (ended.object_id, ended.detail["before"], ended.detail["after"]) == (
        first.pk,
        {"in_force_until": None},
        {"in_force_until": "2026-11-01"},
    )
    first.refresh_from_db()
    assert first.version == 2


@pytest.mark.parametrize(
    ("start", "until", "field"),
    [(date(2025, 1, 1), date(2026, 1, 2), "in_force_until"), (date(2026, 2, 1), date(2026, 3, 1), "in_force_from")],
)
def test_two_profiles_are_never_in_force_on_one_day(start: date, until: date, field: str, by: User, county: County) -> None:
    actions.set_profile(by=by, county=county, in_force_from=START, in_force_until=date(2026, 6, 1))
    with pytest.raises(ValidationError) as refusal:
        actions.set_profile(by=by, county=county, in_force_from=start, in_force_until=until)
    assert set(refusal.value.message_dict) == {field}
    assert CountyProfile.objects.count() == AuditEntry.objects.count() == 1


def test_a_profile_is_corrected_until_its_first_day_is_over_and_never_rewritten_after(by: User, county: County) -> None:
    profile = actions.set_profile(by=by, county=county, in_force_from=NEXT)
    with time_machine.travel("2026-11-01 20:00-05:00", tick=False):
        actions.correct_of_county(profile, by=by, reason="typed wrong", hours_to_serve=48)
    with time_machine.travel("2026-11-02 20:00-05:00", tick=False), pytest.raises(ValidationError, match="set a new one"):
        actions.correct_of_county(profile, by=by, reason="typed wrong", hours_to_serve=24)
    assert CountyProfile.objects.get().hours_to_serve == 48
