"""The auditor's pages and the keys in a real browser: nothing that axe finds, nothing that overflows a phone."""

from typing import Any

import pytest

from accounts.actions.keys import make_key
from accounts.models import Role
from bookings import actions
from tests.notifications.desk import Desk
from tests.support import browsing, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AUDIT = ["", "?what=reads", "lists/", "lists/policies/?month=2026-10", "lists/late/?month=2026-10", "sample/?month=2026-10", "chain/"]


def test_the_pages_of_auditor_and_keys_are_clean_on_a_phone_and_on_a_desk(page: Any, live_server: Any) -> None:
    desk = Desk()
    desk.step("eligible", "06:00")
    call = actions.record_ice_call(by=desk.by, booking=desk.booking, called=desk.at("10:00"), started_by="jail")
    actions.correct(call, by=desk.by, reason="misread the log", channel="email")
    desk.told_ice("12:00")
    make_key(by="command:test", county=desk.county, name="Jail system", days=10)
    complaints = browsing.complaints(page)
    for role, paths in ((Role.AUDITOR, [f"/audit/{one}" for one in AUDIT]), (Role.ADMINISTRATOR, ["/admin/keys/"])):
        browsing.sign_in(page.context, live_server.url, build.person(role, desk.county))
        for path in paths:
            for width in (360, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(live_server.url + path)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
                assert browsing.broken(page) == [], path
    assert complaints == []
