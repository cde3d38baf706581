"""The outbox of a laptop: alerts of one's own county as they were written; no other mail, no other county, no server's."""

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import send_mail
from django.db.models.functions import Now
from django.test import Client

from accounts import journal
from accounts.models import Role
from notifications import actions, delivering
from notifications.models import Delivery
from tests.notifications.desk import Desk
from tests.notifications.test_alerts import now_text, today
from tests.staff import desk as pages
from tests.support import build

pytestmark = pytest.mark.django_db
FILES = "django.core.mail.backends.filebased.EmailBackend"


@pytest.fixture(autouse=True)
def laptop(settings: Any, tmp_path: Path) -> Path:
    settings.LOCAL, settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = True, FILES, str(tmp_path / "outbox")
    return tmp_path / "outbox"


@pytest.fixture
def desk() -> Desk:
    return Desk(today())


def alerted(desk: Desk) -> Delivery:
    """Counsel of one more person is alerted."""
    desk.booked("2026-10-02 08:00")
    desk.represented(desk.booking.county.offices.first() or desk.office())
    desk.detainer(now_text(desk))
    journal.drain()
    row: Delivery = Delivery.objects.latest("pk")
    return row


def texts(client: Client, address: str = "/staff/outbox/") -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200
    return [row["mail"].subject for row in answer.context["rows"]]


def subject(row: Delivery) -> str:
    return f"JailWatch: case {row.notification.booking.case_key}"


def test_alerts_are_listed_newest_first_and_read_as_text(desk: Desk) -> None:
    first, second = alerted(desk), alerted(desk)
    clerk = pages.clerk(desk.county)
    assert sorted(texts(clerk)) == sorted([subject(first), subject(second)])
    shown = clerk.get(f"/staff/outbox/{second.key}/").content.decode()
    assert "The jail received an immigration detainer in this case." in shown
    assert "alerts@defender.example" not in shown


def test_a_second_try_is_shown_above_the_first(desk: Desk, laptop: Path) -> None:
    row = alerted(desk)
    Delivery.objects.update(due_at=Now())
    delivering.drain(linger=False)
    copies = pages.clerk(desk.county).get(f"/staff/outbox/{row.key}/").context["rows"]
    assert sorted("You have not confirmed" in one["mail"].body for one in copies) == [False, True]


def test_messages_of_one_file_are_read_from_its_end(desk: Desk) -> None:
    desk.office()
    for _ in range(2):
        desk.booked("2026-10-02 08:00")
        desk.represented(desk.county.offices.get())
        desk.detainer(now_text(desk))
    journal.drain()
    rows = list(Delivery.objects.order_by("-pk"))
    assert texts(pages.clerk(desk.county)) == [subject(row) for row in rows]


def test_the_address_of_a_designee_is_shown_to_nobody(desk: Desk, laptop: Path) -> None:
    began = desk.at("2026-10-02 09:00")
    actions.record_representation(
        by=desk.by, booking=desk.booking, stands="designee", contact_name="A", contact_email="aunt@example.org", began=began
    )
    desk.detainer(now_text(desk))
    journal.drain()
    key = Delivery.objects.get().key
    clerk = pages.clerk(desk.county)
    assert "aunt@example.org" in "".join(path.read_text() for path in laptop.iterdir())
    for page in ("/staff/outbox/", f"/staff/outbox/{key}/"):
        shown = clerk.get(page).content.decode()
        assert "designee" in shown
        assert "aunt@example.org" not in shown


def test_a_mail_that_is_no_alert_is_not_shown(desk: Desk, laptop: Path) -> None:
    send_mail("New password", "Open this link", "a@example.org", ["b@example.org"])
    assert len(list(laptop.iterdir())) == 1
    assert texts(pages.clerk(desk.county)) == []


def test_a_broken_file_stops_no_other(desk: Desk, laptop: Path) -> None:
    row = alerted(desk)
    (laptop / "99999999-000000-1.log").write_bytes(b"\xff\xfe\n\nMessage-ID: <" + b"-" * 36 + b"@localhost>")
    (laptop / "99999999-000000-2.log").write_bytes(b"Message-ID: <" + b"-" * 36 + b"@localhost>\n\nx")
    assert texts(pages.clerk(desk.county)) == [subject(row)]


def test_another_countys_staff_see_none_of_it(desk: Desk) -> None:
    row = alerted(desk)
    other = pages.clerk(build.county("ramsey"))
    assert texts(other) == []
    assert other.get(f"/staff/outbox/{row.key}/").status_code == 404
    assert other.get("/staff/outbox/?county=hennepin").status_code == 404


MAY = {Role.STAFF, Role.SUPERVISOR}


@pytest.mark.parametrize("role", sorted(Role))
def test_only_jail_staff_see_the_outbox(role: Role, desk: Desk) -> None:
    row = alerted(desk)
    client = pages.clerk(desk.county, role)
    for page in ("/staff/outbox/", f"/staff/outbox/{row.key}/"):
        assert client.get(page).status_code == (200 if role in MAY else 404)


@pytest.mark.parametrize(("local", "back_end"), [(False, FILES), (True, "django.core.mail.backends.smtp.EmailBackend")])
def test_there_is_no_outbox_on_a_server(local: bool, back_end: str, desk: Desk, settings: Any) -> None:
    row = alerted(desk)
    settings.LOCAL, settings.EMAIL_BACKEND = local, back_end
    clerk = pages.clerk(desk.county)
    assert {clerk.get(page).status_code for page in ("/staff/outbox/", f"/staff/outbox/{row.key}/")} == {404}
    assert "/staff/outbox/" not in clerk.get("/staff/").content.decode()


@pytest.mark.parametrize("name", ["../secret_key", "..%2f..%2fsecret_key", "20261124-120000-1.log", "5f0c54a1-9a3e-4d2b-8e0e-3a1f1f6f7c11"])
def test_no_file_is_reached_by_its_name(name: str, desk: Desk, laptop: Path) -> None:
    alerted(desk)
    (laptop.parent / "secret_key").write_text("secret")
    answer = pages.clerk(desk.county).get(f"/staff/outbox/{name}/", follow=True)
    assert answer.status_code == 404
    assert "secret\n" not in answer.content.decode()


def test_an_empty_outbox_says_so(desk: Desk) -> None:
    assert "No mail was written yet." in pages.clerk(desk.county).get("/staff/outbox/").content.decode()
