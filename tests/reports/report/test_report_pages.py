"""Addresses of reports: who sees which, what an unknown one answers, and that what was published stays as it was."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import County, Role
from reports.figures import shelf
from reports.public import looking, serving
from tests.support import build, published, releasing
from tests.support.published import COUNTED

pytestmark = pytest.mark.django_db
PAGE = "/county/here/reports/"
OFFICE = "/office/reports/here/"
KINDS = ["pdf", "csv", "xlsx", "json"]


@pytest.fixture(autouse=True)
def _november() -> Iterator[None]:
    with time_machine.travel("2026-11-24 12:00:00+00:00", tick=False):
        yield


@pytest.fixture
def county() -> County:
    here = build.county("here")
    published.publish(here, published.county_figures(here.slug, months=14))
    return here


def forget() -> None:
    """What the process remembers for a few seconds."""
    looking.LOOKS.clear()
    serving.MEMORY.clear()


def text(address: str, status: int = 200, client: Client | None = None) -> str:
    answer = (client or Client()).get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def signed_in(role: Role, county: County) -> Client:
    client = Client()
    client.force_login(build.person(role, county))
    return client


def test_the_list_names_every_period_with_its_files(county: County) -> None:
    html = text(PAGE)
    for period in ("2025", "2026-09", "2025-08"):
        assert f'href="{PAGE}{period}/"' in html
        assert f'href="{PAGE}{period}.pdf"' in html
    assert "Nothing is published for There County yet." in text(f"/county/{build.county('there').slug}/reports/")


def test_every_file_of_a_month_and_a_year_is_there(county: County) -> None:
    for period in ("2026-09", "2025", "FFY2026"):
        assert "and ICE:" in text(f"{PAGE}{period}/")
        for kind in KINDS if period == "2026-09" else KINDS[1:]:
            answer = Client().get(f"{PAGE}{period}.{kind}")
            assert answer.status_code == 200
            assert f'filename="here-{period}-r1.{kind}"' in answer["Content-Disposition"]


UNKNOWN = [
    ("2026-10/", 404, "October 2026 is not published for Here County."),
    ("2024/", 404, "2024 is not published for Here County."),
    ("FFY2027/", 404, "is not published for Here County."),
    ("2026-13/", 404, "There is no such period."),
    ("2026-Q3/", 404, "There is no such period."),
    ("october.csv", 404, "There is no such period."),
    ("2026-09/?revision=2", 404, "There is no such revision of September 2026."),
    ("2026-09/?revision=one", 400, "A revision is a number"),
    ("2026-09/?revision=0", 400, "A revision is a number"),
    ("2026-09.pdf?paper=a5", 400, "Paper is letter or a4."),
    ("2026-09/?lang=xx", 400, "This language is not spoken here."),
    ("2026-09/?month=2026-09", 400, "is no filter of this page"),
]


def test_an_address_that_is_not_known_gets_a_sentence(county: County) -> None:
    for address, status, said in UNKNOWN:
        assert said in text(PAGE + address, status), address
    assert "There is no county of this name here." in text("/county/nowhere/reports/2026-09/", 404)


def test_the_language_of_the_address_holds_for_page_and_file(county: County) -> None:
    assert "La cárcel recibió" in text(f"{PAGE}2026-09/?lang=es")
    assert "La cárcel recibió" in text(f"{PAGE}2026-09.csv?lang=es")
    assert "The jail received" in text(f"{PAGE}2026-09.csv")


def test_a_report_stays_as_it_was_when_others_are_published_after_it(county: County) -> None:
    before = text(f"{PAGE}2026-09.json?revision=1")
    later = {"published_at": COUNTED + timedelta(days=30), "number": 90}
    releasing.month(county, "2026-08", {"DT-001": [4321, None]}, revision=2, **later)
    forget()
    assert text(f"{PAGE}2026-09.json?revision=1") == before
    assert "4321" not in text(f"{PAGE}2026-09.csv")


def test_a_restated_month_is_read_in_each_of_its_revisions(county: County) -> None:
    first = text(f"{PAGE}2026-09.csv")
    later = {"published_at": COUNTED + timedelta(days=30), "number": 91, "more": {"why": "A fax was found."}}
    releasing.month(county, "2026-09", {"DT-001": [4321, None]}, revision=2, **later)
    forget()
    now, then = text(f"{PAGE}2026-09/"), text(f"{PAGE}2026-09/?revision=1")
    assert "The jail received 4,321 detainers" in now
    assert "The jail received 4,321 detainers" not in then
    for html in (now, then):
        assert "was restated as revision 2" in html
        assert "A fax was found." in html
        assert f"{PAGE}2026-09/?revision=1" in html
    assert "published, restated" in now
    told = [line for line in first.splitlines() if ",headlines," in line]
    assert told == [line for line in text(f"{PAGE}2026-09.csv?revision=1").splitlines() if ",headlines," in line]
    assert "restated as revision 2" in text(PAGE)


def test_policies_and_gaps_are_those_that_the_release_froze(county: County) -> None:
    policy = {
        "county": "here",
        "rule": "tell_ice",
        "title": "Order 12",
        "text": "x",
        "applies_to": "",
        "adopted_by": "the board",
        "source": "y",
    }
    dated = policy | {"from": "2026-09-10", "until": None}
    frozen = {"policies": [dated], "outages": [{"county": "here", "first": "2026-09-02", "last": "2026-09-03", "what": "no phone log"}]}
    at = {"published_at": COUNTED + timedelta(days=1), "number": 92}
    releasing.month(county, "2026-09", {"DT-001": [5, None]}, revision=2, more=frozen, **at)
    html = text(f"{PAGE}2026-09/")
    for said in ("From Sept. 10, 2026: Order 12", "no phone log", "the board"):
        assert said in html


def test_the_feed_tells_of_releases_restatements_and_policies_and_of_no_figure(county: County) -> None:
    policy = {"county": "here", "rule": "tell_ice", "title": "Order 12", "text": "x", "applies_to": "", "adopted_by": "the board"}
    frozen = {"policies": [policy | {"source": "y", "from": "2026-10-20", "until": None}]}
    later = {"published_at": COUNTED + timedelta(days=3), "number": 93, "more": frozen | {"why": "A fax was found."}}
    releasing.month(county, "2026-09", {"DT-001": [4321, None]}, revision=2, **later)
    feed = text("/county/here/feed/")
    titles = [one.text for one in ET.fromstring(feed).iter("{http://www.w3.org/2005/Atom}title")]  # noqa: S314 - our own
    assert titles[1:3] == ["From 2026-10-20: Order 12", "September 2026 is restated as revision 2"]
    assert titles.count("September 2026 is published") == 1
    assert "A fax was found." in feed
    assert "/county/here/reports/2026-09/?revision=2" in feed
    assert "4321" not in feed
    assert text("/county/here/feed/") == feed
    text("/county/nowhere/feed/", 404)
    assert "is no filter of this page" in text("/county/here/feed/?month=2026-09", 400)


SEEING = {Role.RECORDS_OFFICER, Role.COMMISSIONER, Role.SUPERVISOR, Role.AUDITOR}


def test_the_office_edition_is_for_its_roles_alone(county: County) -> None:
    addresses = [f"{OFFICE}2026-09/", *(f"{OFFICE}2026-09.{kind}" for kind in KINDS[1:])]
    for address in addresses:
        assert Client().get(address).status_code == 302
        for role in Role:
            answer = signed_in(role, county).get(address)
            assert answer.status_code == (200 if role in SEEING else 404), (role, address)
            if answer.status_code == 200:
                assert "no-store" in answer["Cache-Control"]
    assert signed_in(Role.COMMISSIONER, build.county("there")).get(addresses[0]).status_code == 404


def test_the_office_edition_says_what_it_is_and_a_month_to_come_has_none(county: County) -> None:
    client = signed_in(Role.COMMISSIONER, county)
    assert "not for publication" in text(f"{OFFICE}2026-09/", client=client)
    assert client.get(f"{OFFICE}2026-09.csv")["Content-Disposition"] == 'attachment; filename="here-2026-09-office-draft.csv"'
    assert "it has not begun" in text(f"{OFFICE}2026-12/", 404, client)
    assert text(f"{OFFICE}2026-09.csv", client=client).splitlines()[1].startswith("office draft - not for publication")


def test_a_page_asks_the_same_few_times_whatever_is_in_it(county: County) -> None:
    for address, most, client in (
        (f"{PAGE}2026-09/", 16, Client()),
        (f"{PAGE}2025/", 18, Client()),
        (f"{OFFICE}2026-09/", 24, signed_in(Role.AUDITOR, county)),
    ):
        forget()
        shelf.KEPT.clear()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            text(address, client=client)
        assert len(asked) <= most, (address, len(asked), [one["sql"][:90] for one in asked])


def test_the_command_writes_what_was_published_or_else_the_marked_draft(county: County, tmp_path: Path) -> None:
    out = tmp_path / "report"
    for kind in ("html", "csv", "json"):
        call_command("monthly_report", county="here", month="2026-09", format=kind, output=str(out))
        assert "The jail received" in out.read_text()
        assert "not for publication" not in out.read_text().replace("\n", " ")
    call_command("monthly_report", county="here", month="2026-10", format="csv", output=str(out), lang="es")
    assert "office draft - not for publication" in out.read_text()
    call_command("monthly_report", county="here", month="2026-09", format="pdf", output=str(out), paper="a4")
    assert out.read_bytes().startswith(b"%PDF-")
    call_command("monthly_report", county="here", month="2026-09", format="xlsx", output=str(out))
    assert out.read_bytes().startswith(b"PK")


WRONG = [
    ({"county": "nowhere"}, "There is no county 'nowhere'."),
    ({"month": "2026-9"}, "is no month. Write it as 2026-10."),
    ({"month": "2026-12"}, "2026-12 has not begun in Here County."),
    ({"format": "doc"}, "'doc' is no format of a report. Choose one of: html, pdf, csv, xlsx, json."),
    ({"lang": "xx"}, "'xx' is no lang of a report."),
    ({"output": "/nowhere/at/all"}, "/nowhere/at/all cannot be written"),
]


def test_the_command_says_what_is_wrong(county: County, tmp_path: Path) -> None:
    for wrong, said in WRONG:
        given = {"county": "here", "month": "2026-09", "format": "csv", "output": str(tmp_path / "x")} | wrong
        with pytest.raises(CommandError) as refused:
            call_command("monthly_report", **given)
        assert said in str(refused.value)
    assert list(tmp_path.iterdir()) == []
