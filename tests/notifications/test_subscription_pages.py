"""Who is alerted of deadlines: asked for on a page, confirmed from a mail by the same person, stopped again; nobody else's business."""

import re
from typing import Any

import pytest
from django.core import mail, signing
from django.test import Client

from accounts.models import AuditEntry, County, Role, User
from notifications import actions
from notifications.models import DeadlineRule, Subscription
from notifications.subscribing import SALT
from tests.staff import desk as pages
from tests.support import build

pytestmark = pytest.mark.django_db
PAGE = "/staff/subscriptions/"
MAY = {Role.STAFF: 200, Role.SUPERVISOR: 200, Role.RECORDS_OFFICER: 200, Role.ADMINISTRATOR: 200}
MAY |= {Role.AUDITOR: 404, Role.COMMISSIONER: 404, Role.DEFENDER: 404, Role.MACHINE: 404}


@pytest.fixture
def county() -> County:
    return build.county("hennepin")


@pytest.fixture
def officer(county: County) -> User:
    return build.person(Role.RECORDS_OFFICER, county)


@pytest.fixture
def client(officer: User) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def post(client: Client, what: str, topic: str = "not_served", **values: Any) -> Any:
    return client.post(PAGE, {"what": what, "topic": topic, **values})


def linked(message: Any) -> str:
    found = re.search(r"(/staff/subscriptions/confirm/\S+/)", message.body)
    assert found is not None
    return found[1]


def standing(user: User) -> list[tuple[str, bool, bool]]:
    """Of each subscription: of what, confirmed, ended."""
    return [
        (one.topic, one.confirmed_at is not None, one.until_at is not None) for one in Subscription.objects.filter(user=user).order_by("pk")
    ]


def test_asking_sends_a_mail_and_alerts_nobody_before_its_link_is_confirmed(client: Client, officer: User) -> None:
    assert post(client, "ask").status_code == 302
    assert standing(officer) == [("not_served", False, False)]
    (message,) = mail.outbox
    assert message.to == [officer.email]
    link = linked(message)
    assert client.get(link).status_code == 200
    assert standing(officer) == [("not_served", False, False)]
    assert client.post(link).status_code == 302
    assert standing(officer) == [("not_served", True, False)]
    assert "You are alerted since" in client.get(PAGE).content.decode()


def test_confirming_twice_is_noted_once(client: Client) -> None:
    post(client, "ask")
    link = linked(mail.outbox[0])
    client.post(link)
    client.post(link)
    assert AuditEntry.objects.filter(verb="confirm_subscription").count() == 1


def test_asking_twice_is_one_subscription_and_another_mail(client: Client, officer: User) -> None:
    post(client, "ask")
    post(client, "ask")
    post(client, "again")
    assert standing(officer) == [("not_served", False, False)]
    assert [message.to for message in mail.outbox] == [[officer.email]] * 3


def test_a_form_sent_twice_is_taken_once(client: Client, officer: User) -> None:
    post(client, "ask", token="one")
    post(client, "ask", token="one")
    assert (len(mail.outbox), standing(officer)) == (1, [("not_served", False, False)])


def test_a_stopped_one_cannot_be_confirmed_any_more_and_may_be_asked_for_again(client: Client, officer: User) -> None:
    post(client, "ask")
    link = linked(mail.outbox[0])
    post(client, "stop")
    assert standing(officer) == [("not_served", False, True)]
    assert {client.get(link).status_code, client.post(link).status_code} == {404}
    post(client, "ask")
    assert standing(officer) == [("not_served", False, True), ("not_served", False, False)]


def test_every_deadline_stands_on_the_page_and_no_other_is_taken(client: Client, officer: User) -> None:
    assert [row["topic"] for row in client.get(PAGE).context["rows"]] == list(DeadlineRule.values)
    assert {post(client, "ask", topic="release").status_code, post(client, "delete").status_code} == {404}
    assert standing(officer) == []


def test_a_mail_server_that_is_away_is_said_and_the_mail_can_be_asked_for_again(client: Client, officer: User, settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", 1
    shown = client.post(PAGE, {"what": "ask", "topic": "not_served"}, follow=True).content.decode()
    assert "The mail could not be handed to the mail server." in shown
    assert standing(officer) == [("not_served", False, False)]
    assert "Send the mail again" in shown


def test_the_link_is_of_no_use_to_another_person_nor_forged_nor_late(
    client: Client, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(client, "ask")
    link = linked(mail.outbox[0])
    other = pages.clerk(county, Role.RECORDS_OFFICER)
    forged = signing.dumps(Subscription.objects.get().pk, salt="another")
    assert {other.get(link).status_code, other.post(link).status_code} == {404}
    assert client.get(f"{PAGE}confirm/{forged}/").status_code == 404
    assert Client().get(link).status_code == 302
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 8 * 24 * 3600)
    late = signing.TimestampSigner(salt=SALT)
    with pytest.raises(signing.SignatureExpired):
        late.unsign_object(link.split("/")[-2], max_age=7 * 24 * 3600)
    assert Subscription.objects.get().confirmed_at is None


def test_nobody_sees_or_stops_what_somebody_else_asked_for(client: Client, county: County, officer: User) -> None:
    actions.subscribe(by=officer, county=county, topic="not_told")
    other = build.person(Role.SUPERVISOR, county)
    at_desk = Client()
    at_desk.force_login(other)
    assert all(row["found"] is None for row in at_desk.get(PAGE).context["rows"])
    post(at_desk, "stop", topic="not_told")
    assert standing(officer) == [("not_told", False, False)]


@pytest.mark.parametrize("role", MAY)
def test_who_works_for_the_county_may_ask(role: Role, county: County) -> None:
    assert pages.clerk(county, role).get(PAGE).status_code == MAY[role]


def test_another_county_is_not_even_named(client: Client) -> None:
    build.county("ramsey")
    assert {client.get(f"{PAGE}?county=ramsey").status_code, post(client, "ask", county="ramsey").status_code} == {404}
    assert Subscription.objects.count() == 0


def test_the_mail_is_in_the_language_in_which_it_was_asked_for(client: Client) -> None:
    client.post(PAGE, {"what": "ask", "topic": "not_served"}, headers={"accept-language": "es"})
    assert mail.outbox[0].subject != "JailWatch: confirm that you want to be alerted"
    assert Subscription.objects.get().language == "es"
