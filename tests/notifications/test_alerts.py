"""Who is told what, and when: from the entry of a fact to the mail, its confirmation, its reminders and its withdrawal."""

import smtplib
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from accounts import journal
from accounts.models import AuditEntry, Role
from bookings import actions as record
from notifications import actions, channels, delivering
from notifications.models import Attempt, Delivery, Office, Outcome, Representation, State
from tests.notifications.desk import Desk
from tests.support import build

pytestmark = pytest.mark.django_db
FIRST, SECOND = "alerts@defender.example", "duty@defender.example"


@pytest.fixture
def desk() -> Desk:
    """It is today for the clerk: what is entered now happened now."""
    return Desk(today())


def today() -> str:
    from zoneinfo import ZoneInfo

    return (timezone.now().astimezone(ZoneInfo("America/Chicago")) - timedelta(minutes=1)).strftime("%Y-%m-%d")


def now_text(desk: Desk) -> str:
    return timezone.now().astimezone(desk.county.zone).strftime("%Y-%m-%d %H:%M")


@pytest.fixture
def counsel(desk: Desk) -> Representation:
    return desk.represented(desk.office(email=FIRST, second_email=SECOND))


def work() -> list[tuple[list[str], str]]:
    """Read the journal, send what is due, and say what was sent: to whom, and the second paragraph."""
    mail.outbox.clear()
    journal.drain()
    return [(one.to, one.body.split("\n\n")[1]) for one in mail.outbox]


def later(wait: timedelta) -> None:
    """Time passes: everything that is due, or will be, is due that much earlier."""
    Delivery.objects.filter(due_at__isnull=False).update(due_at=F("due_at") - wait)
    Delivery.objects.update(window_until=F("window_until") - wait)


def sent_after(wait: timedelta) -> list[str]:
    mail.outbox.clear()
    later(wait)
    delivering.drain(linger=False)
    return [one.to[0] for one in mail.outbox]


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_counsel_hears_of_each_thing_once_in_a_sentence_without_a_person(desk: Desk, counsel: Representation) -> None:
    at = now_text(desk)
    said = {}
    desk.detainer(at)
    said["detainer"] = work()
    record.record_visit(by=desk.by, booking=desk.booking, kind="video", requested=desk.at(at))
    said["interview"] = work()
    desk.step("about_to_tell", at)
    said["about to tell"] = work()
    desk.told_ice(at)
    desk.told_ice(at)
    said["told"] = work()
    record.record_citizenship_claim(by=desk.by, booking=desk.booking, claimed=desk.at(at), evidence="passport")
    said["claim"] = work()
    desk.handed_over(at)
    said["handed"] = work()
    assert said == {
        "detainer": [([FIRST], "The jail received an immigration detainer in this case.")],
        "interview": [
            ([FIRST], "ICE or another federal agency asked to interview the person in this case. Nobody has to speak with them.")
        ],
        "about to tell": [([FIRST], "Jail staff are about to tell ICE of the release in this case.")],
        "told": [([FIRST], "Jail staff told ICE of the release in this case.")],
        "claim": [([FIRST], "The person in this case says that they are a US citizen.")],
        "handed": [([FIRST], "The jail handed the person in this case over to ICE.")],
    }


@pytest.mark.parametrize(
    ("verb", "values", "alerts"),
    [
        ("record_federal_request", {"kind": "interview", "agency": "ICE", "received": True}, 1),
        ("record_federal_request", {"kind": "release_date", "agency": "ICE", "received": True}, 0),
        ("record_ice_call", {"answer": "wants_interview", "called": True}, 1),
        ("record_ice_call", {"answer": "no_interest", "called": True}, 0),
    ],
    ids=["request for an interview", "request for a date", "wanted in a call", "no interest"],
)
def test_an_interview_is_asked_for_in_a_request_and_in_a_call_too(
    desk: Desk, counsel: Representation, verb: str, values: dict[str, Any], alerts: int
) -> None:
    given = {name: desk.at(now_text(desk)) if value is True else value for name, value in values.items()}
    fact = getattr(record, verb)(by=desk.by, booking=desk.booking, **given)
    said = "ICE or another federal agency asked to interview the person in this case. Nobody has to speak with them."
    assert work() == [([FIRST], said)] * alerts
    record.enter_in_error(fact, by=desk.by, reason="another person")
    assert len(work()) == alerts


