"""People of a county: invited by a link that works once, given other roles, let go; and what nobody may do."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import AuditEntry, County, Invitation, Membership, Role, User
from tests.support import build

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
NEW = {"email": "New@Example.org", "name": "New Person", "role": "staff"}


@pytest.fixture
def here() -> County:
    return build.county("here")


@pytest.fixture
def administrator(here: County) -> User:
    return build.person(Role.ADMINISTRATOR, here)


@pytest.fixture
def client(administrator: User) -> Client:
    one = Client()
    one.force_login(administrator)
    return one


def link() -> str:
    found = re.search(r"http\S+(/invitation/\S+/)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_somebody_is_invited_takes_the_role_with_a_password_and_stands_before_the_second_factor(client: Client, settings: Any) -> None:
    assert client.post("/admin/invite/", NEW)["Location"] == "/admin/?county=here"
    assert (mail.outbox[0].to, User.objects.filter(email="new@example.org").exists()) == (["new@example.org"], False)
    page = client.get("/admin/").content.decode()
    assert "New Person" in page
    assert link() not in page, "only the mail has the link"
    new = Client()
    assert new.get(link()).status_code == 200
    assert not User.objects.filter(email="new@example.org").exists(), "opening the link takes nothing"
    for sent, said in [
        ({"name": "N", "password": "short", "again": "short"}, "at least 12 characters"),
        ({"name": "N", "password": PASSWORD, "again": "other"}, "differ"),
    ]:
        refused = new.post(link(), sent)
        assert refused.status_code == 422
        assert said in refused.content.decode()
    settings.SECOND_FACTOR_ASKED = True
    assert new.post(link(), {"name": "N. Person", "password": PASSWORD, "again": PASSWORD})["Location"] == "/start/"
    assert new.get("/start/")["Location"] == "/accounts/2fa/"
    made = Membership.objects.get(user__email="new@example.org")
    assert (made.role, made.user.name, made.county.slug) == ("staff", "N. Person", "here")
    assert Client().get(link()).status_code == 404, "the link works once"
    assert verbs() == ["invite", "accept_invitation"]
    assert "example.org" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


def test_a_link_that_was_withdrawn_altered_or_grew_old_opens_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.post("/admin/invite/", NEW)
    first, invitation = link(), Invitation.objects.get()
    assert Client().get(first[:-2] + "x/").status_code == 404
    assert "invited to this role already" in client.post("/admin/invite/", NEW).content.decode()
    client.post(f"/admin/invitations/{invitation.pk}/", {"what": "again"})
    assert len(mail.outbox) == 2
    with monkeypatch.context() as later:
        later.setattr("accounts.invitations.DAYS", -1)
        assert Client().get(first).status_code == 404
    client.post(f"/admin/invitations/{invitation.pk}/", {"what": "withdraw"})
    assert Client().get(link()).status_code == 404
    assert (
        "was accepted or withdrawn" in client.post(f"/admin/invitations/{invitation.pk}/", {"what": "again"}, follow=True).content.decode()
    )
    assert verbs() == ["invite", "renew_invitation", "withdraw_invitation"]


def test_who_has_an_account_signs_in_with_it_and_then_takes_the_role(client: Client, here: County) -> None:
    there = build.person(Role.STAFF, build.county("there"))
    client.post("/admin/invite/", NEW | {"email": there.email})
    stranger = Client()
    stranger.force_login(build.person())
    for other in (Client(), stranger):
        assert "Sign in with it" in other.post(link(), {"name": "x", "password": PASSWORD, "again": PASSWORD}).content.decode()
    assert not Membership.objects.filter(user=there, county=here).exists()
    theirs = Client()
    theirs.force_login(there)
    assert theirs.post(link())["Location"] == "/start/"
    assert Membership.objects.get(user=there, county=here).role == Role.STAFF


def test_the_first_administrator_is_invited_by_a_command_and_a_machine_by_nobody(here: County) -> None:
    call_command("invite", "first@example.org", "--county", "here", "--role", "administrator")
    new = Client()
    new.post(link(), {"name": "First", "password": PASSWORD, "again": PASSWORD})
    assert new.get("/start/")["Location"] == "/admin/"
    assert AuditEntry.objects.earliest("pk").by == "command:invite"
    with pytest.raises(CommandError, match="no county 'nowhere'"):
        call_command("invite", "first@example.org", "--county", "nowhere")
    assert "machine" not in new.get("/admin/invite/").content.decode()


def page_of(person: User) -> str:
    return f"/admin/people/{person.pk}/?county=here"


def told(client: Client, person: User, what: str, **more: Any) -> str:
    """Send the form; the text of the page to which it leads."""
    found = Membership.objects.filter(user=person, county__slug="here").first()
    sent = {"what": what, "county": "here", "membership": found.pk if found else ""} | more
    return str(client.post(page_of(person), sent, follow=True).content.decode())


def test_a_role_is_changed_and_ended_and_the_journal_says_so(client: Client, here: County) -> None:
    clerk = build.person(Role.STAFF, here)
    assert "Recorded." in told(client, clerk, "change", role="supervisor")
    entry = AuditEntry.objects.latest("pk")
    assert (entry.verb, entry.county_id, entry.detail) == (
        "change_role",
        here.pk,
        {"user": clerk.pk, "before": "staff", "after": "supervisor"},
    )
    assert "one of the listed roles" in told(client, clerk, "change", role="machine")
    assert Membership.objects.get(user=clerk).role == "supervisor"
    told(client, clerk, "end")
    assert not clerk.memberships.exists()
    assert client.get(page_of(clerk)).status_code == 404


def test_nobody_changes_their_own_role_and_the_last_administrator_stays(client: Client, here: County, administrator: User) -> None:
    for what in ("change", "end", "close", "forget"):
        assert "another administrator" in told(client, administrator, what, role="staff").lower()
    second = build.person(Role.ADMINISTRATOR, here)
    administrator.is_active = False
    administrator.save()
    other = Client()
    other.force_login(second)
    assert "nobody changes their own role" in told(other, second, "end").lower()
    third = build.person(Role.ADMINISTRATOR, here)
    second.is_active = False
    second.save()
    from accounts.actions import people

    with pytest.raises(Exception, match="last administrator"):
        people.end_membership(third.memberships.get(), by=build.person(Role.ADMINISTRATOR, build.county("there")))


def test_an_account_is_closed_and_opened_again_and_its_second_factor_forgotten(client: Client, here: County) -> None:
    clerk = build.person(Role.STAFF, here)
    TOTP.activate(clerk, generate_totp_secret())
    seen = Client()
    seen.force_login(clerk)
    assert "yes" in client.get("/admin/").content.decode()
    told(client, clerk, "forget")
    assert not Authenticator.objects.filter(user=clerk).exists()
    told(client, clerk, "close")
    assert seen.get("/staff/")["Location"].startswith("/accounts/login/")
    told(client, clerk, "open")
    assert verbs() == ["forget_second_factor", "close_account", "open_account"]


def test_what_a_person_is_in_another_county_is_not_this_ones_to_take(client: Client, here: County) -> None:
    both = build.person(Role.STAFF, here)
    Membership.objects.create(user=both, county=build.county("there"), role=Role.STAFF)
    for what in ("close", "forget"):
        assert "another county, too" in told(client, both, what)
    assert "there" not in client.get(page_of(both)).content.decode().lower().replace("there is", "")
    elsewhere = Membership.objects.get(user=both, county__slug="there")
    assert "ended already" in told(client, both, "end", membership=elsewhere.pk)
    both.refresh_from_db()
    assert (both.is_active, both.memberships.count()) == (True, 2)


def test_a_form_that_is_not_known_changes_nothing(client: Client, here: County) -> None:
    clerk = build.person(Role.STAFF, here)
    assert client.post(page_of(clerk), {"what": "promote"}).status_code == 400
    assert Membership.objects.get(user=clerk).role == "staff"


def test_the_list_asks_the_database_as_often_for_many_as_for_few(client: Client, here: County, django_assert_max_num_queries: Any) -> None:
    for _number in range(12):
        build.person(Role.STAFF, here)
    with django_assert_max_num_queries(20):
        assert client.get("/admin/").content.decode().count("person") > 12
