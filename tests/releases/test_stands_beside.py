"""What a release freezes beside its figures: registers and federal money; and that its report tells where the journal ended."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts import journal
from accounts.models import County, Role, User
from accounts.periods import Month
from reports import figures
from reports.actions import registers as verbs
from reports.models import Release
from reports.releases import actions
from reports.releases.document import read
from reports.report import exact, published, standing
from reports.report.span import span_of
from tests.reports.report.made import public_report, read_pdf
from tests.support import build, releasing

pytestmark = pytest.mark.django_db
OCTOBER, CLOSED = Month(2026, 10), datetime(2026, 11, 11, 6, 0, tzinfo=UTC)
SCAAP: dict[str, Any] = {
    "programme": "scaap", "paid_by": "Bureau of Justice Assistance", "amount": Decimal("12345.60"), "received_on": date(2026, 10, 31),
    "first_day": date(2024, 7, 1), "last_day": date(2025, 6, 30), "source": "award letter",
}  # fmt: skip


@pytest.fixture
def county() -> County:
    return releasing.six_taken(OCTOBER)


@pytest.fixture
def officer(county: County) -> User:
    return build.person(Role.RECORDS_OFFICER, county)


def publish(county: County, officer: User) -> Release:
    journal.drain()
    return actions.publish_month(county, OCTOBER, drafted_by=officer, approved_by=build.person(Role.SUPERVISOR, county), at=CLOSED)


def lines(county: County, key: str) -> dict[str, list[str]]:
    tables = [table for _section, table in public_report(county, "2026-10").tables if table.key == key]
    return {line.label: [cell.text for cell in line.cells] for table in tables for line in table.lines}


def test_registers_and_federal_money_read_the_same_whatever_is_entered_later(county: County, officer: User) -> None:
    asked = {"asked_by": "the chair", "about": "", "text": "Why six?"}
    question = verbs.ask_question(by=officer, county=county, asked_on=date(2026, 10, 2), **asked)
    verbs.record_money(by=officer, county=county, **SCAAP)
    verbs.record_money(by=officer, county=county, **SCAAP | {"received_on": date(2026, 11, 1)})  # of the next month
    release = publish(county, officer)
    before = lines(county, "registers"), lines(county, "federal-money")
    assert before[0]["The board’s questions"] == ["0", "1", "0", "1"]
    (label, cells), *others = before[1].items()
    assert (cells, others) == (["$12,345.60"], [])
    assert label.endswith(", for July 1, 2024 – June 30, 2025; received on Oct. 31, 2026 (award letter)")
    answered = {"answer": "A truck came.", "answered_by": "the sheriff", "answered_on": date(2026, 10, 30)}
    verbs.answer_question(question, by=officer, **answered)
    verbs.ask_question(by=officer, county=county, asked_on=date(2026, 10, 3), **asked)
    verbs.record_money(by=officer, county=county, **SCAAP | {"received_on": date(2026, 10, 1)})
    assert (lines(county, "registers"), lines(county, "federal-money")) == before
    document = read(release.document)
    assert document["registers"]["questions"] == {"open_before": 0, "came": 1, "ended": 0, "open_after": 1}
    assert document["federal_money"][0]["amount"] == "12345.60"
    assert "paid_by" not in document["federal_money"][0]
    office = exact.read(county, span_of("2026-10"))
    assert len(office.money) == 2
    assert next(one for one in office.registers if one.code == "questions").came == 2


def test_a_release_from_before_they_were_frozen_tells_the_registers_as_they_stand(county: County, officer: User) -> None:
    releasing.month(county, "2026-10", {})
    verbs.ask_question(by=officer, county=county, asked_on=date(2026, 10, 2), asked_by="the chair", text="Why?")
    assert lines(county, "registers")["The board’s questions"] == ["0", "1", "0", "1"]
    assert lines(county, "federal-money") == {}


def test_federal_money_is_never_taken_off_the_costs(county: County, officer: User) -> None:
    plain = standing.costs(exact.read(county, span_of("2026-10")))
    verbs.record_money(by=officer, county=county, **SCAAP)
    beside = standing.costs(exact.read(county, span_of("2026-10")))
    assert (beside.sentences, beside.tables[: len(plain.tables)]) == (plain.sentences, plain.tables)
    assert beside.tables[-1].key == "federal-money"
    assert "not taken off" in beside.notes[-1]


def test_page_pdf_and_files_tell_where_the_journal_ended_and_how_many_records_were_corrected(county: County, officer: User) -> None:
    releasing.year(county, 2025)
    verbs.record_money(by=officer, county=county, **SCAAP)
    head = read(publish(county, officer).document)["journal_head"]
    assert head["number"] > 0
    sealed = f"sealed to {head['number']} when this was drafted: {head['digest']}"
    counted = "Records corrected since the tables of people of 2025 were published: 0."
    base = "/county/here/reports/2026-10"
    for address in (f"{base}/", f"{base}.csv", f"{base}.json"):
        text = Client().get(address).content.decode()
        assert sealed in text, address
        assert counted in text, address
    pages = " ".join(page.extract_text() for page in read_pdf(Client().get(f"{base}.pdf").content).pages)
    assert f"sealed to {head['number']} when this was drafted" in " ".join(pages.split())
    assert head["digest"] in "".join(pages.split())


def test_a_year_counts_the_registers_of_its_months_only_where_all_are_frozen(county: County) -> None:
    four = {"open_before": 2, "came": 1, "ended": 1, "open_after": 2}
    for number in range(1, 13):
        told = {"questions": four | {"open_after": number}}
        releasing.month(county, f"2025-{number:02}", {}, more={"registers": told, "federal_money": []})
    releasing.year(county, 2025)
    found = published.read(county, span_of("2025"), figures.releases(county))
    assert found is not None
    one = found.registers[0]
    assert (one.open_before, one.came, one.ended, one.open_after) == (2, 12, 12, 12)


def test_an_officer_enters_federal_money_on_the_page_of_registers_and_a_commissioner_does_not(county: County, officer: User) -> None:
    client, typed = Client(), {name: str(value) for name, value in SCAAP.items()}
    client.force_login(officer)
    page = client.get("/office/registers/federal-money/add/?county=here")
    token = page.content.decode().partition('name="token" value="')[2].partition('"')[0]
    answer = client.post("/office/registers/federal-money/add/?county=here", typed | {"token": token})
    assert answer.status_code == 302, answer.content.decode()
    shown = client.get("/office/registers/?county=here").content.decode()
    assert "12345.60" in shown
    assert "Bureau of Justice Assistance" in shown
    other = Client()
    other.force_login(build.person(Role.COMMISSIONER, county))
    assert other.get("/office/registers/federal-money/add/?county=here").status_code == 404
