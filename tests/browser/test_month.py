"""A month in a real browser: laid out, failing a check, corrected, reviewed, published, and restated after a late fact. Each state is read
where anyone reads it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from accounts import journal
from accounts.models import County, Role, User
from accounts.periods import Month
from accounts.sealing import new_sealer
from bookings import actions as verbs
from bookings.models import Handover
from reports import rollup
from reports.models import MeasureCell, Release
from reports.releases import life, schedule
from tests.support import browsing, build, releasing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PERIOD, LIST, PAGE = "2026-09", "/office/months/", "/office/months/here/2026-09/"
WHY = "A handover of September 12 was written down late."
Desk = Callable[[User], Any]


@pytest.fixture
def county(live_server: Any) -> County:
    here = build.county("here")
    for day in range(10, 16):
        paper = build.detainer(build.booking(here, f"{PERIOD}-{day} 08:00"), f"{PERIOD}-{day} 09:00")
        build.handover(paper.booking, f"{PERIOD}-{day} 20:00")
    rollup.fill(here, Month.parse(PERIOD))
    schedule.draft_due(timezone.now())
    return here


@pytest.fixture
def officer(county: County) -> User:
    return build.person(Role.RECORDS_OFFICER, county)


@pytest.fixture
def supervisor(county: County) -> User:
    return build.person(Role.SUPERVISOR, county)


@pytest.fixture
def desk(page: Any, live_server: Any) -> Iterator[Desk]:
    """Opens the month as somebody who is signed in; fails at the end if a page complained of more than a refusal."""
    complaints = browsing.complaints(page)

    def go(user: User) -> Any:
        browsing.sign_in(page.context, live_server.url, user)
        page.goto(live_server.url + PAGE)
        return page

    yield go
    assert [one for one in complaints if "422" not in one] == []


def public(page: Any, live_server: Any) -> tuple[int | None, str, int | None]:
    """What the public API says of the handovers of the month: number, status, release."""
    asked = f"/api/v1/figures/?county=here&measure=HO-001&from={PERIOD}&to={PERIOD}"
    (one,) = page.request.get(live_server.url + asked).json()["results"]
    return one["value"], one["status"], one["release"]


def test_a_month_is_drafted_corrected_reviewed_published_and_restated(
    desk: Desk, page: Any, live_server: Any, county: County, officer: User, supervisor: User
) -> None:
    wrong = Handover.objects.latest("pk")
    new_sealer(wrong.booking.public_id)
    MeasureCell.objects.filter(measure="DT-002", group="handed_over").update(numerator=5)
    assert "Laid out for review" in desk(supervisor).locator("main").inner_text()
    page.click("button:has-text('Draft')")
    assert "does not add up" in page.locator("#refusal").inner_text()
    page.locator("section:has(#checks) a").last.click()
    assert "/staff/bookings/" in page.url

    verbs.enter_in_error(wrong, by=supervisor, reason="private: mixed up with somebody else")
    rollup_all()
    desk(officer).click("button:has-text('Draft')")
    assert "nobody publishes alone" in page.locator("main").inner_text()
    assert public(page, live_server) == (None, "not_yet", None)
    desk(supervisor).fill("#send_back_why", "Is the fifth one right?")
    page.click("button:has-text('Send back')")
    assert "Is the fifth one right?" in desk(officer).locator(".notice").inner_text()
    page.click("button:has-text('Draft')")
    desk(supervisor).click("button:has-text('Approve and publish')")
    assert public(page, live_server) == (5, "published", 1)

    build.handover(build.booking(county, f"{PERIOD}-12 08:00"), f"{PERIOD}-12 21:00")
    rollup.fill(county, Month.parse(PERIOD))
    assert public(page, live_server) == (5, "published", 1)
    assert "The record says otherwise" in desk(supervisor).locator("main").inner_text()
    page.click("button:has-text('Restate')")
    assert page.locator("#refusal").count() == 1
    page.fill("#restate_reason", WHY)
    page.click("button:has-text('Restate')")
    desk(officer).click("button:has-text('Approve and publish')")
    assert public(page, live_server) == (6, "published", 2)
    told = page.locator("section:has(#revisions)").inner_text()
    assert WHY in told
    assert "private" not in told + "".join(Release.objects.values_list("document", flat=True))
    assert [title.inner_text() for title in page.locator("#revisions ~ h3").all()] == ["Revision 2, release 2", "Revision 1, release 1"]


def rollup_all() -> None:
    while journal.drain():
        pass


def through_states(desk: Desk, page: Any, county: County, officer: User, supervisor: User) -> Iterator[str]:
    """The page of the month in each of its states, and the list of months."""
    MeasureCell.objects.filter(measure="DT-002", group="handed_over").update(numerator=5)
    desk(supervisor)
    yield "failing"
    page.click("button:has-text('Draft')")
    yield "refused"
    rollup.fill(county, Month.parse(PERIOD))
    desk(supervisor).click("button:has-text('Draft')")
    desk(officer)
    yield "drafted"
    page.click("button:has-text('Approve')")
    build.handover(build.booking(county, f"{PERIOD}-12 08:00"), f"{PERIOD}-12 21:00")
    rollup.fill(county, Month.parse(PERIOD))
    desk(officer)
    yield "differs"
    page.fill("#restate_reason", WHY)
    page.click("button:has-text('Restate')")
    desk(supervisor).click("button:has-text('Approve')")
    yield "restated"
    page.goto(page.url.replace(PAGE, LIST))
    yield "list"
    table = releasing.year(county, 2025, [releasing.table("YE-002", "sex", {"male": 40}, 12, 52)], totals={"YE-002": 52})
    life.draft_withdrawal(table, "YE-002", "sex", by=officer, reason=WHY)
    page.click("text=Withdraw a table of people")
    yield "withdrawal"
    desk(build.person(Role.AUDITOR, county))
    page.click("summary")
    page.click("section:has(#totals) a >> nth=0")
    yield "events"


def test_no_state_of_a_month_breaks_for_axe_or_on_a_phone(desk: Desk, page: Any, county: County, officer: User, supervisor: User) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    found = {}
    for state in through_states(desk, page, county, officer, supervisor):
        broken = browsing.broken(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if broken or wide > 360:
            found[state] = [wide, *broken]
    assert found == {}


def test_the_months_speak_spanish(desk: Desk, page: Any, live_server: Any, county: County, officer: User, supervisor: User) -> None:
    page.context.add_cookies([{"name": "django_language", "value": "es", "url": live_server.url}])
    text = desk(officer).locator("main").inner_text()
    assert "Redactar este mes" in text
    assert "Draft" not in text
    assert browsing.broken(page) == []
