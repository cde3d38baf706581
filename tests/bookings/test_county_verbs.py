"""Facts about a county: policies that never overlap, profiles that supersede, nil returns, known gaps, general requests.

Their journal entries are in clear, since they are about nobody; so nothing in them may be about somebody.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given, settings
from hypothesis import strategies as st

from accounts.models import AuditEntry, County, CountyProfile, Role, User
from accounts.profiles import in_force
from bookings import actions
from bookings.models import FederalRequest, NilReturn, Outage, Policy
from bookings.spans import Span
from tests.support import build

pytestmark = pytest.mark.django_db
START = date(2026, 1, 1)
WORDS = {"title": "Ask first", "text": "Staff ask first.", "applies_to": "calls", "adopted_by": "the sheriff", "source": "the manual"}


@pytest.fixture
def county() -> County:
    return build.county()


@pytest.fixture
def by(county: County) -> User:
    return build.person(Role.ADMINISTRATOR, county)


def policy(by: User, county: County, start: date, until: date | None = None, rule: str = "ask_first") -> Policy:
    return actions.record_policy(by=by, county=county, rule=rule, in_force_from=start, in_force_until=until, **WORDS)


def month(year: int, number: int) -> date:
    return date(year, number, 1)


def entry() -> AuditEntry:
    return AuditEntry.objects.get()


def clear(one: AuditEntry) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("by", "verb", "noun", "object_id", "county_id", "booking", "sealed", "origin")}


def expected(fact: Any, by: User, verb: str, noun: str) -> dict[str, Any]:
    found = {"by": f"user:{by.pk}", "verb": verb, "noun": noun, "object_id": fact.pk, "county_id": fact.county_id}
    return found | {"booking": None, "sealed": None, "origin": "live"}


# Policies.

STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 9), st.none() | st.integers(0, 9)), max_size=12)
Days = tuple[int, int | None]


def meet(one: Days, other: Days) -> bool:
    return (other[1] is None or one[0] < other[1]) and (one[1] is None or other[0] < one[1])


def possible(wanted: Days, others: list[Days]) -> bool:
    return (wanted[1] is None or wanted[1] > wanted[0]) and not any(meet(wanted, other) for other in others)


def day(number: int | None) -> Any:
    return None if number is None else START + timedelta(days=number)


def tried(verb: Any, *args: Any, **values: Any) -> bool:
    """Whether the verb did it; a refusal stands beside one of the two days."""
    try:
        verb(*args, **values)
    except ValidationError as refusal:
        beside = set(refusal.message_dict)
    else:
        return True
    assert beside <= {"in_force_from", "in_force_until"}
    return False


@settings(max_examples=40, deadline=None)
@given(STEPS)
@example([(True, 1, 3), (True, 5, None), (False, 0, 6)])
def test_whatever_is_tried_two_policies_for_one_rule_are_never_in_force_on_one_day(steps: list[tuple[bool, int, int | None]]) -> None:
    """Each step records a policy or gives one an (other) last day; it is done exactly if no day then has two."""
    number = next(build.NUMBERS)
    county = build.county(f"county{number}", fips=f"{number:05d}")
    by, written = build.person(), list[Days]()
    for new, first, second in steps:
        if new:
            may = possible((first, second), written)
            assert tried(policy, by, county, day(first), day(second)) is may
            written += [(first, second)] if may else []
        elif written and second is not None:
            place = first % len(written)
            wanted, others = (written[place][0], second), written[:place] + written[place + 1 :]
            may = possible(wanted, others)
            assert tried(actions.end_policy, in_force_on(county, day(written[place][0])), by=by, until=day(second)) is may
            written[place] = wanted if may else written[place]
    stored = Policy.objects.filter(county=county).values_list("in_force_from", "in_force_until")
    assert set(stored) == {(day(first), day(second)) for first, second in written}


def in_force_on(county: County, start: date) -> Policy:
    return Policy.objects.get(county=county, in_force_from=start)


def test_a_policy_for_another_rule_or_county_is_free_to_be_in_force_on_the_same_day(county: County, by: User) -> None:
    policy(by, county, START)
    assert policy(by, county, START, rule="visits").pk
    assert policy(by, build.county("ramsey"), START).pk


def test_the_clash_is_told_beside_the_day_with_the_day_of_the_other(county: County, by: User) -> None:
    policy(by, county, START)
    with pytest.raises(ValidationError) as refusal:
        policy(by, county, date(2026, 3, 1))
    assert refusal.value.message_dict["in_force_from"][0] == "This rule already has a policy in force: give it a last day first."
    with pytest.raises(ValidationError) as refusal:
        policy(by, county, date(2025, 3, 1), date(2026, 3, 1))
    assert refusal.value.message_dict == {"in_force_until": ["From 2026-01-01 another policy is in force for this rule."]}
    assert Policy.objects.count() == AuditEntry.objects.count() == 1


def test_a_policy_is_written_with_its_entry_in_clear(county: County, by: User) -> None:
    one = policy(by, county, START)
    assert clear(entry()) == expected(one, by, "record_policy", "bookings.Policy")
    after = entry().detail["after"]
    assert {name: after[name] for name in WORDS} == WORDS
    assert (after["rule"], after["in_force_from"], after["in_force_until"]) == ("ask_first", "2026-01-01", None)
    assert (entry().first_month, entry().last_month) == (None, None)


def test_a_policy_that_ends_leaves_its_old_last_day_in_the_journal(county: County, by: User) -> None:
    one = policy(by, county, START)
    actions.end_policy(one, by=by, until=date(2026, 6, 1))
    last = AuditEntry.objects.order_by("-pk")[0]
    assert clear(last) == expected(one, by, "end_policy", "bookings.Policy")
    assert last.detail == {"before": {"in_force_until": None}, "after": {"in_force_until": "2026-06-01"}, "reason": ""}
    assert policy(by, county, date(2026, 6, 1)).pk


def test_two_who_end_the_same_policy_do_not_overwrite_each_other(county: County, by: User) -> None:
    policy(by, county, START)
    first, second = Policy.objects.get(), Policy.objects.get()
    actions.end_policy(first, by=by, until=date(2026, 6, 1))
    with pytest.raises(actions.Stale):
        actions.end_policy(second, by=by, until=date(2026, 7, 1))
    assert Policy.objects.get().in_force_until == date(2026, 6, 1)


def test_a_policy_withdrawn_as_a_mistake_stays_on_record_and_frees_its_days(county: County, by: User) -> None:
    actions.withdraw(policy(by, county, START), by=by, reason="never adopted")
    last = AuditEntry.objects.order_by("-pk")[0]
    assert last.verb == "enter_in_error"
    assert last.detail["after"] == {"entered_in_error": True, "error_reason": "never adopted"}
    assert policy(by, county, START).pk
    assert Policy.objects.count() == 2


# Nil returns, known gaps, requests about nobody in particular.


def span(county: County, first: str, last: str) -> Span:
    return Span(build.minute(first, county).at, build.minute(last, county).at)


def test_a_nil_return_of_a_month_touches_that_month_alone(county: County, by: User) -> None:
    october = span(county, "2026-10-01 00:00", "2026-11-01 00:00")
    one = actions.record_nil_return(by=by, county=county, period=october, whole_month=True, signed_by="the records officer")
    assert clear(entry()) == expected(one, by, "record_nil_return", "bookings.NilReturn")
    assert (entry().first_month, entry().last_month) == (month(2026, 10), month(2026, 10))
    assert (NilReturn.objects.get().period_until, entry().detail["after"]["signed_by"]) == (october.until, "the records officer")


def test_an_outage_touches_every_month_that_it_reaches_into(county: County, by: User) -> None:
    gap = span(county, "2026-09-20 00:00", "2026-11-02 08:00")
    one = actions.record_outage(by=by, county=county, gap=gap, what="the phone log")
    assert clear(entry()) == expected(one, by, "record_outage", "bookings.Outage")
    assert (entry().first_month, entry().last_month) == (month(2026, 9), month(2026, 11))
    assert (Outage.objects.get().what, entry().detail["after"]["what"]) == ("the phone log", "the phone log")


@pytest.mark.parametrize("verb", [actions.record_nil_return, actions.record_outage])
def test_an_unsigned_return_and_a_gap_in_nothing_are_refused_beside_their_field(verb: Any, county: County, by: User) -> None:
    nil = verb is actions.record_nil_return
    moment = {"period" if nil else "gap": span(county, "2026-10-01 00:00", "2026-11-01 00:00")}
    field = "signed_by" if nil else "what"
    with pytest.raises(ValidationError) as refusal:
        verb(by=by, county=county, **moment, **{field: ""})
    assert set(refusal.value.message_dict) == {field}
    assert not AuditEntry.objects.exists()


def test_a_general_request_is_written_in_clear_without_its_remarks(county: County, by: User) -> None:
    received = build.minute("2026-10-05 09:00", county)
    one = actions.record_general_request(
        by=by, county=county, kind="database", agency="ICE", received=received, answer="declined", remarks="asked for the clerk's cousin"
    )
    assert clear(entry()) == expected(one, by, "record_federal_request", "bookings.FederalRequest")
    after = entry().detail["after"]
    assert (after["kind"], after["agency"], after["answer"], after["booking_id"]) == ("database", "ICE", "declined", None)
    assert (entry().first_month, entry().last_month) == (month(2026, 10), month(2026, 10))
    assert "cousin" not in str(entry().detail)
    assert FederalRequest.objects.get().remarks == "asked for the clerk's cousin"


# Profiles.


def test_a_profile_supersedes_the_one_before_from_its_day_on(county: County, by: User) -> None:
    first = actions.set_profile(by=by, county=county, in_force_from=START, threshold=11)
    second = actions.set_profile(by=by, county=county, in_force_from=date(2026, 11, 1), threshold=20, asks_birthplace=False)
    assert {on: in_force(county, date(2026, *on)).threshold for on in [(1, 1), (10, 31), (11, 1), (12, 31)]} == {
        (1, 1): 11,
        (10, 31): 11,
        (11, 1): 20,
        (12, 31): 20,
    }
    stored = CountyProfile.objects.order_by("in_force_from").values_list("pk", "in_force_until")
    assert list(stored) == [(first.pk, date(2026, 11, 1)), (second.pk, None)]
    last = AuditEntry.objects.order_by("-pk")[0]
    assert clear(last) == expected(second, by, "set_profile", "accounts.CountyProfile")
    assert (last.detail["after"]["asks_birthplace"], last.detail["after"]["threshold"]) == (False, 20)


def test_before_its_first_profile_and_for_another_county_the_defaults_are_in_force(county: County, by: User) -> None:
    actions.set_profile(by=by, county=county, in_force_from=START, asks_birthplace=False)
    assert in_force(county, date(2025, 12, 31)).asks_birthplace
    assert in_force(build.county("ramsey"), START).asks_birthplace


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"threshold": 4}, "No group of fewer than 5 people may ever be published."),
        ({"notice_required": True}, "A notice that is required needs the version of its text."),
        ({"fiscal_year_month": 13}, "The fiscal year starts in a month from 1 to 12."),
    ],
    ids=str,
)
def test_a_profile_that_is_refused_leaves_the_one_before_in_force(values: dict[str, Any], says: str, county: County, by: User) -> None:
    actions.set_profile(by=by, county=county, in_force_from=START)
    with pytest.raises(ValidationError, match=says):
        actions.set_profile(by=by, county=county, in_force_from=date(2026, 11, 1), **values)
    assert CountyProfile.objects.get().in_force_until is None
    assert AuditEntry.objects.count() == 1


def test_a_second_profile_from_the_same_day_or_one_before_the_last_is_refused(county: County, by: User) -> None:
    actions.set_profile(by=by, county=county, in_force_from=START)
    for start in (START, date(2025, 1, 1)):
        with pytest.raises(ValidationError):
            actions.set_profile(by=by, county=county, in_force_from=start)
    assert CountyProfile.objects.get().in_force_until is None
