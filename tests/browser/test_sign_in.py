"""From an invitation to a passkey in a real browser: nothing that the content policy refuses, nothing that axe finds."""

from typing import Any

import pytest

from accounts.actions.people import invite
from accounts.invitations import link_of
from accounts.models import Role
from tests.support import browsing, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery"


@pytest.fixture
def fingers(page: Any) -> Any:
    """A security key that says yes, as the browser offers one to tests."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    says = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": {"protocol": "ctap2", "transport": "internal", **says}})
    return page


def looked_at(page: Any) -> None:
    assert browsing.broken(page) == []


def test_an_invitation_ends_in_signing_in_with_a_passkey(fingers: Any, live_server: Any, settings: Any) -> None:
    settings.SECOND_FACTOR_ASKED = True
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    page, found = fingers, browsing.complaints(fingers)
    root = live_server.url.replace("127.0.0.1", "localhost")
    county = build.county("larkspur", name="Larkspur County")
    made = invite(county=county, email="new@example.org", name="New Person", role=Role.ADMINISTRATOR)
    page.goto(root + link_of(made).partition(settings.SITE_URL)[2])
    looked_at(page)
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/accounts/2fa/")
    looked_at(page)
    page.goto(f"{root}/accounts/2fa/totp/activate/")
    assert page.locator(".qr svg").bounding_box()["width"] > 100
    looked_at(page)
    page.goto(f"{root}/accounts/2fa/webauthn/add/")
    looked_at(page)
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/**")
    looked_at(page)
    assert page.locator(".codes li").count() == 10
    for address in ("/accounts/2fa/webauthn/", "/accounts/2fa/", "/admin/", "/admin/invite/"):
        page.goto(root + address)
        looked_at(page)
    clerk = build.person(Role.STAFF, county)
    page.goto(f"{root}/admin/people/{clerk.pk}/")
    looked_at(page)
    page.click("header form button")
    page.goto(f"{root}/accounts/login/?next=/admin/")
    looked_at(page)
    page.click("#passkey_login")
    page.wait_for_url(f"{root}/admin/")
    assert page.locator("h1").inner_text() == "People"
    assert found == [], "no script of allauth is one that the policy refuses"
