"""A published table of people is withdrawn by two officers, and its corrections are counted in the months published since."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import County, Role, User
from accounts.periods import Month
from bookings import actions as verbs
from reports import rollup
from reports.models import Release, Withdrawal, WithdrawalDraft
from reports.releases import actions
from reports.releases.document import read
from tests.bookings import clerk
from tests.support import build, releasing

pytestmark = pytest.mark.django_db
PAGE = "/office/months/tables/"
WHY = "Two files were read as one."


@pytest.fixture
def county() -> County:
    return build.county("here")


@pytest.fixture
def release(county: County) -> Release:
    return releasing.year(county, 2025, [releasing.table("YE-002", "sex", {"male": 40}, 12, 52)], totals={"YE-002": 52})


def send(user: User, **values: Any) -> Any:
    client = Client()
    client.force_login(user)
    return client.post(PAGE, values)


def page(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.get(PAGE).content.decode()


def test_a_table_is_withdrawn_by_two_officers_with_a_reason(county: County, release: Release) -> None:
    one, other = build.person(Role.RECORDS_OFFICER, county), build.person(Role.SUPERVISOR, county)
    table = f"{release.pk} YE-002 sex"
    assert table in page(one)
    assert send(one, table=table, reason=" ").status_code == 422
    assert send(one, table="1 YE-002 race", reason=WHY).status_code == 422
    assert send(one, table=table, reason="Wrong file").status_code == 302
    draft = str(WithdrawalDraft.objects.get().pk)
    assert send(one, act="approve", draft=draft).status_code == 422
    assert send(other, act="send_back", draft=draft, why="Say more.").status_code == 302
    assert "Say more." in page(one)
    assert send(other, act="approve", draft=draft).status_code == 422
    assert send(one, table=table, reason=WHY).status_code == 302
    assert not Withdrawal.objects.exists()
    assert send(other, act="approve", draft=draft).status_code == 302
    made = Withdrawal.objects.get()
    assert (made.release, made.measure, made.grouping, made.reason, made.by) == (release, "YE-002", "sex", WHY, other)
    text = page(other)
    assert WHY in text
    assert table not in text
    assert send(other, act="approve", draft=draft).status_code == 422


def test_only_officers_of_the_county_withdraw_and_the_office_reads(county: County, release: Release) -> None:
    auditor = build.person(Role.AUDITOR, county)
    assert '<button type="submit">Ask' not in page(auditor)
    assert send(auditor, table=f"{release.pk} YE-002 sex", reason=WHY).status_code == 403
    elsewhere = build.person(Role.SUPERVISOR, build.county("there"))
    assert str(release.pk) + " YE-002" not in page(elsewhere)
    assert send(elsewhere, act="approve", draft="1").status_code == 422
    client = Client()
    client.force_login(build.person(Role.STAFF, county))
    assert client.get(PAGE).status_code == 404


def test_corrections_of_a_published_table_are_counted_and_the_table_stays(county: County, release: Release) -> None:
    by = build.person(Role.STAFF, county)
    officers = {"drafted_by": build.person(Role.RECORDS_OFFICER, county), "approved_by": build.person(Role.SUPERVISOR, county)}
    left = {"released": build.minute("2025-05-02 08:00", county), "release_kind": "street"}
    ended = [clerk.booked(county, by, number, "2025-05-01 08:00", **left) for number in ("1", "2", "3")]
    for booking in ended[:2]:
        for sex in ("female", "male"):
            verbs.correct(booking, by=by, reason="private words", sex=sex)
            booking.refresh_from_db()
    rollup.catch_up()
    made = actions.publish_month(county, Month(2025, 5), at=datetime(2026, 10, 1, tzinfo=UTC), **officers)
    assert read(made.document)["corrected"] == {"2025": 2}
    assert "private" not in made.document
    assert Release.objects.get(pk=release.pk).sha256 == release.sha256
