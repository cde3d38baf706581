"""The pages of law offices: added, changed, closed by who governs the county; nobody else's county; a representation ended."""

from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import journal
from accounts.models import AuditEntry, County, Role
from notifications import actions, delivering
from notifications.forms import NewRepresentationForm
from notifications.models import Delivery, Office, Representation
from tests.notifications.desk import Desk
from tests.notifications.test_alerts import now_text, today
from tests.staff import desk as pages
from tests.support import build

pytestmark = pytest.mark.django_db
GIVEN = {"name": "Conflict counsel", "kind": "conflict_counsel", "email": "Duty@Counsel.example", "second_email": "", "language": "es"}
NEVER = "Alerts never go to an address of a federal immigration agency."
MAY = {Role.SUPERVISOR: 200, Role.RECORDS_OFFICER: 200, Role.ADMINISTRATOR: 200, Role.STAFF: 403}
MAY |= {Role.AUDITOR: 404, Role.COMMISSIONER: 404, Role.DEFENDER: 404, Role.MACHINE: 404}


@pytest.fixture
def desk() -> Desk:
    return Desk(today())


@pytest.fixture
def keeper(desk: Desk) -> Client:
    return pages.clerk(desk.county, Role.RECORDS_OFFICER)


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def post(client: Client, address: str, **values: Any) -> Any:
    return client.post(address, values)


