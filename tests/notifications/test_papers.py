"""Papers to print: the same text for the person and for counsel, whole in either language, without what is nobody's business."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEntry, Role
from bookings import actions as record
from notifications.papers import TITLES
from tests.notifications import counsel
from tests.notifications.counsel import SECRETS
from tests.notifications.desk import Desk
from tests.support import build

pytestmark = pytest.mark.django_db
NAMES = list(TITLES)
ENGLISH = re.compile(r"\b(the|jail|staff|release|notice|received|by|asked|copy|reached|printed|nobody)\b", re.IGNORECASE)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def office(desk: Desk) -> Any:
    found = desk.office()
    counsel.full_case(desk, found)
    desk.step("about_to_tell", "10:02")
    return found


def staff(desk: Desk) -> Client:
    client = Client()
    client.force_login(build.person(Role.STAFF, desk.county))
    return client


def paper(client: Client, desk: Desk, name: str, language: str, start: str = "/staff/bookings") -> str:
    answer = client.get(f"{start}/{desk.booking.public_id}/papers/{name}/{language}/")
    assert (answer.status_code, answer["Content-Language"]) == (200, language)
    return answer.content.decode()


def words(page: str) -> str:
    """What one reads of it, without the name of the county and of the site."""
    main = page[page.index("<main") : page.index("</main>")]
    text = re.sub(r"<[^>]+>", " ", re.sub(r'<p class="crumb.*?</p>', "", main))
    return " ".join(text.split())


SAYS = {
    "about-to-tell": "Oct 16, 2026, 10:02 Jail staff said that they are about to tell ICE of the release.",
    "ice-told": (
        "Oct 16, 2026, 10:05 Jail staff to ICE, by phone: no answer Oct 16, 2026, 10:15 Jail staff to ICE, by phone: reached "
        "Oct 16, 2026, 10:20 Answer: ICE is coming"
    ),
    "detainer": "asks for notice of the release; asks to hold the person up to 48 hours longer; warrant attached: not known; copy served",
    "request": "Oct 16, 2026, 08:20 Asked whether to speak with ICE (not known): only with an attorney",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_paper_says_when_and_what(desk: Desk, office: Any, name: str) -> None:
    assert SAYS[name] in words(paper(staff(desk), desk, name, "en"))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", NAMES)
def test_the_person_and_counsel_read_the_same_text(desk: Desk, office: Any, name: str, language: str) -> None:
    lawyer, _user = counsel.lawyer(desk, office)
    pages = [paper(staff(desk), desk, name, language), paper(lawyer, desk, name, language, "/alerts")]
    printed = [re.sub(r"\d\d:\d\d(?= ·)", "", words(page)) for page in pages]
    assert printed[0] == printed[1]


@pytest.mark.parametrize("name", NAMES)
def test_a_spanish_paper_has_no_english_in_it_whatever_the_reader_speaks(desk: Desk, office: Any, name: str) -> None:
    page = paper(staff(desk), desk, name, "es")
    assert '<html lang="es">' in page
    assert ENGLISH.findall(words(page)) == []
    assert ENGLISH.search(words(paper(staff(desk), desk, name, "en")))


@pytest.mark.parametrize("name", NAMES)
def test_no_paper_says_what_is_nobodys_business(desk: Desk, office: Any, name: str) -> None:
    record.record_ice_call(
        by=desk.by, booking=desk.booking, called=desk.at("10:15"), started_by="jail", spoke="Deputy Marsh 555-0142", told=["release_date"]
    )
    page = paper(staff(desk), desk, name, "en")
    assert [secret for secret in (*SECRETS, "Marsh", "555-0142") if secret in words(page)] == []


REQUESTS: list[tuple[dict[str, Any], str]] = [
    (
        {"kind": "release_date", "agency": "ICE", "channel": "email", "answer": "partly", "told": ["in_custody", "court_dates"]},
        "ICE asked: release date (e-mail); the jail’s answer: answered in part, Oct 16, 2026, 11:40; "
        "told that the person is in custody, court dates",
    ),
    ({"kind": "interview", "agency": " hsi ", "answer": "none"}, "HSI asked: interview (not known); the jail’s answer: not answered"),
    (
        {"kind": "database", "agency": "Marsh, 555-0142", "channel": "database", "legal_basis": "a remark nobody may see"},
        "A federal agency asked: database look-up (shared database); no answer by the jail on record",
    ),
]


@pytest.mark.parametrize(("values", "says"), REQUESTS, ids=["answered", "refused", "open"])
def test_every_federal_request_is_in_the_copy_without_who_made_it(desk: Desk, office: Any, values: dict[str, Any], says: str) -> None:
    answered = desk.at("11:40") if values.get("answer") == "partly" else None
    given = values | {"received": desk.at("11:35"), "answered": answered, "remarks": "a remark nobody may see"}
    record.record_federal_request(by=desk.by, booking=desk.booking, **given)
    lawyer, _user = counsel.lawyer(desk, office)
    english, spanish = (words(paper(staff(desk), desk, "request", language)) for language in ("en", "es"))
    client = lawyer.get(counsel.page(desk)).content.decode()
    assert f"Oct 16, 2026, 11:35 {says}" in english
    assert f"Oct 16, 2026, 11:35: {says}" in client
    assert ENGLISH.findall(spanish) == []
    assert [secret for secret in (*SECRETS, "Marsh", "555-0142") for page in (english, spanish) if secret in page] == []


def test_a_request_alone_makes_a_copy_and_one_entered_in_error_none(desk: Desk) -> None:
    fact = record.record_federal_request(by=desk.by, booking=desk.booking, kind="status", agency="ICE", received=desk.at("11:35"))
    assert "custody status" in words(paper(staff(desk), desk, "request", "en"))
    record.enter_in_error(fact, by=desk.by, reason="another person")
    assert staff(desk).get(f"/staff/bookings/{desk.booking.public_id}/papers/request/en/").status_code == 404


def test_an_interview_that_ice_wanted_in_a_call_is_in_the_copy(desk: Desk) -> None:
    call = {"started_by": "jail", "channel": "phone", "answer": "wants_interview", "answered": desk.at("11:50"), "spoke": "Deputy Marsh"}
    record.record_ice_call(by=desk.by, booking=desk.booking, called=desk.at("11:35"), **call)
    said = "In a call with the jail (phone) ICE said that it wants an interview, Oct 16, 2026, 11:50"
    assert said in words(paper(staff(desk), desk, "request", "en"))


def test_what_is_not_on_record_has_no_paper(desk: Desk) -> None:
    client = staff(desk)
    for name in NAMES:
        assert client.get(f"/staff/bookings/{desk.booking.public_id}/papers/{name}/en/").status_code == 404
    assert "Nothing on record needs a paper yet." in client.get(f"/staff/bookings/{desk.booking.public_id}/papers/").content.decode()


@pytest.mark.parametrize("address", ["detainer/fr", "gossip/en"])
def test_a_paper_or_language_that_is_none_is_not_found(desk: Desk, office: Any, address: str) -> None:
    assert staff(desk).get(f"/staff/bookings/{desk.booking.public_id}/papers/{address}/").status_code == 404


def test_timeline_and_client_page_lead_to_the_papers(desk: Desk, office: Any) -> None:
    lawyer, _user = counsel.lawyer(desk, office)
    for client, start in ((staff(desk), "/staff/bookings"), (lawyer, "/alerts")):
        page = f"{start}/{desk.booking.public_id}/"
        assert f'href="{page}papers/"' in client.get(page).content.decode()
        listed = client.get(f"{page}papers/").content.decode()
        assert [name for name in NAMES if f"{page}papers/{name}/es/" not in listed] == []


def test_only_own_staff_and_own_counsel_get_at_it_and_counsels_look_is_noted(desk: Desk, office: Any) -> None:
    stranger, _user = counsel.lawyer(desk, desk.office("Another office"))
    mine, user = counsel.lawyer(desk, office)
    other = Client()
    other.force_login(build.person(Role.STAFF, build.county("there")))
    address = f"{desk.booking.public_id}/papers/detainer/en/"
    assert stranger.get(f"/alerts/{address}").status_code == 404
    assert mine.get(f"/staff/bookings/{address}").status_code == 404
    assert other.get(f"/staff/bookings/{address}").status_code == 404
    assert mine.get(f"/alerts/{address}").status_code == 200
    entry = AuditEntry.objects.latest("pk")
    assert (entry.verb, entry.by) == ("view", f"user:{user.pk}")
