"""A jail system's program, made small: a key, and requests with it."""

import json
from datetime import timedelta
from typing import Any

from django.test import Client
from knox.models import AuthToken

from accounts.models import County, MachineKey, Membership, Role, Scope, User
from tests.support import build

ROOT = "/api/v1"
REQUEST = "0123456789abcdef0123456789abcdef"  # as a proxy numbers requests: every answer here names the same
BOOKING = {"number": "B-1", "booked": "2026-10-15T12:00"}


def key_of(user: User, scope: str = Scope.WRITE) -> str:
    """A key as it stands in the tables, of whoever it is."""
    token, text = AuthToken.objects.create(user, expiry=timedelta(days=30))
    county = County.objects.filter(memberships__user=user).first()
    MachineKey.objects.create(county=county, user=user, token=token, scope=scope, begins=text[:7], expires_at=token.expiry)
    return str(text)


class Machine:
    """The jail system of one county. `problems` of an answer are its sentences by field."""

    def __init__(self, county: County, key: str | None = None) -> None:
        self.county = county
        self.user = User.objects.create_user(f"machine{next(build.NUMBERS)}@example.org", name="Jail system")
        Membership.objects.create(user=self.user, county=county, role=Role.MACHINE)
        self.key = key or key_of(self.user)
        self.client = Client()

    def send(self, method: str, path: str, body: Any = None, *, raw: bytes | None = None, **headers: str) -> Any:
        headers = {"Authorization": f"Bearer {self.key}", "X-Request-ID": REQUEST} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        content = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        kind = headers.pop("Content-Type", "application/json")
        return self.client.generic(method, path if path.startswith("/") else f"{ROOT}/{path}", content, kind, headers=headers)

    def get(self, path: str) -> Any:
        return self.send("GET", path)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)

    def patch(self, path: str, body: Any) -> Any:
        return self.send("PATCH", path, body)

    def made(self, path: str, body: Any) -> dict[str, Any]:
        """What was made, where it must be made."""
        response = self.post(path, body)
        assert response.status_code == 201, response.json()
        return dict(response.json())

    def booking(self, **values: Any) -> dict[str, Any]:
        return self.made("bookings/", BOOKING | {"number": f"B-{next(build.NUMBERS)}"} | values)

    def refused(self, path: str, body: Any, method: str = "POST", status: int = 400) -> dict[str, list[str]]:
        response = self.send(method, path, body)
        assert response.status_code == status, response.content
        return dict(response.json()["errors"])
