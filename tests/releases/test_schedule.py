"""The schedule lays out each county's closed months on the county's own day, and tells its records officers once."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from accounts.models import County, CountyProfile, Role
from accounts.periods import Month
from bookings.actions import record_nil_return
from bookings.spans import Span
from notifications.channels import Result
from notifications.models import Outcome
from reports import figures, rollup
from reports.models import MonthDraft, Release
from reports.releases import actions, checks, schedule
from reports.tasks import draft_months
from tests.support import build

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
CHICAGO, HONOLULU, KIRITIMATI = "America/Chicago", "Pacific/Honolulu", "Pacific/Kiritimati"


def county_with(month: Month, slug: str = "here", zone: str = CHICAGO) -> County:
    county = build.county(slug, zone=zone)
    build.booking(county, f"{month}-10 12:00")
    rollup.fill(county, month)
    return county


# Each day is the eleventh after the month, at midnight on the county's wall; here in UTC.
@pytest.mark.parametrize(
    ("month", "zone", "closed"),
    [
        ("2026-09", CHICAGO, datetime(2026, 10, 11, 5, tzinfo=UTC)),
        ("2026-10", CHICAGO, datetime(2026, 11, 11, 6, tzinfo=UTC)),  # the clock went back on November 1
        ("2026-02", CHICAGO, datetime(2026, 3, 11, 5, tzinfo=UTC)),  # and forward on March 8
        ("2026-12", CHICAGO, datetime(2027, 1, 11, 6, tzinfo=UTC)),
        ("2028-02", CHICAGO, datetime(2028, 3, 11, 6, tzinfo=UTC)),  # a leap day
        ("2026-12", HONOLULU, datetime(2027, 1, 11, 10, tzinfo=UTC)),
        ("2026-12", KIRITIMATI, datetime(2027, 1, 10, 10, tzinfo=UTC)),
    ],
)
def test_a_month_is_laid_out_at_the_minute_in_which_it_closes_by_the_countys_clock(month: str, zone: str, closed: datetime) -> None:
    county = county_with(Month.parse(month), zone=zone)
    assert checks.closes_at(county, Month.parse(month)) == closed
    assert (schedule.draft_due(closed - MINUTE), schedule.draft_due(closed), schedule.draft_due(closed)) == (0, 1, 0)
    assert [(one.period, one.made_at) for one in MonthDraft.objects.all()] == [(month, closed)]


@pytest.mark.parametrize(("days", "closed"), [(0, datetime(2026, 11, 1, 5, tzinfo=UTC)), (40, datetime(2026, 12, 11, 6, tzinfo=UTC))])
def test_late_entry_days_are_those_of_the_profile_in_force_at_the_months_end(days: int, closed: datetime) -> None:
    county = county_with(Month(2026, 10))
    CountyProfile.objects.create(county=county, in_force_from=date(2026, 1, 1), in_force_until=date(2026, 11, 1), late_entry_days=days)
    CountyProfile.objects.create(county=county, in_force_from=date(2026, 11, 1), late_entry_days=3)
    october = MonthDraft.objects.filter(period="2026-10")
    assert [(schedule.draft_due(at), october.count())[1] for at in (closed - MINUTE, closed)] == [0, 1]


def test_every_closed_month_from_the_first_is_laid_out_but_not_what_is_published() -> None:
    county, closed = county_with(Month(2026, 8)), datetime(2026, 12, 12, tzinfo=UTC)
    officers = {"drafted_by": build.person(Role.RECORDS_OFFICER, county), "approved_by": build.person(Role.SUPERVISOR, county)}
    actions.publish_month(county, Month(2026, 8), at=closed, **officers)
    assert schedule.draft_due(closed) == 3
    assert [one.period for one in MonthDraft.objects.order_by("period")] == ["2026-09", "2026-10", "2026-11"]


def test_a_county_without_any_figures_has_nothing_to_lay_out() -> None:
    build.county("empty")
    assert (schedule.draft_due(datetime(2026, 12, 12, tzinfo=UTC)), draft_months()) == (0, 0)


def test_a_month_without_data_says_no_data_and_one_with_a_signed_nil_return_says_0() -> None:
    county, closed = county_with(Month(2026, 8)), datetime(2026, 12, 12, tzinfo=UTC)
    officers = {"drafted_by": build.person(Role.RECORDS_OFFICER, county), "approved_by": build.person(Role.SUPERVISOR, county)}
    start, end = Month(2026, 9).bounds(county.zone)
    record_nil_return(by=officers["drafted_by"], county=county, period=Span(start, end), whole_month=True, signed_by="Lt. Example")
    rollup.catch_up()
    for month in (Month(2026, 9), Month(2026, 10)):
        actions.publish_month(county, month, at=closed, **officers)
    told = figures.published(county, ["DT-001"], Month(2026, 9), Month(2026, 10))
    assert [(one.period, one.value, str(one.status)) for one in told] == [("2026-09", 0, "published"), ("2026-10", None, "no_data")]
    asked = {
        month: [one.name for one in checks.review(county, month, closed) if not one.passed] for month in (Month(2026, 9), Month(2026, 10))
    }
    assert [len(found) for found in asked.values()] == [0, 1]
    assert "nil return" in asked[Month(2026, 10)][0]


# Who is told.


def test_the_records_officers_are_told_once_of_all_that_was_laid_out(settings: Any) -> None:
    county, closed = county_with(Month(2026, 8)), datetime(2026, 11, 12, tzinfo=UTC)
    officer = build.person(Role.RECORDS_OFFICER, county)
    for role in set(Role) - {Role.RECORDS_OFFICER}:
        build.person(role, county)
    schedule.draft_due(closed)
    schedule.draft_due(closed + MINUTE)
    (told,) = mail.outbox
    assert told.to == [officer.email]
    assert "2026-08, 2026-09, 2026-10" in told.body
    assert f"{settings.SITE_URL}/office/months/" in told.body
    assert not MonthDraft.objects.filter(told_at=None).exists()


def test_nobody_is_told_twice_and_a_mail_that_was_not_handed_over_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    county, closed = county_with(Month(2026, 10)), datetime(2026, 11, 12, tzinfo=UTC)
    build.person(Role.RECORDS_OFFICER, county)
    answers, sent = [Result(Outcome.FAILED), Result(Outcome.UNKNOWN), Result(Outcome.SENT)], []

    def send(_channel: Any, message: Any) -> Result:
        sent.append(message.key)
        return answers[len(sent) - 1]

    monkeypatch.setattr("notifications.channels.Email.send", send)
    for minutes in range(4):
        schedule.draft_due(closed + minutes * MINUTE)
    assert len(sent) == 2
    assert len(set(sent)) == 1


def test_a_county_without_a_records_officer_is_told_when_it_has_one() -> None:
    county, closed = county_with(Month(2026, 10)), datetime(2026, 11, 12, tzinfo=UTC)
    schedule.draft_due(closed)
    assert (len(mail.outbox), MonthDraft.objects.filter(told_at=None).count()) == (0, 1)
    build.person(Role.RECORDS_OFFICER, county)
    schedule.draft_due(closed + MINUTE)
    assert len(mail.outbox) == 1


def test_the_schedule_publishes_nothing() -> None:
    county_with(Month(2026, 8))
    schedule.draft_due(datetime(2026, 12, 12, tzinfo=UTC))
    assert not Release.objects.exists()


def test_what_the_schedule_lays_out_is_whole_or_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    county_with(Month(2026, 8))

    def fails(*_args: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("reports.releases.life.note", fails)
    with pytest.raises(RuntimeError):
        schedule.draft_due(datetime(2026, 12, 12, tzinfo=UTC))
    assert not MonthDraft.objects.exists()
