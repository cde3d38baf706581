"""Keys are made, replaced and withdrawn by the county's administrator: shown once, hashed, scoped, and each step in the journal."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from knox.models import AuthToken

from accounts.actions.keys import make_key, revoke_key, rotate_key
from accounts.models import AuditEntry, County, MachineKey, Role, Scope
from tests.api.calls import BOOKING, Machine
from tests.staff.desk import clerk
from tests.support import build

pytestmark = pytest.mark.django_db
PAGE = "/admin/keys/"
NEW = {"name": "Jail system", "scope": "write", "days": "365"}


@pytest.fixture
def county() -> County:
    return build.county()


@pytest.fixture
def administrator(county: County) -> Client:
    return clerk(county, Role.ADMINISTRATOR)


def secret_on(response: Any) -> str:
    """The key that the page shows."""
    return re.search(r'id="secret">(jw_\w+)<', response.content.decode()).group(1)  # type: ignore[union-attr]


def status(key: str, method: str = "GET") -> int:
    body = BOOKING | {"number": f"B-{next(build.NUMBERS)}"}
    path = "bookings/" if method == "POST" else "county/policies/"
    headers = {"Authorization": f"Bearer {key}"}
    sent = Client().generic(method, f"/api/v1/{path}", json.dumps(body), "application/json", headers=headers)
    return int(sent.status_code)


def test_a_key_is_shown_once_and_writes_and_its_secret_is_kept_nowhere(county: County, administrator: Client) -> None:
    made = administrator.post(PAGE, NEW)
    secret = secret_on(made)
    assert "no-store" in made["Cache-Control"]
    assert (status(secret), status(secret, "POST")) == (200, 201)
    listed = administrator.get(PAGE).content.decode()
    assert secret not in listed
    assert f"{secret[:7]}…" in listed
    kept = [*AuthToken.objects.values_list(), *MachineKey.objects.values_list(), *AuditEntry.objects.values_list("detail")]
    assert secret not in str(kept)
    entry = AuditEntry.objects.get(verb="make_key")
    assert (entry.county_id, entry.by) == (county.pk, f"user:{administrator.session['_auth_user_id']}")


def test_a_read_only_key_reads_and_writes_nothing(county: County, administrator: Client) -> None:
    secret = secret_on(administrator.post(PAGE, NEW | {"scope": "read"}))
    assert status(secret) == 200
    machine = Machine(county, secret)
    refused = machine.post("bookings/", BOOKING)
    assert refused.status_code == 403
    assert refused.json()["detail"].startswith("This key only reads.")


def test_while_a_key_is_replaced_both_are_good_and_then_only_the_new_one(county: County, administrator: Client) -> None:
    with time_machine.travel("2026-11-24 12:00:00+00:00", tick=False) as clock:
        old = secret_on(administrator.post(PAGE, NEW | {"scope": "read"}))
        key = MachineKey.objects.get()
        page = administrator.post(f"{PAGE}{key.pk}/rotate/", {"days": "90", "overlap_days": "7"})
        new = secret_on(page)
        assert "is good until 2026-12-01 06:00" in page.content.decode()
        assert list(MachineKey.objects.values_list("scope", flat=True)) == [Scope.READ] * 2
        again = administrator.post(f"{PAGE}{key.pk}/rotate/", {"days": "90", "overlap_days": "7"})
        assert "This key was replaced or withdrawn already" in again.content.decode()
        ended = MachineKey.objects.get(pk=key.pk).expires_at
        assert ended == timezone.now() + timedelta(days=7)
        clock.move_to("2026-11-25 12:00:00+00:00")
    # The database's own clock decides; it is moved by moving what it compares with.
    MachineKey.objects.update(expires_at=timezone.now() + timedelta(days=5))
    AuthToken.objects.update(expiry=timezone.now() + timedelta(days=5))
    assert (status(old), status(new)) == (200, 200)
    MachineKey.objects.filter(pk=key.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert (status(old), status(new)) == (401, 200)
    assert AuditEntry.objects.filter(verb="rotate_key", object_id=key.pk).count() == 1


def test_a_key_replaced_without_overlap_and_a_withdrawn_one_open_nothing_from_then_on(county: County, administrator: Client) -> None:
    old = secret_on(administrator.post(PAGE, NEW))
    new = secret_on(administrator.post(f"{PAGE}{MachineKey.objects.get().pk}/rotate/", {"days": "90", "overlap_days": "0"}))
    assert (status(old), status(new)) == (401, 200)
    newest = MachineKey.objects.order_by("pk").last()
    assert newest is not None
    for _twice in range(2):
        assert administrator.post(f"{PAGE}{newest.pk}/revoke/").status_code == 302
    assert status(new) == 401
    assert AuthToken.objects.filter(machine_key=None).count() == 0
    assert AuditEntry.objects.filter(verb="revoke_key").count() == 1
    page = administrator.get(PAGE).content.decode()
    assert "withdrawn" in page
    assert "/rotate/" not in page


def test_when_a_key_was_last_used_is_known_to_some_minutes(county: County) -> None:
    key, secret = make_key(by="command:test", county=county, name="Jail system", days=10)
    assert MachineKey.objects.get().last_used_at is None
    assert status(secret) == 200
    first = MachineKey.objects.get(pk=key.pk).last_used_at
    assert first is not None
    status(secret)
    assert MachineKey.objects.get(pk=key.pk).last_used_at == first
    MachineKey.objects.update(last_used_at=first - timedelta(minutes=6))
    status(secret)
    assert MachineKey.objects.get(pk=key.pk).last_used_at >= first


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_no_other_role_sees_or_changes_a_key(county: County, role: Role) -> None:
    key, secret = make_key(by="command:test", county=county, name="Jail system", days=10)
    client = clerk(county, role)
    for path in ("", f"{key.pk}/rotate/", f"{key.pk}/revoke/"):
        assert client.get(PAGE + path).status_code == 404
        assert client.post(PAGE + path, NEW).status_code == 404
    assert (status(secret), MachineKey.objects.count()) == (200, 1)


def test_the_administrator_of_another_county_and_somebody_not_signed_in_change_nothing(county: County) -> None:
    key, secret = make_key(by="command:test", county=county, name="Jail system", days=10)
    other = clerk(build.county("anoka"), Role.ADMINISTRATOR)
    assert other.get(f"{PAGE}?county=hennepin").status_code == 404
    assert key.begins not in other.get(PAGE).content.decode()
    for client, wanted in ((other, 404), (Client(), 302)):
        for path in (f"{key.pk}/rotate/", f"{key.pk}/revoke/"):
            assert client.post(PAGE + path, {"days": "9", "overlap_days": "0"}).status_code == wanted
    assert status(secret) == 200


def test_the_list_asks_as_often_with_more_keys(administrator: Client, county: County) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            administrator.get(PAGE)
        return len(captured)

    make_key(by="command:test", county=county, name="Jail system", days=10)
    few = asked()
    for number in range(4):
        key, _secret = make_key(by="command:test", county=county, name=f"Jail system {number}", days=10)
    rotate_key(key, by="command:test", days=3, overlap_days=1)
    revoke_key(MachineKey.objects.earliest("pk"), by="command:test")
    assert asked() == few <= 13
    assert len(administrator.get(PAGE).context["rows"]) == 6
