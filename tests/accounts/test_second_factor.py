"""Signing in with more than a password: who must, what is open until then, when a session ends, and what a wrong try tells."""

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from accounts.permissions import needs_second_factor
from tests.support import build

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
SECOND_FACTOR = {
    Role.STAFF: True,
    Role.SUPERVISOR: True,
    Role.RECORDS_OFFICER: True,
    Role.COMMISSIONER: False,
    Role.DEFENDER: True,
    Role.AUDITOR: True,
    Role.ADMINISTRATOR: True,
    Role.MACHINE: False,
}


@pytest.fixture(autouse=True)
def _asked(settings: Any) -> None:
    settings.SECOND_FACTOR_ASKED = settings.REAUTHENTICATION_ASKED = True


def person(role: Role = Role.STAFF) -> User:
    user = build.person(role, build.county("here"))
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(user: User, password: str = PASSWORD) -> tuple[Client, Any]:
    client = Client()
    return client, client.post("/accounts/login/", {"login": user.email, "password": password})


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_the_table_names_every_role() -> None:
    assert set(SECOND_FACTOR) == set(Role)


@pytest.mark.parametrize(("role", "asked"), SECOND_FACTOR.items())
def test_whoever_sees_people_reaches_only_the_pages_that_set_up_a_second_factor(role: Role, asked: bool) -> None:
    user = person(role)
    assert needs_second_factor(user) is asked
    client, _answer = sign_in(user)
    pages = {page: client.get(page) for page in ("/start/", "/staff/", "/alerts/", "/office/")}
    assert {page for page, answer in pages.items() if answer.get("Location") == "/accounts/2fa/"} == (set(pages) if asked else set())
    assert client.post("/staff/find/", {"wanted": "x"}).get("Location") != "/staff/?county=here" or not asked
    assert [client.get(page).status_code for page in ("/", "/definitions/", "/accounts/2fa/", "/accounts/2fa/webauthn/add/")] == [200] * 4


def test_made_up_accounts_of_a_laptop_have_none_and_those_of_a_server_do(settings: Any) -> None:
    user = person()
    user.made_up = True
    settings.LOCAL = True
    assert not needs_second_factor(user)
    settings.LOCAL = False
    assert needs_second_factor(user)


def test_an_app_is_set_up_and_then_asked_for_and_its_key_lies_sealed() -> None:
    user = person()
    client, _answer = sign_in(user)
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code class=\"secret\">(\w+)</code>", page)
    assert secret is not None
    assert "<svg" in page
    assert client.post("/accounts/2fa/totp/activate/", {"code": code(secret[1])}).status_code == 302
    assert client.get("/staff/").status_code == 200
    assert secret[1] not in str(Authenticator.objects.get(user=user, type="totp").data)
    again, answer = sign_in(user)
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert again.get("/staff/")["Location"].startswith("/accounts/login/")
    assert again.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    codes = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
    assert again.post("/accounts/2fa/authenticate/", {"code": codes[0]})["Location"] == "/start/"
    assert again.get("/staff/").status_code == 200
    third, _answer = sign_in(user)
    assert third.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == 200, "a recovery code works once"


def test_whoever_takes_the_factor_away_stands_before_the_gate_again() -> None:
    user = person()
    TOTP.activate(user, generate_totp_secret())
    client = signed_in(user)
    assert client.get("/staff/").status_code == 200
    client.get("/accounts/2fa/")
    Authenticator.objects.filter(user=user).delete()
    assert client.get("/staff/")["Location"] == "/accounts/2fa/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_board_that_looks_for_news_when_its_session_has_ended_leaves_for_the_sign_in_as_a_whole(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SECOND_FACTOR_ASKED = False
    client, later = signed_in(person()), time.time() + 31 * 60
    monkeypatch.setattr("accounts.middleware.time.time", lambda: later)
    looked = client.get("/staff/?seen=abc", headers={"HX-Request": "true"})
    assert (looked.status_code, looked["HX-Redirect"], looked.content) == (204, "/accounts/login/?next=/staff/", b"")


def test_a_session_ends_without_use_and_at_the_end_of_a_shift(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SECOND_FACTOR_ASKED = False
    client, now = signed_in(person()), time.time()
    minutes = 0.0

    def after(more: float, **headers: str) -> Any:
        nonlocal minutes
        minutes += more
        monkeypatch.setattr("accounts.middleware.time.time", lambda: now + minutes * 60)
        return client.get("/staff/", headers=headers)

    assert after(29).status_code == 200
    assert after(29).status_code == 200, "it was used in between"
    assert after(20, **{"HX-Request": "true"}).status_code == 200
    looked = after(11)
    assert looked["Location"] == "/accounts/login/?next=/staff/", "a board that looks for news by itself is not used"
    assert "signed out after 30 minutes" in client.get(looked["Location"]).content.decode()
    client, minutes = signed_in(User.objects.get()), 0.0
    assert {after(28).status_code for _each in range(25)} == {200}
    assert after(28)["Location"] == "/accounts/login/?next=/staff/"
    assert "after 12 hours" in client.get("/accounts/login/").content.decode()


def test_a_wrong_try_says_the_same_whether_the_address_is_known_or_not_and_too_many_shut_the_door() -> None:
    known = person()
    told = []
    for number, address in enumerate((known.email, "nobody@example.org")):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        answers = [client.post("/accounts/login/", {"login": address, "password": "wrong"}) for _try in range(6)]
        told.append([(one.status_code, re.sub(r'value="[^"]*"', "", one.content.decode())) for one in answers])
        assert "Too many failed" in answers[-1].content.decode()
    assert told[0] == told[1]
    shut = Client(REMOTE_ADDR="192.0.2.9").post("/accounts/login/", {"login": known.email, "password": PASSWORD})
    assert "Too many failed" in shut.content.decode(), "for the right password too, wherever it comes from"


def test_a_closed_account_signs_nobody_in() -> None:
    user = person()
    client = signed_in(user)
    user.is_active = False
    user.save()
    assert sign_in(user)[1].status_code in (200, 302)
    assert client.get("/staff/")["Location"].startswith("/accounts/login/")


def test_a_new_password_is_set_from_a_mail_and_signs_nobody_in_by_itself() -> None:
    user = person()
    client = Client()
    said = [client.post("/accounts/password/reset/", {"email": one}, follow=True).content for one in (user.email, "nobody@example.org")]
    assert re.sub(rb'value="[^"]*"', b"", said[0]) == re.sub(rb'value="[^"]*"', b"", said[1])
    link = re.search(r"http\S+(/accounts/password/reset/key/\S+)", str(mail.outbox[0].body))
    assert link is not None
    page = client.get(link[1], follow=True)
    new = "another long password"
    done = client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert done["Location"] == "/accounts/password/reset/key/done/"
    assert client.get("/start/")["Location"].startswith("/accounts/login/")
    assert sign_in(user, new)[1]["Location"] == "/start/"
    assert timezone.now() - User.objects.get().last_login < timedelta(minutes=1)  # type: ignore[operator]
