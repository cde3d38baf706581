"""No alert goes to a federal immigration agency: its addresses are refused wherever one could be given."""

from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from accounts.models import County, Role, User
from accounts.sealing import sealer
from notifications import actions
from notifications.addresses import is_federal
from notifications.models import Office, Representation, Subscription
from tests.api.calls import Machine
from tests.bookings.clerk import refused
from tests.staff import desk
from tests.support import build, telling

pytestmark = pytest.mark.django_db
NEVER = ["Alerts never go to an address of a federal immigration agency."]


@pytest.fixture
def county() -> County:
    return desk.county_with_building()


@pytest.fixture
def by(county: County) -> User:
    return build.person(Role.ADMINISTRATOR, county)


@pytest.mark.parametrize("address", telling.FEDERAL)
def test_an_address_of_a_federal_agency_is_known_however_it_is_written(address: str) -> None:
    assert is_federal(address)
    assert is_federal(f" {address}. ")


@pytest.mark.parametrize("address", [*telling.LOOKS_FEDERAL, "", "dhs.gov.", "@"])
def test_an_address_that_only_looks_like_one_is_none(address: str) -> None:
    assert is_federal(address) == (address == "dhs.gov.")


# Offices.


@pytest.mark.parametrize("address", telling.FEDERAL)
def test_an_office_takes_no_federal_address(address: str, county: County, by: User) -> None:
    given = {"email": "alerts@example.org", "second_email": "duty@example.org"}
    for field in given:
        assert refused(actions.add_office, by=by, county=county, name="Office", **given | {field: address}) == {field: NEVER}
    assert not Office.objects.exists()


@pytest.mark.parametrize("address", telling.LOOKS_FEDERAL)
def test_an_office_takes_an_address_that_only_looks_federal(address: str, county: County, by: User) -> None:
    office = actions.add_office(by=by, county=county, name="Office", email=address, second_email="duty@example.org")
    assert Office.objects.get().email == address
    assert actions.change_office(office, by=by, email="alerts@example.org", second_email=address).second_email == address


@pytest.mark.parametrize("address", telling.FEDERAL)
def test_an_office_is_not_moved_to_a_federal_address(address: str, county: County, by: User) -> None:
    office = actions.add_office(by=by, county=county, name="Office", email="alerts@example.org")
    for field in ("email", "second_email"):
        assert refused(actions.change_office, Office.objects.get(pk=office.pk), by=by, **{field: address}) == {field: NEVER}
        with pytest.raises(IntegrityError, match="office_is_not_federal"), transaction.atomic():
            Office.objects.update(**{field: address})
    assert (Office.objects.get().email, Office.objects.get().second_email) == ("alerts@example.org", "")


# Subscriptions: the address is that of the account.


@pytest.mark.parametrize("address", telling.FEDERAL)
def test_an_account_with_a_federal_address_subscribes_to_nothing(address: str, county: County, by: User) -> None:
    by.email = address
    assert refused(actions.subscribe, by=by, county=county, topic="not_told") == {"address": NEVER}
    telling.subscription(county)
    with pytest.raises(IntegrityError, match="subscription_is_not_federal"), transaction.atomic():
        Subscription.objects.update(address=address)
    assert Subscription.objects.get().address == "officer@example.org"


@pytest.mark.parametrize("address", telling.LOOKS_FEDERAL)
def test_an_account_whose_address_only_looks_federal_subscribes(address: str, county: County, by: User) -> None:
    by.email = address
    assert actions.subscribe(by=by, county=county, topic="not_told").address == address


# Designees: the address is sealed, so verb, form and API must see to it.

DESIGNEE = {"stands": "designee", "contact_name": "Ana Ruiz"}


def sealed_of(fact: Representation) -> str:
    return sealer(fact.booking.public_id).open(bytes(fact.contact_sealed or b""))


@pytest.mark.parametrize("address", telling.FEDERAL)
def test_a_designee_has_no_federal_address(address: str, county: County, by: User) -> None:
    booking = desk.recorded(county)
    began = desk.minute("2026-11-23 10:00", county)
    given = DESIGNEE | {"contact_email": address}
    assert refused(actions.record_representation, by=by, booking=booking, began=began, **given) == {"contact_email": NEVER}
    assert not Representation.objects.exists()


@pytest.mark.parametrize("address", telling.LOOKS_FEDERAL)
def test_a_designee_has_an_address_that_only_looks_federal(address: str, county: County, by: User) -> None:
    booking = desk.recorded(county)
    began = desk.minute("2026-11-23 10:00", county)
    fact = actions.record_representation(by=by, booking=booking, began=began, **DESIGNEE | {"contact_email": address})
    assert address in sealed_of(fact)


@pytest.mark.parametrize("address", telling.FEDERAL)
def test_the_form_refuses_it_beside_its_field_and_keeps_what_was_typed(address: str, county: County) -> None:
    booking = desk.recorded(county)
    answer = sent(booking, contact_email=address)
    assert answer.status_code == 200
    assert answer.context["form"].errors == {"contact_email": NEVER}
    assert address in answer.content.decode()
    assert "Ana Ruiz" in answer.content.decode()
    assert not Representation.objects.exists()


@pytest.mark.parametrize("address", telling.LOOKS_FEDERAL)
def test_the_form_takes_one_that_only_looks_federal(address: str, county: County) -> None:
    assert sent(desk.recorded(county), contact_email=address).status_code == 302
    assert address in sealed_of(Representation.objects.get())


def sent(booking: Any, **values: str) -> Any:
    typed = {"source": "staff", "how_known": "person", **DESIGNEE, **desk.moment("began", "2026-11-23 10:00"), **values}
    with time_machine.travel(desk.NOON, tick=False):
        return desk.clerk(booking.county).post(f"{desk.page_of(booking)}add/representations/", typed)


@pytest.mark.parametrize("address", telling.FEDERAL)
def test_the_api_refuses_it_beside_its_field(address: str, county: County) -> None:
    machine = Machine(county)
    place = f"{machine.booking()['url']}representations/"
    body = DESIGNEE | {"began": "2026-10-16T09:30"}
    assert machine.refused(place, body | {"contact_email": address}) == {"contact_email": NEVER}
    assert "contact_email" not in machine.made(place, body | {"contact_email": telling.LOOKS_FEDERAL[0]})
