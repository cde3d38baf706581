"""When the forms of a county are due: December, leap days, weekends; and the calendar on the office's page."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import Role
from reports.forms.due import Due, calendar
from reports.forms.period import parse
from reports.forms.table import FORMS
from tests.support import build

NEXT_MARCH = Due(3, 1)


@pytest.mark.parametrize(
    ("rule", "period", "due"),
    [
        (NEXT_MARCH, "2026", date(2027, 3, 1)),
        (NEXT_MARCH, "JUL2026", date(2026, 9, 1)),
        (NEXT_MARCH, "2026-10", date(2027, 1, 1)),  # over the end of the year
        (Due(1, 31), "2026-12", date(2027, 1, 31)),
        (Due(1, 31), "2027-01", date(2027, 2, 28)),
        (Due(1, 31), "2028-01", date(2028, 2, 29)),  # a leap day
        (Due(2, 29), "2027", date(2028, 2, 29)),
        (Due(2, 29), "2026", date(2027, 2, 28)),
        (Due(0, 31), "2026-Q1", date(2026, 3, 31)),
        (Due(2, 14), "2026", date(2027, 2, 14)),  # a Sunday: the law says nothing, so it stands
        (Due(2, 14, moves=True), "2026", date(2027, 2, 15)),
        (Due(2, 13, moves=True), "2026", date(2027, 2, 15)),  # a Saturday
        (Due(2, 12, moves=True), "2026", date(2027, 2, 12)),  # a Friday
        (Due(1, 31, moves=True), "2026-12", date(2027, 2, 1)),  # into the next month
        (Due(0, 31, moves=True), "2033", date(2034, 1, 2)),  # and into the next year
    ],
)
def test_a_form_is_due_on_the_day_that_its_rule_says(rule: Due, period: str, due: date) -> None:
    assert rule.on(parse(period)) == due


def test_what_the_forms_say_in_words_they_say_to_calculate_with() -> None:
    said = {
        code: form.rule.on(parse({"year": "2026", "july": "JUL2026"}[form.usual])) if form.rule else None for code, form in FORMS.items()
    }
    by_day = {code: (due.strftime("%B"), due.day) if due else None for code, due in said.items()}
    assert by_day == {"il-805-25": ("March", 1), "nyc-9-131": ("September", 1), "mn-631-50": None}
    assert all(f"by {found[0]} {found[1]}" in FORMS[code].due for code, found in by_day.items() if found)


def test_the_calendar_reaches_a_year_back_and_over_a_year_ahead_in_order() -> None:
    rules = [("year", NEXT_MARCH), ("july", NEXT_MARCH), ("year", None), ("quarter", Due(1, 31))]
    found = calendar(rules, date(2026, 12, 31), 1)
    assert [(one.place, one.period.code, str(one.due)) for one in found] == [
        (3, "2025-Q4", "2026-01-31"),
        (0, "2025", "2026-03-01"),
        (3, "2026-Q1", "2026-04-30"),
        (3, "2026-Q2", "2026-07-31"),
        (1, "JUL2026", "2026-09-01"),
        (3, "2026-Q3", "2026-10-31"),
        (3, "2026-Q4", "2027-01-31"),
        (0, "2026", "2027-03-01"),
        (3, "2027-Q1", "2027-04-30"),
        (3, "2027-Q2", "2027-07-31"),
        (1, "JUL2027", "2027-09-01"),
        (3, "2027-Q3", "2027-10-31"),
        (3, "2027-Q4", "2028-01-31"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "fips", "due"),
    [
        ("IL", "17031", ["March 1, 2026", "March 1, 2027"]),
        ("NY", "36061", ["Sept. 1, 2026", "Sept. 1, 2027"]),
        ("NY", "36029", []),  # not of New York City
        ("MN", "27053", []),
        ("TX", "48201", []),
    ],
)
def test_the_page_tells_an_officer_what_is_due_and_of_which_a_file_was_made(state: str, fips: str, due: list[str]) -> None:
    county = build.county("here", state=state, fips=fips)
    client = Client()
    client.force_login(build.person(Role.RECORDS_OFFICER, county))
    with time_machine.travel("2026-11-24 15:00:00+00:00", tick=False):
        if state == "IL":
            client.get("/office/forms/il-805-25.csv?county=here&period=2025")
        page = " ".join(client.get("/office/forms/").content.decode().split())
        calendar_file = client.get("/office/forms/calendar.ics")
    assert [page.count(f'<th scope="row">{one}') for one in due] == [1] * len(due)
    assert page.count("no file was made") + page.count("a file was made") == len(due)
    assert page.count("a file was made") == (state == "IL")
    assert page.count('<span class="quiet">(past)</span>') == len(due) // 2
    check_ics(calendar_file, len(due))


def check_ics(answer: Any, events: int) -> None:
    text = answer.content.decode()
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert text.count("BEGIN:VEVENT") == events
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert "\n" not in text.replace("\r\n", "")


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, Role.COMMISSIONER, Role.STAFF, Role.AUDITOR, Role.DEFENDER])
def test_the_calendar_is_the_records_officers_own(role: Role | None) -> None:
    county = build.county("here", state="IL")
    client = Client()
    if role:
        client.force_login(build.person(role, county))
    assert client.get("/office/forms/calendar.ics").status_code == (404 if role else 302)
