"""A release freezes the policies and known gaps of its period; what is corrected later changes the record and the next edition, not it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from accounts import journal
from accounts.models import County, Role, User
from accounts.periods import Month
from bookings import actions as verbs
from bookings.spans import Span
from reports import figures, rollup
from reports.models import Release, Restatement
from reports.releases import actions
from tests.support import build, releasing

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)
CLOSED = datetime(2026, 11, 11, 6, 0, tzinfo=UTC)
AFTER = {"applies_to": "", "adopted_by": "Board", "source": "Minutes"}


@pytest.fixture
def county() -> County:
    here = build.county("here")
    build.booking(here, "2026-09-10 08:00")
    build.booking(here, "2026-10-10 08:00")
    rollup.fill_all(here, [SEPTEMBER, OCTOBER])
    return here


@pytest.fixture
def clerk(county: County) -> User:
    return build.person(Role.RECORDS_OFFICER, county)


@pytest.fixture
def officers(county: County, clerk: User) -> dict[str, User]:
    return {"drafted_by": clerk, "approved_by": build.person(Role.SUPERVISOR, county)}


def policy(county: County, by: User, first: date, until: date | None, title: str = "Ask first") -> Any:
    rule = {"rule": "ask_first", "title": title, "text": "Ask before a call.", "in_force_from": first, "in_force_until": until}
    return verbs.record_policy(by=by, county=county, **AFTER, **rule)


def gap(county: County, by: User, first: str, last: str) -> object:
    return verbs.record_outage(
        by=by, county=county, gap=Span(build.minute(first, county).at, build.minute(last, county).at), what="Phone log"
    )


def publish(county: County, month: Month, officers: dict[str, User], why: str = "") -> Release:
    journal.drain()
    return actions.publish_month(county, month, at=CLOSED, why=why, **officers)


@pytest.mark.parametrize(
    ("first", "until", "frozen"),
    [
        (date(2026, 1, 1), date(2026, 10, 1), False),  # ended with the day before the month
        (date(2026, 1, 1), date(2026, 10, 2), True),
        (date(2026, 10, 31), None, True),
        (date(2026, 11, 1), None, False),
        (date(2026, 1, 1), None, True),
    ],
)
def test_a_policy_is_frozen_if_it_was_in_force_on_any_day_of_the_period(
    county: County, clerk: User, officers: dict[str, User], first: date, until: date | None, *, frozen: bool
) -> None:
    policy(county, clerk, first, until)
    told = figures.policies_of(publish(county, OCTOBER, officers))
    said = {"county": "here", "rule": "ask_first", "title": "Ask first", "text": "Ask before a call.", **AFTER}
    assert told == ([said | {"from": first, "until": until}] if frozen else [])


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-10-03 02:00", "2026-10-03 08:00", (3, 3)),
        ("2026-10-03 22:00", "2026-10-05 00:00", (3, 4)),  # until midnight: not into the day that begins then
        ("2026-09-03 22:00", "2026-10-01 00:00", None),
        ("2026-11-01 00:00", "2026-11-02 00:00", None),
    ],
)
def test_a_gap_is_frozen_by_its_days_and_never_with_its_hours(
    county: County, clerk: User, officers: dict[str, User], first: str, last: str, days: tuple[int, int] | None
) -> None:
    gap(county, clerk, first, last)
    release = publish(county, OCTOBER, officers)
    told = [{"county": "here", "first": date(2026, 10, days[0]), "last": date(2026, 10, days[1]), "what": "Phone log"}] if days else []
    assert figures.outages_of(release) == told
    assert ":00" not in release.document.replace(release.as_of.strftime("%H:%M:%S"), "")


def test_what_is_corrected_later_stays_in_the_release_as_it_was_until_the_month_is_published_again(
    county: County, clerk: User, officers: dict[str, User]
) -> None:
    made = policy(county, clerk, date(2026, 10, 5), None)
    hole = gap(county, clerk, "2026-10-03 02:00", "2026-10-03 08:00")
    first = publish(county, OCTOBER, officers)
    verbs.correct_of_county(made, by=clerk, reason="typing mistake", title="Ask before every call")
    verbs.withdraw(hole, by=clerk, reason="the log was found")
    assert [one["title"] for one in figures.policies_of(first)] == ["Ask first"]
    assert len(figures.outages_of(first)) == 1
    again = publish(county, OCTOBER, officers, why="The log was found.")
    assert (again.revision, figures.outages_of(again)) == (2, [])
    known = figures.policies_known(figures.releases(county))
    assert [(one["from"], one["title"]) for one in known] == [(date(2026, 10, 5), "Ask before every call")]
    assert figures.outages_known(figures.releases(county)) == []


def test_of_several_releases_each_policy_comes_once_as_the_last_one_tells_it(
    county: County, clerk: User, officers: dict[str, User]
) -> None:
    made = policy(county, clerk, date(2026, 9, 5), None)
    publish(county, SEPTEMBER, officers)
    verbs.end_policy(made, by=clerk, until=date(2026, 10, 20))
    policy(county, clerk, date(2026, 10, 20), None, "Ask in writing")
    publish(county, OCTOBER, officers)
    known = figures.policies_known(figures.releases(county))
    assert [(one["title"], one["until"]) for one in known] == [("Ask first", date(2026, 10, 20)), ("Ask in writing", None)]


def test_a_release_from_before_policies_were_frozen_has_none(county: County) -> None:
    old = releasing.month(county, "2026-08", {})
    assert (figures.policies_of(old), figures.outages_of(old)) == ([], [])


# A correction of a policy or a gap alone waits for an officer, as one of a figure does.


def pending() -> list[tuple[str, list[str]]]:
    journal.drain()
    found = Restatement.objects.filter(state="pending").order_by("period")
    return [(one.period, [kind for kind, *_more in one.differs]) for one in found]


def test_a_correction_of_a_policy_or_a_gap_alone_opens_a_restatement_and_taking_it_back_closes_it(
    county: County, clerk: User, officers: dict[str, User]
) -> None:
    made = policy(county, clerk, date(2026, 10, 5), None)
    publish(county, SEPTEMBER, officers)
    publish(county, OCTOBER, officers)
    assert pending() == []
    verbs.correct_of_county(made, by=clerk, reason="typing mistake", title="Ask before every call")
    assert pending() == [("2026-10", ["policies"])]
    gap(county, clerk, "2026-09-03 02:00", "2026-10-03 08:00")
    assert pending() == [("2026-09", ["outages"]), ("2026-10", ["policies", "outages"])]
    client = Client()
    client.force_login(clerk)
    page = client.get("/office/months/here/2026-10/").content.decode()
    assert "Policies in force" in page
    assert "told otherwise" in page
    made.refresh_from_db()
    verbs.correct_of_county(made, by=clerk, reason="it was right", title="Ask first")
    assert pending() == [("2026-09", ["outages"]), ("2026-10", ["outages"])]
    again = publish(county, SEPTEMBER, officers, why="The log of the third was lost.")
    assert (again.revision, pending()) == (2, [("2026-10", ["outages"])])


def test_a_policy_that_ends_after_the_month_restates_nothing_of_it(county: County, clerk: User, officers: dict[str, User]) -> None:
    made = policy(county, clerk, date(2026, 9, 5), None)
    publish(county, SEPTEMBER, officers)
    publish(county, OCTOBER, officers)
    verbs.end_policy(made, by=clerk, until=date(2026, 11, 1))
    assert pending() == []
    made.refresh_from_db()
    verbs.correct_of_county(made, by=clerk, reason="a day earlier", in_force_until=date(2026, 10, 31))
    assert pending() == [("2026-10", ["policies"])]


def test_a_release_from_before_they_were_frozen_waits_for_nothing(county: County, clerk: User) -> None:
    releasing.month(county, "2026-09", {})
    policy(county, clerk, date(2026, 9, 5), None)
    assert not {kind for _period, kinds in pending() for kind in kinds} & {"policies", "outages"}
