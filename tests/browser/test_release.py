"""One release in a real browser, from "bail accepted" to "handed over": taps, counsel's alert before ICE is told, the intervals."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from accounts import journal
from accounts.models import County, Role, User
from bookings import actions as record
from bookings.models import Booking
from bookings.spans import Span
from notifications import actions, delivering
from notifications.models import Attempt, Deadline, Office
from notifications.papers import TITLES
from notifications.rules.lengths import length
from tests.support import browsing, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# No clock change there: an hour that comes twice would make an exact time a coarse one.
ZONE = "America/Phoenix"


class Case:
    """A county with a public defender, and one person in custody whom it represents. Times are minutes after a start three hours ago."""

    def __init__(self) -> None:
        self.county: County = build.county("larkspur", name="Larkspur County", zone=ZONE, made_up=True)
        self.clerk: User = build.person(Role.STAFF, self.county)
        self.lawyer: User = build.person(Role.DEFENDER, self.county)
        self.start = Span.minute(timezone.now()).at - timedelta(hours=3)
        by, county = self.clerk, self.county
        self.office: Office = actions.add_office(
            by=by, county=county, name="Public defender", email="alerts@defender.example", members=(self.lawyer,)
        )
        self.booking: Booking = record.record_booking(by=by, county=county, number="26-1", booked=self.span(-300))
        actions.record_representation(by=by, booking=self.booking, office=self.office, began=self.span(-60), how_known="court")
        received = self.span(-120)
        record.record_detainer(by=by, booking=self.booking, form="I-247A", received=received, served=self.span(-90), asks_notice=True)
        record.record_consent(by=by, booking=self.booking, asked=self.span(-80), answer="no")
        self.work()

    def span(self, minutes: int) -> Span:
        return Span.minute(self.start + timedelta(minutes=minutes))

    def wall(self, minutes: int) -> datetime:
        return self.span(minutes).at.astimezone(self.county.zone)

    def work(self) -> None:
        """What the worker does."""
        journal.drain()
        delivering.drain(linger=False)

    @property
    def timeline(self) -> str:
        return f"/staff/bookings/{self.booking.public_id}/"


@pytest.fixture
def case(live_server: Any) -> Case:
    return Case()


class Desk:
    """A browser in which somebody is signed in."""

    def __init__(self, context: Any, url: str, user: User) -> None:
        browsing.sign_in(context, url, user)
        self.url, self.page, self.context = url, context.new_page(), context
        self.complaints = browsing.complaints(self.page)

    def go(self, address: str) -> Any:
        self.page.goto(self.url + address)
        return self.page

    def press(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).first.click()

    def check(self, *addresses: str) -> dict[str, Any]:
        """What axe finds on each of these pages, in English and in Spanish."""
        found = {}
        for language in ("es", "en"):
            self.context.add_cookies([{"name": "django_language", "value": language, "url": self.url}])
            for address in addresses:
                self.go(address).evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
                if broken := browsing.broken(self.page):
                    found[language, address] = broken
        return found


@pytest.fixture
def sign_in(browser: Any, live_server: Any) -> Iterator[Callable[[User], Desk]]:
    opened: list[Desk] = []

    def one(user: User) -> Desk:
        opened.append(Desk(browser.new_context(), live_server.url, user))
        return opened[-1]

    yield one
    for desk in opened:
        desk.context.close()
    assert [desk.complaints for desk in opened if desk.complaints] == []


def tap(desk: Desk, case: Case, name: str, minutes: int) -> None:
    """Tap on the board, at a minute given there."""
    desk.go("/staff/")
    row = desk.page.locator(f"#case-{case.booking.public_id}")
    row.get_by_text("At another minute").click()
    row.get_by_label("Day").fill(f"{case.wall(minutes):%Y-%m-%d}")
    row.get_by_label("Time").fill(f"{case.wall(minutes):%H:%M}")
    with desk.page.expect_navigation():
        row.get_by_role("button", name=name, exact=True).click()
    said = desk.page.locator(".messages").inner_text()
    assert said.startswith(f"Recorded for {case.booking.case_key}: "), said
    assert f"{case.wall(minutes):%H:%M}." in said
    case.work()


def test_one_release_from_bail_accepted_to_handed_over(case: Case, sign_in: Callable[[User], Desk]) -> None:
    clerk, lawyer = sign_in(case.clerk), sign_in(case.lawyer)
    bail_accepted(clerk, case)
    tap(clerk, case, "Eligible", 10)
    mail.outbox.clear()
    tap(clerk, case, "About to tell ICE", 12)
    counsel_is_alerted_before_ice(case)
    assert clerk.check("/staff/", case.timeline) == {}
    confirmed = counsel_confirms(lawyer, case)
    for name, minutes in (("ICE called: no answer", 20), ("ICE called: reached", 25), ("ICE is coming", 30)):
        tap(clerk, case, name, minutes)
    assert "Jail staff told ICE of the release in this case." in mail.outbox[-1].body
    the_board_says_who_waits(clerk, case)
    tap(clerk, case, "Told the person", 32)
    tap(clerk, case, "Cleared", 60)
    assert clerk.check("/staff/", case.timeline) == {}
    tap(clerk, case, "Handed over to ICE", 90)
    assert clerk.page.locator(f"#case-{case.booking.public_id}").count() == 0
    the_intervals_are_exact(clerk, case, confirmed)
    papers = [f"papers/{name}/{language}/" for name in TITLES for language in ("en", "es")]
    assert clerk.check(case.timeline, *(f"{case.timeline}{one}" for one in ("papers/", *papers))) == {}
    client = f"/alerts/{case.booking.public_id}/"
    assert lawyer.check("/alerts/", client, f"{client}papers/", f"{client}papers/ice-told/es/") == {}


def bail_accepted(clerk: Desk, case: Case) -> None:
    page = clerk.go(f"{case.timeline}add/release-steps/?step=bail_accepted")
    page.fill("[name=occurred_day]", f"{case.wall(0):%Y-%m-%d}")
    page.fill("[name=occurred_time]", f"{case.wall(0):%H:%M}")
    clerk.press("Record")
    case.work()


def counsel_is_alerted_before_ice(case: Case) -> None:
    assert [(one.to, "Jail staff are about to tell ICE" in one.body) for one in mail.outbox] == [(["alerts@defender.example"], True)]
    assert case.booking.case_key in mail.outbox[0].body
    assert not Attempt.objects.filter(recipient="ice").exists()


def counsel_confirms(lawyer: Desk, case: Case) -> datetime:
    page = lawyer.go("/alerts/")
    row = page.locator("li", has_text="Jail staff are about to tell ICE of the release in this case.")
    with page.expect_navigation():
        row.get_by_role("button", name="Confirm").click()
    case.work()
    assert lawyer.check("/alerts/", f"/alerts/{case.booking.public_id}/") == {}
    found: datetime = Attempt.objects.get(outcome="confirmed").tried_at
    return found


def the_board_says_who_waits(clerk: Desk, case: Case) -> None:
    lines = clerk.go("/staff/").locator(f"#case-{case.booking.public_id} .clocks div").all()
    said = {line.locator("dt").inner_text(): line.locator("dd").inner_text() for line in lines}
    assert said["ICE answered"] == "ICE is coming"
    assert re.fullmatch(r"not told \d:\d\d since ICE was told", said["person"])
    assert said["counsel"].endswith("confirmed")


def the_intervals_are_exact(clerk: Desk, case: Case, confirmed: datetime) -> None:
    clerk.go(case.timeline)
    rows = clerk.page.locator(".intervals tbody tr").all()
    read = {row.locator("code").inner_text(): row.locator("td.number").inner_text() for row in rows}
    gap = length((confirmed - case.span(20).at) // timedelta(minutes=1))
    exact = {
        "LT-001": "1:10",
        "LT-002": "1:05",
        "LT-003": "0:10",
        "LT-004": "0:05",
        "LT-005": "0:05",
        "LT-006": "1:20",
        "LT-007": "0:50",
        "LT-008": "0:30",
        "LT-009": "0:00",
        "LT-010": gap,
        "LT-011": "0:12",
        "LT-013": "1:10",
    }
    assert {code: read.get(code) for code in exact} == exact


# --- the board looks for news ------------------------------------------------------------------------------------------------------------


def eligible(case: Case, number: str) -> Booking:
    found = record.record_booking(by=case.clerk, county=case.county, number=number, booked=case.span(-300))
    record.record_release_step(by=case.clerk, booking=found, kind="eligible", occurred=case.span(0), reason="bail")
    return found


def look(page: Any) -> None:
    with page.expect_response(lambda answer: "seen=" in answer.url):
        page.evaluate("htmx.trigger('#live', 'look')")
    page.wait_for_timeout(200)


def test_the_board_shows_news_by_itself_and_leaves_the_focus_where_it_is(case: Case, sign_in: Callable[[User], Desk]) -> None:
    first = eligible(case, "26-2")
    page = sign_in(case.clerk).go("/staff/")
    page.focus(f"#cleared-{first.public_id}")
    look(page)
    second = eligible(case, "26-3")
    look(page)
    assert page.locator(f"#case-{second.public_id}").count() == 1
    assert page.evaluate("document.activeElement.id") == f"cleared-{first.public_id}"
    assert page.locator("#news").inner_text() == ""


def test_news_close_no_open_form_and_take_nothing_typed(case: Case, sign_in: Callable[[User], Desk]) -> None:
    first = eligible(case, "26-2")
    page = sign_in(case.clerk).go("/staff/")
    row = page.locator(f"#case-{first.public_id}")
    row.get_by_text("At another minute").click()
    row.get_by_label("Time").fill("05:1")
    second = eligible(case, "26-3")
    look(page)
    assert row.get_by_label("Time").input_value() == "05:1"
    assert page.locator(f"#case-{second.public_id}").count() == 0
    assert "The board has changed since." in page.locator("#news").inner_text()
    page.get_by_role("link", name="Show it").click()
    page.wait_for_selector(f"#case-{second.public_id}")


def test_enter_in_the_field_of_time_taps_nothing(case: Case, sign_in: Callable[[User], Desk]) -> None:
    first = eligible(case, "26-2")
    page = sign_in(case.clerk).go("/staff/")
    row = page.locator(f"#case-{first.public_id}")
    row.get_by_text("At another minute").click()
    row.get_by_label("Time").press("Enter")
    page.wait_for_timeout(300)
    assert first.releasesteps.count() == 1


def test_without_javascript_the_board_is_refreshed_by_its_link_and_tapped(browser: Any, live_server: Any, case: Case) -> None:
    first = eligible(case, "26-2")
    Deadline.objects.create(county=case.county, booking=first, rule="eligible_long", subject=1, due_at=case.start)
    desk = Desk(browser.new_context(java_script_enabled=False), live_server.url, case.clerk)
    page = desk.go("/staff/")
    assert "Release the person, or record why the release was called off." in page.content()
    second = eligible(case, "26-3")
    page.click("text=Refresh")
    assert page.locator(f"#case-{second.public_id}").count() == 1
    page.click(f"#cleared-{second.public_id}")
    assert second.releasesteps.filter(kind="cleared").count() == 1
    desk.context.close()


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_paper_is_one_page(case: Case, sign_in: Callable[[User], Desk], size: str, language: str) -> None:
    for minutes in range(9):
        record.record_consent(by=case.clerk, booking=case.booking, asked=case.span(minutes), answer="no", how="in_person", language="es")
    page = sign_in(case.clerk).go(f"{case.timeline}papers/request/{language}/")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=size))) == 1
