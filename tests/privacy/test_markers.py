"""Nothing that identifies leaves the process: words planted in every such field are looked for in all that goes out.

Where they may be: in what the county's own jail staff and its jail system read of the booking, and the address of a mail in that mail.
"""

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from kombu.messaging import Producer

from accounts import journal
from accounts.models import Role
from accounts.requests import current
from jailwatch.logs import JsonFormatter
from notifications import actions, delivering
from notifications.models import Delivery
from reports import rollup
from tests.notifications.test_alerts import now_text
from tests.support import build, marked

pytestmark = pytest.mark.django_db


class Lines(logging.Handler):
    """Every line that any logger writes, as production writes it; the statements of the database are never logged there."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.text: list[str] = []
        self.setFormatter(JsonFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith("django.db"):
            self.text.append(self.format(record))


@pytest.fixture
def lines() -> Iterator[Lines]:
    handler, root = Lines(), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture
def published_messages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What goes to the broker, whole."""
    sent: list[str] = []
    publish = Producer.publish

    def noted(self: Any, body: Any, *args: Any, **kwargs: Any) -> Any:
        sent.append(repr((body, args, kwargs)))
        return publish(self, body, *args, **kwargs)

    monkeypatch.setattr(Producer, "publish", noted)
    return sent


def read(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode(errors="replace") + str(dict(answer.items()))


def test_mails_hold_no_word_but_the_address_they_go_to(lines: Lines) -> None:
    planted = marked.plant()
    desk = planted.desk
    desk.day = now_text(desk)[:10]
    held = desk.booked(now_text(desk), remarks="QZREMARK", race="QZRACE", birth_answer="answered", birth_text="QZBIRTHTOWN")
    office = actions.add_office(by=desk.by, county=desk.county, name="Second office", email="second@defender.example")
    for one in (office, planted.booking.representations.exclude(office=None).get().office):
        actions.record_representation(by=desk.by, booking=held, office=one, began=desk.at(now_text(desk)), how_known="court")
    actions.record_representation(
        by=desk.by,
        booking=held,
        stands="designee",
        contact_name="QZDESIGNEE",
        contact_email="qzdesignee@example.org",
        began=desk.at(now_text(desk)),
    )
    desk.booking = held
    desk.detainer(now_text(desk), remarks="QZREMARK", served_by="QZSERVED", served=desk.at(now_text(desk)))
    mail.outbox.clear()
    journal.drain()
    delivering.drain(linger=False)
    to = sorted(address for one in mail.outbox for address in one.to)
    assert {"qzdesignee@example.org", "qzoffice@defender.example", "second@defender.example"} <= set(to)
    for one in mail.outbox:
        sent = str(one.message())
        for address in one.to:
            sent = sent.replace(address, "")
        assert marked.seen(sent) == [], one.to
        assert held.case_key in sent
    assert marked.seen("\n".join(lines.text)) == []
    assert Delivery.objects.exclude(problem="").count() == 0


def test_logs_broker_pages_of_others_and_errors_hold_no_word(
    lines: Lines, published_messages: list[str], broker: str, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.REDIS_URL = broker
    with django_capture_on_commit_callbacks(execute=True):
        planted = marked.plant()
    marked.publish(planted)
    rollup.catch_up()
    county, booking, out = planted.desk.county, planted.booking, dict[str, str]()
    assert published_messages, "something was sent to the broker"
    out["broker"] = "\n".join(published_messages)
    for role in (None, *Role):
        client = Client(raise_request_exception=False)
        if role is not None:
            client.force_login(build.person(role, county if role not in (Role.STAFF, Role.SUPERVISOR) else build.county(f"of-{role}")))
        for address in pages(county.slug, str(booking.public_id)):
            answer = client.get(address)
            assert answer.status_code < 500, (role, address)
            out[f"{role} {address}"] = read(answer)
    staff = Client(raise_request_exception=False)
    staff.force_login(planted.desk.by)
    for name, answer in refusals(staff, planted).items():
        out[name] = read(answer)
    assert {name: marked.seen(text) for name, text in out.items() if marked.seen(text)} == {}
    assert lines.text, "something was logged"
    assert marked.seen("\n".join(lines.text)) == []
    assert current() == ""


def pages(slug: str, public_id: str) -> list[str]:
    public = ["/", "/compare/", f"/county/{slug}/", f"/county/{slug}/data/all.json", f"/county/{slug}/reports/2026-09/"]
    public += [f"/county/{slug}/reports/2026-09.{kind}" for kind in ("csv", "json")]
    public += [f"/api/v1/figures/?county={slug}&measure=DT-001&from=2026-09&to=2026-09", "/healthz", "/readyz", "/metrics"]
    inside = ["/staff/", f"/staff/bookings/{public_id}/", f"/staff/bookings/{public_id}/papers/", "/staff/overrides/", "/alerts/"]
    inside += ["/office/", f"/office/figures/{slug}/2026-09/", "/office/months/", "/office/registers/", "/office/release-clock/"]
    inside += ["/office/months.csv", "/office/months.json", "/staff/county/", "/staff/import/", "/admin/retention/"]
    return public + inside


def refusals(staff: Client, planted: marked.Marked) -> dict[str, Any]:
    """What is answered to what is wrong: 400, 403, 404, 405, 409, 410, 413, 415, 500; nothing of the record is said again."""
    one = f"/staff/bookings/{planted.booking.public_id}/"
    machine, path = planted.machine, f"bookings/{planted.booking.public_id}/"
    return {
        "404 page": staff.get("/nowhere/"),
        "404 booking": staff.get("/staff/bookings/00000000-0000-4000-8000-000000000000/"),
        "404 find": staff.post("/staff/find/", {"wanted": "QZNUMBE"}),
        "redirect of find": staff.post("/staff/find/", {"wanted": "QZCORRECTED"}),
        "405": staff.get("/staff/find/"),
        "403 csrf": Client(enforce_csrf_checks=True).post("/staff/find/", {"wanted": "QZNUMBER"}),
        "400 host": Client(raise_request_exception=False).get("/", headers={"Host": "qz!"}),
        "add": staff.post(f"{one}add/charges/", {"description": ""}),
        "API 400": machine.post("bookings/", marked.as_sent() | {"number": "QZCORRECTED"}),
        "API 400 clash": machine.post("bookings/", {"number": "QZCORRECTED", "booked": "2026-09-16T08:00"}),
        "API 401": machine.send("GET", path, Authorization="Bearer jw_QZNUMBER"),
        "API 404": machine.get("bookings/00000000-0000-4000-8000-000000000000/"),
        "API 409": machine.post(f"{path}release/", {"released": "2026-09-17T08:00", "release_kind": "street"}),
        "API 415": machine.send("POST", "bookings/", raw=b"number=QZNUMBER", Content_Type="text/plain"),
        "API broken JSON": machine.send("POST", "bookings/", raw=b'{"number": "QZNUMBER"'),
        "API too large": machine.send("POST", "bookings/", raw=b'{"number": "QZNUMBER", "x": "' + b"y" * 300_000 + b'"}'),
    }


def test_a_fault_of_ours_tells_neither_its_page_nor_the_log_what_it_was_about(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    planted = marked.plant()

    def broken(*args: Any, **kwargs: Any) -> Any:
        raise RuntimeError(f"cannot do QZNUMBER of QZREMARK with {planted.booking.remarks}")

    monkeypatch.setattr("notifications.timeline.timeline", broken)
    monkeypatch.setattr("bookings.api.timeline.corrections_of", broken)
    staff = Client(raise_request_exception=False)
    staff.force_login(planted.desk.by)
    page = staff.get(f"/staff/bookings/{planted.booking.public_id}/")
    planted.machine.client.raise_request_exception = False
    answer = planted.machine.get(f"bookings/{planted.booking.public_id}/timeline/")
    assert (page.status_code, answer.status_code) == (500, 500)
    assert (answer["Content-Type"], answer.json()["status"]) == ("application/problem+json", 500)
    assert marked.seen(read(page) + read(answer)) == []
    faults = [json.loads(line) for line in lines.text if "RuntimeError" in line]
    assert [one["exception"] for one in faults][:1] == ["RuntimeError"]
    assert all(re.fullmatch("[0-9a-f]{32}", one["request"]) for one in faults)
    assert marked.seen("\n".join(lines.text)) == []


def test_the_hunt_would_find_what_the_jails_own_staff_and_system_read() -> None:
    planted = marked.plant()
    staff = Client()
    staff.force_login(planted.desk.by)
    page = marked.seen(read(staff.get(f"/staff/bookings/{planted.booking.public_id}/")))
    assert {"QZCORRECTED", "QZCHARGE", "QZBIRTHTOWN", "QZSERVED"} <= set(page)
    answer = planted.machine.get(f"bookings/{planted.booking.public_id}/timeline/")
    assert {"QZCORRECTED", "QZCHARGE"} <= set(marked.seen(read(answer)))
    assert "QZDESIGNEE" not in read(answer), "a designee's name goes in and never comes out"


def test_the_address_of_no_page_holds_a_word() -> None:
    planted = marked.plant()
    staff = Client()
    staff.force_login(planted.desk.by)
    for address in ("/staff/", f"/staff/bookings/{planted.booking.public_id}/", "/staff/follow-up/", "/alerts/"):
        html = read(staff.get(address))
        links = re.findall(r'(?:href|action|src|hx-get|hx-post)="([^"]*)"', html)
        assert marked.seen("\n".join(links)) == [], address
