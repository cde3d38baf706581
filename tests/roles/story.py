"""What stands in the county "here", and who reads: people of here and of there, one a role, and a key of each."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.test import Client

from accounts.actions.people import invite
from accounts.invitations import SALT as INVITING
from accounts.models import County, MachineKey, Role, User
from bookings.importing import store
from bookings.models import Booking, Disposal, Facility, ImportRun, LegalHold, ListItem, RunState
from notifications.subscribing import SALT
from tests.api.calls import Machine, key_of
from tests.api.test_county_facts import OF_COUNTY
from tests.api.test_kinds import SENT
from tests.reports.registers import entries
from tests.support import build, telling

COLUMNS = ["staff", "supervisor", "records_officer", "commissioner", "defender", "auditor", "administrator"]
PASSWORD = "correct horse battery"
NO_SUCH = {"booking": "7b6f0d6e-2f7e-4f0a-9a55-111111111111", "alert": "7b6f0d6e-2f7e-4f0a-9a55-222222222222"}
NO_SUCH |= {"run": "7b6f0d6e-2f7e-4f0a-9a55-333333333333", "mail": "7b6f0d6e-2f7e-4f0a-9a55-444444444444", "signed": "abc"}

# One for all requests: a client of its own would load the whole middleware again, thousands of times.
HANDLER = Client().handler


class Reader:
    """Somebody who asks: with a session, with a key, or with neither. Every request is a visit of its own."""

    def __init__(self, user: User | None = None, key: str = "") -> None:
        self.session = session_of(user) if user else ""
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}

    def grow_old(self) -> None:
        """Twenty minutes pass since this session proved who it is."""
        if self.session:
            store = SessionStore(self.session)
            store["account_authentication_methods"][0]["at"] -= 1200
            store.save()

    def ask(self, method: str, address: str) -> Any:
        client = Client(raise_request_exception=False)
        client.handler = HANDLER
        if self.session:
            client.cookies["sessionid"] = self.session
        if address.startswith("/api/"):
            return client.generic(method, address, b"" if method == "GET" else b"{}", "application/json", headers=self.headers)
        return client.generic(method, address, b"", "application/x-www-form-urlencoded", headers=self.headers)


def session_of(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session.create()
    return str(session.session_key)


def proven(user: User) -> User:
    """With a password and an app that makes codes."""
    user.set_password(PASSWORD)
    user.save()
    TOTP.activate(user, generate_totp_secret())
    return user


def readers(county: County) -> tuple[dict[str, Reader], dict[str, User]]:
    people = {role: proven(build.person(Role(role), county)) for role in COLUMNS}
    found = {role: Reader(user) for role, user in people.items()}
    machine = build.person(Role.MACHINE, county)
    return found | {"key": Reader(key=key_of(machine)), "out": Reader()}, people


def rows(county: County, people: dict[str, User], folder: Path) -> dict[str, str]:
    """The rows that addresses of the table name, made through the API, the verbs and the makers of other tests."""
    Facility.objects.create(county=county, code="PSF", name="Public Safety Facility")
    machine = Machine(county)
    booking = machine.booking()
    made = {kind: machine.made(f"{booking['url']}{kind}/", body)["id"] for kind, body in bodies(machine, booking["url"])}
    made |= {kind: machine.made(f"county/{kind}/", sent[0])["id"] for kind, sent in OF_COUNTY.items() if kind != "list-items"}
    made["list-items"] = ListItem.objects.latest("pk").pk
    return {kind: str(pk) for kind, pk in made.items()} | people_rows(county, people, booking["url"].split("/")[-2], folder)


def bodies(machine: Machine, place: str) -> Any:
    named: dict[str, Callable[[], int]] = {
        "office": lambda: telling.office(machine.county).pk,
        "handover": lambda: int(machine.get(f"{place}handovers/").json()["results"][0]["id"]),
        "notification": lambda: int(machine.get(f"{place}release-notifications/").json()["results"][0]["id"]),
    }
    for kind, (body, _back, _change) in SENT.items():
        yield kind, body | {name: make() for name, make in named.items() if name in body}


def invited(county: County, by: User) -> dict[str, str]:
    made = invite(county=county, email="new@example.org", name="New Person", role=Role.STAFF, by=by)
    return {"invitation": str(made.pk), "link": signing.dumps(made.pk, salt=INVITING)}


def people_rows(county: County, people: dict[str, User], booking: str, folder: Path) -> dict[str, str]:
    of = Booking.objects.get(public_id=booking)
    office = telling.office(county)
    office.members.add(people["defender"])
    standing = telling.counsel(of, office=office)
    alert = telling.delivery(telling.notification(of, "counsel", representation=standing))
    mine = telling.subscription(county, people["administrator"])
    run = ImportRun.objects.create(
        county=county, created_by=people["supervisor"], file_name="a.csv", stored="a.csv", state=RunState.CHECKED
    )
    store.rejected_of(run).write_text("row,reason\n")
    hold = LegalHold.objects.create(county=county, reason="a lawsuit", placed_by=people["administrator"])
    disposal = Disposal.objects.create(
        county=county, clock="words", released_before="2024-01-01", schedule="General schedule 7", proposed_by=people["auditor"]
    )
    return {
        "hold": str(hold.pk),
        "disposal": str(disposal.pk),
        "booking": booking,
        "person": str(people["commissioner"].pk),
        **invited(county, people["administrator"]),
        "key": str(MachineKey.objects.filter(county=county).latest("pk").pk),
        "office": str(telling.office(county).pk),
        "alert": str(alert.key),
        "mail": str(alert.key),
        "signed": signing.dumps(mine.pk, salt=SALT),
        "run": str(run.public_id),
        "batch": str(build.batch(county, "2026-09", "2026-09").pk),
        "question": str(entries.question(people["records_officer"], county).pk),
    }
