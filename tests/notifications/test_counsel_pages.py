"""What a law office sees, and what nobody else does: its alerts, the page of a client, the file without names."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts import journal
from accounts.models import AuditEntry, Inbox, Membership, Role, User
from bookings import actions as record
from bookings.spans import Span
from notifications import actions
from notifications.models import Attempt, Delivery, Office, Representation, State
from tests.notifications.counsel import SECRETS, alert, full_case, lawyer, page
from tests.notifications.desk import Desk
from tests.notifications.test_alerts import now_text, today
from tests.support import build, telling

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk(today())


@pytest.fixture
def office(desk: Desk) -> Office:
    return desk.office()


@pytest.fixture
def counsel(desk: Desk, office: Office) -> Representation:
    return desk.represented(office)


def texts(answer: Any) -> list[tuple[str, list[str]]]:
    """The parts of the list: what each row says."""
    return [(str(part["name"]), [str(row["says"]) for row in part["rows"]]) for part in answer.context["parts"]]


# --- who gets at a client: by hand -------------------------------------------------------------------------------------------------------


def everybody(desk: Desk, office: Office) -> dict[str, Client]:
    """One of each kind of person who might look."""
    people: dict[str, User] = {
        "member": build.person(Role.DEFENDER, desk.county),
        "member without the role": build.person(),
        "member, defender elsewhere": build.person(Role.DEFENDER, build.county("there")),
        "member, deactivated": build.person(Role.DEFENDER, desk.county),
        "of another office": build.person(Role.DEFENDER, desk.county),
        "defender without office": build.person(Role.DEFENDER, desk.county),
        "jail staff": build.person(Role.STAFF, desk.county),
        "supervisor": build.person(Role.SUPERVISOR, desk.county),
        "records officer": build.person(Role.RECORDS_OFFICER, desk.county),
        "auditor": build.person(Role.AUDITOR, desk.county),
        "administrator": build.person(Role.ADMINISTRATOR, desk.county),
        "staff of another county": build.person(Role.STAFF, build.county("beyond")),
        "nobody": build.person(),
    }
    office.members.set([user for name, user in people.items() if name.startswith("member")])
    desk.office("Other office").members.add(people["of another office"])
    found = {}
    for name, user in people.items():
        found[name] = Client()
        found[name].force_login(user)
    User.objects.filter(pk=people["member, deactivated"].pk).update(is_active=False)
    return found


def test_who_opens_the_page_of_a_client(desk: Desk, office: Office, counsel: Representation) -> None:
    answers = {name: client.get(page(desk)).status_code for name, client in everybody(desk, office).items()}
    assert answers == {
        "member": 200,
        "member without the role": 404,
        "member, defender elsewhere": 404,
        "member, deactivated": 302,
        "of another office": 404,
        "defender without office": 404,
        "jail staff": 404,
        "supervisor": 404,
        "records officer": 404,
        "auditor": 404,
        "administrator": 404,
        "staff of another county": 404,
        "nobody": 404,
    }


def test_who_opens_the_list_and_takes_the_file(desk: Desk, office: Office, counsel: Representation) -> None:
    desk.detainer(now_text(desk))
    journal.drain()
    found = everybody(desk, office)
    open_to = {name for name, client in found.items() if client.get("/alerts/").status_code == 200}
    takes = {name for name, client in found.items() if client.get("/alerts/export.csv").status_code == 200}
    assert (open_to, takes) == ({"member", "of another office"}, {"member", "of another office"})
    assert texts(found["of another office"].get("/alerts/")) == []
    assert found["of another office"].get("/alerts/export.csv").content.decode().count("\r\n") == 1


def test_who_is_signed_out_is_asked_to_sign_in(desk: Desk, counsel: Representation) -> None:
    for address in ("/alerts/", page(desk), "/alerts/export.csv"):
        assert Client().get(address)["Location"] == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("why", ["ended", "not begun", "entered in error", "booking in error", "office closed", "no longer a member"])
def test_when_it_is_over_the_client_is_as_unknown_as_one_who_never_was(
    desk: Desk, office: Office, counsel: Representation, why: str
) -> None:
    desk.detainer(now_text(desk))
    journal.drain()
    client, user = lawyer(desk, office)
    assert client.get(page(desk)).status_code == 200
    end(desk, office, counsel, user, why)
    never = client.get("/alerts/00000000-0000-4000-8000-000000000000/")
    gone = client.get(page(desk))
    assert (gone.status_code, never.status_code) == (404, 404)
    assert gone.content.decode().count("</") == never.content.decode().count("</")
    listed = client.get("/alerts/")
    assert listed.status_code == 404 or texts(listed) == []
    assert client.post(f"/alerts/confirm/{Delivery.objects.earliest('pk').key}/").status_code == 404


def end(desk: Desk, office: Office, counsel: Representation, user: User, why: str) -> None:
    now = timezone.now()
    if why == "ended":
        actions.end_representation(counsel, by=desk.by, ended=Span.minute(now))
    elif why == "not begun":
        later = now + timedelta(hours=1)
        Representation.objects.filter(pk=counsel.pk).update(began_at=later, began_until=later + timedelta(minutes=1))
    elif why == "entered in error":
        record.enter_in_error(counsel, by=desk.by, reason="another person")
    elif why == "booking in error":
        record.enter_in_error(desk.booking, by=desk.by, reason="another person")
    elif why == "office closed":
        actions.change_office(office, by=desk.by, closed_at=now)
    else:
        actions.change_office(office, by=desk.by, members=())


def test_who_lost_the_role_sees_nothing_though_still_a_member(desk: Desk, office: Office, counsel: Representation) -> None:
    client, user = lawyer(desk, office)
    Membership.objects.filter(user=user).delete()
    assert (client.get(page(desk)).status_code, client.get("/alerts/").status_code) == (404, 404)


def test_only_members_of_an_office_are_led_to_the_alerts(desk: Desk, office: Office) -> None:
    member, _user = lawyer(desk, office)
    other, _user = lawyer(desk)
    assert 'href="/alerts/"' in member.get("/").content.decode()
    assert 'href="/alerts/"' not in other.get("/").content.decode()


# --- the list -----------------------------------------------------------------------------------------------------------------------------


def test_what_was_not_sent_comes_first_then_what_is_to_confirm_then_the_rest(desk: Desk, office: Office, counsel: Representation) -> None:
    for about, state in [
        ("detainer_received", State.CONFIRMED),
        ("interview_asked", State.SENT),
        ("ice_told", State.FAILED),
        ("about_to_tell", State.UNKNOWN),
        ("handed_over", State.UNCONFIRMED),
        ("citizenship_claim", State.CANCELLED),
    ]:
        alert(desk, counsel, about, state)
    client, _user = lawyer(desk, office)
    assert texts(client.get("/alerts/")) == [
        (
            "Not sent, or not known whether it was",
            ["Jail staff are about to tell ICE of the release in this case.", "Jail staff told ICE of the release in this case."],
        ),
        (
            "To confirm",
            [
                "The jail handed the person in this case over to ICE.",
                "ICE or another federal agency asked to interview the person in this case. Nobody has to speak with them.",
            ],
        ),
        (
            "Confirmed, or no longer to be sent",
            ["The person in this case says that they are a US citizen.", "The jail received an immigration detainer in this case."],
        ),
    ]


def test_one_click_confirms_and_a_second_one_changes_nothing(desk: Desk, office: Office, counsel: Representation) -> None:
    one = alert(desk, counsel, "ice_told", State.SENT)
    client, _user = lawyer(desk, office)
    first = client.post(f"/alerts/confirm/{one.key}/", follow=True)
    assert "Confirmed: you will not be reminded" in first.content.decode()
    again = client.post(f"/alerts/confirm/{one.key}/", follow=True)
    assert "nothing was changed" in again.content.decode()
    assert Attempt.objects.filter(outcome="confirmed").count() == 1
    assert client.get(f"/alerts/confirm/{one.key}/").status_code == 405


def test_an_alert_that_was_withdrawn_cannot_be_confirmed(desk: Desk, office: Office, counsel: Representation) -> None:
    one = alert(desk, counsel, "ice_told", State.CANCELLED)
    client, _user = lawyer(desk, office)
    assert "nothing was changed" in client.post(f"/alerts/confirm/{one.key}/", follow=True).content.decode()
    one.refresh_from_db()
    assert (one.state, one.confirmed_at) == (State.CANCELLED, None)


def test_nobody_confirms_for_another_office(desk: Desk, counsel: Representation) -> None:
    one = alert(desk, counsel, "ice_told", State.SENT)
    client, _user = lawyer(desk, desk.office("Other office"))
    assert client.post(f"/alerts/confirm/{one.key}/").status_code == 404
    one.refresh_from_db()
    assert one.confirmed_at is None


def test_an_officer_who_subscribed_sees_and_confirms_their_own_alerts_only(desk: Desk, office: Office, counsel: Representation) -> None:
    alert(desk, counsel, "ice_told", State.SENT)
    user = build.person(Role.STAFF, desk.county)
    wanted = telling.subscription(desk.county, user)
    one = telling.delivery(telling.notification(desk.booking, "officer", subscription=wanted, about="not_served"), state=State.SENT)
    client = Client()
    client.force_login(user)
    assert texts(client.get("/alerts/")) == [("To confirm", ["A copy of the detainer in this case was not served in time."])]
    assert client.get("/alerts/export.csv").status_code == 404
    client.post(f"/alerts/confirm/{one.key}/")
    one.refresh_from_db()
    assert one.state == State.CONFIRMED


# --- the page of a client -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def seen(desk: Desk, office: Office) -> Any:
    full_case(desk, office)
    return lawyer(desk, office)[0].get(page(desk))


def test_counsel_sees_the_contacts_the_tellings_and_the_clock(seen: Any) -> None:
    shown = seen.context
    assert [(one["form"], one["served"] != "") for one in shown["detainers"]] == [("I-247A (since April 2017)", True)]
    assert shown["planned"] == [one["planned"] for one in shown["visits"]] == ["Jan 5, 2030, 10:00"]
    assert [one["answer"] for one in shown["consents"]] == ["only with an attorney"]
    assert [(one["time"][-5:], one["what"], one["came"]) for one in shown["tellings"]] == [
        ("10:05", "ICE: the coming release", "by phone, no answer"),
        ("10:15", "ICE: the coming release", "by phone, reached"),
        ("10:20", "ICE answered", "ICE is coming"),
        ("10:30", "the person: the coming release", "in writing, handed over"),
        ("10:40", "counsel: the coming release", "by phone, reached"),
    ]
    assert shown["handover"]["how"] == "custody transfer to an ICE officer"
    lengths = {code: length for code, _name, _counts, length in shown["clock"]["intervals"]}
    assert [lengths[code] for code in ("LT-001", "LT-002", "LT-004", "LT-006", "LT-010", "LT-011")] == [
        "1:25",
        "1:15",
        "0:10",
        "1:30",
        "0:35",
        "0:25",
    ]


@pytest.mark.parametrize("secret", SECRETS)
def test_counsel_sees_no_charge_birthplace_number_remark_or_officer(seen: Any, secret: str) -> None:
    text = seen.content.decode()
    assert secret not in text[text.index("<main") : text.index("</main>")]


def test_tellings_of_another_office_and_of_officers_are_not_shown(desk: Desk, office: Office, counsel: Representation) -> None:
    other = desk.represented(desk.office("Other office", email="other@office.example"))
    desk.told_counsel("10:40", other, "voicemail")
    telling.attempt(telling.notification(desk.booking, "officer", about="not_served"))
    client, _user = lawyer(desk, office)
    assert client.get(page(desk)).context["tellings"] == []


def test_every_look_at_a_client_is_on_record_and_alerts_nobody(desk: Desk, office: Office, counsel: Representation) -> None:
    journal.drain()
    client, user = lawyer(desk, office)
    client.get(page(desk))
    client.get(page(desk))
    looks = AuditEntry.objects.filter(verb="view", booking=desk.booking.public_id)
    said = {"what": "client", "office": office.pk}
    assert [(one.by, one.object_id, one.detail) for one in looks] == [(f"user:{user.pk}", desk.booking.pk, said)] * 2
    assert not Inbox.objects.exists()


def test_a_look_that_was_refused_is_none(desk: Desk, counsel: Representation) -> None:
    lawyer(desk)[0].get(page(desk))
    assert not AuditEntry.objects.filter(verb="view").exists()