def test_a_mail_holds_a_case_key_and_a_link_and_nothing_about_the_person(desk: Desk, counsel: Representation, settings: Any) -> None:
    settings.SITE_URL = "https://jail.example"
    record.record_charge(by=desk.by, booking=desk.booking, description="A made-up charge")
    desk.detainer(now_text(desk))
    work()
    one = mail.outbox[0]
    assert (one.subject, one.body) == (
        f"JailWatch: case {desk.booking.case_key}",
        f"Case {desk.booking.case_key}\n\nThe jail received an immigration detainer in this case.\n\n"
        "Sign in to read more and to confirm: https://jail.example/alerts/\n\n"
        "JailWatch is the jail’s own log. It never tells ICE anything.\n",
    )
    assert one.extra_headers["Message-ID"] == f"<{Delivery.objects.get().key}@localhost>"


def test_an_office_that_reads_spanish_is_written_to_in_spanish(desk: Desk) -> None:
    desk.represented(desk.office(language="es"))
    desk.detainer(now_text(desk))
    work()
    assert mail.outbox[0].body.startswith(f"Caso {desk.booking.case_key}")


def test_nobody_hears_of_a_try_that_did_not_reach_ice(desk: Desk, counsel: Representation) -> None:
    desk.told_ice(now_text(desk), "no_answer")
    assert work() == []
    desk.told_ice(now_text(desk), "voicemail")
    assert [to for to, _ in work()] == [[FIRST]]


@pytest.mark.parametrize("origin", ["import", "demo", "correction"])
def test_no_other_origin_than_a_live_entry_alerts(desk: Desk, counsel: Representation, origin: str) -> None:
    record.record_detainer(by=desk.by, booking=desk.booking, form="I-247A", received=desk.at(now_text(desk)), origin=origin)
    assert (work(), Delivery.objects.count()) == ([], 0)


def test_a_back_fill_alerts_nobody(desk: Desk, counsel: Representation) -> None:
    desk.detainer("2026-10-02 09:00")
    assert (work(), Delivery.objects.count()) == ([], 0)


def test_those_who_do_not_represent_the_person_now_hear_nothing(desk: Desk) -> None:
    ended = desk.represented(desk.office("First office"))
    actions.end_representation(ended, by=desk.by, ended=desk.at("2026-10-03 09:00"))
    wrong = desk.represented(desk.office("Second office"))
    record.enter_in_error(wrong, by=desk.by, reason="another person")
    elsewhere = desk.booking
    desk.booked("2026-10-02 08:00")
    desk.represented(desk.office("Third office"))
    desk.booking = elsewhere
    desk.detainer(now_text(desk))
    assert work() == []


def test_an_entry_read_twice_plans_once(desk: Desk, counsel: Representation) -> None:
    from notifications import alerts

    fact = desk.detainer(now_text(desk))
    work()
    entry = AuditEntry.objects.get(noun="bookings.Detainer", verb="record_detainer", object_id=fact.pk)
    alerts.read(journal.Inbox(entry=entry.pk, origin="live"))
    assert (Delivery.objects.count(), work()) == (1, [])


def test_a_designee_without_an_address_is_told_by_hand(desk: Desk) -> None:
    actions.record_representation(
        by=desk.by, booking=desk.booking, stands="designee", contact_name="A Friend", began=desk.at("2026-10-02 09:00")
    )
    desk.detainer(now_text(desk))
    assert (work(), states()) == ([], [State.BY_HAND])


