"""Who may call: a key of one county's jail system, and nobody else."""

import re
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from knox.models import AuthToken

from accounts.models import AuditEntry, MachineKey, Membership, Role, Scope, User
from bookings.models import Booking
from tests.api.calls import BOOKING, REQUEST, Machine, key_of
from tests.support import build

pytestmark = pytest.mark.django_db
UNKNOWN = "This key is not known here, has expired or was withdrawn. Ask for a new one."


def problem(status: int, title: str, detail: str) -> dict[str, Any]:
    return {"type": "about:blank", "title": title, "status": status, "detail": detail, "errors": {}, "request": REQUEST}


@pytest.fixture
def machine() -> Machine:
    return Machine(build.county())


def make_key(**options: Any) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("make_key", stdout=out, stderr=err, **options)
    return out.getvalue().strip(), err.getvalue()


def test_without_a_key_nothing_is_read_or_written(machine: Machine) -> None:
    for method, path in (("GET", f"bookings/{uuid4()}/"), ("POST", "bookings/"), ("GET", "county/policies/")):
        response = machine.client.generic(method, f"/api/v1/{path}", b"{}", "application/json", headers={"X-Request-ID": REQUEST})
        assert response.status_code == 401
        assert response["WWW-Authenticate"] == "Bearer"
        assert response["Content-Type"] == "application/problem+json"
        assert response.json() == problem(401, "Unauthorized", "Send a key with it, as in: Authorization: Bearer jw_...")


@pytest.mark.parametrize("text", ["no such", "jw_" + "0" * 64, "\xff\xfe" * 20, "jw_" + "é" * 30, "x" * 5000])
def test_an_unknown_key_is_refused(machine: Machine, text: str) -> None:
    machine.key = text
    assert machine.get("county/policies/").status_code == 401


def test_an_expired_key_is_refused_and_a_withdrawn_one_and_one_of_a_switched_off_account(machine: Machine) -> None:
    MachineKey.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert machine.get("county/policies/").json() == problem(401, "Unauthorized", UNKNOWN)
    AuthToken.objects.all().delete()
    assert machine.get("county/policies/").status_code == 401
    machine.key = key_of(machine.user)
    User.objects.filter(pk=machine.user.pk).update(is_active=False)
    assert machine.get("county/policies/").json() == problem(401, "Unauthorized", UNKNOWN)


def test_a_key_of_any_other_role_is_refused(machine: Machine) -> None:
    for role in set(Role) - {Role.MACHINE}:
        machine.key = key_of(build.person(role, machine.county))
        response = machine.post("bookings/", BOOKING)
        assert (role, response.status_code) == (role, 403)
        assert response.json() == problem(403, "Forbidden", "This key does not belong to a jail system of one county.")
    assert not Booking.objects.exists()


def test_an_account_with_a_second_county_or_role_is_no_machine(machine: Machine) -> None:
    Membership.objects.create(user=machine.user, county=build.county("anoka"), role=Role.MACHINE)
    assert machine.post("bookings/", BOOKING).status_code == 403


def test_a_session_of_the_pages_opens_nothing_here(machine: Machine) -> None:
    machine.client.force_login(build.person(Role.STAFF, machine.county), "django.contrib.auth.backends.ModelBackend")
    assert machine.client.post("/api/v1/bookings/", BOOKING, "application/json").status_code == 401


def test_a_booking_of_another_county_is_answered_as_one_that_does_not_exist(machine: Machine) -> None:
    theirs = build.booking(build.county("anoka"))
    charge = build.charge(theirs)
    place = f"bookings/{theirs.public_id}/"
    calls = [
        ("GET", "", None),
        ("PATCH", "", {"age": 3, "reason": "x", "version": 1}),
        ("GET", "timeline/", None),
        ("POST", "charges/", {"description": "x"}),
        ("POST", "charges/", {"no such field": 1}),
        ("GET", f"charges/{charge.pk}/", None),
        ("POST", f"charges/{charge.pk}/disposition/", {"disposition": "dismissed"}),
        ("POST", f"charges/{charge.pk}/entered-in-error/", {"reason": "x"}),
        ("POST", "release/", {"released": "2026-10-16", "release_kind": "street"}),
        ("POST", "entered-in-error/", {"reason": "x"}),
    ]
    for method, rest, body in calls:
        other = machine.send(method, f"{place}{rest}", body)
        none = machine.send(method, f"bookings/{uuid4()}/{rest}", body)
        assert (other.status_code, other.json()) == (none.status_code, none.json())
        assert other.json() == problem(404, "Not Found", "Your county has no such booking.")
    assert AuditEntry.objects.count() == 0


def test_a_fact_of_another_booking_is_not_found_and_cannot_be_named(machine: Machine) -> None:
    mine, other = machine.booking()["url"], machine.booking()["url"]
    detainer = machine.made(f"{other}detainers/", {"form": "I-247A", "received": "2026-10-16"})
    assert machine.get(f"{mine}detainers/{detainer['id']}/").json() == problem(404, "Not Found", "This booking has no such fact.")
    refused = machine.refused(f"{mine}handovers/", {"handed": "2026-10-16", "detainer": detainer["id"]})
    assert refused == {"detainer": ["This booking has no such fact with this id."]}


def test_make_key_prints_a_key_once_that_works_for_its_county_alone(machine: Machine) -> None:
    machine.key, said = make_key(county="hennepin", name="Jail system", days=10)
    assert re.fullmatch(r"jw_[0-9a-f]{64}|jw_[0-9a-zA-Z_]+", machine.key)
    assert said.startswith("For Hennepin County, MN, until ")
    assert machine.booking()["recorded_by"] == "Jail system"
    assert not AuthToken.objects.filter(digest__contains=machine.key).exists()
    entry = AuditEntry.objects.get(verb="make_key")
    assert (entry.county_id, machine.key in str(entry.detail)) == (machine.county.pk, False)
    assert MachineKey.objects.get(pk=entry.object_id).scope == Scope.WRITE


def test_a_second_key_is_for_the_same_account_and_leaves_the_first(machine: Machine) -> None:
    first, second = (make_key(county="hennepin", name="Jail system")[0] for _ in range(2))
    for machine.key in (first, second):
        assert machine.get("county/policies/").status_code == 200
    assert User.objects.filter(email="jail-system@hennepin.machine.invalid").count() == 1


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"county": "none", "name": "x"}, "There is no county 'none'. Counties: hennepin."),
        ({"county": "hennepin", "name": "!!!"}, "Give the key a name with letters, as in 'Jail system'."),
        ({"county": "hennepin", "name": "x", "days": 0}, "A key is good for 1 to 1096 days."),
    ],
)
def test_make_key_says_what_is_wrong(machine: Machine, options: dict[str, Any], says: str) -> None:
    with pytest.raises(CommandError, match=re.escape(says)):
        make_key(**options)
