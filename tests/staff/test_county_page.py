"""What is about the county on its page: added, corrected, ended, entered in error; who may what; nobody else's county."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, County, CountyProfile, Role
from bookings import actions
from bookings.kinds import COUNTY_FACTS, COUNTY_KINDS
from bookings.models import Facility, ListItem, NilReturn, Outage, Policy
from bookings.spans import Span
from tests.staff import desk
from tests.staff.desk import moment
from tests.support import build

pytestmark = pytest.mark.django_db
POLICY = {
    "rule": "tell_ice",
    "title": "No calls",
    "text": "Staff do not call.",
    "adopted_by": "Board",
    "in_force_from": "2026-01-01",
    "source": "Minutes 7",
}
PROFILE = {
    "in_force_from": "2026-12-01",
    "asks_birthplace": "on",
    "consent_languages": ["en", "so"],
    "hours_to_serve": 48,
    "hours_to_tell": 1,
    "hours_eligible": 6,
    "late_entry_days": 10,
    "threshold": 11,
    "fiscal_year_month": 7,
}
ITEM = {"list": "rate", "code": "hour", "label": "an hour of a deputy", "value": "40.00", "source": "pay table", "checked_on": "2026-10-01"}
GAP = {"gap_from_day": "2026-11-20", "gap_from_time": "02:00", "gap_to_day": "2026-11-20", "gap_to_time": "08:00"}
NIL = {"period_from_day": "2026-11-20", "period_to_day": "2026-11-20"}
# What is sent to add one, and to correct it, and what the page then says in place of what.
SAMPLES: dict[str, tuple[dict[str, Any], dict[str, Any], tuple[str, str]]] = {
    "policies": (POLICY, {"adopted_by": "Sheriff"}, ("Board", "Sheriff")),
    "facilities": ({"code": "ANNEX", "name": "Annex"}, {"ice_code": "ANNXMN"}, ("nothing", "ANNXMN")),
    "outages": ({"what": "phone log"} | GAP, {"gap_to_time": "09:30"}, ("02:00 and Nov 20, 2026, 07:59", "09:29")),
    "nil-returns": ({"signed_by": "A. Clerk"} | NIL, {"signed_by": "B. Clerk"}, ("A. Clerk", "B. Clerk")),
    "general-requests": (
        {"kind": "records", "agency": "ICE", "channel": "email", "source": "staff", **moment("received", "2026-11-20 10:00")},
        {"channel": "phone"},
        ("e-mail", "phone"),
    ),
    "profiles": (PROFILE, {"hours_to_serve": 24}, ("48", "24")),
    "list-items": (ITEM, {"value": "41.00"}, ("40.00", "41.00")),
}
every = pytest.mark.parametrize("kind", sorted(COUNTY_KINDS))


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(desk.NOON, tick=False):
        yield


@pytest.fixture
def county() -> County:
    return build.county("here")


@pytest.fixture
def client(county: County) -> Client:
    return desk.clerk(county, Role.SUPERVISOR)


def page_of(kind: str, pk: int | None = None, do: str = "") -> str:
    return f"/staff/county/{kind}/{f'{pk}/' if pk else ''}{do}"


def stored(kind: str) -> Any:
    return COUNTY_KINDS[kind]._default_manager.latest("pk")


def added(client: Client, county: County, kind: str, **values: Any) -> Any:
    """A nil return has a form of its own, tried in `test_changing`."""
    if kind == "nil-returns":
        day = Span.local_day(date(2026, 11, 20), county.zone)
        return actions.record_nil_return(by=build.person(), county=county, period=day, signed_by="A. Clerk")
    answer = client.post(page_of(kind, do="add/"), SAMPLES[kind][0] | values)
    assert answer.status_code == 302, answer.context["form"].errors
    return stored(kind)


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_there_is_a_sample_of_every_kind() -> None:
    assert SAMPLES.keys() == COUNTY_KINDS.keys()


@every
def test_what_is_added_stands_on_the_page_of_the_county_and_of_its_kind(kind: str, client: Client, county: County) -> None:
    fact = added(client, county, kind)
    assert f'id="{kind}-{fact.pk}"' in text_of(client, page_of(kind) + ("?list=rate" if kind == "list-items" else ""))
    overview = text_of(client, "/staff/county/")
    assert ("list-items/?county=here&amp;list=rate" if kind == "list-items" else f'id="{kind}-{fact.pk}"') in overview
    assert AuditEntry.objects.filter(object_id=fact.pk, noun=fact._meta.label).count() == 1


@every
def test_a_form_sent_twice_is_recorded_once(kind: str, client: Client, county: County) -> None:
    if kind == "nil-returns":
        return
    before = COUNTY_KINDS[kind]._default_manager.count()
    for _time in range(2):
        assert client.post(page_of(kind, do="add/"), SAMPLES[kind][0] | {"token": "same"}).status_code == 302
    assert COUNTY_KINDS[kind]._default_manager.count() == before + 1


@every
def test_a_correction_shows_the_old_value_with_its_reason(kind: str, client: Client, county: County) -> None:
    fact = added(client, county, kind)
    sends, change, (was, now) = SAMPLES[kind]
    page = page_of(kind, fact.pk, "correct/")
    assert client.post(page, sends | change | {"because": "", "version": 1}).status_code == 200
    done = client.post(page, sends | change | {"because": "Read off the wrong line.", "version": 1})
    assert done.status_code == 302, done.context["form"].errors
    text = text_of(client, done["Location"])
    assert "Read off the wrong line." in text
    change_shown = text[text.index('class="change"') :]
    assert was in change_shown
    assert f"{now}</ins>" in change_shown
    assert stored(kind).version == 2


@every
def test_a_page_of_correction_sent_as_it_came_corrects_nothing(kind: str, client: Client, county: County) -> None:
    from tests.staff.test_each_kind import as_sent

    fact = added(client, county, kind)
    page = page_of(kind, fact.pk, "correct/")
    answer = client.post(page, as_sent(client.get(page).context["form"]) | {"because": "none", "version": 1})
    assert answer.context["form"].non_field_errors() == ["Nothing differs from what is on record: there is nothing to correct."]


@every
def test_the_second_of_two_sees_what_stands_and_overwrites_nothing(kind: str, client: Client, county: County) -> None:
    fact = added(client, county, kind)
    sends, change, _words = SAMPLES[kind]
    page = page_of(kind, fact.pk, "correct/")
    assert client.post(page, sends | change | {"because": "why", "version": 1}).status_code == 302
    late = client.post(page, sends | {"because": "why", "version": 1})
    assert late.status_code == 409
    assert len(late.context["clash"]) == 1
    assert stored(kind).version == 2


@pytest.mark.parametrize("kind", sorted(COUNTY_FACTS))
def test_what_was_entered_in_error_stays_struck_through(kind: str, client: Client, county: County) -> None:
    fact = added(client, county, kind)
    page = page_of(kind, fact.pk, "error/")
    assert client.post(page, {"because": "", "version": 1}).status_code == 200
    assert client.post(page, {"because": "It was next door.", "version": 1}).status_code == 302
    text = text_of(client, page_of(kind))
    assert "It was next door." in text
    assert "<s>" in text
    assert f"{fact.pk}/correct/" not in text


@pytest.mark.parametrize(
    ("kind", "field"), [("policies", "in_force_until"), ("facilities", "in_use_until"), ("list-items", "in_force_until")]
)
def test_an_end_needs_no_reason_and_is_shown(kind: str, field: str, client: Client, county: County) -> None:
    fact = added(client, county, kind)
    page = page_of(kind, fact.pk, "end/")
    assert client.get(page).status_code == 200
    assert client.post(page, {"until": "", "version": 1}).context["form"].errors.keys() == {"until"}
    assert client.post(page, {"until": "2026-11-24", "version": 1}).status_code == 302
    assert getattr(stored(kind), field) == date(2026, 11, 24)
    text = text_of(client, page_of(kind) + "?list=rate")
    assert "ended" in text
    assert f"{fact.pk}/end/" not in text


@pytest.mark.parametrize(("kind", "do"), [("facilities", "error/"), ("profiles", "error/"), ("outages", "end/"), ("profiles", "end/")])
def test_what_cannot_be_done_with_a_kind_has_no_page(kind: str, do: str, client: Client, county: County) -> None:
    assert client.get(page_of(kind, added(client, county, kind).pk, do)).status_code == 404


@every
def test_an_empty_form_is_refused_beside_its_fields(kind: str, client: Client) -> None:
    before = COUNTY_KINDS[kind]._default_manager.count()
    answer = client.post(page_of(kind, do="add/"), {})
    if kind == "nil-returns":
        assert answer["Location"] == "/staff/nil-return/?county=here"
    else:
        assert answer.context["form"].errors
    assert COUNTY_KINDS[kind]._default_manager.count() == before


@pytest.mark.parametrize(
    ("kind", "wrong", "field"),
    [
        ("policies", {"in_force_until": "2025-01-01"}, "in_force_until"),
        ("policies", {"in_force_from": "0026-01-01"}, "in_force_from"),
        ("outages", {"gap_to_time": "01:00"}, "gap"),
        ("outages", {"gap_to_day": ""}, "gap"),
        ("outages", {"gap_from_day": "2026-03-08", "gap_from_time": "02:30"}, "gap"),
        ("facilities", {"code": " "}, "code"),
        ("profiles", {"threshold": 3}, "threshold"),
        ("profiles", {"notice_required": "on"}, "notice_version"),
        ("profiles", {"in_force_from": ""}, "in_force_from"),
        ("list-items", {"source": ""}, "source"),
        ("general-requests", {"agency": ""}, "agency"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(kind: str, wrong: dict[str, Any], field: str, client: Client) -> None:
    answer = client.post(page_of(kind, do="add/"), SAMPLES[kind][0] | wrong)
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {field}


def test_a_gap_is_what_was_typed_by_the_clock_of_the_county(client: Client, county: County) -> None:
    added(client, county, "outages")
    gap = Outage.objects.get()
    assert (gap.gap_at, gap.gap_until) == (build.minute("2026-11-20 02:00", county).at, build.minute("2026-11-20 08:00", county).at)
    assert "Nov 20, 2026, 02:00 - 08:00" in text_of(client, page_of("outages"))


def test_days_without_times_are_whole_days(client: Client, county: County) -> None:
    added(client, county, "outages", gap_from_time="", gap_to_time="", gap_to_day="2026-11-21")
    gap = Outage.objects.get()
    assert (gap.gap_at, gap.gap_until) == (build.minute("2026-11-20 00:00", county).at, build.minute("2026-11-22 00:00", county).at)
    assert "Nov 20, 2026 - Nov 21, 2026" in text_of(client, page_of("outages"))


# Profiles.


def test_a_new_profile_begins_with_what_is_in_force_and_ends_it(client: Client, county: County) -> None:
    actions.set_profile(by=build.person(), county=county, in_force_from=date(2026, 1, 1), consent_version="C-3", hours_to_serve=12)
    form = client.get(page_of("profiles", do="add/")).context["form"]
    assert (form["consent_version"].value(), form["hours_to_serve"].value(), form["in_force_from"].value()) == ("C-3", 12, None)
    added(client, county, "profiles")
    assert list(CountyProfile.objects.order_by("pk").values_list("in_force_until", flat=True)) == [date(2026, 12, 1), None]
    text = text_of(client, page_of("profiles"))
    assert text.index("to come") < text.index("in force<")
    assert "Ended" in text


def test_a_profile_in_force_offers_no_correction_and_refuses_one(client: Client, county: County) -> None:
    profile = actions.set_profile(by=build.person(), county=county, in_force_from=date(2026, 1, 1))
    assert "correct/" not in text_of(client, page_of("profiles"))
    sent = PROFILE | {"in_force_from": "2026-01-01", "because": "why", "version": 1}
    answer = client.post(page_of("profiles", profile.pk, "correct/"), sent)
    assert "set a new one from a day on" in answer.content.decode()


# Buildings on the form of a booking.


def test_a_closed_building_is_not_offered_for_a_new_booking(client: Client, county: County) -> None:
    for code, until in (("OLD", date(2026, 11, 24)), ("NEW", None), ("NEXT", date(2026, 12, 1))):
        Facility.objects.create(county=county, code=code, name=code.title(), in_use_until=until)
    form = client.get("/staff/bookings/new").context["form"]
    assert [one.code for one in form.fields["facility"].queryset] == ["NEW", "NEXT"]


# Who may what.


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.DEFENDER, Role.AUDITOR, Role.MACHINE])
def test_no_other_role_opens_the_pages(role: Role, county: County) -> None:
    client = desk.clerk(county, role)
    assert {client.get(address).status_code for address in ("/staff/county/", page_of("policies"), page_of("outages", do="add/"))} == {404}


@pytest.mark.parametrize("role", [Role.RECORDS_OFFICER, Role.ADMINISTRATOR, Role.SUPERVISOR])
def test_who_governs_adds_every_kind_and_is_led_to_pages_that_open(role: Role, county: County) -> None:
    client = desk.clerk(county, role)
    for kind in sorted(COUNTY_KINDS.keys() - {"nil-returns"}):
        added(client, county, kind)
    text = text_of(client, "/staff/county/")
    assert ("/staff/follow-up/" in text) is (role == Role.SUPERVISOR)


def test_staff_keep_the_log_and_change_no_rule(county: County, client: Client) -> None:
    staff = desk.clerk(county)
    for kind in ("outages", "general-requests"):
        added(staff, county, kind)
    policy = added(client, county, "policies")
    text = text_of(staff, "/staff/county/")
    assert "outages/add/" in text
    assert "policies/add/" not in text
    assert f"policies/{policy.pk}/" not in text
    pages = [page_of(kind, do="add/") for kind in ("policies", "facilities", "profiles")]
    pages += [page_of("policies", policy.pk, do) for do in ("correct/", "end/", "error/")]
    assert {staff.post(page, POLICY | {"because": "x", "version": 1}).status_code for page in pages} == {403}
    assert staff.get("/staff/nil-return/").status_code == 200
    assert Policy.objects.get().version == 1


def test_where_there_are_two_counties_the_lists_are_changed_by_who_has_both(county: County, client: Client) -> None:
    item = ListItem.objects.order_by("pk")[0]
    build.county("there")
    pages = [page_of("list-items", do="add/"), page_of("list-items", item.pk, "correct/"), page_of("list-items", item.pk, "end/")]
    assert {client.get(page).status_code for page in pages} == {403}
    assert "/correct/" not in text_of(client, page_of("list-items", item.pk))


@pytest.mark.parametrize("kind", sorted(COUNTY_KINDS.keys() - {"list-items"}))
def test_another_county_s_fact_is_not_told_from_none(kind: str, client: Client, county: County) -> None:
    fact = added(client, county, kind)
    stranger = desk.clerk(build.county("there"), Role.SUPERVISOR)
    for do in ("", "correct/", "error/", "end/"):
        for pk in (fact.pk, 999999):
            assert stranger.get(page_of(kind, pk, do)).status_code == 404
            assert not do or stranger.post(page_of(kind, pk, do), {"because": "x", "version": 1}).status_code == 404
    assert stranger.get(f"{page_of(kind)}?county=here").status_code == 404
    assert f"{kind}-{fact.pk}" not in text_of(stranger, "/staff/county/")
    assert stored(kind).version == 1


def test_an_administrator_is_led_to_the_county_after_signing_in(county: County) -> None:
    assert desk.clerk(county, Role.ADMINISTRATOR).get("/start/")["Location"] == "/admin/"


# How often the database is asked.


def fill(county: County, number: int) -> None:
    by = build.person()
    for place in range(number):
        day = Span.local_day(date(2026, 10, 1 + place), county.zone)
        nil = actions.record_nil_return(by=by, county=county, period=day, signed_by="A")
        actions.correct_of_county(nil, by=by, reason="why", signed_by="B")
        actions.record_outage(by=by, county=county, gap=day, what="log")
        actions.record_general_request(by=by, county=county, kind="records", agency="ICE", received=day)
        actions.record_facility(by=by, county=county, code=f"{number}-{place}", name="x")


@pytest.mark.parametrize("address", ["/staff/county/", page_of("nil-returns"), page_of("facilities")])
def test_a_page_asks_as_often_with_ten_times_the_facts(address: str, client: Client, county: County) -> None:
    def asked() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    fill(county, 2)
    few = asked()
    fill(county, 20)
    assert asked() == few
    assert few <= 50


def test_a_long_list_is_told_in_part_with_the_way_to_the_rest(client: Client, county: County) -> None:
    by = build.person()
    for place in range(60):
        day = Span.local_day(date(2026, 8, 1).replace(day=1 + place % 28, month=8 + place // 28), county.zone)
        actions.record_nil_return(by=by, county=county, period=day, signed_by="A")
    assert NilReturn.objects.count() == 60
    assert "These are 5 of 60: see all" in text_of(client, "/staff/county/")
    first = text_of(client, page_of("nil-returns"))
    assert "1 to 50 of 60" in first
    assert 'href="?page=2"' in first
    assert "51 to 60 of 60" in text_of(client, page_of("nil-returns") + "?page=2")


def test_the_page_speaks_spanish(client: Client) -> None:
    client.cookies["django_language"] = "es"
    assert client.get("/staff/county/")["Content-Language"] == "es"