def test_a_designee_is_written_to_without_a_link_that_they_could_not_open(desk: Desk) -> None:
    actions.record_representation(
        by=desk.by,
        booking=desk.booking,
        stands="designee",
        contact_name="A Friend",
        contact_email="friend@example.org",
        began=desk.at("2026-10-02 09:00"),
    )
    desk.detainer(now_text(desk))
    assert [to for to, _ in work()] == [["friend@example.org"]]
    assert "Sign in" not in mail.outbox[0].body
    assert b"friend" not in bytes(Representation.objects.get().contact_sealed or b"")


def test_reminders_go_on_by_both_addresses_until_somebody_confirms(desk: Desk, counsel: Representation) -> None:
    lawyer = build.person(Role.DEFENDER, desk.county)
    Office.objects.get().members.add(lawyer)
    desk.detainer(now_text(desk))
    work()
    half_hour = timedelta(minutes=31)
    assert [sent_after(half_hour) for _ in range(3)] == [[SECOND], [FIRST], [SECOND]]
    assert actions.confirm(Delivery.objects.get(), by=lawyer) is True
    assert (sent_after(half_hour), states()) == ([], [State.CONFIRMED])
    assert actions.confirm(Delivery.objects.get(), by=lawyer) is False
    assert list(Attempt.objects.order_by("pk").values_list("outcome", "person")) == [("sent", "")] * 4 + [("confirmed", str(lawyer))]


def test_the_window_closes_on_what_nobody_confirms(desk: Desk, counsel: Representation) -> None:
    desk.detainer(now_text(desk))
    work()
    assert (sent_after(timedelta(hours=25)), states()) == ([], [State.UNCONFIRMED])
    assert sent_after(timedelta(hours=25)) == []


def test_only_the_office_itself_confirms(desk: Desk, counsel: Representation) -> None:
    desk.detainer(now_text(desk))
    work()
    with pytest.raises(PermissionDenied):
        actions.confirm(Delivery.objects.get(), by=build.person(Role.DEFENDER, desk.county))
    assert states() == [State.SENT]


def test_nothing_more_is_sent_when_the_representation_ends(desk: Desk, counsel: Representation) -> None:
    desk.detainer(now_text(desk))
    work()
    actions.end_representation(counsel, by=desk.by, ended=desk.at(now_text(desk)))
    assert (sent_after(timedelta(minutes=31)), states()) == ([], [State.CANCELLED])


def test_who_speaks_only_with_an_attorney_is_scheduled_once_counsel_has_answered(desk: Desk, counsel: Representation) -> None:
    lawyer = build.person(Role.DEFENDER, desk.county)
    Office.objects.get().members.add(lawyer)
    at = desk.at(now_text(desk))
    visit = record.record_visit(by=desk.by, booking=desk.booking, kind="video", requested=at)
    work()
    record.record_consent(by=desk.by, booking=desk.booking, visit=visit, asked=at, answer="only_with_attorney")
    with pytest.raises(ValidationError, match="only with an attorney"):
        record.correct(visit, by=desk.by, reason="room found", planned=at)
    actions.confirm(Delivery.objects.get(), by=lawyer)
    visit.refresh_from_db()
    assert record.correct(visit, by=desk.by, reason="room found", planned=at).planned_at == at.at


def test_counsel_s_answer_about_one_visit_schedules_no_later_one(desk: Desk, counsel: Representation) -> None:
    lawyer = build.person(Role.DEFENDER, desk.county)
    Office.objects.get().members.add(lawyer)
    record.record_visit(by=desk.by, booking=desk.booking, kind="video", requested=desk.at(now_text(desk)))
    work()
    actions.confirm(Delivery.objects.get(), by=lawyer)
    record.record_consent(by=desk.by, booking=desk.booking, asked=desk.at(now_text(desk)), answer="only_with_attorney")
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        later = desk.at(now_text(desk))
        with pytest.raises(ValidationError, match="only with an attorney"):
            record.record_visit(by=desk.by, booking=desk.booking, kind="video", requested=later, planned=later)


# What the mail server may do. `sent` is told apart from `failed` and from `nobody knows`.