def errors_of(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 200
    return {name: list(says) for name, says in answer.context["form"].errors.items()}


def test_an_office_is_added_with_its_members_and_stands_on_the_page(desk: Desk, keeper: Client) -> None:
    lawyer, other = build.person(Role.DEFENDER, desk.county), build.person(Role.DEFENDER, build.county("ramsey"))
    form = keeper.get("/staff/offices/add/").context["form"]
    assert list(form.fields["members"].queryset) == [lawyer]
    answer = post(keeper, "/staff/offices/add/", **GIVEN, members=[lawyer.pk], token="one")
    office = Office.objects.get()
    assert answer.url == f"/staff/offices/?county=hennepin#office-{office.pk}"
    assert (office.email, office.language, office.county, list(office.members.all())) == (
        "duty@counsel.example",
        "es",
        desk.county,
        [lawyer],
    )
    shown = text_of(keeper, "/staff/offices/")
    assert all(word in shown for word in ("Conflict counsel", "duty@counsel.example", lawyer.email, "Spanish"))
    assert other.email not in shown
    post(keeper, "/staff/offices/add/", **GIVEN, members=[lawyer.pk], token="one")
    assert Office.objects.count() == 1


def test_a_county_without_defenders_says_why_nobody_can_be_chosen(keeper: Client) -> None:
    assert "Nobody is a defender in this county yet" in text_of(keeper, "/staff/offices/add/")


def test_a_change_is_noted_with_what_changed_and_nothing_else(desk: Desk, keeper: Client) -> None:
    office = desk.office(kind="conflict_counsel", second_email="")
    now = {"name": office.name, "kind": office.kind, "email": office.email, "second_email": "", "language": "en"}
    page = f"/staff/offices/{office.pk}/"
    assert errors_of(post(keeper, page, **now)) == {"__all__": ["Nothing differs from what is on record: there is nothing to change."]}
    assert post(keeper, page, **now | {"second_email": "night@defender.example"}).status_code == 302
    office.refresh_from_db()
    assert office.second_email == "night@defender.example"
    assert AuditEntry.objects.get(verb="change_office").detail == {"changed": ["second_email"], "members": []}


def test_a_member_whose_role_ended_is_no_longer_offered_and_leaves_with_the_next_change(desk: Desk, keeper: Client) -> None:
    lawyer, gone = (build.person(Role.DEFENDER, desk.county) for _ in range(2))
    office = desk.office(members=(lawyer, gone))
    gone.memberships.all().delete()
    now = {"name": office.name, "kind": office.kind, "email": office.email, "second_email": "", "language": "en", "members": [lawyer.pk]}
    assert post(keeper, f"/staff/offices/{office.pk}/", **now).status_code == 302
    assert list(office.members.all()) == [lawyer]


@pytest.mark.parametrize("field", ["email", "second_email"])
def test_a_federal_address_is_refused_beside_its_own_field(field: str, desk: Desk, keeper: Client) -> None:
    assert errors_of(post(keeper, "/staff/offices/add/", **GIVEN | {field: "duty@ice.dhs.gov"})) == {field: [NEVER]}
    office = desk.office(second_email="night@defender.example")
    now = {"name": office.name, "kind": office.kind, "email": office.email, "second_email": office.second_email, "language": "en"}
    assert errors_of(post(keeper, f"/staff/offices/{office.pk}/", **now | {field: "duty@ice.dhs.gov"})) == {field: [NEVER]}
    assert set(Office.objects.values_list("email", "second_email")) == {("alerts@defender.example", "night@defender.example")}


def test_two_offices_of_one_name_and_one_address_twice_are_refused(desk: Desk, keeper: Client) -> None:
    desk.office(name=GIVEN["name"])
    assert errors_of(post(keeper, "/staff/offices/add/", **GIVEN)) == {"name": ["This county already has an office of this name."]}
    twice = GIVEN | {"name": "Other", "second_email": GIVEN["email"]}
    says = "The second address is the first one again: give another or none."
    assert errors_of(post(keeper, "/staff/offices/add/", **twice)) == {"second_email": [says]}


# Closed.


def test_a_closed_office_is_offered_no_more_except_where_it_stands(desk: Desk, keeper: Client) -> None:
    office, other = desk.office(), desk.office(name="Legal aid", email="aid@example.org")
    stands = desk.represented(office)
    page = f"/staff/offices/{office.pk}/close/"
    assert "Its members will see no booking any more" in text_of(keeper, page)
    assert post(keeper, page, token="close").status_code == 302
    assert AuditEntry.objects.filter(verb="close_office").count() == 1
    assert "closed" in text_of(keeper, "/staff/offices/")
    assert {keeper.get(address).status_code for address in (page, f"/staff/offices/{office.pk}/")} == {404}
    new: Any = NewRepresentationForm(booking=desk.booking)
    assert list(new.fields["office"].queryset) == [other]
    correction: Any = type(new)(booking=desk.booking, fact=stands)
    assert list(correction.fields["office"].queryset) == [other, office]


def test_a_closed_office_is_alerted_of_nothing(desk: Desk) -> None:
    office = desk.office()
    desk.represented(office)
    desk.detainer(now_text(desk))
    journal.drain()
    assert Delivery.objects.get().state == "sent"
    actions.close_office(office, by=desk.by)
    Delivery.objects.update(due_at=Now())
    delivering.drain(linger=False)
    assert list(Delivery.objects.values_list("state", "problem")) == [("cancelled", "the office closed")]
    desk.told_ice(now_text(desk))
    journal.drain()
    assert Delivery.objects.count() == 1


def test_closing_twice_notes_it_once(desk: Desk) -> None:
    office = desk.office()
    first = actions.close_office(office, by=desk.by).closed_at
    assert actions.close_office(office, by=desk.by).closed_at == first
    assert AuditEntry.objects.filter(verb="close_office").count() == 1


# Who may.


@pytest.mark.parametrize("role", sorted(MAY))
def test_who_governs_the_county_changes_its_offices_and_its_staff_see_them(role: Role, desk: Desk) -> None:
    office, client = desk.office(), pages.clerk(desk.county, role)
    assert client.get("/staff/offices/").status_code == (200 if MAY[role] in (200, 403) else 404)
    for page in ("/staff/offices/add/", f"/staff/offices/{office.pk}/", f"/staff/offices/{office.pk}/close/"):
        assert client.get(page).status_code == MAY[role]
        if MAY[role] != 200:
            assert post(client, page, **GIVEN).status_code == MAY[role]
    assert list(Office.objects.values_list("name", "closed_at")) == [(office.name, None)]


def test_another_countys_keeper_sees_and_changes_nothing(desk: Desk) -> None:
    office = desk.office()
    other = pages.clerk(build.county("ramsey"), Role.ADMINISTRATOR)
    assert office.name not in text_of(other, "/staff/offices/")
    addresses = [f"/staff/offices/{office.pk}/{do}{asked}" for do in ("", "close/") for asked in ("", "?county=hennepin")]
    assert {other.get(one).status_code for one in addresses} == {other.post(one, GIVEN).status_code for one in addresses} == {404}
    assert other.post("/staff/offices/add/", GIVEN | {"county": "hennepin"}).status_code == 404
    assert Office.objects.get().closed_at is None


def test_nobody_comes_without_signing_in(client: Client, desk: Desk) -> None:
    for address in ("/staff/offices/", "/staff/offices/add/", f"/staff/offices/{desk.office(name='One').pk}/"):
        assert client.get(address).url.startswith("/accounts/login/")
        Office.objects.all().delete()


def test_the_page_asks_as_much_for_ten_offices_as_for_two(desk: Desk, keeper: Client) -> None:
    def asked(number: int) -> int:
        for one in range(number):
            desk.office(name=f"{number}-{one}", email=f"{number}{one}@example.org", members=(build.person(Role.DEFENDER, desk.county),))
        with CaptureQueriesContext(connection) as queries:
            text_of(keeper, "/staff/offices/")
        return len(queries)

    assert asked(2) == asked(8)


# The end of a representation, from the timeline.


def test_a_representation_is_ended_from_the_timeline(desk: Desk) -> None:
    stands, clerk = desk.represented(desk.office()), pages.clerk(desk.county)
    timeline = f"/staff/bookings/{desk.booking.public_id}/"
    page = f"{timeline}representations/{stands.pk}/end/"
    assert page in text_of(clerk, timeline)
    assert "Public defender" in text_of(clerk, page)
    sent = {"version": stands.version, "token": "end", "ended_known": "now"}
    assert post(clerk, page, **sent).url == f"{timeline}#representations-{stands.pk}"
    stands.refresh_from_db()
    assert stands.ended_at is not None
    assert not Representation.objects.in_force().filter(ended_at=None).exists()
    assert page not in text_of(clerk, timeline)
    assert AuditEntry.objects.filter(verb="end_representation").count() == 1


def test_an_end_before_the_beginning_is_refused_beside_its_time(desk: Desk) -> None:
    stands, clerk = desk.represented(desk.office(), "2026-10-02 09:00"), pages.clerk(desk.county)
    page = f"/staff/bookings/{desk.booking.public_id}/representations/{stands.pk}/end/"
    early = post(clerk, page, version=stands.version, token="end", **pages.moment("ended", "2026-10-01 23:00"))
    assert errors_of(early) == {"ended": ["It ended before it began: check both times."]}


def test_a_representation_of_another_county_or_booking_is_not_found(desk: Desk) -> None:
    stands, other = desk.represented(desk.office()), desk.booked("2026-10-02 08:00")
    address = f"representations/{stands.pk}/end/"
    assert pages.clerk(desk.county).get(f"/staff/bookings/{other.public_id}/{address}").status_code == 404
    place: County = build.county("ramsey")
    assert pages.clerk(place).get(f"/staff/bookings/{stands.booking.public_id}/{address}").status_code == 404
