"""The registers' pages: the office reads, a commissioner asks, the records officer keeps; another county's are not there."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import County, Role, User
from reports.models import BoardQuestion, OutsideClaim, OutsideDemand
from tests.reports.registers import entries
from tests.support import build

pytestmark = pytest.mark.django_db
HOME = "/office/registers/"
READERS = [Role.RECORDS_OFFICER, Role.COMMISSIONER, Role.SUPERVISOR, Role.AUDITOR]
ACTS = ["questions/1/answer/", "claims/1/evidence/", "claims/1/settle/", "demands/1/answer/", "questions/1/correct/", "questions/1/error/"]


@pytest.fixture(autouse=True)
def _november() -> Any:
    """Eleven at night in Chicago on 2 November is 3 November for the server."""
    with time_machine.travel("2026-11-03 05:00:00+00:00", tick=False):
        yield


@pytest.fixture
def county() -> County:
    return build.county("here")


@pytest.fixture
def by(county: County) -> User:
    return build.person(Role.RECORDS_OFFICER, county)


def client_of(role: Role | None, county: County | None = None) -> Client:
    client = Client()
    client.force_login(build.person(role, county))
    return client


def officer(county: County) -> Client:
    return client_of(Role.RECORDS_OFFICER, county)


@pytest.mark.parametrize("role", READERS)
def test_the_office_reads_the_registers(county: County, by: User, role: Role) -> None:
    entries.question(by, county)
    answer = client_of(role, county).get(HOME)
    assert answer.status_code == 200
    assert "Why twice as many as in August?" in answer.content.decode()
    assert ("Correct</a>" in answer.content.decode()) == (role == Role.RECORDS_OFFICER)
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("role", [None, *sorted(set(Role) - set(READERS))])
def test_nobody_else_finds_them(county: County, role: Role | None) -> None:
    client = client_of(role, county if role else None)
    assert {client.get(HOME + end).status_code for end in ("", "questions/add/", *ACTS)} == {404}


def test_who_is_signed_out_is_asked_to_sign_in() -> None:
    assert {Client().get(HOME + end).status_code for end in ("", "questions/add/", *ACTS)} == {302}


def pages_of(county: County, by: User) -> list[str]:
    made = {"questions": entries.question(by, county), "claims": entries.claim(by, county), "demands": entries.demand(by, county)}
    return [HOME + act.replace("/1/", f"/{made[act.split('/')[0]].pk}/") for act in ACTS]


def test_the_officer_of_another_county_finds_no_entry(county: County, by: User) -> None:
    stranger, mine = officer(build.county("there")), officer(county)
    for address in pages_of(county, by):
        assert mine.get(address).status_code == 200, address
        assert stranger.get(address).status_code == 404, address
        assert stranger.post(address, {"county": "here"}).status_code == 404, address
    assert stranger.get(HOME + "?county=here").status_code == 404


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.SUPERVISOR, Role.AUDITOR])
def test_who_only_reads_can_neither_answer_nor_record(county: County, by: User, role: Role) -> None:
    client = client_of(role, county)
    for address in [*pages_of(county, by), HOME + "claims/add/", HOME + "demands/add/"]:
        assert client.get(address).status_code == 404, address
        assert client.post(address, {}).status_code == 404, address
    assert client.get(HOME + "questions/add/").status_code == (200 if role == Role.COMMISSIONER else 404)


def test_a_commissioner_asks_in_their_own_name_and_today_whatever_is_sent(county: County) -> None:
    client = client_of(Role.COMMISSIONER, county)
    sent = {"text": "Why?", "about": "", "token": "t1", "asked_by": "somebody else", "asked_on": "2020-01-01"}
    answer = client.post(HOME + "questions/add/", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/office/registers/?county=here")
    one = BoardQuestion.objects.get()
    assert (one.asked_by, one.asked_on, one.recorded_by) == (str(one.recorded_by), date(2026, 11, 2), User.objects.get())


def test_a_question_sent_twice_is_asked_once(county: County) -> None:
    client = officer(county)
    sent = {"asked_by": "Commissioner Reed", "asked_on": "2026-10-06", "about": "", "text": "Why?", "token": "t1"}
    assert [client.post(HOME + "questions/add/", sent).status_code for _ in range(2)] == [302, 302]
    assert BoardQuestion.objects.count() == 1


def test_the_officer_answers_gives_evidence_and_settles_on_pages(county: County, by: User) -> None:
    question, claim, demand = entries.question(by, county), entries.claim(by, county), entries.demand(by, county)
    client = officer(county)
    sent = {"answer": "A jail was closed.", "answered_by": "the sheriff", "answered_on": "2026-11-02", "token": "a", "version": "1"}
    assert client.post(f"{HOME}questions/{question.pk}/answer/", sent).status_code == 302
    evidence = {"own_number": "266", "evidence": "HO-001, release 4", "token": "b", "version": "1"}
    assert client.post(f"{HOME}claims/{claim.pk}/evidence/", evidence).status_code == 302
    settled = {"outcome": "different", "settled_on": "2026-11-02", "settled_why": "They count offenses.", "token": "c", "version": "2"}
    assert client.post(f"{HOME}claims/{claim.pk}/settle/", settled).status_code == 302
    given = {"answer": "refused", "answered_on": "2026-11-02", "basis": "", "token": "d", "version": "1"}
    assert client.post(f"{HOME}demands/{demand.pk}/answer/", given).status_code == 302
    ends = [BoardQuestion.objects.get().answer, OutsideClaim.objects.get().outcome, OutsideDemand.objects.get().answer]
    assert ends == ["A jail was closed.", "different", "refused"]
    assert "0 are open" in client.get(HOME).content.decode()


def test_an_answer_over_what_somebody_else_answered_is_not_recorded(county: County, by: User) -> None:
    question, client = entries.question(by, county), officer(county)
    sent = {"answer": "First.", "answered_by": "the sheriff", "answered_on": "2026-11-02", "token": "a", "version": "1"}
    client.post(f"{HOME}questions/{question.pk}/answer/", sent)
    late = client.post(f"{HOME}questions/{question.pk}/answer/", sent | {"answer": "Second.", "token": "b"})
    assert late.status_code == 409
    assert "Nothing of yours was recorded." in late.content.decode()
    assert BoardQuestion.objects.get().answer == "First."


def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(county: County, by: User) -> None:
    question, client = entries.question(by, county), officer(county)
    sent = {"answer": "Too early.", "answered_by": "the sheriff", "answered_on": "2026-10-01", "token": "a", "version": "1"}
    answer = client.post(f"{HOME}questions/{question.pk}/answer/", sent)
    assert answer.context["form"].errors == {"answered_on": ["The answer is from before the question: check both days."]}
    assert "Too early." in answer.content.decode()


def test_an_entry_is_corrected_and_taken_out_with_a_reason(county: County, by: User) -> None:
    question, client = entries.question(by, county), officer(county)
    whole = {"asked_by": "Commissioner Ash", "asked_on": "2026-10-06", "about": "", "text": "Why?", "answer": "", "answered_by": ""}
    address = f"{HOME}questions/{question.pk}/correct/"
    sent = whole | {"answered_on": "", "token": "a", "version": "1"}
    assert client.post(address, sent).status_code == 200
    assert client.post(address, sent | {"because": "another commissioner asked", "token": "b"}).status_code == 302
    assert BoardQuestion.objects.get().asked_by == "Commissioner Ash"
    out = {"because": "asked of another county", "token": "c", "version": "2"}
    assert client.post(f"{HOME}questions/{question.pk}/error/", out).status_code == 302
    page = client.get(HOME).content.decode()
    assert "<del>Commissioner Ash" in page
    assert "asked of another county" in page
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("end", ["", "questions/add/"])
def test_the_number_of_queries_does_not_depend_on_how_much_there_is(county: County, by: User, end: str) -> None:
    client = officer(county)
    entries.question(by, county)
    client.get(HOME + end)
    with CaptureQueriesContext(connection) as few:
        client.get(HOME + end)
    for number in range(15):
        entries.question(by, county, text=f"Question {number}?")
        entries.claim(by, county, number=number)
        entries.demand(by, county)
    with CaptureQueriesContext(connection) as many:
        assert client.get(HOME + end).status_code == 200
    assert len(many) == len(few) <= 25
