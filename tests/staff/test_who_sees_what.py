"""Who gets at which page; what of a booking's number is shown where."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Role
from accounts.permissions import check_may_enter, may_enter, staff_counties
from bookings.kinds import KINDS
from bookings.models import Booking
from tests.staff import desk
from tests.support import build

pytestmark = pytest.mark.django_db
NUMBER = "2026-000123"
OF_COUNTY = ["/staff/", "/staff/follow-up/", "/staff/nil-return/", "/staff/bookings/new"]
OF_BOOKING = ["", "booking/correct/", "booking/error/", *[f"add/{kind}/" for kind in KINDS]]


@pytest.mark.parametrize("address", OF_COUNTY)
def test_who_is_signed_out_is_asked_to_sign_in(address: str) -> None:
    desk.county_with_building()
    answer = Client().get(address)
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={address}")


@pytest.mark.parametrize("role", [Role.STAFF, Role.SUPERVISOR])
@pytest.mark.parametrize("address", OF_COUNTY)
def test_staff_and_supervisors_open_the_pages_of_their_county(address: str, role: Role) -> None:
    answer = desk.clerk(desk.county_with_building(), role).get(address)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.DEFENDER, Role.AUDITOR, Role.RECORDS_OFFICER, Role.ADMINISTRATOR, Role.MACHINE])
def test_no_other_role_opens_them(role: Role) -> None:
    county = desk.county_with_building()
    booking = desk.recorded(county)
    client = desk.clerk(county, role)
    assert {client.get(address).status_code for address in [*OF_COUNTY, desk.page_of(booking)]} == {404}


@pytest.mark.parametrize("page", OF_BOOKING)
def test_staff_of_another_county_cannot_tell_a_booking_from_none(page: str) -> None:
    booking = desk.recorded(desk.county_with_building())
    stranger = desk.clerk(desk.county_with_building("there"))
    nobody = desk.page_of(Booking())
    seen, unseen = stranger.get(desk.page_of(booking) + page), stranger.get(nobody + page)
    assert (seen.status_code, unseen.status_code) == (404, 404)
    assert seen.content.decode().count("</") == unseen.content.decode().count("</")


def test_staff_of_another_county_write_nothing() -> None:
    booking = desk.recorded(desk.county_with_building())
    stranger = desk.clerk(desk.county_with_building("there"))
    for page, sent in [
        ("now/", {"what": "cleared"}),
        ("add/charges/", {"description": "x"}),
        ("booking/error/", {"because": "x", "version": 1}),
    ]:
        assert stranger.post(desk.page_of(booking) + page, sent).status_code == 404
    booking.refresh_from_db()
    assert (booking.version, booking.releasesteps.count(), booking.charges.count()) == (1, 0, 0)


def test_a_fact_is_not_found_under_another_booking() -> None:
    county = desk.county_with_building()
    one, other = desk.recorded(county), desk.recorded(county, "2")
    charge = build.charge(one)
    client = desk.clerk(county)
    assert client.get(f"{desk.page_of(one)}charges/{charge.pk}/correct/").status_code == 200
    assert client.get(f"{desk.page_of(other)}charges/{charge.pk}/correct/").status_code == 404
    assert client.get(f"{desk.page_of(one)}nonsense/{charge.pk}/correct/").status_code == 404


def test_the_other_county_of_a_person_with_two_is_a_parameter_away_and_a_third_is_not() -> None:
    here, there, _beyond = desk.county_with_building(), desk.county_with_building("there"), desk.county_with_building("beyond")
    client = desk.clerk(here)
    user = build.User.objects.get(pk=client.session["_auth_user_id"])
    user.memberships.create(county=there, role=Role.STAFF)
    assert b"There County" in client.get("/staff/?county=there").content
    assert client.get("/staff/?county=beyond").status_code == 404


def test_the_pair_of_may_and_check_agree() -> None:
    here, there = build.county("here"), build.county("there")
    user = build.person(Role.STAFF, here)
    assert may_enter(user, here)
    assert not may_enter(user, there)
    check_may_enter(user, here)
    with pytest.raises(Exception, match="Only the staff"):
        check_may_enter(user, there)


def test_who_was_deactivated_is_staff_of_nothing() -> None:
    user = build.person(Role.STAFF, build.county("here"))
    user.is_active = False
    user.save()
    assert not staff_counties(user).exists()


@pytest.mark.parametrize(
    ("role", "leads_to"),
    [(Role.STAFF, "/staff/"), (Role.SUPERVISOR, "/staff/"), (Role.COMMISSIONER, "/office/"), (Role.DEFENDER, "/alerts/"), (None, "/")],
)
def test_signing_in_leads_to_what_one_may_see(role: Any, leads_to: str) -> None:
    client = Client()
    client.force_login(build.person(role, build.county("here") if role else None))
    assert client.get("/start/")["Location"] == leads_to


@pytest.mark.parametrize("address", OF_COUNTY)
def test_no_list_shows_a_booking_number(address: str) -> None:
    county = desk.county_with_building()
    booking = desk.recorded(county, NUMBER)
    build.detainer(booking)
    assert NUMBER not in desk.clerk(county).get(address).content.decode()


def test_the_number_stands_on_the_bookings_own_page_once_and_not_in_its_title_or_address() -> None:
    county = desk.county_with_building()
    booking = desk.recorded(county, NUMBER)
    text = desk.clerk(county).get(desk.page_of(booking)).content.decode()
    assert text.count(NUMBER) == 1
    assert NUMBER not in text[text.index("<title>") : text.index("</title>")]


def test_a_booking_is_found_by_its_whole_number_only_and_the_number_is_in_no_address() -> None:
    county = desk.county_with_building()
    booking = desk.recorded(county, NUMBER)
    client = desk.clerk(county)
    assert client.post("/staff/find/", {"wanted": f" {NUMBER} "})["Location"] == desk.page_of(booking)
    for wrong in (NUMBER[:-1], "", "%"):
        assert client.post("/staff/find/", {"wanted": wrong})["Location"] == "/staff/?county=here"
    assert client.get("/staff/find/").status_code == 405


def test_a_number_of_another_county_is_not_found() -> None:
    desk.recorded(desk.county_with_building("there"), NUMBER)
    client = desk.clerk(desk.county_with_building())
    assert client.post("/staff/find/", {"wanted": NUMBER})["Location"] == "/staff/?county=here"
    assert client.post("/staff/find/", {"wanted": NUMBER, "county": "there"}).status_code == 404
