"""The pages of months: what each role sees and may do, and that every refusal is a sentence on the page."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import County, Role, User
from accounts.periods import Month
from bookings.models import Outage
from reports import rollup
from reports.models import MeasureCell, Release, Restatement
from reports.months import page as months
from reports.releases import life
from tests.support import build, releasing

pytestmark = pytest.mark.django_db
SEPTEMBER = Month(2026, 9)
PAGE, LIST = "/office/months/here/2026-09/", "/office/months/"


@pytest.fixture
def county() -> County:
    return releasing.six_taken(SEPTEMBER)


def page(user: User, address: str = PAGE) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def send(user: User, act: str, county: County, **values: str) -> Any:
    client = Client()
    client.force_login(user)
    return client.post(PAGE, {"act": act, "seen": life.seen_of(county, SEPTEMBER), **values})


def test_a_month_goes_from_draft_to_publication_and_is_restated_on_the_page(county: County, one: User, other: User) -> None:
    assert "Draft this month" in page(one)
    assert send(one, "draft", county).status_code == 302
    assert "nobody publishes alone" in page(one)
    assert "Approve and publish" in page(other)
    assert send(other, "approve", county).status_code == 302
    assert "Revision 1, release 1" in page(one)
    build.handover(build.booking(county, "2026-09-12 08:00"), "2026-09-12 21:00")
    rollup.fill(county, SEPTEMBER)
    assert "The record says otherwise" in page(one)
    answer = send(one, "restate", county, reason=" ")
    assert (answer.status_code, "required" in answer.content.decode()) == (422, True)
    assert send(one, "restate", county, reason="A handover was found.").status_code == 302
    assert send(other, "send_back", county, why="Which one?").status_code == 302
    assert "Which one?" in page(one)
    assert "A handover was found." in page(one)
    send(one, "restate", county, reason="A handover of the 12th was found.")
    send(other, "approve", county)
    text = page(one)
    assert [release.revision for release in Release.objects.order_by("revision")] == [1, 2]
    assert "Public reason:" in text
    assert "A handover of the 12th was found." in text


def test_a_failed_check_names_its_bookings_and_leads_whoever_enters_the_record_there(county: County, one: User, other: User) -> None:
    MeasureCell.objects.filter(measure="DT-002", group="handed_over").update(numerator=5)
    for user, leads in ((one, False), (other, True)):
        text = page(user)
        assert "does not add up" in text
        assert "Bookings to look at" in text
        assert ("/staff/bookings/" in text) is leads
    answer = send(one, "draft", county)
    assert (answer.status_code, "does not add up" in answer.content.decode()) == (422, True)


def test_an_officer_can_not_approve_what_they_drafted_and_is_told_so(county: County, one: User) -> None:
    send(one, "draft", county)
    answer = send(one, "approve", county)
    assert (answer.status_code, "somebody else" in answer.content.decode()) == (422, True)
    assert not Release.objects.exists()


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.AUDITOR])
def test_the_office_reads_the_months_and_does_not_act(county: County, role: Role) -> None:
    reader = build.person(role, county)
    assert '<button type="submit">Draft</button>' not in page(reader)
    assert send(reader, "draft", county).status_code == 403


@pytest.mark.parametrize("role", [Role.STAFF, Role.DEFENDER, Role.ADMINISTRATOR])
def test_nobody_else_is_told_that_there_are_such_months(county: County, role: Role) -> None:
    client = Client()
    client.force_login(build.person(role, county))
    assert [client.get(address).status_code for address in (PAGE, LIST)] == [404, 404]
    assert client.post(PAGE, {"act": "approve"}).status_code == 404


def test_an_unknown_act_or_month_is_refused(county: County, one: User) -> None:
    assert send(one, "publish_alone", county).status_code == 400
    client = Client()
    client.force_login(one)
    assert [client.get(f"/office/months/here/{period}/").status_code for period in ("2026-13", "2099-01", "x")] == [404, 404, 404]
    assert send(one, "approve", county).status_code == 422
    assert send(one, "restate", county, reason="no").status_code == 422


def test_the_list_names_the_months_that_have_neither_record_nor_nil_return(county: County, one: User) -> None:
    build.booking(county, "2026-06-10 12:00")
    rollup.fill(county, Month(2026, 6))
    assert "August 2026, July 2026" in page(one, LIST)


def test_the_list_says_the_state_of_every_month(county: County, one: User, other: User) -> None:
    def states(at: datetime) -> dict[str, str]:
        return {line["label"]: line["state"] for line in months.months(county, at)}

    middle, closed = datetime(2026, 9, 15, tzinfo=UTC), datetime(2026, 10, 11, 5, tzinfo=UTC)
    assert states(middle) == {"September 2026": "open"}
    assert states(datetime(2026, 10, 1, 5, tzinfo=UTC)) == {"October 2026": "open", "September 2026": "late"}
    assert states(closed)["September 2026"] == "closed"
    life.lay_out(county, [SEPTEMBER], closed)
    assert states(closed)["September 2026"] == "laid_out"
    row = life.draft_month(county, SEPTEMBER, by=one, seen=life.seen_of(county, SEPTEMBER))
    assert states(closed)["September 2026"] == "drafted"
    life.send_back(row, by=other, why="Look again.")
    assert states(closed)["September 2026"] == "sent_back"
    life.approve(life.draft_month(county, SEPTEMBER, by=one, seen=life.seen_of(county, SEPTEMBER)), by=other)
    assert states(closed)["September 2026"] == "published"
    build.booking(county, "2026-09-12 08:00")
    rollup.fill(county, SEPTEMBER)
    assert states(closed)["September 2026"] == "differs"
    life.draft_restatement(Restatement.objects.get(), by=one, seen=life.seen_of(county, SEPTEMBER), reason="A booking was found.")
    assert states(closed)["September 2026"] == "restated"


def test_a_known_gap_in_the_month_is_told_and_stops_nothing(county: County, one: User) -> None:
    start, _end = SEPTEMBER.bounds(county.zone)
    Outage.objects.create(county=county, gap_at=start, gap_until=start.replace(day=3), what="No calls were logged")
    assert "No calls were logged: from 2026-09-01 to 2026-09-02." in page(one)
    assert send(one, "draft", county).status_code == 302


def test_the_list_asks_as_often_for_a_year_as_for_a_month(county: County, one: User, django_assert_num_queries: Any) -> None:
    client = Client()
    client.force_login(one)
    client.get(LIST)
    for month in (Month(2025, 9), SEPTEMBER):
        rollup.fill(county, month)
        with django_assert_num_queries(13):
            client.get(LIST)
        build.booking(county, "2025-09-10 12:00")


def test_the_page_of_a_restatement_asks_as_often_whatever_differs(county: County, one: User, other: User) -> None:
    life.approve(life.draft_month(county, SEPTEMBER, by=one, seen=life.seen_of(county, SEPTEMBER)), by=other)
    for day in (11, 12):
        build.handover(build.booking(county, f"2026-09-{day} 08:00"), f"2026-09-{day} 21:00")
    rollup.fill(county, SEPTEMBER)
    assert Restatement.objects.get().state == "pending"
    assert page(one).count('<td class="number">8</td>') >= 1
