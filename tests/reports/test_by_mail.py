"""Reports by mail: asked for by anyone, confirmed from a mail, sent once each whatever dies, stopped by one click."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail, signing
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation

from accounts.models import AuditEntry, County, Origin, Role, User
from accounts.periods import Month
from notifications.channels import Email, Result
from notifications.models import Outcome
from reports import rollup
from reports.actions import mailing
from reports.mailing import sending
from reports.models import MailState, Release, ReportMail, ReportSubscription, Restatement
from reports.releases import actions, life
from reports.tasks import mail_reports
from tests.support import build, releasing

pytestmark = pytest.mark.django_db
OCTOBER, CLOSED = Month(2026, 10), datetime(2026, 11, 11, 6, 0, tzinfo=UTC)
PAGE = "/county/here/reports/by-mail/"
WHY = "A handover of the 12th was written down late."
READER = "reader@example.org"


@pytest.fixture(autouse=True)
def nobody_asked_yet() -> None:
    cache.clear()


@pytest.fixture
def county() -> County:
    return releasing.six_taken(OCTOBER)


def ask(address: str = READER, language: str = "en", client: Client | None = None) -> Any:
    return (client or Client()).post(PAGE, {"address": address, "language": language})


def path_in(body: str, what: str = "http") -> str:
    """The last address of a mail, without its host."""
    return re.findall(rf"{what}s?://[^/\s]+(/\S+)", body)[-1]


def reader(county: County, address: str = READER, language: str = "en") -> ReportSubscription:
    return ReportSubscription.objects.create(county=county, address=address, language=language, confirmed_at=timezone.now())


def publish(county: County) -> Release:
    people = build.person(Role.RECORDS_OFFICER, county), build.person(Role.SUPERVISOR, county)
    return actions.publish_month(county, OCTOBER, drafted_by=people[0], approved_by=people[1], at=CLOSED)


def states() -> list[str]:
    return list(ReportMail.objects.order_by("pk").values_list("state", flat=True))


# Asked for, confirmed, stopped.


def test_nothing_comes_until_it_is_confirmed_from_the_mail_and_nothing_after_one_click(county: County) -> None:
    assert ask(" Reader@Example.ORG ").headers["Location"] == f"{PAGE}asked/"
    assert mail_reports() == 1
    (asked,) = mail.outbox
    assert (asked.to, "List-Unsubscribe" in asked.extra_headers) == ([READER], False)
    link = path_in(asked.body)
    page = Client().get(link)
    assert (page.status_code, page.headers["Cache-Control"].count("no-store")) == (200, 1)
    assert ReportSubscription.objects.get().confirmed_at is None
    publish(county)
    assert Client().post(link).status_code == 200
    found = ReportSubscription.objects.get()
    assert (found.confirmed_at is not None, ReportMail.objects.filter(release__isnull=False).count()) == (True, 0)
    mailing.add(["here"], release=Release.objects.get())
    mail_reports()
    told = mail.outbox[-1]
    stop = re.fullmatch(r"<https?://[^/]+(/\S+)>", told.extra_headers["List-Unsubscribe"])
    assert stop
    assert stop[1] == path_in(told.body)
    assert told.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert Client().get(stop[1]).status_code == 200
    assert ReportSubscription.objects.get().until_at is None
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(stop[1], {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert strict.post(stop[1], {"List-Unsubscribe": "One-Click"}).status_code == 200
    gone = ReportSubscription.objects.get()
    assert (gone.address, gone.until_at is not None) == ("", True)
    assert Client().post(link).status_code == 404
    said = list(AuditEntry.objects.filter(by="public").order_by("pk").values_list("verb", "detail"))
    assert said == [("confirm_report_subscription", {}), ("stop_report_subscription", {})]


def test_the_page_answers_alike_whoever_is_subscribed_and_an_address_gets_one_mail_an_hour(county: County) -> None:
    reader(county)
    answers = [ask(address) for address in (READER, READER, "other@example.org")]
    assert len({(one.status_code, one.headers["Location"]) for one in answers}) == 1
    pages = {Client().get(answers[0].headers["Location"]).content for _ in range(2)}
    assert len(pages) == 1
    assert READER.encode() not in pages.pop()
    mail_reports()
    assert [one.to for one in mail.outbox] == [[READER], ["other@example.org"]]
    assert "They are already" in mail.outbox[0].body
    ReportMail.objects.update(planned_at=timezone.now() - timedelta(minutes=61))
    ask()
    assert mail_reports() == 1


@pytest.mark.parametrize(
    "address", ["", "no address", "someone@ice.dhs.gov", "SOMEONE@ICE.GOV", "someone@dhſ.gov", "jos\u00e9@example.org"]
)
def test_what_is_no_address_or_is_a_federal_immigration_agencys_is_refused(county: County, address: str) -> None:
    answer = ask(address)
    assert answer.status_code == 422
    assert not ReportSubscription.objects.exists()


def test_one_client_and_one_county_ask_for_so_many_mails_an_hour(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [ask(f"reader{n}@example.org").status_code for n in range(12)] == [302] * 10 + [429] * 2
    monkeypatch.setattr(mailing, "MOST_AN_HOUR", 10)
    mailing.ask(county, "late@example.org", "en")
    assert ReportMail.objects.count() == 10


def test_links_that_are_made_up_old_or_of_another_county_open_nothing(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    build.county("there")
    ask()
    mail_reports()
    link = path_in(mail.outbox[0].body)
    wrong = [link[:-5] + "x/", link.replace("/confirm/", "/stop/"), link.replace("/here/", "/there/")]
    assert [Client().post(one).status_code for one in wrong] == [404] * 3
    monkeypatch.setattr(signing.time, "time", lambda: timezone.now().timestamp() + 7 * 86_400 + 60)
    assert Client().post(link).status_code == 404


def test_an_address_that_nobody_confirmed_is_forgotten(county: County) -> None:
    ask()
    ReportSubscription.objects.update(asked_at=timezone.now() - timedelta(days=9))
    reader(county, "other@example.org")
    mail_reports()
    assert [one.address for one in ReportSubscription.objects.all()] == ["other@example.org"]
    assert not ReportMail.objects.exists()


# What is told.


def test_a_release_is_told_in_the_readers_language_by_its_own_sentences(county: County) -> None:
    reader(county)
    reader(county, "lector@example.org", "es")
    release = publish(county)
    assert mail_reports() == 2
    english, spanish = mail.outbox
    assert "The jail recorded 6 handovers to ICE in October 2026." in english.body
    assert "/county/here/reports/2026-10/?revision=1&lang=en" in english.body
    assert "/county/here/reports/2026-10.pdf?revision=1&lang=en" in english.body
    assert release.sha256 in english.body
    assert "octubre de 2026" in spanish.subject
    assert "lang=es" in spanish.body
    assert "The jail" not in spanish.body
    for path in re.findall(r"http://[^/]+(/county/\S+lang=\w+)", english.body):
        assert Client().get(path).status_code == 200
    with translation.override("es"):
        assert Client().get(path_in(spanish.body)).status_code == 200


def test_a_restatement_says_was_now_and_why_and_each_reader_gets_each_revision_once(county: County) -> None:
    one, other = build.person(Role.RECORDS_OFFICER, county), build.person(Role.SUPERVISOR, county)
    publish(county)
    reader(county)
    build.handover(build.booking(county, "2026-10-12 08:00"), "2026-10-12 21:00")
    rollup.fill(county, OCTOBER)
    rollup.catch_up()
    restated(county, one, other)
    assert (mail_reports(), mail_reports()) == (1, 0)
    (told,) = mail.outbox
    assert "restated as revision 2" in told.subject
    assert WHY in told.body
    assert "Handovers to ICE: was 6, now 7" in told.body


def restated(county: County, one: User, other: User) -> None:
    row = Restatement.objects.get(county=county)
    life.draft_restatement(row, by=one, seen=life.seen_of(county, OCTOBER), reason=WHY, at=CLOSED)
    life.approve(row, by=other, at=CLOSED)


def test_a_withdrawal_is_told_with_its_reason(county: County) -> None:
    reader(county)
    year = releasing.year(county, 2025, [releasing.table("YE-002", "sex", {}, None, 40)])
    people = {"drafted_by": build.person(Role.RECORDS_OFFICER, county), "approved_by": build.person(Role.SUPERVISOR, county)}
    actions.withdraw_table(year, "YE-002", "sex", reason="Two files were read as one.", **people)
    assert mail_reports() == 1
    assert "Two files were read as one." in mail.outbox[0].body
    assert "2025" in mail.outbox[0].subject


def test_only_confirmed_readers_of_the_county_are_told_and_a_demo_is_told_to_nobody(county: County) -> None:
    reader(build.county("there"), "elsewhere@example.org")
    mailing.ask(county, "unconfirmed@example.org", "en")
    stopped = reader(county, "stopped@example.org")
    mailing.stop(stopped)
    reader(county)
    release = publish(county)
    assert [one.subscription.address for one in ReportMail.objects.filter(release=release)] == [READER]
    mailing.plan(releasing.month(county, "2026-09", {}), Origin.DEMO)
    assert ReportMail.objects.filter(release__isnull=False).count() == 1


# Once, whatever dies.


def broken(outcome: str, lasting: bool = False) -> Callable[..., Result]:
    return lambda _channel, _message: Result(outcome, "SMTPServerDisconnected", lasting)


def test_a_worker_that_dies_while_it_sends_leaves_it_unknown_and_nobody_sends_it_again(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader(county)
    publish(county)

    def die(_channel: Any, message: Any) -> Result:
        mail.outbox.append(message)
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(Email, "send", die)
        with pytest.raises(SystemExit):
            mail_reports()
    assert (mail_reports(), len(mail.outbox), states()) == (0, 1, [MailState.UNKNOWN])


def test_what_was_not_handed_over_is_tried_again_and_what_may_have_been_is_not(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    reader(county)
    publish(county)
    expected = [
        (broken(Outcome.FAILED), MailState.WAITING),
        (broken(Outcome.UNKNOWN), MailState.UNKNOWN),
        (broken(Outcome.FAILED, lasting=True), MailState.FAILED),
    ]
    for send, state in expected:
        ReportMail.objects.update(state=MailState.WAITING, due_at=timezone.now() - timedelta(hours=1), tries=0)
        monkeypatch.setattr(Email, "send", send)
        assert mail_reports() == 1
        assert mail_reports() == 0
        assert states() == [state]


def test_after_ten_tries_it_has_failed(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    reader(county)
    publish(county)
    monkeypatch.setattr(Email, "send", broken(Outcome.FAILED))
    for _ in range(sending.MOST_TRIES):
        ReportMail.objects.filter(state=MailState.WAITING).update(due_at=timezone.now() - timedelta(seconds=1))
        mail_reports()
    assert states() == [MailState.FAILED]


def test_two_workers_that_have_read_the_same_row_send_one_mail(county: County) -> None:
    reader(county)
    publish(county)
    first, second = (sending.due().select_related(*sending.NEEDED).get() for _ in range(2))
    with Email() as channel:
        assert sending.send(first, channel, {}) is not None
        assert sending.send(second, channel, {}) is None
    assert (len(mail.outbox), states()) == (1, [MailState.SENT])


def test_who_says_stop_while_it_is_written_gets_nothing(county: County) -> None:
    found = reader(county)
    publish(county)
    row = sending.due().select_related(*sending.NEEDED).get()
    mailing.stop(found)
    with Email() as channel:
        assert sending.send(row, channel, {}) is None
    assert (mail.outbox, states()) == ([], [MailState.CANCELLED])


def test_no_address_is_in_a_log_or_in_the_journal(county: County, monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    reader(county)
    publish(county)

    def fail(*_all: Any) -> None:
        raise ValueError(f"cannot write to {READER}")

    monkeypatch.setattr("reports.mailing.texts.of", fail)
    mail_reports()
    assert "could not be written: ValueError" in caplog.text
    assert READER not in caplog.text
    assert READER not in str(list(AuditEntry.objects.values()))
    assert READER not in str(list(ReportMail.objects.values()))


def test_the_office_sees_how_many_mails_went_out_and_not_to_whom(county: County) -> None:
    reader(county)
    publish(county)
    mail_reports()
    client = Client()
    client.force_login(build.person(Role.RECORDS_OFFICER, county))
    page = client.get("/office/months/here/2026-10/").content.decode()
    assert "Mails to readers: sent 1" in " ".join(page.split())
    assert READER not in page


def test_a_laptops_outbox_shows_the_mails_to_the_staff_without_the_address(county: County, settings: Any, tmp_path: Any) -> None:
    settings.LOCAL, settings.EMAIL_FILE_PATH = True, tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    ask()
    reader(county, "other@example.org")
    publish(county)
    assert mail_reports() == 2
    client = Client()
    client.force_login(build.person(Role.STAFF, county))
    page = client.get("/staff/outbox/").content.decode()
    assert page.count("to a reader") == 2
    for key in ReportMail.objects.values_list("key", flat=True):
        answer = client.get(f"/staff/outbox/{key}/")
        assert answer.status_code == 200
        assert b"@example.org" not in answer.content