class Server:
    """A stand-in for the mail server, which lies outside this machine."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: Exception | None, on_connect: Exception | None = None) -> None:
        self.answers, self.on_connect, self.to = list(answers), on_connect, []
        monkeypatch.setattr(channels, "get_connection", lambda **_: self)

    def open(self) -> None:
        if self.on_connect:
            raise self.on_connect

    def close(self) -> None:
        return

    def send_messages(self, messages: list[Any]) -> int:
        self.to += messages[0].to
        problem = self.answers.pop(0) if self.answers else None
        if problem:
            raise problem
        return 1


def test_a_refused_address_is_followed_by_the_second_one_at_once(
    desk: Desk, counsel: Representation, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Server(monkeypatch, smtplib.SMTPRecipientsRefused({FIRST: (550, b"no such user")}))
    desk.detainer(now_text(desk))
    journal.drain()
    assert (server.to, states()) == ([FIRST, SECOND], [State.SENT])
    assert list(Attempt.objects.order_by("pk").values_list("outcome", flat=True)) == [Outcome.FAILED, Outcome.SENT]


def test_both_addresses_refused_is_failed_and_stays_listed(desk: Desk, counsel: Representation, monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = smtplib.SMTPRecipientsRefused({FIRST: (550, b"no such user")})
    Server(monkeypatch, refusal, refusal)
    desk.detainer(now_text(desk))
    journal.drain()
    row = Delivery.objects.get()
    assert (row.state, row.due_at, row.problem) == (State.FAILED, None, "SMTPRecipientsRefused 550")


@pytest.mark.parametrize(
    "problem", [smtplib.SMTPRecipientsRefused({FIRST: (450, b"busy")}), smtplib.SMTPDataError(451, b"later")], ids=lambda one: str(one)[:9]
)
def test_a_busy_server_is_tried_again_later_and_later(
    desk: Desk, counsel: Representation, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    server = Server(monkeypatch, problem, problem, problem)
    desk.detainer(now_text(desk))
    journal.drain()
    waits = []
    for _ in range(3):
        waits.append(Delivery.objects.annotate(wait=F("due_at") - Now()).get().wait)
        later(timedelta(minutes=20))
        delivering.drain(linger=False)
    assert [round(wait / timedelta(seconds=30)) for wait in waits] == [1, 2, 4]
    assert (server.to, states()) == ([FIRST, FIRST, SECOND, SECOND], [State.SENT])


def test_a_server_that_cannot_be_reached_has_certainly_got_nothing(
    desk: Desk, counsel: Representation, monkeypatch: pytest.MonkeyPatch
) -> None:
    Server(monkeypatch, on_connect=ConnectionRefusedError())
    desk.detainer(now_text(desk))
    journal.drain()
    assert (states(), Attempt.objects.get().outcome) == ([State.FAILED], Outcome.FAILED)


def test_a_line_that_broke_while_sending_is_not_known(desk: Desk, counsel: Representation, monkeypatch: pytest.MonkeyPatch) -> None:
    Server(monkeypatch, TimeoutError())
    desk.detainer(now_text(desk))
    journal.drain()
    assert (states(), Attempt.objects.get().outcome) == ([State.UNKNOWN], Outcome.UNKNOWN)


def test_a_worker_that_died_while_sending_leaves_a_visible_unknown(
    desk: Desk, counsel: Representation, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Died(BaseException):
        pass

    server = Server(monkeypatch)
    monkeypatch.setattr(server, "send_messages", lambda _messages: (_ for _ in ()).throw(Died()))
    desk.detainer(now_text(desk))
    with pytest.raises(Died):
        journal.drain()
    monkeypatch.undo()
    Delivery.objects.update(leased_until=Now() - timedelta(seconds=1))
    delivering.drain(linger=False)
    assert list(Attempt.objects.order_by("pk").values_list("outcome", flat=True)) == [Outcome.UNKNOWN, Outcome.SENT]
    assert [one.to for one in mail.outbox] == [[FIRST]]
