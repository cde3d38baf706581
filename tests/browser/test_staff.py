"""The staff pages in a real browser: nothing for axe to find, nothing wider than a phone, a whole case by keyboard alone, no draft lost."""

import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from accounts.models import County, CountyProfile, Role, User
from bookings import county_page
from bookings.actions import END
from bookings.kinds import COUNTY_FACTS, COUNTY_KINDS, KINDS
from bookings.models import Booking, Detainer, Facility, IceCall
from tests.support import browsing, build, made_up

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def county(live_server: Any) -> County:
    return build.county("larkspur", name="Larkspur County", made_up=True)


@pytest.fixture
def clerk(county: County) -> User:
    return build.person(Role.SUPERVISOR, county)


@pytest.fixture
def desk(page: Any, live_server: Any, clerk: User) -> Iterator[Callable[[str], Any]]:
    """Opens an address as a signed-in clerk; fails at the end if a page complained."""
    browsing.sign_in(page.context, live_server.url, clerk)
    complaints = browsing.complaints(page)

    def go(address: str) -> Any:
        page.goto(live_server.url + address)
        return page

    yield go
    assert [text for text in complaints if "ERR_INTERNET_DISCONNECTED" not in text] == []


def pages(booking: Booking) -> list[str]:
    one = f"/staff/bookings/{booking.public_id}/"
    charge, call = booking.charges.get(), booking.icecalls.get()
    changes = [f"{one}charges/{charge.pk}/disposition/", f"{one}ice-calls/{call.pk}/correct/", f"{one}ice-calls/{call.pk}/error/"]
    adding = [f"{one}add/{kind}/" for kind in KINDS]
    changes += ["/staff/overrides/", "/staff/board/releases/", "/staff/board/papers/", "/staff/board/visits/"]
    changes += ["/staff/county/", *of_county(booking.county)]
    return ["/staff/", "/staff/follow-up/", "/staff/nil-return/", "/staff/bookings/new", one, f"{one}booking/correct/", *changes, *adding]


def of_county(county: County) -> list[str]:
    """The pages of each kind: its list, one fact, and every form."""
    found = []
    for kind in COUNTY_KINDS:
        fact = county_page.facts(kind, county).first()
        page = f"/staff/county/{kind}/"
        found += [page, f"{page}{fact.pk}/", f"{page}{fact.pk}/correct/"]
        found += [f"{page}add/"] if kind != "nil-returns" else []
        found += [f"{page}{fact.pk}/end/"] if kind in END else []
        found += [f"{page}{fact.pk}/error/"] if kind in COUNTY_FACTS else []
    return found


@pytest.mark.parametrize("language", ["en", "es"])
def test_axe_finds_nothing_on_any_staff_page(desk: Any, county: County, live_server: Any, page: Any, language: str) -> None:
    booking = made_up.fill(county)
    page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    found = {}
    for address in pages(booking):
        desk(address)
        assert page.evaluate("document.documentElement.lang").startswith(language)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        if broken := browsing.broken(page):
            found[address] = broken
    assert found == {}


def test_no_staff_page_scrolls_sideways_on_a_phone(desk: Any, county: County, page: Any) -> None:
    booking = made_up.fill(county)
    page.set_viewport_size({"width": 360, "height": 740})
    wide = {}
    for address in pages(booking):
        desk(address)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 360:
            wide[address] = width
    assert wide == {}


class Keys:
    """A clerk without a mouse."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def at(self) -> str:
        """The name of the field, or what the button or link says."""
        words = "(({name, tagName, textContent}) => (tagName !== 'BUTTON' && name) || textContent.trim())(document.activeElement)"
        return str(self.page.evaluate(words))

    def to(self, name: str) -> "Keys":
        """Tab on until the field or link of this name has the focus."""
        for _step in range(150):
            if self.at() == name:
                return self
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no {name} within reach of the keyboard")

    def type(self, name: str, text: str) -> "Keys":
        self.to(name).page.keyboard.type(text)
        return self

    def press(self, *keys: str) -> "Keys":
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def record(self) -> None:
        """Enter in a text field or on the button records the form."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


def prepared(county: County) -> None:
    CountyProfile.objects.create(
        county=county, in_force_from="2020-01-01", notice_required=True, notice_version="2026-1", notice_text=made_up.NOTICE
    )
    Facility.objects.create(county=county, code="MAIN", name="Main jail")


def test_the_transit_case_is_entered_with_the_keyboard_alone(desk: Any, county: County, page: Any) -> None:
    """Arrested by a transit agency, born abroad, no match, the jail calls ICE, the person declines, a detainer, handed over."""
    prepared(county)
    desk("/staff/")
    keys, start = Keys(page), time.monotonic()
    with page.expect_navigation():
        page.keyboard.press("n")
    enter_booking(keys)
    enter_contacts(keys)
    enter_end(keys)
    seconds = time.monotonic() - start
    sys.stdout.write(f"\nthe transit case by keyboard: {seconds:.1f} s\n")
    booking = Booking.objects.get()
    assert (booking.birth_country, booking.notice_version, booking.arresting_agency) == ("HN", "2026-1", "Larkspur Transit Police")
    assert booking.charges.get().description == "Fare evasion"
    assert booking.fingerprintchecks.get().match == "no"
    assert (IceCall.objects.get().started_by, booking.consents.get().answer, Detainer.objects.get().form) == ("jail", "no", "I-247A")
    assert booking.handovers.get().place == "sally_port"
    assert (booking.release_kind, booking.releasesteps.get().kind) == ("ice", "eligible")


def enter_booking(keys: Keys) -> None:
    keys.type("number", "26-00417").to("booked_time").press("n")
    keys.type("kind", "new").type("arresting_agency", "Larkspur Transit Police")
    keys.to("notice_time").press("n")
    keys.to("birth_answer").press("Space")
    keys.type("birth_country", "Honduras").type("birth_asked_by", "intake")
    keys.type("charge1-statute", "609.855").type("charge1-description", "Fare evasion").record()


def adding(keys: Keys, name: str) -> None:
    keys.to(name).record()


def enter_contacts(keys: Keys) -> None:
    adding(keys, "fingerprint check")
    keys.to("sent_time").press("n").type("match", "no m").to("Record").record()
    adding(keys, "call with ICE")
    keys.to("called_time").press("n").type("started_by", "the").type("channel", "ph").type("trigger", "birth").type(
        "spoke", "desk"
    ).record()
    adding(keys, "consent")
    keys.to("asked_time").press("n").type("answer", "no").to("Record").record()
    adding(keys, "detainer")
    keys.to("received_time").press("n").type("form", "I-247A").type("hours_asked", "48").record()


def enter_end(keys: Keys) -> None:
    keys.to("Eligible").record()
    adding(keys, "handover to ICE")
    keys.to("handed_time").press("n").type("mode", "custody transfer to an").type("place", "sally").type("receiving_agency", "ICE").record()


def test_a_draft_survives_a_lost_connection(desk: Any, county: County, page: Any) -> None:
    desk("/staff/bookings/new")
    page.fill("[name=number]", "26-00418")
    page.fill("[name=arresting_agency]", "Larkspur Transit Police")
    page.context.set_offline(True)
    page.evaluate("document.querySelector('form.fact').requestSubmit()")
    page.wait_for_timeout(300)
    page.context.set_offline(False)
    desk("/staff/bookings/new")
    assert page.input_value("[name=number]") == "26-00418"
    assert page.input_value("[name=arresting_agency]") == "Larkspur Transit Police"
    assert page.locator("text=Restored from this browser").count() == 1


def test_a_draft_is_gone_after_it_was_recorded_and_at_sign_out(desk: Any, county: County, page: Any) -> None:
    desk("/staff/bookings/new")
    page.fill("[name=number]", "26-00419")
    page.focus("[name=booked_time]")
    page.keyboard.press("n")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.evaluate("document.querySelector('form.fact').requestSubmit()")
    desk("/staff/bookings/new")
    assert page.input_value("[name=number]") == ""
    page.fill("[name=number]", "26-00420")
    with page.expect_navigation():
        page.click("text=Sign out")
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('draft:')).length") == 0


def test_questions_open_once_the_notice_was_given(desk: Any, county: County, page: Any) -> None:
    prepared(county)
    desk("/staff/bookings/new")
    assert page.is_disabled("[name=birth_country]")
    page.focus("[name=notice_time]")
    page.keyboard.press("n")
    assert page.is_enabled("[name=birth_country]")
    page.select_option("[name=notice_known]", "minute")
    assert page.is_disabled("[name=birth_country]")


def test_the_keys_find_and_help_work_and_do_not_disturb_typing(desk: Any, county: County, page: Any) -> None:
    made_up.fill(county)
    desk("/staff/")
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 1
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("n/?")
    assert page.input_value("#find-number") == "n/?"
    assert page.locator("dialog[open]").count() == 0


def test_a_page_works_without_javascript(browser: Any, live_server: Any, county: County, clerk: User) -> None:
    prepared(county)
    context = browser.new_context(java_script_enabled=False)
    browsing.sign_in(context, live_server.url, clerk)
    page = context.new_page()
    page.goto(live_server.url + "/staff/bookings/new")
    page.fill("[name=number]", "26-00421")
    page.select_option("[name=booked_known]", "now")
    page.check("[name=birth_answer][value=answered]")
    page.fill("[name=birth_country]", "Mexico")
    page.click("text=Record the booking")
    assert "First log the data-practices notice" in page.content()
    page.select_option("[name=notice_known]", "now")
    page.click("text=Record the booking")
    assert Booking.objects.get().birth_country == "MX"
    context.close()
